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

void Sha256::Release::operator()(void* context) const {
  EVP_MD_CTX_free(static_cast<EVP_MD_CTX*>(context));
}

Sha256::Sha256() : context_{EVP_MD_CTX_new()} {}

std::string_view Sha256::operator()(std::string_view bytes) {
  auto* context = static_cast<EVP_MD_CTX*>(context_.get());
  auto* digest = reinterpret_cast<unsigned char*>(digest_.data());
  if (EVP_DigestInit_ex2(context, fetched_sha256(), nullptr) != 1 ||
      EVP_DigestUpdate(context, bytes.data(), bytes.size()) != 1 ||
      EVP_DigestFinal_ex(context, digest, nullptr) != 1) {
    throw Error{ErrorCode::internal, "SHA-256 is not available."};
  }
  return {digest_.data(), digest_.size()};
}

std::string sha256(std::string_view bytes) { return std::string{Sha256{}(bytes)}; }

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
