#include "password.hpp"

#include <array>
#include <charconv>
#include <cstring>
#include <optional>
#include <string_view>

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <sodium.h>

#include "salus/core/error.hpp"

namespace salus {

namespace {

void ensure_sodium() {
  static const bool ready = sodium_init() >= 0;
  if (!ready) throw Error{ErrorCode::internal, "libsodium cannot be initialised."};
}

bool is_argon2id(std::string_view stored) {
  return stored.starts_with("$argon2id$") && stored.size() < crypto_pwhash_STRBYTES;
}

// -- Django's PBKDF2 ---------------------------------------------------------------------------------

/// The parts of `pbkdf2_sha256$870000$salt$base64`.
struct Pbkdf2Hash {
  int iterations = 0;
  std::string_view salt;
  std::string_view base64;
};

// A stored number must not keep a log-in busy for minutes; Django 6.0 writes 1,200,000.
constexpr int most_iterations = 10'000'000;

std::optional<Pbkdf2Hash> parse_pbkdf2(std::string_view stored) {
  constexpr std::string_view prefix = "pbkdf2_sha256$";
  if (!stored.starts_with(prefix)) return std::nullopt;
  stored.remove_prefix(prefix.size());
  Pbkdf2Hash hash;
  const auto [end, failure] =
      std::from_chars(stored.data(), stored.data() + stored.size(), hash.iterations);
  stored.remove_prefix(static_cast<std::size_t>(end - stored.data()));
  const auto separator = stored.find('$', 1);
  if (failure != std::errc{} || !stored.starts_with('$') || separator == std::string_view::npos ||
      hash.iterations < 1 || hash.iterations > most_iterations)
    return std::nullopt;
  hash.salt = stored.substr(1, separator - 1);
  hash.base64 = stored.substr(separator + 1);
  return hash;
}

bool matches_pbkdf2(const Secret& password, const Pbkdf2Hash& hash) {
  std::array<unsigned char, 32> key;
  std::array<unsigned char, 45> text;  // 44 characters of base64, and a NUL
  const auto bytes = password.reveal();
  const auto* salt = reinterpret_cast<const unsigned char*>(hash.salt.data());
  if (PKCS5_PBKDF2_HMAC(bytes.data(),
                        static_cast<int>(bytes.size()),
                        salt,
                        static_cast<int>(hash.salt.size()),
                        hash.iterations,
                        EVP_sha256(),
                        key.size(),
                        key.data()) != 1) {
    throw Error{ErrorCode::internal, "PBKDF2 is not available."};
  }
  const auto length =
      static_cast<std::size_t>(EVP_EncodeBlock(text.data(), key.data(), key.size()));
  return hash.base64.size() == length &&
         CRYPTO_memcmp(hash.base64.data(), text.data(), length) == 0;
}

}  // namespace

std::string hash_password(const Secret& password, const PasswordCost& cost) {
  ensure_sodium();
  std::string phc(crypto_pwhash_STRBYTES, '\0');
  if (crypto_pwhash_str_alg(phc.data(),
                            password.reveal().data(),
                            password.reveal().size(),
                            cost.passes,
                            cost.memory_bytes,
                            crypto_pwhash_ALG_ARGON2ID13) != 0) {
    throw Error{ErrorCode::storage_unavailable, "There is not enough memory to hash a password."};
  }
  phc.resize(std::strlen(phc.c_str()));
  return phc;
}

PasswordVerdict verify_password(const Secret& password, const std::string& stored,
                                const PasswordCost& cost) {
  ensure_sodium();
  if (const auto pbkdf2 = parse_pbkdf2(stored)) {
    return {.matches = matches_pbkdf2(password, *pbkdf2), .is_outdated = true};
  }
  if (!is_argon2id(stored)) {
    // An unknown account must take as long as a wrong password.
    hash_password(password, cost);
    return {};
  }
  const auto bytes = password.reveal();
  return {.matches = crypto_pwhash_str_verify(stored.c_str(), bytes.data(), bytes.size()) == 0,
          .is_outdated =
              crypto_pwhash_str_needs_rehash(stored.c_str(), cost.passes, cost.memory_bytes) != 0};
}

}  // namespace salus
