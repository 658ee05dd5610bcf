#pragma once

#include <memory>

#include "salus/access/principal.hpp"
#include "salus/storage/caller.hpp"

namespace salus {

/// A principal as row-level security knows them.
std::shared_ptr<const Caller> caller_of(const Principal& principal);

}  // namespace salus
