#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <vector>

#include "salus/query/column.hpp"
#include "salus/storage/session.hpp"

#include "clinic_state.hpp"

namespace salus {

/// A storage session of log-in.
std::unique_ptr<StorageSession> open_for_log_in(const ClinicState& state);

/// Rows that log-in keeps for itself, as far as the policy gives them to it. They are no part of anybody's record, so
/// the journal has the log-in, not each of them.
class OwnRows {
 public:
  /// For one call. Follows the state, which outlives it.
  OwnRows(const ClinicState& state, const EntityInfo& entity, Timestamp now)
      : state_{state}, entity_{entity}, now_{now} {}

  void read(Reader& reader, Expr where,
            const std::function<void(std::span<const Cell>)>& visit) const;
  void insert(Transaction& transaction, std::vector<Value> row) const;
  /// How many rows changed.
  std::uint64_t update(Transaction& transaction, Expr where,
                       std::vector<Assignment> assignments) const;
  void remove(Transaction& transaction, Expr where) const;

 private:
  /// Which rows, and which fields of them; throws `forbidden` if none.
  struct Reach {
    Expr rows;
    FieldMask fields;
  };
  Reach reach(Action action) const;

  const ClinicState& state_;
  const EntityInfo& entity_;
  Timestamp now_;
};

/// The rows of `T` that satisfy a condition.
template <class T>
std::vector<T> read_own(const ClinicState& state, Reader& reader, Expr where, Timestamp now) {
  std::vector<T> rows;
  OwnRows{state, entity_info<T>(), now}.read(
      reader, std::move(where), [&rows](std::span<const Cell> cells) {
        Describe<T>::entity.decode_into(rows.emplace_back(), cells);
      });
  return rows;
}

template <auto Member>
Assignment assign(const typename Field<Member>::Type& value) {
  return {&field_info<Member>(), detail::Storage<typename Field<Member>::Type>::load(value)};
}

}  // namespace salus
