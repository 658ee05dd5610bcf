#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "salus/access/entitlements.hpp"
#include "salus/service/session.hpp"

#include "clinic_state.hpp"
#include "journal_writer.hpp"

namespace salus {

using RowVisitor = std::function<void(const RowView&)>;

/// Where a session's calls meet the policy and the storage port.
class Session::Implementation {
 public:
  Implementation(std::shared_ptr<const ClinicState> state, Principal principal);

  const Principal& principal() const { return entitlements_.principal(); }
  Entitlements& entitlements() { return entitlements_; }

  void get(const EntityInfo& entity, Uuid id, const RowVisitor& visit);
  void for_each(const EntityInfo& entity, ListOptions options, const RowVisitor& visit);
  std::uint64_t count(const EntityInfo& entity, Expr filter);
  Decision can(Action action, const EntityInfo& entity, Uuid id);

  Record create(const Patch& patch, std::optional<Uuid> id = std::nullopt);
  Record update(Uuid id, std::optional<std::int64_t> expected_version, const Patch& patch);
  void remove(const EntityInfo& entity, Uuid id, std::optional<std::int64_t> expected_version);
  void run_in_transaction(const std::function<void()>& body);

 private:
  /// A row as storage has it, with what a plan says of it.
  struct FoundRow {
    std::vector<Value> values;
    RowAccess access;
  };

  Timestamp now() const { return state_->environment.clock(); }
  Reader& reader();
  void read(const Select& query, const AccessPlan& plan, const RowVisitor& visit);
  std::optional<FoundRow> find(Action action, const EntityInfo& entity, Uuid id,
                               Timestamp call_time);
  static RowView view_of(const EntityInfo& entity, std::span<Cell> cells, const RowAccess& access);

  std::vector<Value> new_row(const Patch& patch, Uuid id, Timestamp call_time) const;
  std::vector<Value> completed_row(const Patch& patch, std::vector<Value> row,
                                   Timestamp call_time) const;
  void insert_row(const Patch& patch, const std::vector<Value>& row, Timestamp call_time);
  std::vector<Value> update_row(const Patch& patch, const FoundRow& before, Uuid id,
                                Timestamp call_time);
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

  std::shared_ptr<const ClinicState> state_;
  Entitlements entitlements_;
  std::unique_ptr<StorageSession> storage_;
  Transaction* transaction_ = nullptr;  ///< Set while a transaction runs.
  JournalWriter journal_;
};

}  // namespace salus
