#include "salus/sqlite.hpp"

#include "cipher_key.hpp"
#include "database.hpp"
#include "database_file.hpp"

namespace salus::sqlite {

namespace {

std::shared_ptr<Backend> open_existing(const std::filesystem::path& file, CipherKey key,
                                       const OpenOptions& options) {
  require_key(file, key);
  return std::make_shared<Database>(file, std::move(key), options.readers);
}

/// Nothing is left of a file that could not be made.
std::shared_ptr<Backend> create(const std::filesystem::path& file, CipherKey key,
                                const OpenOptions& options) {
  reserve_file(file);
  try {
    return std::make_shared<Database>(file, std::move(key), options.readers);
  } catch (...) {
    std::error_code ignored;
    std::filesystem::remove(file, ignored);
    throw;
  }
}

}  // namespace

std::shared_ptr<Backend> open(const std::filesystem::path& file, const Key& key,
                              OpenOptions options) {
  auto cipher_key = CipherKey::from_raw(key.to_hex().reveal());
  if (options.mode == OpenMode::create) return create(file, std::move(cipher_key), options);
  require_encrypted_file(file);
  return open_existing(file, std::move(cipher_key), options);
}

std::shared_ptr<Backend> open(const std::filesystem::path& file, const Secret& passphrase,
                              OpenOptions options) {
  if (options.mode == OpenMode::create)
    return create(file, CipherKey::from_passphrase(passphrase, new_salt()), options);
  require_encrypted_file(file);
  return open_existing(file, CipherKey::from_passphrase(passphrase, salt_of(file)), options);
}

}  // namespace salus::sqlite
