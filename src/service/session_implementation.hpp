#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "salus/access/entitlements.hpp"
#include "salus/service/session.hpp"

#include "clinic_state.hpp"
#include "journal_writer.hpp"
#include "shown_rows.hpp"
#include "system_principal.hpp"

namespace salus {

using RowVisitor = std::function<void(const RowView&)>;

inline Expr key_is(const EntityInfo& entity, Uuid id) {
  return expr::compare(Operator::equal, entity.key(), id);
}

/// One row by its key, as a plan narrows it.
inline Select row_query(const EntityInfo& entity, Uuid id, const AccessPlan& plan, Timestamp now) {
  Select query;
  query.entity = &entity;
  query.visible = plan.visible();
  query.where = key_is(entity, id);
  query.row_bits = plan.row_bits();
  query.limit = 1;
  query.now = now;
  return query;
}

/// What a write brings along that no caller writes, nor reads: the hash of a password they give.
struct Attachment {
  Patch values;     ///< Judged by no rule.
  FieldMask needs;  ///< The fields that the caller must be allowed to write for it.
};

/// What the journal calls a list.
constexpr std::string_view journal_action_of(ListUse use) {
  return use == ListUse::exported ? "export" : "search";
}

/// Where a session's calls meet the policy and the storage port.
class Session::Implementation : public Calendar {
 public:
  Implementation(std::shared_ptr<const ClinicState> state, Principal principal);
  Implementation(const Implementation&) = delete;
  Implementation& operator=(const Implementation&) = delete;
  ~Implementation() override;

  const ClinicState& state() const { return *state_; }
  const Principal& principal() const { return principal_; }

  std::string_view time_zone() override;

  /// Runs a call of the application; a refusal has its entry in the journal before it is thrown.
  template <class Call>
  auto answer(std::string_view action, const EntityInfo& entity, const Uuid& row, const Call& call);

  /// Calls of the application that show rows, and have an entry for them.
  void show(const EntityInfo& entity, Uuid id, const RowVisitor& visit);
  void show_each(const EntityInfo& entity, ListOptions options, const RowVisitor& visit);
  std::uint64_t show_count(const EntityInfo& entity, ListOptions options);
  std::vector<Record> show(const EntityInfo& entity, std::span<const Uuid> ids);
  std::vector<Record> show_versions(const EntityInfo& entity, Uuid id);
  std::vector<RowRevision> show_history(const EntityInfo& entity, Uuid id);

  /// The same for the library's own use; `shown` is told of each row.
  void get(const EntityInfo& entity, Uuid id, const RowVisitor& visit, ShownRows* shown = nullptr);
  void for_each(const EntityInfo& entity, ListOptions options, const RowVisitor& visit,
                ShownRows* shown = nullptr);
  std::vector<Record> get(const EntityInfo& entity, std::span<const Uuid> ids,
                          ShownRows* shown = nullptr);
  void check_list(const EntityInfo& entity, ListOptions options);
  std::uint64_t count(const EntityInfo& entity, ListOptions options);
  bool may_ever(Action action, const EntityInfo& entity);
  std::vector<Decision> can(Action action, const EntityInfo& entity, std::span<const Uuid> ids);
  std::vector<Record> versions(const EntityInfo& entity, Uuid id, ShownRows* shown = nullptr);
  std::vector<RowRevision> history(const EntityInfo& entity, Uuid id, ShownRows* shown = nullptr);

  Record create(const Patch& patch, std::optional<Uuid> id = std::nullopt,
                const Attachment* attached = nullptr);
  Record update(Uuid id, std::optional<std::int64_t> expected_version, const Patch& patch,
                const Attachment* attached = nullptr);
  void remove(const EntityInfo& entity, Uuid id, std::optional<std::int64_t> expected_version);
  void run_in_transaction(const std::function<void()>& body);
  /// Inside a transaction: works on what the library keeps for itself, as log-in.
  void as_log_in(const std::function<void(Transaction&)>& work);
  std::vector<Slot> free_slots(Id<Doctor> doctor, const DayRange& span);
  Record break_glass(Id<Patient> patient, const EmergencyAccess& request);
  /// Inside a transaction: what a database of an older program lacks.
  void store_missing_derived_rows();

 private:
  /// A row as storage has it, with what a plan says of it.
  struct FoundRow {
    std::vector<Value> values;
    RowAccess access;
  };

  /// A principal at work inside the transaction of another.
  Implementation(const Implementation& caller, Principal principal);

