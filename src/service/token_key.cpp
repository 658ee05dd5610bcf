#include <span>
#include <utility>

#include <nlohmann/json.hpp>
#include <sodium.h>

#include "salus/core/error.hpp"
#include "salus/service/token.hpp"

#include "base64url.hpp"
#include "digest.hpp"
#include "ed25519.hpp"

namespace salus {

namespace {

using nlohmann::json;

/// The `alg` of a header (RFC 7518 §3.1, RFC 8037 §3.1).
std::string_view header_name(TokenAlgorithm algorithm) {
  return algorithm == TokenAlgorithm::hs256 ? "HS256" : "EdDSA";
}

// -- the compact form, RFC 7515 §7.1 ----------------------------------------------------------------

struct CompactParts {
  std::string_view header;
  std::string_view payload;
  std::string_view signature;
  std::string_view signing_input;
};

std::optional<CompactParts> split_compact(std::string_view token) {
  if (token.size() > TokenKey::longest_token) return std::nullopt;
  const auto first = token.find('.');
  if (first == std::string_view::npos) return std::nullopt;
  const auto second = token.find('.', first + 1);
  if (second == std::string_view::npos || token.find('.', second + 1) != std::string_view::npos)
    return std::nullopt;
  return CompactParts{token.substr(0, first),
                      token.substr(first + 1, second - first - 1),
                      token.substr(second + 1),
                      token.substr(0, second)};
}

/// Whether a member is this text; a missing one is an empty text.
bool is_text(const json& object, const char* name, std::string_view text) {
  const auto found = object.find(name);
  if (found == object.end()) return text.empty();
  return found->is_string() && found->get_ref<const std::string&>() == text;
}

bool header_fits(const std::string& text, TokenAlgorithm algorithm, const std::string& key_id) {
  const auto header = json::parse(text, nullptr, false);
  // An extension that we do not know must not be skipped (RFC 7515 §4.1.11).
  return header.is_object() && !header.contains("crit") &&
         is_text(header, "alg", header_name(algorithm)) && is_text(header, "kid", key_id);
}

/// Not the key, and useless without it: the same key has the same name in every process.
std::string name_of(const Secret& secret) {
  return to_hex(sha256("salus.token-key:" + to_hex(sha256(secret.reveal()))).substr(0, 8));
}

// -- the algorithms ---------------------------------------------------------------------------------

const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

/// libsodium's, for OpenSSL's looks its algorithms up at each call, which takes longer than the hash of a token.
std::string hmac_sha256(std::string_view key, std::string_view text) {
  crypto_auth_hmacsha256_state state;
  std::string mac(crypto_auth_hmacsha256_BYTES, '\0');
  crypto_auth_hmacsha256_init(&state, bytes_of(key), key.size());
  crypto_auth_hmacsha256_update(&state, bytes_of(text), text.size());
  crypto_auth_hmacsha256_final(&state, reinterpret_cast<unsigned char*>(mac.data()));
  sodium_memzero(&state, sizeof state);
  return mac;
}

Secret ed25519_key_pair(const Secret& seed) {
  if (seed.reveal().size() != ed25519::seed_bytes)
    throw Error{ErrorCode::invalid_input, "A key for Ed25519 has exactly 32 bytes."};
  return ed25519::key_pair(seed);
}

}  // namespace

TokenKey::TokenKey(Secret secret) : TokenKey{std::move(secret), {}} { id_ = name_of(secret_); }

TokenKey::TokenKey(Secret secret, std::string id, TokenAlgorithm algorithm)
    : secret_{algorithm == TokenAlgorithm::ed25519 ? ed25519_key_pair(secret) : std::move(secret)},
      id_{std::move(id)},
      algorithm_{algorithm} {
  // RFC 7518 §3.2: a key of the size of the hash, or larger.
  if (secret_.reveal().size() < least_bytes) {
    throw Error{ErrorCode::invalid_input, "A token key has at least 32 bytes."};
  }
}

bool TokenKey::is_signature(std::string_view signature, std::string_view signing_input) const {
  if (algorithm_ == TokenAlgorithm::ed25519) {
    return ed25519::is_signature(signature, signing_input, ed25519::public_key_of(secret_));
  }
  const auto expected = hmac_sha256(secret_.reveal(), signing_input);
  return signature.size() == expected.size() &&
         sodium_memcmp(signature.data(), expected.data(), expected.size()) == 0;
}

std::string TokenKey::sign(std::string_view payload) const {
  json header{{"alg", header_name(algorithm_)}, {"typ", "JWT"}};
  if (!id_.empty()) header["kid"] = id_;
  const std::string input = encode_base64url(header.dump()) + "." + encode_base64url(payload);
  const auto signature = algorithm_ == TokenAlgorithm::ed25519
                             ? ed25519::sign(secret_, input)
                             : hmac_sha256(secret_.reveal(), input);
  return input + "." + encode_base64url(signature);
}

std::optional<std::string> TokenKey::open(std::string_view token) const {
  const auto parts = split_compact(token);
  const auto signature = parts ? decode_base64url(parts->signature) : std::nullopt;
  if (!signature || !is_signature(*signature, parts->signing_input)) return std::nullopt;
  // Only what we signed is looked into.
  const auto header = decode_base64url(parts->header);
  if (!header || !header_fits(*header, algorithm_, id_)) return std::nullopt;
  return decode_base64url(parts->payload);
}

}  // namespace salus
