#pragma once

#include <cstddef>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "salus/service/token.hpp"

namespace salus {

/// Access tokens that the keys of this process were found to have signed: a client sends one again and again until it
/// expires. That they are genuine is remembered, never that they are in force. By their hashes, and of so many at the
/// most. Thread-safe.
class VerifiedTokens {
 public:
  static constexpr std::size_t most = 4096;

  /// The subject of a token that has not expired.
  std::optional<TokenSubject> find(std::string_view token, Timestamp now) const;
  void remember(std::string_view token, const TokenSubject& subject);

 private:
  mutable std::mutex mutex_;
  std::map<std::string, TokenSubject, std::less<>> subjects_;
};

}  // namespace salus
