#include "verified_tokens.hpp"

#include "digest.hpp"

namespace salus {

std::optional<TokenSubject> VerifiedTokens::find(std::string_view token, Timestamp now) const {
  const auto digest = sha256(token);
  const std::scoped_lock hold{mutex_};
  const auto found = subjects_.find(digest);
  if (found == subjects_.end() || found->second.expires_at <= now) return std::nullopt;
  return found->second;
}

void VerifiedTokens::remember(std::string_view token, const TokenSubject& subject) {
  auto digest = sha256(token);
  const std::scoped_lock hold{mutex_};
  if (subjects_.size() >= most) subjects_.clear();
  subjects_.emplace(std::move(digest), subject);
}

}  // namespace salus
