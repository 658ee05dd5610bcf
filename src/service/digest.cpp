#include "digest.hpp"

#include <openssl/evp.h>

#include "salus/core/error.hpp"

namespace salus {

namespace {

// Fetching the algorithm costs more than hashing a short text, so it is fetched once.
const EVP_MD* fetched_sha256() {
  static EVP_MD* const digest = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  return digest;
}

}  // namespace

std::string sha256(std::string_view bytes) {
  std::string digest(32, '\0');
  unsigned int length = 0;
  if (EVP_Digest(bytes.data(),
                 bytes.size(),
                 reinterpret_cast<unsigned char*>(digest.data()),
                 &length,
                 fetched_sha256(),
                 nullptr) != 1) {
    throw Error{ErrorCode::internal, "SHA-256 is not available."};
  }
  return digest;
}

std::string to_hex(std::string_view bytes) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string text;
  text.reserve(2 * bytes.size());
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    text += digits[byte >> 4U];
    text += digits[byte & 0x0FU];
  }
  return text;
}

}  // namespace salus
