#pragma once

/// A session: one principal at work. Everything an application does with data goes through it, and
/// everything it does obeys the policy.
///
/// @code
/// auto session = clinic.log_in("dr.ada@example.org", password);
/// for (const auto& patient : session.list<Patient>(where(f<&Patient::family_name> == "Okafor"), limit(50)))
///   std::cout << patient->name << '\n';
/// session.update(patient, set(f<&Patient::phone_number>, "+234 …"));
/// std::cout << session.can<Action::update>(patient).explain();
/// @endcode
///
/// One thread at a time; any number of sessions beside each other. A session must end before its
/// Clinic. Errors: see each call; besides, any call may throw `storage_busy` or `storage_unavailable`.

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "salus/access/decision.hpp"
#include "salus/access/principal.hpp"
#include "salus/core/export.hpp"
#include "salus/core/time_zone.hpp"
#include "salus/domain/care_relationship.hpp"
#include "salus/domain/free_slots.hpp"
#include "salus/schema/patch.hpp"
#include "salus/service/emergency_access.hpp"
#include "salus/service/list_options.hpp"
#include "salus/service/related.hpp"
#include "salus/service/row_cursor.hpp"
#include "salus/service/row_revision.hpp"
#include "salus/service/stored.hpp"

namespace salus {

struct Internals;

class SALUS_EXPORT Session {
 public:
  Session(Session&&) noexcept;
  Session& operator=(Session&&) noexcept;
  ~Session();

  const Principal& principal() const;

  /// The organization's days and wall clocks; the session's own. The zone is read once a session, when it is
  /// first needed, and not while rows are being visited.
  Calendar& calendar();

  // -- entities known at compile time ------------------------------------------------------------

  /// The row, or nothing if there is none that the principal may read.
  template <Described T>
  std::optional<Stored<T>> get(Id<T> id) {
    std::optional<Stored<T>> found;
    get_row(entity_info<T>(), id.value, [&found](const RowView& row) { found.emplace(row); });
    return found;
  }

  /// The rows of many ids, each once and by one query, in the order of their ids; those that the principal may
  /// not read are left out.
  template <Described T>
  std::vector<Stored<T>> get(std::span<const Id<T>> ids) {
    std::vector<Uuid> keys;
    for (const auto id : ids) keys.push_back(id.value);
    std::vector<Stored<T>> rows;
    for (const auto& record : get(entity_info<T>(), keys)) rows.emplace_back(record);
    return rows;
  }

  /// What the rows of a page refer to by a member, by one query: `related<&Appointment::doctor>(page)`.
  /// See salus/service/related.hpp.
  template <auto Member>
  auto related(const std::vector<Stored<typename Field<Member>::Object>>& page) {
    using Target = detail::Target<Member>;
    std::vector<Id<Target>> ids;
    for (const auto& row : page) {
      const std::optional<Id<Target>> id = (*row).*Member;
      if (row.template shows<Member>() && id) ids.push_back(*id);
    }
    return Related<Target>{get<Target>(ids)};
  }

  /// The rows that the principal may read. Throws `forbidden` at a filter or order by a field that
  /// they may never see.
  template <Described T, class... Options>
  std::vector<Stored<T>> list(const Options&... options) {
    ListOptions all;
    (options(all), ...);
    std::vector<Stored<T>> rows;
    for_each(
        entity_info<T>(), std::move(all), [&rows](const RowView& row) { rows.emplace_back(row); });
    return rows;
  }

  /// How many rows `list` would give, from its beginning. With a limit it stops there: `limit(10'001)`
  /// tells cheaply "more than 10,000".
  template <Described T, class... Options>
  std::uint64_t count(const Options&... options) {
    ListOptions all;
    (options(all), ...);
    return count(entity_info<T>(), std::move(all));
  }

  /// Adds a row. Its id is made here; what differs from a default-made `T` counts as given. Throws
  /// `invalid_input` with every issue, `forbidden`, or `conflict`.
  template <Described T>
  Stored<T> create(const T& value) {
    Patch patch = difference(value, T{});
    for (const auto& field : entity_info<T>().fields()) {
      if (field.required && !field.read_only) patch.set(field, field.load(&value));
    }
    return Stored<T>{create(patch)};
  }

  /// Changes named fields of a row that was read: `update(patient, set(f<&Patient::address>, …))`. A
  /// row that is never changed, such as a medical record, is superseded; the new one is the answer.
  /// Throws `version_conflict` if the row has changed since, `not_found` if it may not be seen,
  /// `forbidden`, or `invalid_input`.
  template <Described T, class... Changes>
    requires(std::invocable<const Changes&, Patch&> && ...)
  Stored<T> update(const Stored<T>& row, const Changes&... changes) {
    Patch patch{entity_info<T>()};
    (changes(patch), ...);
    return Stored<T>{update(row->id.value, row.version(), patch)};
  }

