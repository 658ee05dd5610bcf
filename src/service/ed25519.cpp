#include "ed25519.hpp"

#include <array>
#include <utility>

#include <sodium.h>

namespace salus::ed25519 {

namespace {

static_assert(seed_bytes == crypto_sign_SEEDBYTES);
static_assert(public_key_bytes == crypto_sign_PUBLICKEYBYTES);
static_assert(signature_bytes == crypto_sign_BYTES);
static_assert(seed_bytes + public_key_bytes == crypto_sign_SECRETKEYBYTES);

const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

}  // namespace

Secret key_pair(const Secret& seed) {
  std::array<unsigned char, public_key_bytes> public_key;
  std::string pair(crypto_sign_SECRETKEYBYTES, '\0');
  crypto_sign_seed_keypair(
      public_key.data(), reinterpret_cast<unsigned char*>(pair.data()), bytes_of(seed.reveal()));
  return Secret{std::move(pair)};
}

std::string_view public_key_of(const Secret& pair) { return pair.reveal().substr(seed_bytes); }

std::string sign(const Secret& pair, std::string_view text) {
  std::string signature(signature_bytes, '\0');
  crypto_sign_detached(reinterpret_cast<unsigned char*>(signature.data()),
                       nullptr,
                       bytes_of(text),
                       text.size(),
                       bytes_of(pair.reveal()));
  return signature;
}

bool is_signature(std::string_view signature, std::string_view text, std::string_view public_key) {
  return signature.size() == signature_bytes &&
         crypto_sign_verify_detached(
             bytes_of(signature), bytes_of(text), text.size(), bytes_of(public_key)) == 0;
}

}  // namespace salus::ed25519
