#include "password.hpp"

#include <cstring>

#include <sodium.h>

#include "salus/core/error.hpp"

namespace salus {

namespace {

// OWASP Password Storage Cheat Sheet: 19 MiB, 2 iterations, 1 lane.
constexpr unsigned long long iterations = 2;
constexpr std::size_t memory_bytes = 19'922'944;

void ensure_sodium() {
  static const bool ready = sodium_init() >= 0;
  if (!ready) throw Error{ErrorCode::internal, "libsodium cannot be initialised."};
}

std::string hash(std::string_view password) {
  ensure_sodium();
  std::string phc(crypto_pwhash_STRBYTES, '\0');
  if (crypto_pwhash_str_alg(phc.data(),
                            password.data(),
                            password.size(),
                            iterations,
                            memory_bytes,
                            crypto_pwhash_ALG_ARGON2ID13) != 0) {
    throw Error{ErrorCode::storage_unavailable, "There is not enough memory to hash a password."};
  }
  phc.resize(std::strlen(phc.c_str()));
  return phc;
}

}  // namespace

std::string hash_password(const Secret& password) { return hash(password.reveal()); }

bool verify_password(const Secret& password, const std::string& phc) {
  ensure_sodium();
  const bool known = phc.starts_with("$argon2id$") && phc.size() < crypto_pwhash_STRBYTES;
  if (!known) {
    // An unknown account must take as long as a wrong password.
    hash(password.reveal());
    return false;
  }
  return crypto_pwhash_str_verify(
             phc.c_str(), password.reveal().data(), password.reveal().size()) == 0;
}

}  // namespace salus
