#pragma once

/// Encrypted SQLite files (SQLCipher 4): one file, no server.
///
/// @code
/// auto key = salus::sqlite::Key::from_file("/etc/clinic/key");
/// auto clinic = salus::Clinic{salus::sqlite::open("clinic.db", key)};
/// @endcode
///
/// Several processes may have one file open. A file that does not open is left as it is, byte for
/// byte: `wrong_key`, `plaintext_database`, `not_a_database` and `damaged_database` say why.

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string_view>

#include "salus/core/environment.hpp"
#include "salus/core/export.hpp"
#include "salus/core/secret.hpp"
#include "salus/storage/backend.hpp"

namespace salus::sqlite {

/// A key of 256 random bits. Movable, not copyable.
class SALUS_EXPORT Key {
 public:
  /// A new key. Keep it apart from the file: without it nobody reads the file again, you neither.
  static Key generate(const RandomSource& random);

  /// From 64 hexadecimal digits; throws `invalid_input`.
  static Key from_hex(std::string_view digits);

  /// From a file with 64 hexadecimal digits; throws `storage_unavailable` or `invalid_input`.
  static Key from_file(const std::filesystem::path& file);

  /// 64 digits, for a file or a vault.
  Secret to_hex() const { return digits_.clone(); }

 private:
  explicit Key(Secret digits) : digits_{std::move(digits)} {}

  Secret digits_;
};

enum class OpenMode : std::uint8_t {
  existing,  ///< The file must be there.
  create,    ///< The file must not be there.
};

struct OpenOptions {
  OpenMode mode = OpenMode::existing;
  /// How many queries run at the same time; a further one waits. Each keeps a cache of up to 64 MB.
  std::size_t readers = 4;
};

/// Opens a database file. Throws `storage_unavailable`, `wrong_key`, `not_a_database`,
/// `plaintext_database` or `damaged_database`, and `conflict` where a file to create is there already.
SALUS_EXPORT std::shared_ptr<Backend> open(const std::filesystem::path& file, const Key& key,
                                           OpenOptions options = {});

/// The same with a passphrase, which becomes a key by Argon2id: takes about 0.1 s and 64 MB, once.
SALUS_EXPORT std::shared_ptr<Backend> open(const std::filesystem::path& file,
                                           const Secret& passphrase, OpenOptions options = {});

}  // namespace salus::sqlite
