/// Whatever the bytes: a token is refused with our own error; and with a good signature, whatever its claims, too, or it
/// names a subject.

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "salus/core/error.hpp"
#include "salus/service/token.hpp"

namespace {

using namespace salus;

void require(bool truth) {
  if (!truth) std::abort();
}

TokenKey hs256() { return {Secret{std::string(32, 'k')}, "h"}; }
TokenKey ed25519() { return {Secret{std::string(32, 'k')}, "e", TokenAlgorithm::ed25519}; }

const TokenAuthority& authority() {
  static const TokenAuthority tokens = [] {
    std::vector<TokenKey> keys;
    keys.push_back(hs256());
    keys.push_back(ed25519());
    return TokenAuthority{std::move(keys),
                          {.clock = [] { return Timestamp{std::chrono::seconds{1'800'000'000}}; },
                           .random = [](std::span<std::byte>) {}}};
  }();
  return tokens;
}

void verify(std::string_view token) {
  try {
    authority().verify(token);
  } catch (const Error& error) {
    require(error.code() == ErrorCode::unauthenticated);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text{reinterpret_cast<const char*>(data), size};
  static const TokenKey keys[]{hs256(), ed25519()};
  verify(text);
  for (const auto& key : keys) {
    require(!key.open(text));  // nobody finds a signature by chance
    const auto token = key.sign(text);
    if (token.size() <= TokenKey::longest_token) require(key.open(token) == text);
    verify(token);
  }
  return 0;
}
