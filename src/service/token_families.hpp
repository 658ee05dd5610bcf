#pragma once

#include <string_view>

#include "salus/service/token.hpp"

#include "clinic_state.hpp"

namespace salus {

/// The log-ins that live on in tokens. Each call inside one transaction of log-in.
class TokenFamilies {
 public:
  TokenFamilies(const ClinicState& state, Timestamp now) : state_{state}, now_{now} {}

  void open(Transaction& transaction, const TokenSubject& subject, const TokenPair& tokens) const;

  /// Puts a new refresh token in the place of the last one. False if `old_token` is not the last one, or the family
  /// was revoked: of any number of calls with one token, in however many processes, one is told true.
  bool rotate(Transaction& transaction, const TokenSubject& subject, std::string_view old_token,
              std::string_view new_token) const;

  /// Whether this is the last token of a family that is alive.
  bool is_last(Transaction& transaction, const TokenSubject& subject, std::string_view token) const;

  /// Ends the family, and with it every token of its log-in.
  void revoke(Transaction& transaction, const TokenSubject& subject) const;

  /// Takes away families whose last token has expired.
  void forget_expired(Transaction& transaction) const;

 private:
  Timestamp new_expiry() const { return now_ + state_.identity.token_lifetimes.refresh; }

  const ClinicState& state_;
  Timestamp now_;
};

/// The family of a token is alive: a condition on the user, for the query that reads them anyway.
Expr has_living_family(const TokenSubject& subject);

}  // namespace salus
