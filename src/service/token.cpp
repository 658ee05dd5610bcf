#include "salus/service/token.hpp"

#include <algorithm>
#include <limits>
#include <span>
#include <utility>

#include <nlohmann/json.hpp>

#include "salus/core/error.hpp"
#include "salus/schema/reflect.hpp"

#include "digest.hpp"

namespace salus {

namespace {

using nlohmann::json;

// -- claims, RFC 7519 §4.1 --------------------------------------------------------------------------

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

/// A text that is not empty.
std::string text_claim(const json& claims, const char* name) {
  const auto found = claims.find(name);
  if (found == claims.end() || !found->is_string()) throw invalid_token();
  auto text = found->get<std::string>();
  if (text.empty()) throw invalid_token();
  return text;
}

/// A whole number: a moment in seconds, or a count.
std::int64_t integer_claim(const json& claims, const char* name) {
  const auto found = claims.find(name);
  if (found == claims.end() || !found->is_number_integer()) throw invalid_token();
  if (found->is_number_unsigned() && found->get<std::uint64_t>() > latest_moment) {
    throw invalid_token();
  }
  return found->get<std::int64_t>();
}

void check_times(const json& claims, std::int64_t now) {
  if (claims.contains("iat")) integer_claim(claims, "iat");
  if (claims.contains("nbf") && integer_claim(claims, "nbf") > now) throw invalid_token();
  if (integer_claim(claims, "exp") <= now) throw refused("Token is expired");
}

void check_type(const json& claims, TokenType type) {
  const auto claimed = text_claim(claims, "token_type");
  text_claim(claims, "jti");
  if (claimed != to_name(type)) throw refused("Token has wrong type");
}

template <class T>
Id<T> id_claim(const json& claims, const char* name) {
  const auto id = Id<T>::parse(text_claim(claims, name));
  if (!id) throw invalid_token();
  return *id;
}

json claims_of(const std::vector<TokenKey>& keys, std::string_view token) {
  for (const auto& key : keys) {
    const auto payload = key.open(token);
    if (!payload) continue;
    auto claims = json::parse(*payload, nullptr, false);
    if (claims.is_object()) return claims;
  }
  throw invalid_token();
}

/// Nobody could say which of them a token means.
void require_distinct(const std::vector<TokenKey>& keys) {
  if (keys.empty()) throw Error{ErrorCode::invalid_input, "Without a key there are no tokens."};
  for (auto key = keys.begin(); key != keys.end(); ++key) {
    if (std::ranges::find(std::next(key), keys.end(), key->id(), &TokenKey::id) != keys.end())
      throw Error{ErrorCode::invalid_input, "Two token keys have one name."};
  }
}

std::vector<TokenKey> only(TokenKey key) {
  std::vector<TokenKey> keys;
  keys.push_back(std::move(key));
  return keys;
}

}  // namespace

TokenAuthority::TokenAuthority(TokenKey key, Environment environment, TokenLifetimes lifetimes)
    : TokenAuthority{only(std::move(key)), std::move(environment), lifetimes} {}

TokenAuthority::TokenAuthority(std::vector<TokenKey> keys, Environment environment,
                               TokenLifetimes lifetimes)
    : keys_{std::move(keys)}, environment_{std::move(environment)}, lifetimes_{lifetimes} {
  require_distinct(keys_);
}

TokenPair TokenAuthority::issue(const TokenSubject& subject, const User& facts) const {
  return {make(TokenType::access, lifetimes_.access, subject, facts),
          make(TokenType::refresh, lifetimes_.refresh, subject, facts)};
}

std::string TokenAuthority::make(TokenType type, std::chrono::seconds lifetime,
                                 const TokenSubject& subject, const User& facts) const {
  const auto now = seconds_since_epoch(environment_.clock());
  const json claims{
      {"token_type", to_name(type)},
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
      {"sid", subject.family.to_string()},
      {"epoch", subject.epoch},
  };
  return keys_.front().sign(claims.dump(-1, ' ', false, json::error_handler_t::replace));
}

TokenSubject TokenAuthority::verify(std::string_view token, TokenType type) const {
  const auto claims = claims_of(keys_, token);
  check_times(claims, seconds_since_epoch(environment_.clock()));
  check_type(claims, type);
  return {id_claim<User>(claims, "user_id"),
          id_claim<Organization>(claims, "organization_id"),
          id_claim<TokenFamily>(claims, "sid"),
          integer_claim(claims, "epoch"),
          Timestamp{std::chrono::seconds{integer_claim(claims, "exp")}}};
}

}  // namespace salus
