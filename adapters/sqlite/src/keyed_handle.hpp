#pragma once

/// A handle of SQLite that has its key, and nothing else yet.

#include <filesystem>
#include <memory>

#include <sqlite3.h>

#include "cipher_key.hpp"

namespace salus::sqlite {

struct CloseHandle {
  void operator()(sqlite3* database) const noexcept { sqlite3_close_v2(database); }
};
using Handle = std::unique_ptr<sqlite3, CloseHandle>;

/// Opens the file for one thread at a time and gives it the key. Reads nothing of it.
Handle open_keyed(const std::filesystem::path& file, const CipherKey& key);

/// Throws `wrong_key` unless the key opens the file, and `damaged_database` where it opens a file
/// that was cut short. Leaves the file and its write-ahead log as they are.
void require_key(const std::filesystem::path& file, const CipherKey& key);

}  // namespace salus::sqlite
