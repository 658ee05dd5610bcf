#include "token_families.hpp"

#include <string>

#include "digest.hpp"
#include "own_rows.hpp"

namespace salus {

namespace {

std::string hash_of(std::string_view token) { return to_hex(sha256(token)); }

Expr is_family(const TokenSubject& subject) {
  return f<&TokenFamily::id> == subject.family && f<&TokenFamily::user> == subject.user &&
         is_null(f<&TokenFamily::revoked_at>);
}

Expr is_last_token(const TokenSubject& subject, std::string_view token) {
  return is_family(subject) && f<&TokenFamily::token_hash> == hash_of(token);
}

OwnRows families(const ClinicState& state, Timestamp now) {
  return {state, entity_info<TokenFamily>(), now};
}

}  // namespace

void TokenFamilies::open(Transaction& transaction, const TokenSubject& subject,
                         const TokenPair& tokens) const {
  const TokenFamily family{.organization_id = state_.organization,
                           .id = subject.family,
                           .user = subject.user,
                           .token_hash = hash_of(tokens.refresh),
                           .opened_at = now_,
                           .expires_at = new_expiry(),
                           .revoked_at = {}};
  families(state_, now_).insert(transaction, values_of(family));
}

bool TokenFamilies::rotate(Transaction& transaction, const TokenSubject& subject,
                           std::string_view old_token, std::string_view new_token) const {
  return families(state_, now_)
             .update(transaction,
                     is_last_token(subject, old_token),
                     {assign<&TokenFamily::token_hash>(hash_of(new_token)),
                      assign<&TokenFamily::expires_at>(new_expiry())}) == 1;
}

bool TokenFamilies::is_last(Transaction& transaction, const TokenSubject& subject,
                            std::string_view token) const {
  return !read_own<TokenFamily>(state_, transaction, is_last_token(subject, token), now_).empty();
}

void TokenFamilies::revoke(Transaction& transaction, const TokenSubject& subject) const {
  families(state_, now_)
      .update(transaction, is_family(subject), {assign<&TokenFamily::revoked_at>(now_)});
}

void TokenFamilies::forget_expired(Transaction& transaction) const {
  families(state_, now_).remove(transaction, f<&TokenFamily::expires_at> <= now_);
}

Expr has_living_family(const TokenSubject& subject) {
  return exists<&User::id, &TokenFamily::user>(f<&TokenFamily::id> == subject.family &&
                                               is_null(f<&TokenFamily::revoked_at>));
}

}  // namespace salus
