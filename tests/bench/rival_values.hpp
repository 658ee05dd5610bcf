#pragma once

/// What a rival has to make of a JSON column, as the library does.

#include <string>
#include <vector>

#include "salus/domain/source_identifier.hpp"

namespace salus::bench {

inline std::vector<SourceIdentifier> identifiers_in(const std::string& text) {
  std::vector<SourceIdentifier> list;
  detail::Storage<std::vector<SourceIdentifier>>::store(list, Cell{std::string_view{text}});
  return list;
}

}  // namespace salus::bench
