#pragma once

/// What can be told about a file without a key, and without touching it.

#include <filesystem>
#include <string>

namespace salus::sqlite {

/// Throws unless the file may be an encrypted database: `storage_unavailable` where there is none,
/// `plaintext_database` or `not_a_database` where it is something else.
void require_encrypted_file(const std::filesystem::path& file);

/// The first bytes of an encrypted database.
std::string salt_of(const std::filesystem::path& file);

/// Whether a write-ahead log or a rollback journal lies beside the file: the file alone may be behind.
bool has_journal(const std::filesystem::path& file);

/// Makes an empty file that only its owner reads; throws `conflict` if there is one.
void reserve_file(const std::filesystem::path& file);

}  // namespace salus::sqlite
