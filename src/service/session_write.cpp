#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "salus/schema/validation.hpp"
#include "salus/service/no_such_row.hpp"

#include "access_rules.hpp"
#include "conflicts.hpp"
#include "derived_rows.hpp"
#include "patch_rules.hpp"
#include "session_implementation.hpp"

namespace salus {

namespace {

Error forbidden(Action action, const EntityInfo& entity) {
  return {
      ErrorCode::forbidden,
      "You may not " + std::string{to_name(action)} + " this " + std::string{entity.name} + "."};
}

Error changed_meanwhile() {
  return {ErrorCode::version_conflict, "The row has changed since it was read; read it again."};
}

void validate_row(const Catalog& catalog, const EntityInfo& entity, const std::vector<Value>& row,
                  Issues& issues) {
  validate(entity, row, issues);
  if (issues.empty()) check_access_rule(catalog, entity, row, issues);
}

/// Says at which field a uniqueness was violated, in the caller's words.
template <class Write>
void explaining_conflicts(const EntityInfo& entity, const Write& write) {
  try {
    write();
  } catch (const Error& error) {
    if (error.constraint().empty()) throw;
    throw_if_any(issues_of_conflict(error, entity));
    throw_if_overlap(error, entity);
    throw;
  }
}

bool is_overlap(const Error& error, const EntityInfo& entity) {
  return std::ranges::any_of(
      entity.overlaps, [&](const OverlapInfo& info) { return error.constraint() == info.name; });
}

/// Whether a row is written as it is, or only to be judged: then with what lets it overlap.
enum class Overlap : std::uint8_t { refused, waived };

/// Runs a write and its judgement. If rows would overlap, it is judged first as if they might, and undone: whoever
/// may not make it is told that, and not who is busy.
template <class Write>
void judging_before_overlaps(Transaction& transaction, const EntityInfo& entity,
                             const Write& write) {
  if (entity.overlaps.empty()) return write(Overlap::refused);
  try {
    transaction.with_savepoint([&] { write(Overlap::refused); });
  } catch (const Error& error) {
    if (!is_overlap(error, entity)) throw;
    const Error refusal = error;
    transaction.with_savepoint([&] {
      write(Overlap::waived);
      throw refusal;
    });
  }
}

/// The fields that a caller must be allowed to write.
FieldMask judged_fields(const Patch& patch, const Attachment* attached) {
  return attached == nullptr ? patch.given() : patch.given() | attached->needs;
}

const FieldInfo& waiver_of(const EntityInfo& entity) {
  return entity.columns[entity.overlaps.front().timeless.waiver_position];
}

}  // namespace

Record Session::Implementation::create(const Patch& patch, std::optional<Uuid> id,
                                       const Attachment* attached) {
  const auto& entity = patch.entity();
  follow_policy();
  if (entitlements_.plan_for_written(Action::create, entity).reaches_nothing())
    throw forbidden(Action::create, entity);
  refuse_read_only(entity, patch.given(), principal().roles);
  const auto call_time = now();
  const Uuid row_id = id ? *id : state_->new_id(call_time);
  auto row = new_row(patch, row_id, call_time);
  if (attached != nullptr) attached->values.apply_to(row);
  Issues issues;
  validate_required(patch, issues);
  validate_row(state_->catalog, entity, row, issues);
  throw_if_any(std::move(issues));
  Record record;
  explaining_conflicts(entity, [&] {
    run_in_transaction([&] {
      insert_row(entity, row, judged_fields(patch, attached), call_time);
      record = written(entity, row_id, row);
    });
  });
  return record;
}

std::vector<Value> Session::Implementation::new_row(const Patch& patch, Uuid id,
                                                    Timestamp call_time) {
  const auto& entity = patch.entity();
  auto values = entity.defaults();
  patch.apply_to(values);
  values[entity.key().position] = id;
  return completed_row(patch, std::move(values), call_time);
}

/// A new row with what the library adds to the values of a caller.
std::vector<Value> Session::Implementation::completed_row(const Patch& patch,
                                                          std::vector<Value> row,
                                                          Timestamp call_time) {
  const auto& entity = patch.entity();
  for (const auto& field : entity.fields()) {
    if (!field.defaults_to_now || patch.gives(field)) continue;
    if (field.type == FieldType::date)
      row[field.position] = day_of(call_time);
    else
      row[field.position] = call_time;
  }
  if (entity.derive != nullptr) entity.derive(row);
  row.insert(row.end(),
             {state_->organization.value, std::int64_t{1}, call_time, call_time, Null{}});
  return row;
}

void Session::Implementation::insert_row(const EntityInfo& entity, const std::vector<Value>& row,
                                         FieldMask given, Timestamp call_time) {
  const auto id = std::get<Uuid>(row.front());
  Issues issues;
  check_references(entity, row, FieldMask::all(), issues);
  throw_if_any(std::move(issues));
  judging_before_overlaps(*transaction_, entity, [&](Overlap overlap) {
    auto written = row;
    if (overlap == Overlap::waived) written[waiver_of(entity).position] = std::string{"-"};
    transaction_->insert({&entity, {std::move(written)}, call_time});
    authorise_written(Action::create, entity, id, given, call_time);
  });
  note_change({&entity, Action::create, id, {}, row}, call_time);
}

Record Session::Implementation::update(Uuid id, std::optional<std::int64_t> expected_version,
                                       const Patch& patch, const Attachment* attached) {
  const auto& entity = patch.entity();
  follow_policy();
  if (entitlements_.plan(Action::update, entity).reaches_nothing())
    throw forbidden(Action::update, entity);
  refuse_read_only(entity, patch.given(), principal().roles);
  const auto call_time = now();
  Record record;
  explaining_conflicts(entity, [&] {
    run_in_transaction([&] {
      const auto before = find_to_change(Action::update, entity, id, expected_version, call_time);
      if (!entity.amendment.current.empty()) {
        record = amend(patch, before, call_time);
        return;
      }
      record = written(entity, id, update_row(patch, attached, before, id, call_time));
    });
  });
  return record;
}

std::vector<Value> Session::Implementation::update_row(const Patch& patch,
                                                       const Attachment* attached,
                                                       const FoundRow& before, Uuid id,
                                                       Timestamp call_time) {
  const auto& entity = patch.entity();
  // By what was given, not by what changed: else a guess at a hidden value would be told apart.
  const auto judged = judged_fields(patch, attached);
  refuse_masked(entity, judged, before.access.fields);
  auto after = before.values;
  patch.apply_to(after);
  if (attached != nullptr) attached->values.apply_to(after);
  derive_again(patch, before.values, after);
  const auto changed = touched_fields(patch, before.values, after, call_time);
  if (changed.empty()) return after;

  Issues issues;
  validate_row(state_->catalog, entity, after, issues);
  if (issues.empty()) validate_change(entity, before.values, after, issues);
  check_references(entity, after, changed, issues);
  throw_if_any(std::move(issues));
  std::vector<Assignment> assignments;
  for (const auto& field : entity.fields()) {
    if (changed.contains(field)) assignments.push_back({&field, after[field.position]});
  }
  judging_before_overlaps(*transaction_, entity, [&](Overlap overlap) {
    auto written = assignments;
    if (overlap == Overlap::waived) {
      std::erase_if(written,
                    [&](const Assignment& one) { return one.column == &waiver_of(entity); });
      written.push_back({&waiver_of(entity), std::string{"-"}});
    }
    after = write_changes(Action::update, entity, before.values, std::move(written), call_time);
    authorise_written(Action::update, entity, id, judged, call_time);
  });
  note_change({&entity, Action::update, id, before.values, after}, call_time);
  return after;
}

/// What changes, and what is given by somebody who may not read it: if such a value were left alone where it is the same
/// already, the version and the check of references would tell.
FieldMask Session::Implementation::touched_fields(const Patch& patch,
                                                  const std::vector<Value>& before,
                                                  const std::vector<Value>& after,
                                                  Timestamp call_time) {
  const auto& entity = patch.entity();
  const auto changed = changed_fields(entity, before, after);
  const auto unchanged = patch.given() & ~changed;
  if (unchanged.empty()) return changed;
  const auto id = std::get<Uuid>(before[entity.key().position]);
  const auto seen = find(Action::read, entity, id, call_time);
  return changed | (seen ? unchanged & ~seen->access.fields : unchanged);
}

auto Session::Implementation::find_to_change(Action action, const EntityInfo& entity, Uuid id,
                                             std::optional<std::int64_t> expected_version,
                                             Timestamp call_time) -> FoundRow {
  auto found = find(action, entity, id, call_time);
  if (!found) {
    if (find(Action::read, entity, id, call_time)) throw forbidden(action, entity);
    throw no_such_row(entity);
  }
  const auto version = std::get<std::int64_t>(found->values[entity.version().position]);
  if (expected_version && *expected_version != version) throw changed_meanwhile();
  return *std::move(found);
}

/// Writes what changes of a row, and that it changed; the row as it is then.
std::vector<Value> Session::Implementation::write_changes(Action action, const EntityInfo& entity,
                                                          const std::vector<Value>& before,
                                                          std::vector<Assignment> assignments,
                                                          Timestamp call_time) {
  const auto version = std::get<std::int64_t>(before[entity.version().position]);
  assignments.push_back({&entity.version(), version + 1});
  assignments.push_back({&entity.updated_at(), call_time});
  auto after = before;
  for (const auto& [column, value] : assignments) after[column->position] = value;
  Update update{.entity = &entity, .assignments = std::move(assignments), .now = call_time};
  update.where = expr::compare(Operator::equal, entity.key(), before[entity.key().position]) &&
                 expr::compare(Operator::equal, entity.version(), version) &&
                 *entitlements_.plan(action, entity).visible();
  if (transaction_->update(update) != 1) throw changed_meanwhile();
  return after;
}

/// What is not changed is superseded: by a row of its own that refers to the one before.
Record Session::Implementation::amend(const Patch& patch, const FoundRow& before,
                                      Timestamp call_time) {
  const auto& entity = patch.entity();
  const auto& amendment = entity.amendment;
  const auto& status = entity.columns[amendment.status_position];
  refuse_masked(entity, patch.given(), before.access.fields);
  const auto old_id = std::get<Uuid>(before.values[entity.key().position]);
  if (before.values[status.position] != Value{std::string{amendment.current}}) {
    Issues issues;
    issues.add(status.name,
               "not_current",
               "Only what is " + std::string{amendment.current} + " can be amended.");
    throw_if_any(std::move(issues));
  }
  auto values = before.values;
  values.resize(entity.field_count);
  patch.apply_to(values);
  const auto changed = touched_fields(patch, before.values, values, call_time);
  if (changed.empty()) return written(entity, old_id, before.values);

  const auto new_id = state_->new_id(call_time);
  values[entity.key().position] = new_id;
  values[amendment.link_position] = old_id;
  auto& original = values[amendment.original_position];
  if (is_null(original)) original = old_id;
  const auto row = completed_row(patch, std::move(values), call_time);
  Issues issues;
  validate_row(state_->catalog, entity, row, issues);
  check_references(entity, row, changed, issues);
  throw_if_any(std::move(issues));
  transaction_->insert({&entity, {row}, call_time});
  authorise_written(Action::update, entity, new_id, patch.given(), call_time);
  const auto superseded = write_changes(Action::update,
                                        entity,
                                        before.values,
                                        {{&status, std::string{amendment.superseded}}},
                                        call_time);
  note_change({&entity, Action::create, new_id, {}, row}, call_time);
  note_change({&entity, Action::update, old_id, before.values, superseded}, call_time);
  return written(entity, new_id, row);
}

void Session::Implementation::remove(const EntityInfo& entity, Uuid id,
                                     std::optional<std::int64_t> expected_version) {
  follow_policy();
  if (entitlements_.plan(Action::remove, entity).reaches_nothing())
    throw forbidden(Action::remove, entity);
  const auto call_time = now();
  run_in_transaction([&] {
    const auto before =
        find_to_change(Action::remove, entity, id, expected_version, call_time).values;
    Assignment mark{&entity.deleted_at(), call_time};
    if (!entity.removal.choice.empty())
      mark = {&entity.columns[entity.removal.position], std::string{entity.removal.choice}};
    if (before[mark.column->position] == mark.value) return;
    auto after = write_changes(Action::remove, entity, before, {mark}, call_time);
    if (entity.removal.choice.empty()) after.clear();
    note_change({&entity, Action::remove, id, before, after}, call_time);
  });
}

void Session::Implementation::authorise_written(Action action, const EntityInfo& entity, Uuid id,
                                                FieldMask given, Timestamp call_time) {
  const auto& plan = entitlements_.plan_for_written(action, entity);
  if (plan.reaches_everything()) return refuse_masked(entity, given, plan.access_of(0).fields);
  const auto row = find(plan, entity, id, call_time);
  if (!row) throw forbidden(action, entity);
  refuse_masked(entity, given, row->access.fields);
}

/// What follows from a change of a row, in the same transaction.
void Session::Implementation::note_change(const RowChange& change, Timestamp call_time) {
  store_derived_rows(*transaction_, state_->organization, change);
  if (changes_access(change)) {
    change_policy_revision(
        *transaction_, state_->organization, state_->new_id(call_time), call_time);
  }
  journal_.note_change(change, call_time);
}

void Session::Implementation::check_references(const EntityInfo& entity,
                                               const std::vector<Value>& row, FieldMask changed,
                                               Issues& issues) {
  for (const auto& field : entity.fields()) {
    const auto* id = std::get_if<Uuid>(&row[field.position]);
    const auto* target = state_->catalog.find(field.references);
    if (id == nullptr || target == nullptr || !changed.contains(field)) continue;
    if (can_see(*target->entity, *id)) continue;
    issues.add(field.name,
               "does_not_exist",
               "Invalid pk \"" + id->to_string() + "\" - object does not exist.");
  }
}

bool Session::Implementation::can_see(const EntityInfo& entity, Uuid id) {
  const auto& plan = entitlements_.plan(Action::read, entity);
  if (plan.reaches_nothing()) return false;
  Count query;
  query.entity = &entity;
  query.visible = plan.visible();
  query.where = expr::compare(Operator::equal, entity.key(), id);
  query.now = now();
  return reader().count(query) == 1;
}

Record Session::Implementation::written(const EntityInfo& entity, Uuid id,
                                        const std::vector<Value>& row) {
  Record record;
  const auto& plan = entitlements_.plan(Action::read, entity);
  if (!plan.reaches_everything()) {
    get(entity, id, [&record](const RowView& view) { record = Record{view}; });
    if (record.entity != nullptr) return record;
  }
  std::vector<Cell> cells(row.size());
  for (std::size_t i = 0; i < row.size(); ++i) cells[i] = borrow(row[i]);
  // A writer who may not read gets back no more than the key.
  auto access = plan.reaches_everything() ? plan.access_of(0) : RowAccess{};
  access.fields.add(entity.key());
  return Record{view_of(entity, cells, access)};
}

}  // namespace salus
