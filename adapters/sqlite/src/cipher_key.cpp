#include "cipher_key.hpp"

#include <string>

#include <sodium.h>

#include "salus/core/error.hpp"

#include "hex.hpp"

namespace salus::sqlite {

namespace {

// These two are part of the file format: with other numbers the same passphrase gives another key.
constexpr unsigned long long argon2_passes = 3;
constexpr std::size_t argon2_memory = std::size_t{64} * 1024 * 1024;
constexpr std::size_t key_bytes = 32;

static_assert(crypto_pwhash_argon2id_SALTBYTES == salt_bytes);

void start_sodium() {
  if (sodium_init() < 0) throw Error{ErrorCode::internal, "libsodium does not start."};
}

}  // namespace

CipherKey CipherKey::from_raw(std::string_view key_digits) {
  std::string text;
  text.reserve(key_digits.size() + 3);  // a string that grows would leave copies of the key behind
  return CipherKey{Secret{std::move(text.append("x'").append(key_digits).append("'"))}};
}

CipherKey CipherKey::from_passphrase(const Secret& passphrase, std::string_view salt) {
  if (passphrase.empty()) throw Error{ErrorCode::invalid_input, "The passphrase is empty."};
  start_sodium();
  std::string both(key_bytes, '\0');
  both.reserve(key_bytes + salt_bytes);
  const std::string_view phrase = passphrase.reveal();
  const int failed = crypto_pwhash_argon2id(reinterpret_cast<unsigned char*>(both.data()),
                                            key_bytes,
                                            phrase.data(),
                                            phrase.size(),
                                            reinterpret_cast<const unsigned char*>(salt.data()),
                                            argon2_passes,
                                            argon2_memory,
                                            crypto_pwhash_argon2id_ALG_ARGON2ID13);
  const Secret key{std::move(both.append(salt))};
  if (failed != 0)
    throw Error{ErrorCode::storage_failed, "There is not enough memory to derive the key (64 MB)."};
  return from_raw(to_hex_digits(key.reveal()).reveal());
}

std::string new_salt() {
  start_sodium();
  std::string salt(salt_bytes, '\0');
  randombytes_buf(salt.data(), salt.size());
  return salt;
}

}  // namespace salus::sqlite
