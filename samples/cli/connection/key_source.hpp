#pragma once

/// Where the key of an encrypted file comes from: a file, the environment or the person at the
/// terminal, but never an argument, which every process of the machine can read.

#include <filesystem>
#include <optional>
#include <variant>

#include "salus/core/secret.hpp"
#include "salus/sqlite.hpp"

#include "cli/global_options.hpp"

namespace salus::cli {

/// A key of 256 bits, or a passphrase that becomes one.
using FileKey = std::variant<sqlite::Key, Secret>;

/// The key that the user names, by --key-file or SALUS_KEY_FILE, else SALUS_KEY (64 hexadecimal
/// digits), else SALUS_PASSPHRASE; nothing if they name none.
std::optional<FileKey> named_key(const GlobalOptions& options);

/// The key of a file that exists: the one that is named, else the key file beside it, else a
/// passphrase from the terminal. Throws `Failure` if there is none.
FileKey key_of_existing(const GlobalOptions& options);

/// `clinic.db.key`, beside `clinic.db`.
std::filesystem::path key_file_beside(const std::filesystem::path& database);

/// Writes a new file that only its owner can read. Throws `Failure` if the file is there already.
void write_key_file(const std::filesystem::path& file, const Secret& digits);

/// Makes a new key and a file with it that only its owner can read. Throws `Failure` if the file is
/// there already.
sqlite::Key make_key_file(const std::filesystem::path& file);

/// Opens or makes a file with the key.
std::shared_ptr<Backend> open_file(const std::filesystem::path& file, const FileKey& key,
                                   sqlite::OpenMode mode);

}  // namespace salus::cli
