#pragma once

#include <optional>
#include <string>

#include "salus/domain/idempotency_key.hpp"
#include "salus/service/idempotency.hpp"

#include "clinic_state.hpp"

namespace salus {

/// The row of one request key of one user.
///
/// An attempt takes the row for itself before it begins, and gives it back, or finishes it, by its name: compared and
/// swapped. So of two attempts one waits, and one that was given up for dead cannot finish.
class RequestKeys {
 public:
  RequestKeys(const ClinicState& state, Id<User> user, const RequestKey& request);

  /// Takes the key, in a transaction of its own. Anything but `done`: it is not to be had.
  OnceOutcome take();
  /// In the transaction of what was made. Throws `storage_busy` if somebody else has the key by now.
  void finish(Transaction& transaction, const MadeRow& made) const;
  /// Gives the key back.
  void give_back() const;

 private:
  std::optional<IdempotencyKey> find(Reader& reader, Timestamp now) const;
  std::optional<OnceOutcome> answer_to(const IdempotencyKey& row, Timestamp now) const;
  bool insert(Transaction& transaction, Timestamp now) const;
  bool take_over(Transaction& transaction, const IdempotencyKey& row, Timestamp now) const;
  OnceOutcome take(Transaction& transaction, bool& has_grown) const;
  void forget_expired() const;
  Expr is_key() const;
  Expr is_mine() const;

  const ClinicState& state_;
  Id<User> user_;
  std::string key_hash_;
  std::string request_hash_;
  Id<IdempotencyKey> attempt_;
};

}  // namespace salus
