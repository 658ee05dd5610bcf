#include "request_keys.hpp"

#include <utility>

#include "salus/core/error.hpp"

#include "digest.hpp"
#include "own_rows.hpp"

namespace salus {

namespace {

constexpr int most_collisions = 20;

OwnRows keys(const ClinicState& state, Timestamp now) {
  return {state, entity_info<IdempotencyKey>(), now};
}

Error overtaken() {
  return {ErrorCode::storage_busy, "The request took too long and was undone; send it again."};
}

}  // namespace

RequestKeys::RequestKeys(const ClinicState& state, Id<User> user, const RequestKey& request)
    : state_{state},
      user_{user},
      key_hash_{to_hex(sha256(request.key))},
      request_hash_{to_hex(sha256(request.request))},
      attempt_{state.new_id(state.environment.clock())} {}

Expr RequestKeys::is_key() const {
  return f<&IdempotencyKey::user> == user_ && f<&IdempotencyKey::key_hash> == key_hash_;
}

Expr RequestKeys::is_mine() const {
  return is_key() && f<&IdempotencyKey::attempt> == attempt_ &&
         f<&IdempotencyKey::made_entity> == std::string{};
}

std::optional<IdempotencyKey> RequestKeys::find(Reader& reader, Timestamp now) const {
  auto rows = read_own<IdempotencyKey>(state_, reader, is_key(), now);
  return rows.empty() ? std::nullopt : std::optional{std::move(rows.front())};
}

/// Why a key that is there cannot be taken; nothing: it can.
std::optional<OnceOutcome> RequestKeys::answer_to(const IdempotencyKey& row, Timestamp now) const {
  if (row.expires_at <= now) return std::nullopt;
  if (row.request_hash != request_hash_) return OnceOutcome{.state = OnceState::mismatched};
  if (!row.made_entity.empty()) {
    const auto* entry = state_.catalog.find(row.made_entity);
    return OnceOutcome{.state = OnceState::repeated,
                       .made = {entry == nullptr ? nullptr : entry->entity, row.made_row}};
  }
  if (row.leased_until <= now) return std::nullopt;
  return OnceOutcome{.state = OnceState::under_way};
}

/// False: somebody else was faster.
bool RequestKeys::insert(Transaction& transaction, Timestamp now) const {
  const IdempotencyKey row{.organization_id = state_.organization,
                           .user = user_,
                           .key_hash = key_hash_,
                           .request_hash = request_hash_,
                           .attempt = attempt_,
                           .leased_until = now + idempotency_lease,
                           .expires_at = now + idempotency_memory,
                           .made_entity = {},
                           .made_row = {}};
  try {
    transaction.with_savepoint([&] { keys(state_, now).insert(transaction, values_of(row)); });
    return true;
  } catch (const Error& error) {
    if (error.code() != ErrorCode::conflict) throw;
    return false;
  }
}

bool RequestKeys::take_over(Transaction& transaction, const IdempotencyKey& row,
                            Timestamp now) const {
  return keys(state_, now)
             .update(transaction,
                     is_key() && f<&IdempotencyKey::attempt> == row.attempt &&
                         f<&IdempotencyKey::made_entity> == row.made_entity,
                     {assign<&IdempotencyKey::request_hash>(request_hash_),
                      assign<&IdempotencyKey::attempt>(attempt_),
                      assign<&IdempotencyKey::leased_until>(now + idempotency_lease),
                      assign<&IdempotencyKey::expires_at>(now + idempotency_memory),
                      assign<&IdempotencyKey::made_entity>(std::string{}),
                      assign<&IdempotencyKey::made_row>(Uuid{})}) == 1;
}

OnceOutcome RequestKeys::take(Transaction& transaction, bool& has_grown) const {
  const auto now = state_.environment.clock();
  for (int i = 0; i < most_collisions; ++i) {
    const auto row = find(transaction, now);
    const auto answer = row ? answer_to(*row, now) : std::nullopt;
    if (answer) return *answer;
    has_grown = !row;
    if (row ? take_over(transaction, *row, now) : insert(transaction, now)) return {};
  }
  throw Error{ErrorCode::storage_busy, "Too many requests with one key at once."};
}

/// What is there is answered without a transaction: it would wait for the one that is being served.
OnceOutcome RequestKeys::take() {
  const auto storage = open_for_log_in(state_);
  const auto now = state_.environment.clock();
  const auto row = find(*storage, now);
  if (const auto answer = row ? answer_to(*row, now) : std::nullopt) return *answer;
  OnceOutcome outcome;
  bool has_grown = false;
  storage->run([&](Transaction& transaction) {
    has_grown = false;
    outcome = take(transaction, has_grown);
  });
  if (has_grown) forget_expired();
  return outcome;
}

/// Whoever adds a row takes away what is forgotten; apart, so that nobody waits with a row in hand.
void RequestKeys::forget_expired() const {
  const auto now = state_.environment.clock();
  open_for_log_in(state_)->run([&](Transaction& transaction) {
    keys(state_, now).remove(transaction, f<&IdempotencyKey::expires_at> <= now);
  });
}

void RequestKeys::finish(Transaction& transaction, const MadeRow& made) const {
  const auto changed =
      keys(state_, state_.environment.clock())
          .update(transaction,
                  is_mine(),
                  {assign<&IdempotencyKey::made_entity>(std::string{made.entity->name}),
                   assign<&IdempotencyKey::made_row>(made.id)});
  if (changed != 1) throw overtaken();
}

void RequestKeys::give_back() const {
  open_for_log_in(state_)->run([&](Transaction& transaction) {
    keys(state_, state_.environment.clock()).remove(transaction, is_mine());
  });
}

}  // namespace salus
