#include "overlap_locks.hpp"

#include <algorithm>
#include <functional>
#include <set>

#include "advisory_lock.hpp"

namespace salus::postgres {

namespace {

constexpr unsigned bits_of_number = 8;  // of locks of an organization: 256

/// Far from those of the journal's streams, which are numbered by the organization as well.
std::uint64_t first_lock(const Uuid& organization) {
  constexpr std::uint64_t spread = 0xD1B54A32D192ED03U;
  return (static_cast<std::uint64_t>(std::hash<Uuid>{}(organization)) * spread) << bits_of_number;
}

class Locks {
 public:
  explicit Locks(const Uuid& organization) : first_{first_lock(organization)} {}

  void add(const Value& owner) {
    if (is_null(owner)) return;
    const auto* id = std::get_if<Uuid>(&owner);
    const std::uint64_t hash = id != nullptr ? std::hash<Uuid>{}(*id) : 0;
    numbers_.insert(static_cast<std::int64_t>(first_ | hash >> (64U - bits_of_number)));
  }

  OverlapLocks in_order() const { return {numbers_.begin(), numbers_.end()}; }

 private:
  std::uint64_t first_;
  std::set<std::int64_t> numbers_;
};

const Assignment* assignment_to(const Update& change, std::size_t position) {
  const auto found = std::ranges::find(
      change.assignments, position, [](const Assignment& one) { return one.column->position; });
  return found == change.assignments.end() ? nullptr : &*found;
}

}  // namespace

OverlapLocks overlap_locks(const Uuid& organization, const EntityInfo& entity,
                           std::span<const std::vector<Value>> rows) {
  Locks locks{organization};
  for (const auto& overlap : entity.overlaps) {
    for (const auto& row : rows) locks.add(row[overlap.owner_position]);
  }
  return locks.in_order();
}

bool may_overlap(const Update& change) {
  const auto touches = [&](std::size_t position) {
    return assignment_to(change, position) != nullptr;
  };
  return std::ranges::any_of(change.entity->overlaps, [&](const OverlapInfo& overlap) {
    return touches(overlap.owner_position) || touches(overlap.begins_position) ||
           touches(overlap.ends_position) || touches(overlap.timeless.waiver_position) ||
           touches(overlap.timeless.choice_position);
  });
}

Select rows_of(const Update& change) {
  Select rows;
  rows.entity = change.entity;
  rows.where = change.where;
  rows.now = change.now;
  return rows;
}

OverlapLocks overlap_locks(const Uuid& organization, const Update& change, const PGresult* rows) {
  Locks locks{organization};
  for (const auto& overlap : change.entity->overlaps) {
    if (const auto* assigned = assignment_to(change, overlap.owner_position)) {
      locks.add(assigned->value);
      continue;
    }
    const auto& owner = change.entity->columns[overlap.owner_position];
    for (int row = 0; row < PQntuples(rows); ++row)
      locks.add(own(decode(owner.type, rows, row, static_cast<int>(owner.position))));
  }
  return locks.in_order();
}

void hold(Channel& channel, const OverlapLocks& locks) {
  for (const auto lock : locks) wait_for_lock(channel, lock);
}

}  // namespace salus::postgres
