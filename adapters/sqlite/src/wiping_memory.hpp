#pragma once

/// Memory of SQLite that is overwritten before it is given back.

namespace salus::sqlite {

/// Makes SQLite wipe whatever it frees: rows, pages in the clear, texts of statements. For all connections of the
/// process; heeded before SQLite is first used. Thread-safe.
///
/// In place of SQLCipher's `cipher_memory_security`, which also locks and unlocks memory at every allocation: two
/// system calls each, and as the lock is a page's, freeing one allocation unlocks its neighbours. The key's own
/// memory is locked apart. See docs/adr/0006.
void use_wiping_memory();

}  // namespace salus::sqlite