  /// Takes up what has changed of the rules of the principal's access level.
  void follow_policy(Reader& reader);
  /// The same, before a call that is not part of a transaction; a transaction keeps its rules.
  void follow_policy() {
    if (transaction_ == nullptr) follow_policy(*storage_);
  }
  /// What a list asks for, narrowed to what its reader may know.
  struct Question {
    Expr where;
    Shape shape;
  };

  Timestamp now() const { return state_->environment.clock(); }
  Reader& reader();
  Question question_of(const EntityInfo& entity, const AccessPlan& plan, ListOptions& options);
  /// What a call will show; nothing if the journal has no entries of reads.
  std::optional<ShownRows> rows_asked_for(const EntityInfo& entity, Uuid id);
  std::optional<ShownRows> rows_searched_for(const EntityInfo& entity, const ListOptions& options);
  void read_page(Select& query, const AccessPlan& plan, const ListOptions& options,
                 const RowVisitor& visit, ShownRows* shown);
  /// Answers how many rows there were.
  std::uint64_t read(const Select& query, const AccessPlan& plan, const RowVisitor& visit,
                     ShownRows* shown = nullptr);
  std::optional<FoundRow> find(Action action, const EntityInfo& entity, Uuid id,
                               Timestamp call_time);
  std::optional<FoundRow> find(const AccessPlan& plan, const EntityInfo& entity, Uuid id,
                               Timestamp call_time);
  /// Runs a look-up for a patient in an emergency, whose row may be hidden from the caller: narrowed by
  /// the caller's own rule about breaking the glass, but seen by row-level security as the emergency's.
  template <class LookUp>
  auto as_emergency(const LookUp& look_up) {
    const ActingAs acting{reader(), caller_of(emergency_of(principal()))};
    return look_up();
  }
  std::map<Uuid, std::uint64_t> facts_about(const EntityInfo& entity, std::span<const Uuid> ids,
                                            const std::vector<Expr>& conditions);
  static RowView view_of(const EntityInfo& entity, std::span<Cell> cells, const RowAccess& access);

  std::vector<Value> new_row(const Patch& patch, Uuid id, Timestamp call_time);
  std::vector<Value> completed_row(const Patch& patch, std::vector<Value> row, Timestamp call_time);
  void insert_row(const EntityInfo& entity, const std::vector<Value>& row, FieldMask given,
                  Timestamp call_time);
  std::vector<Value> update_row(const Patch& patch, const Attachment* attached,
                                const FoundRow& before, Uuid id, Timestamp call_time);
  FieldMask touched_fields(const Patch& patch, const std::vector<Value>& before,
                           const std::vector<Value>& after, Timestamp call_time);
  Record amend(const Patch& patch, const FoundRow& before, Timestamp call_time);
  FoundRow find_to_change(Action action, const EntityInfo& entity, Uuid id,
                          std::optional<std::int64_t> expected_version, Timestamp call_time);
  std::vector<Value> write_changes(Action action, const EntityInfo& entity,
                                   const std::vector<Value>& before,
                                   std::vector<Assignment> assignments, Timestamp call_time);
  void authorise_written(Action action, const EntityInfo& entity, Uuid id, FieldMask given,
                         Timestamp call_time);
  void check_references(const EntityInfo& entity, const std::vector<Value>& row, FieldMask changed,
                        Issues& issues);
  bool can_see(const EntityInfo& entity, Uuid id);
  Record written(const EntityInfo& entity, Uuid id, const std::vector<Value>& row);
  DoctorTime time_of(Id<Doctor> doctor, const DayRange& span);
  void note_change(const RowChange& change, Timestamp call_time);
  void end_earlier_emergencies(Id<Doctor> doctor, Id<Patient> patient);

  std::shared_ptr<const ClinicState> state_;
  std::shared_ptr<const EffectivePolicy> policy_;
  Principal principal_;
  Entitlements entitlements_;
  std::unique_ptr<StorageSession> storage_;
  Transaction* transaction_ = nullptr;  ///< Set while a transaction runs.
  JournalWriter journal_;
  std::optional<std::string> time_zone_;
};

template <class Call>
auto Session::Implementation::answer(std::string_view action, const EntityInfo& entity,
                                     const Uuid& row, const Call& call) {
  try {
    return call();
  } catch (const Error& error) {
    const bool is_refusal =
        error.code() == ErrorCode::forbidden || error.code() == ErrorCode::not_found;
    if (is_refusal) journal_.note_denial(action, entity, row, error.what(), now());
    throw;
  }
}

}  // namespace salus
