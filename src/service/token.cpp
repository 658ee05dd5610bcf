#include "salus/service/token.hpp"

#include <array>
#include <cstdint>
#include <limits>
#include <span>
#include <utility>

#include <nlohmann/json.hpp>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include "salus/core/error.hpp"

#include "base64url.hpp"
#include "digest.hpp"

namespace salus {

namespace {

using nlohmann::json;

constexpr std::string_view algorithm = "HS256";

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

std::optional<json> parse_object(const std::string& text) {
  auto parsed = json::parse(text, nullptr, false);
  return parsed.is_object() ? std::optional{std::move(parsed)} : std::nullopt;
}

/// The text of a member; empty if it is missing, nothing if it is something else.
std::optional<std::string> text_member(const json& object, const char* name) {
  const auto found = object.find(name);
  if (found == object.end()) return std::string{};
  if (!found->is_string()) return std::nullopt;
  return found->get<std::string>();
}

bool header_fits(const std::string& text, const std::string& key_id) {
  const auto header = parse_object(text);
  // An extension that we do not know must not be skipped (RFC 7515 §4.1.11).
  return header && !header->contains("crit") && text_member(*header, "alg") == algorithm &&
         text_member(*header, "kid") == key_id;
}

/// Not the key, and useless without it: the same key has the same name in every process.
std::string name_of(const Secret& secret) {
  return to_hex(sha256("salus.token-key:" + to_hex(sha256(secret.reveal()))).substr(0, 8));
}

// -- claims, RFC 7519 §4.1 --------------------------------------------------------------------------

constexpr std::string_view access_type = "access";
constexpr std::string_view refresh_type = "refresh";
constexpr std::uint64_t latest_moment = std::numeric_limits<std::int64_t>::max();

std::int64_t seconds_since_epoch(Timestamp moment) {
  return std::chrono::floor<std::chrono::seconds>(moment).time_since_epoch().count();
}

std::string random_id(const RandomSource& random) {
  std::string bytes(16, '\0');
  random(std::as_writable_bytes(std::span{bytes}));
  return to_hex(bytes);
}

Error refused(const char* message) { return {ErrorCode::unauthenticated, message}; }
Error invalid_token() { return refused("Token is invalid"); }

/// A moment in whole seconds.
std::int64_t moment_claim(const json& claims, const char* name) {
  const auto found = claims.find(name);
  if (found == claims.end() || !found->is_number_integer()) throw invalid_token();
  if (found->is_number_unsigned() && found->get<std::uint64_t>() > latest_moment) {
    throw invalid_token();
  }
  return found->get<std::int64_t>();
}

void check_times(const json& claims, std::int64_t now) {
  if (claims.contains("iat")) moment_claim(claims, "iat");
  if (claims.contains("nbf") && moment_claim(claims, "nbf") > now) throw invalid_token();
  if (moment_claim(claims, "exp") <= now) throw refused("Token is expired");
}

template <class T>
Id<T> id_claim(const json& claims, const char* name) {
  const auto text = text_member(claims, name);
  const auto id = text ? Id<T>::parse(*text) : std::nullopt;
  if (!id) throw invalid_token();
  return *id;
}

}  // namespace

TokenKey::TokenKey(Secret secret) : TokenKey{std::move(secret), {}} { id_ = name_of(secret_); }

TokenKey::TokenKey(Secret secret, std::string id) : secret_{std::move(secret)}, id_{std::move(id)} {
  // RFC 7518 §3.2: a key of the size of the hash, or larger.
  if (secret_.reveal().size() < least_bytes) {
    throw Error{ErrorCode::invalid_input, "A token key has at least 32 bytes."};
  }
}

std::string TokenKey::signature(std::string_view signing_input) const {
  const auto key = secret_.reveal();
  std::string mac(32, '\0');
  unsigned length = 0;
  const auto* bytes = reinterpret_cast<const unsigned char*>(signing_input.data());
  if (HMAC(EVP_sha256(),
           key.data(),
           static_cast<int>(key.size()),
           bytes,
           signing_input.size(),
           reinterpret_cast<unsigned char*>(mac.data()),
           &length) == nullptr) {
    throw Error{ErrorCode::internal, "HMAC-SHA-256 is not available."};
  }
  return mac;
}

std::string TokenKey::sign(std::string_view payload) const {
  json header{{"alg", algorithm}, {"typ", "JWT"}};
  if (!id_.empty()) header["kid"] = id_;
  const std::string token = encode_base64url(header.dump()) + "." + encode_base64url(payload);
  return token + "." + encode_base64url(signature(token));
}

std::optional<std::string> TokenKey::open(std::string_view token) const {
  const auto parts = split_compact(token);
  if (!parts) return std::nullopt;
  const auto mac = decode_base64url(parts->signature);
  const auto expected = signature(parts->signing_input);
  if (!mac || mac->size() != expected.size() ||
      CRYPTO_memcmp(mac->data(), expected.data(), expected.size()) != 0) {
    return std::nullopt;
  }
  // Only what we signed is looked into.
  const auto header = decode_base64url(parts->header);
  if (!header || !header_fits(*header, id_)) return std::nullopt;
  return decode_base64url(parts->payload);
}

TokenAuthority::TokenAuthority(Secret key, Environment environment, TokenLifetimes lifetimes)
    : TokenAuthority{TokenKey{std::move(key)}, std::move(environment), lifetimes} {}

TokenAuthority::TokenAuthority(TokenKey key, Environment environment, TokenLifetimes lifetimes)
    : key_{std::move(key)}, environment_{std::move(environment)}, lifetimes_{lifetimes} {}

TokenPair TokenAuthority::issue(const Principal& principal, const User& facts) const {
  if (!principal.user) throw Error{ErrorCode::invalid_input, "Tokens are for users."};
  const TokenSubject subject{*principal.user, principal.organization};
  return {make(access_type, lifetimes_.access, subject, facts),
          make(refresh_type, lifetimes_.refresh, subject, facts)};
}

std::string TokenAuthority::make(std::string_view type, std::chrono::seconds lifetime,
                                 const TokenSubject& subject, const User& facts) const {
  const auto now = seconds_since_epoch(environment_.clock());
  const json claims{
      {"token_type", type},
      {"exp", now + lifetime.count()},
      {"iat", now},
      {"jti", random_id(environment_.random)},
      {"user_id", subject.user.to_string()},
      {"email", facts.email},
      {"name", facts.name},
      {"is_patient", facts.is_patient},
      {"is_doctor", facts.is_doctor},
      {"is_admin_staff", facts.is_admin_staff},
      {"organization_id", subject.organization.to_string()},
  };
  return key_.sign(claims.dump(-1, ' ', false, json::error_handler_t::replace));
}

TokenSubject TokenAuthority::verify(std::string_view access_token) const {
  const auto payload = key_.open(access_token);
  const auto claims = payload ? parse_object(*payload) : std::nullopt;
  if (!claims) throw invalid_token();
  check_times(*claims, seconds_since_epoch(environment_.clock()));
  const auto type = text_member(*claims, "token_type");
  const auto id = text_member(*claims, "jti");
  if (!type || type->empty() || !id || id->empty()) throw invalid_token();
  if (*type != access_type) throw refused("Token has wrong type");
  return {id_claim<User>(*claims, "user_id"), id_claim<Organization>(*claims, "organization_id")};
}

}  // namespace salus
