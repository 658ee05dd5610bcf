#pragma once

/// The adapter that keeps everything in this process's memory: the reference for what the storage
/// port means, and a database for tests that should start in a microsecond.
///
/// @code
/// const auto backend = salus::memory::open();
/// backend->apply(compare(backend->inspect(), wanted));
/// @endcode
///
/// No SQL is involved: conditions are evaluated by `salus/query/evaluate.hpp`. A primary key is found
/// directly; every other condition walks over the organization's rows of one table, which is good
/// for some ten thousand of them.

#include <memory>

#include "salus/core/export.hpp"
#include "salus/storage/backend.hpp"

namespace salus::memory {

/// A new, empty database that nobody else has.
///
/// Lives as long as the pointer or one of its sessions; nothing is kept afterwards. Thread-safe as
/// any `Backend` is: readers never wait, and of several transactions one runs at a time while the
/// others wait until their deadline (then `storage_busy`). A transaction that is started inside
/// another one's body would wait for itself.
///
/// Stricter than the port asks: a value of another type than its column's, a number that is not a
/// number (NaN) and a missing value where one must be are `invalid_input`, as is a row of another
/// organization than the session's.
SALUS_EXPORT std::shared_ptr<Backend> open();

}  // namespace salus::memory
