#pragma once

/// "No such row": what a host answers where `Session::get` finds nothing, in the words of the library's own errors.

#include <string>

#include "salus/core/error.hpp"
#include "salus/schema/entity_info.hpp"

namespace salus {

/// `not_found`: one text for a missing row and one that the caller may not see.
inline Error no_such_row(const EntityInfo& entity) {
  return {ErrorCode::not_found,
          "No " + std::string{entity.type_name} + " matches the given query."};
}

}  // namespace salus
