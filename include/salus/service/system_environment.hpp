#pragma once

#include "salus/core/environment.hpp"
#include "salus/core/export.hpp"

namespace salus {

/// The machine's clock and its cryptographic random source.
SALUS_EXPORT Environment system_environment();

}  // namespace salus
