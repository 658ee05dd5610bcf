#include "salus/service/token.hpp"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers.hpp>
#include <nlohmann/json.hpp>

#include "salus/core/error.hpp"

#include "codec/shared_data.hpp"

namespace salus {
namespace {

using namespace std::chrono_literals;
using nlohmann::json;

constexpr Timestamp noon{std::chrono::sys_days{std::chrono::year{2031} / 3 / 31} + 12h};
const std::string key_text = "0123456789abcdef0123456789abcdef";

Secret key() { return Secret{key_text}; }

/// A world whose clock stands still, and whose random bytes count up.
Environment world_at(Timestamp now) {
  return {[now] { return now; },
          [next = std::uint8_t{0}](std::span<std::byte> bytes) mutable {
            for (auto& byte : bytes) byte = std::byte{next++};
          }};
}

std::string decode(std::string_view text) {
  constexpr std::string_view alphabet =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  std::string bytes;
  std::uint32_t bits = 0;
  unsigned count = 0;
  for (const char c : text) {
    bits = bits << 6U | static_cast<std::uint32_t>(alphabet.find(c));
    count += 6;
    if (count >= 8) bytes += static_cast<char>(bits >> (count -= 8) & 0xFFU);
  }
  return bytes;
}

json part(const std::string& token, int index) {
  std::size_t begin = 0;
  for (int i = 0; i < index; ++i) begin = token.find('.', begin) + 1;
  return json::parse(decode(token.substr(begin, token.find('.', begin) - begin)));
}

TokenSubject doctor() {
  return {.user = Id<User>{Uuid{{1, 2, 3}}},
          .organization = Id<Organization>{Uuid{{9}}},
          .family = Id<TokenFamily>{Uuid{{7}}},
          .epoch = 4};
}

User account() {
  User user;
  user.email = "ada@clinic.example";
  user.name = "Ada";
  user.is_doctor = true;
  return user;
}

json good_claims() {
  const auto now = std::chrono::floor<std::chrono::seconds>(noon).time_since_epoch().count();
  return {{"token_type", "access"},
          {"exp", now + 60},
          {"iat", now},
          {"jti", "1"},
          {"user_id", doctor().user.to_string()},
          {"organization_id", doctor().organization.to_string()},
          {"sid", doctor().family.to_string()},
          {"epoch", 4}};
}

/// The answer to a token with these claims, well signed.
std::string verdict(const json& claims) {
  const TokenAuthority tokens{TokenKey{key()}, world_at(noon)};
  try {
    tokens.verify(TokenKey{key()}.sign(claims.dump()));
    return "accepted";
  } catch (const Error& error) {
    CHECK(error.code() == ErrorCode::unauthenticated);
    return error.what();
  }
}

json with(const char* claim, json value) {
  auto claims = good_claims();
  claims[claim] = std::move(value);
  return claims;
}

json without(const char* claim) {
  auto claims = good_claims();
  claims.erase(claim);
  return claims;
}

bool opens(const TokenKey& token_key, const std::string& token) {
  return token_key.open(token).has_value();
}

}  // namespace

TEST_CASE("an access token carries the claims of the contract") {
  const TokenAuthority tokens{TokenKey{key()}, world_at(noon)};
  const auto pair = tokens.issue(doctor(), account());
  const auto claims = part(pair.access, 1);
  CHECK(claims.at("token_type") == "access");
  CHECK(claims.at("exp").get<std::int64_t>() - claims.at("iat").get<std::int64_t>() == 300);
  CHECK(claims.at("jti").get<std::string>().size() == 32);
  CHECK(claims.at("user_id") == doctor().user.to_string());
  CHECK(claims.at("organization_id") == doctor().organization.to_string());
  CHECK(claims.at("sid") == doctor().family.to_string());
  CHECK(claims.at("epoch") == 4);
  CHECK(claims.at("email") == "ada@clinic.example");
  CHECK(claims.at("name") == "Ada");
  CHECK(claims.at("is_patient") == false);
  CHECK(claims.at("is_doctor") == true);
  CHECK(claims.at("is_admin_staff") == false);
}

TEST_CASE("a refresh token lives a day and has an id of its own") {
  const TokenAuthority tokens{TokenKey{key()}, world_at(noon)};
  const auto pair = tokens.issue(doctor(), account());
  const auto claims = part(pair.refresh, 1);
  CHECK(claims.at("token_type") == "refresh");
  CHECK(claims.at("exp").get<std::int64_t>() - claims.at("iat").get<std::int64_t>() == 86'400);
  CHECK(claims.at("jti") != part(pair.access, 1).at("jti"));
}

TEST_CASE("the header names algorithm and key, and the name does not tell the key") {
  const TokenAuthority tokens{TokenKey{key()}, world_at(noon)};
  const auto header = part(tokens.issue(doctor(), account()).access, 0);
  CHECK(header.at("alg") == "HS256");
  CHECK(header.at("typ") == "JWT");
  CHECK(header.at("kid") == TokenKey{key()}.id());
  CHECK(TokenKey{key()}.id() != TokenKey{Secret{std::string(32, 'x')}}.id());
}

TEST_CASE("verify names the subject of an access token") {
  const TokenAuthority tokens{TokenKey{key()}, world_at(noon)};
  const auto subject = tokens.verify(tokens.issue(doctor(), account()).access);
  CHECK(subject.user == doctor().user);
  CHECK(subject.organization == doctor().organization);
  CHECK(subject.family == doctor().family);
  CHECK(subject.epoch == 4);
}

TEST_CASE("a refresh token is no access token, and the other way round") {
  const TokenAuthority tokens{TokenKey{key()}, world_at(noon)};
  const auto pair = tokens.issue(doctor(), account());
  CHECK_THROWS_WITH(tokens.verify(pair.refresh), "Token has wrong type");
  CHECK_THROWS_WITH(tokens.verify(pair.access, TokenType::refresh), "Token has wrong type");
  CHECK_NOTHROW(tokens.verify(pair.refresh, TokenType::refresh));
}

namespace {

TokenKey ed25519_key() { return {key(), "a", TokenAlgorithm::ed25519}; }

std::vector<TokenKey> key_set(TokenKey first, TokenKey second) {
  std::vector<TokenKey> keys;
  keys.push_back(std::move(first));
  keys.push_back(std::move(second));
  return keys;
}

}  // namespace

TEST_CASE("RFC 8037 appendix A.4 opens, and is what we sign") {
  // The header there has neither typ nor kid, so the token is theirs and the verdict ours.
  const TokenKey token_key{
      Secret{decode("nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A")}, "", TokenAlgorithm::ed25519};
  const std::string token =
      "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc."
      "hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg";
  CHECK(token_key.open(token) == "Example of Ed25519 signing");
  CHECK_FALSE(opens(token_key, token.substr(0, token.size() - 1) + "Q"));
  CHECK(opens(token_key, token_key.sign("{}")));
}

TEST_CASE("a key for Ed25519 has exactly 32 bytes") {
  CHECK_THROWS_AS((TokenKey{Secret{std::string(33, 'k')}, "a", TokenAlgorithm::ed25519}), Error);
  CHECK_THROWS_AS((TokenKey{Secret{std::string(31, 'k')}, "a", TokenAlgorithm::ed25519}), Error);
}

TEST_CASE("a token does not choose its algorithm") {
  const auto signed_by_ed25519 = ed25519_key().sign("{}");
  const TokenKey hs256{key(), "a"};
  CHECK(part(signed_by_ed25519, 0).at("alg") == "EdDSA");
  CHECK(opens(ed25519_key(), signed_by_ed25519));
  CHECK_FALSE(opens(hs256, signed_by_ed25519));
  CHECK_FALSE(opens(ed25519_key(), hs256.sign("{}")));
  // What anybody could sign with the public key, were it taken for the secret of an HMAC.
  const auto public_key = decode("11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo");
  CHECK_FALSE(opens(TokenKey{Secret{decode("nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A")},
                             "a",
                             TokenAlgorithm::ed25519},
                    TokenKey{Secret{public_key}, "a"}.sign("{}")));
}

TEST_CASE("the first key signs, every one verifies") {
  const TokenAuthority before{TokenKey{key()}, world_at(noon)};
  const TokenAuthority after{key_set(ed25519_key(), TokenKey{key()}), world_at(noon)};
  CHECK(part(after.issue(doctor(), account()).access, 0).at("kid") == "a");
  CHECK_NOTHROW(after.verify(before.issue(doctor(), account()).access));
  CHECK_NOTHROW(after.verify(after.issue(doctor(), account()).access));
  CHECK_THROWS_WITH(before.verify(after.issue(doctor(), account()).access), "Token is invalid");
}

TEST_CASE("two keys of one name are refused, and none at all") {
  CHECK_THROWS_AS(TokenAuthority(key_set(ed25519_key(), ed25519_key()), world_at(noon)), Error);
  CHECK_THROWS_AS(TokenAuthority(std::vector<TokenKey>{}, world_at(noon)), Error);
}

TEST_CASE("a token expires to the second") {
  const auto token =
      TokenAuthority{TokenKey{key()}, world_at(noon)}.issue(doctor(), account()).access;
  CHECK_NOTHROW(TokenAuthority(TokenKey{key()}, world_at(noon + 299s)).verify(token));
  CHECK_THROWS_WITH(TokenAuthority(TokenKey{key()}, world_at(noon + 300s)).verify(token),
                    "Token is expired");
}

TEST_CASE("a key of fewer than 32 bytes is refused") {
  CHECK_THROWS_AS(TokenKey{Secret{std::string(31, 'k')}}, Error);
  CHECK_THROWS_AS(TokenKey{Secret{}}, Error);
  CHECK_NOTHROW(TokenKey{Secret{std::string(32, 'k')}});
}

TEST_CASE("another key's token is invalid, also under our key's name") {
  const TokenKey ours{key()};
  const TokenKey theirs{Secret{std::string(32, 'x')}, ours.id()};
  CHECK_FALSE(opens(ours, theirs.sign("{}")));
}

TEST_CASE("our own signature under another name, or under none, is not ours") {
  const TokenKey ours{key()};
  CHECK(opens(ours, ours.sign("{}")));
  CHECK_FALSE(opens(ours, TokenKey{key(), "another"}.sign("{}")));
  CHECK_FALSE(opens(ours, TokenKey{key(), ""}.sign("{}")));
}

TEST_CASE("claims must be whole") {
  CHECK(verdict(good_claims()) == "accepted");
  for (const char* claim :
       {"exp", "token_type", "jti", "user_id", "organization_id", "sid", "epoch"}) {
    CAPTURE(claim);
    CHECK(verdict(without(claim)) == "Token is invalid");
    CHECK(verdict(with(claim, json::array())) == "Token is invalid");
  }
  CHECK(verdict(with("user_id", "42")) == "Token is invalid");
  CHECK(verdict(with("user_id", 42)) == "Token is invalid");
  CHECK(verdict(with("token_type", "Access")) == "Token has wrong type");
}

TEST_CASE("moments must be whole numbers in reach") {
  CHECK(verdict(with("exp", "4102444800")) == "Token is invalid");
  CHECK(verdict(with("exp", 4102444800.5)) == "Token is invalid");
  CHECK(verdict(with("exp", json::parse("1000000000000000000000000000000"))) == "Token is invalid");
  CHECK(verdict(with("exp", 18446744073709551615ULL)) == "Token is invalid");
  CHECK(verdict(with("exp", -1)) == "Token is expired");
  CHECK(verdict(with("iat", "x")) == "Token is invalid");
  CHECK(verdict(without("iat")) == "accepted");
  CHECK(verdict(with("nbf", 1)) == "accepted");
  CHECK(verdict(with("nbf", 4102444800)) == "Token is invalid");
  CHECK(verdict(with("aud", "somebody")) == "accepted");
}

TEST_CASE("a payload that is no object is invalid") {
  for (const char* payload : {"", "\"x\"", "[]", "null", "{"}) {
    CAPTURE(payload);
    const TokenAuthority tokens{TokenKey{key()}, world_at(noon)};
    CHECK_THROWS_WITH(tokens.verify(TokenKey{key()}.sign(payload)), "Token is invalid");
  }
}

TEST_CASE("a token beyond 8 kB is not looked at") {
  const TokenKey ours{key()};
  CHECK(opens(ours, ours.sign(std::string(5000, 'x'))));
  CHECK_FALSE(opens(ours, ours.sign(std::string(9000, 'x'))));
}

TEST_CASE(
    "every token that Simple JWT refuses is refused, and what it accepts has a good signature") {
  const auto vectors = test::shared_json("jwt/simplejwt-tokens.json");
  const std::string secret = vectors.at("secret");
  // Accepted there for leniency that RFC 7515 forbids: padding, and an extension nobody understands.
  const std::set<std::string> stricter{"signature with padding =", "header crit unknown"};
  const TokenKey token_key{Secret{secret}, ""};
  const TokenAuthority tokens{TokenKey{Secret{secret}, ""}, world_at(noon)};
  for (const auto& vector : vectors.at("tokens")) {
    const std::string name = vector.at("name");
    const std::string token = vector.at("token");
    CAPTURE(name);
    const bool accepted =
        vector.at("simplejwt_5_2_2_access") == "accept" && !stricter.contains(name);
    if (accepted) CHECK(opens(token_key, token));
    // The vectors' users have numbers, ours have UUIDs: none of them is anybody here.
    CHECK_THROWS_AS(tokens.verify(token), Error);
  }
}

TEST_CASE("RFC 7515 appendix A.1 opens") {
  const auto vector = test::shared_json("jwt/rfc7515-A1.json");
  const TokenKey token_key{Secret{decode(vector.at("jwk").at("k").get<std::string>())}, ""};
  const auto payload = token_key.open(vector.at("token").get<std::string>());
  REQUIRE(payload);
  CHECK(json::parse(*payload) == vector.at("claims"));
}

namespace {

/// Called valid, though they have characters outside base64url.
const std::set<int> lax_base64{372, 373};
/// Called invalid for a padding that it lost: the text is that of 357, which is valid.
constexpr int same_text_as_a_valid_one = 370;

/// Nothing: the key is too short to be one.
std::optional<TokenKey> key_of(const json& jwk) {
  auto secret = decode(jwk.at("k").get<std::string>());
  if (secret.size() < TokenKey::least_bytes) return std::nullopt;
  return TokenKey{Secret{std::move(secret)}, jwk.at("kid").get<std::string>()};
}

/// Checks a group's vectors against its keys; says how many there were.
std::size_t check_group(const json& group, const json& jwks) {
  for (const auto& vector : group.at("tests")) {
    const int id = vector.at("tcId");
    if (id == same_text_as_a_valid_one) continue;
    CAPTURE(group.at("comment").get<std::string>(), id, vector.at("comment").get<std::string>());
    const bool good = vector.at("result") == "valid" && !lax_base64.contains(id);
    const auto token = vector.at("jws").get<std::string>();
    CHECK(good == std::ranges::any_of(jwks, [&token](const json& jwk) {
            const auto token_key = key_of(jwk);
            return token_key && opens(*token_key, token);
          }));
  }
  return group.at("tests").size();
}

}  // namespace

TEST_CASE("the Wycheproof vectors for signatures by HS256 hold") {
  const auto vectors = test::shared_json("jwt/wycheproof_json_web_signature.json");
  std::size_t checked = 0;
  for (const auto& group : vectors.at("testGroups")) {
    const auto jwk = group.value("private", json::object());
    if (jwk.value("kty", "") == "oct") checked += check_group(group, json::array({jwk}));
  }
  CHECK(checked == 25);
}

TEST_CASE("the Wycheproof vectors for keys of HS256 hold") {
  // Two more groups are about reading a set of keys, which nobody hands us.
  const std::set<std::string> about_keys{"jws_keyset", "HS256"};
  const auto vectors = test::shared_json("jwt/wycheproof_json_web_key.json");
  std::size_t checked = 0;
  for (const auto& group : vectors.at("testGroups")) {
    if (about_keys.contains(group.at("comment")))
      checked += check_group(group, group.at("private").at("keys"));
  }
  CHECK(checked == 5);
}

namespace {

/// Bytes that everybody knows of a key of another algorithm.
std::string public_bytes(const json& jwk) {
  for (const char* name : {"n", "x"}) {
    if (jwk.contains(name)) return decode(jwk.at(name).get<std::string>());
  }
  return {};
}

}  // namespace

TEST_CASE("no Wycheproof vector of another algorithm opens, whatever key it is tried with") {
  const auto vectors = test::shared_json("jwt/wycheproof_json_web_signature.json");
  std::size_t checked = 0;
  for (const auto& group : vectors.at("testGroups")) {
    const auto jwk = group.value("public", json::object());
    const auto bytes = public_bytes(jwk);
    if (bytes.size() < TokenKey::least_bytes) continue;
    const auto name = jwk.value("kid", "");
    const TokenKey hs256{Secret{bytes}, name};
    const TokenKey ed25519{Secret{bytes.substr(0, 32)}, name, TokenAlgorithm::ed25519};
    for (const auto& vector : group.at("tests")) {
      const auto token = vector.at("jws").get<std::string>();
      CAPTURE(vector.at("tcId").get<int>());
      CHECK_FALSE(opens(hs256, token));
      CHECK_FALSE(opens(ed25519, token));
      ++checked;
    }
  }
  CHECK(checked > 150);
}

TEST_CASE("a set of keys in which two have one name is refused, as Wycheproof wants it") {
  const auto vectors = test::shared_json("jwt/wycheproof_json_web_key.json");
  for (const auto& group : vectors.at("testGroups")) {
    if (group.at("comment") != "jws_duplicate_kid") continue;
    std::vector<TokenKey> keys;
    for (const auto& jwk : group.at("private").at("keys")) keys.push_back(*key_of(jwk));
    REQUIRE(keys.size() == 2);
    CHECK_THROWS_AS(TokenAuthority(std::move(keys), world_at(noon)), Error);
  }
}

}  // namespace salus