  /// Changes what differs between the row that was read and `value`. Fields that were hidden from the
  /// reader and are blank in both stay as they are.
  template <Described T>
  Stored<T> update(const Stored<T>& row, const T& value) {
    return Stored<T>{update(row->id.value, row.version(), difference(value, *row))};
  }

  /// Removes a row that was read: it is marked as deleted and nobody sees it any more; of an entity
  /// whose rows stay, such as a medical record, it gets the status that says so. Throws as `update`.
  template <Described T>
  void remove(const Stored<T>& row) {
    remove(entity_info<T>(), row->id.value, row.version());
  }

  /// Whether an action on a row is allowed, and which rule decides. Advice: the write decides.
  template <Action A, Described T>
  Decision can(Id<T> id) {
    return can(A, entity_info<T>(), id.value);
  }
  template <Action A, Described T>
  Decision can(const Stored<T>& row) {
    return can<A>(row->id);
  }

  /// Every version of a row that is superseded instead of changed, as far as the principal may read
  /// it, the first one first. `id` may be any of them; nothing if it may not be seen.
  template <Described T>
  std::vector<Stored<T>> versions(Id<T> id) {
    std::vector<Stored<T>> rows;
    for (const auto& record : versions(entity_info<T>(), id.value)) rows.emplace_back(record);
    return rows;
  }

  /// What was done to a row, oldest first, from the journal: if the principal may read the row today, and of
  /// its fields those that they may read today.
  template <Described T>
  std::vector<RowRevision> history(Id<T> id) {
    return history(entity_info<T>(), id.value);
  }

  /// Opens a patient's data to the acting doctor in an emergency: a care relationship that ends by
  /// itself, and a review that stays open until it is judged. What it opens is what a doctor may do
  /// with an assigned patient. Throws `forbidden` if the policy does not let the principal,
  /// `invalid_input`, or `not_found`.
  Stored<CareRelationship> break_glass(Id<Patient> patient, const EmergencyAccess& request);

  /// The slots inside a span, of at most 31 days, for which a doctor's weekly hours have room: see
  /// salus/domain/free_slots.hpp. Those that have begun are over. Whoever may read the doctor's availability sees
  /// them, and of time off and other appointments nothing but that. Throws `not_found`, `forbidden` or
  /// `invalid_input`. See salus/service/scheduling.hpp.
  std::vector<Slot> free_slots(Id<Doctor> doctor, const DayRange& span);

  /// Runs `body` with everything this session does inside one transaction: all of it is written, or,
  /// if `body` throws, nothing. Called inside a body it is a savepoint: a throw undoes the inner part
  /// alone. `body` may be run again when the engine asks for it, so it acts through the session alone.
  void run_in_transaction(const std::function<void()>& body);

  // -- the same, for code that learns at run time which entity it serves ----------------------------

  std::optional<Record> get(const EntityInfo& entity, Uuid id);
  std::vector<Record> get(const EntityInfo& entity, std::span<const Uuid> ids);
  void for_each(const EntityInfo& entity, ListOptions options,
                const std::function<void(const RowView&)>& visit);
  /// Throws what `for_each` would throw before it shows a row, and shows none: for a host that has to answer
  /// before it begins to write.
  void check_list(const EntityInfo& entity, ListOptions options);
  std::uint64_t count(const EntityInfo& entity, ListOptions options = {});
  Record create(const Patch& patch);
  /// Without an expected version the patch applies to whatever the row is now.
  Record update(Uuid id, std::optional<std::int64_t> expected_version, const Patch& patch);
  void remove(const EntityInfo& entity, Uuid id,
              std::optional<std::int64_t> expected_version = std::nullopt);
  Decision can(Action action, const EntityInfo& entity, Uuid id);
  /// One decision for each id, in their order, by one query.
  std::vector<Decision> can(Action action, const EntityInfo& entity, std::span<const Uuid> ids);
  std::vector<Record> versions(const EntityInfo& entity, Uuid id);
  std::vector<RowRevision> history(const EntityInfo& entity, Uuid id);

  /// Whether the policy gives the principal any row of this entity for this action: false means that
  /// the answer would be `forbidden` or empty whatever the database holds.
  bool may_ever(Action action, const EntityInfo& entity);

 private:
  friend class Clinic;
  friend struct Internals;
  class Implementation;
  explicit Session(std::unique_ptr<Implementation> implementation);

  void get_row(const EntityInfo& entity, Uuid id, const std::function<void(const RowView&)>& visit);

  template <Described T>
  static Patch difference(const T& value, const T& base) {
    Patch patch{entity_info<T>()};
    for (const auto& field : entity_info<T>().fields()) {
      if (field.read_only) continue;
      auto wanted = field.load(&value);
      if (wanted != field.load(&base)) patch.set(field, std::move(wanted));
    }
    return patch;
  }

  std::unique_ptr<Implementation> implementation_;
};

}  // namespace salus
