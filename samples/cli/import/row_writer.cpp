#include "cli/import/row_writer.hpp"

#include <algorithm>

#include "cli/import/allowed_steps.hpp"

namespace salus::cli {

namespace {

/// The fields of a patch that differ from the row as it is.
Patch difference(const Patch& patch, const Record& record) {
  Patch changes{patch.entity()};
  for (const auto& field : patch.entity().fields()) {
    if (patch.gives(field) && patch.value(field) != record[field])
      changes.set(field, patch.value(field));
  }
  return changes;
}

/// What went wrong with this row alone; anything else ends the import.
bool is_about_the_row(ErrorCode code) {
  return code == ErrorCode::invalid_input || code == ErrorCode::conflict;
}

/// The rule against overlapping that a write has broken, or null.
const OverlapInfo* overlap_of(const Error& error, const EntityInfo& entity) {
  const auto found =
      std::ranges::find(entity.overlaps, std::string_view{error.constraint()}, &OverlapInfo::name);
  return found == entity.overlaps.end() ? nullptr : &*found;
}

Issues issues_of(const Error& error, const EntityInfo& entity) {
  if (!error.issues().empty()) return error.issues();
  Issues issues;
  const auto* overlap = overlap_of(error, entity);
  if (overlap == nullptr)
    issues.add("", error.facts().name, error.what());
  else
    issues.add(entity.columns[overlap->owner_position].name, overlap->name, error.what());
  return issues;
}

}  // namespace

RowResult RowWriter::write(const RowMaker& maker, const RowDraft& draft) {
  if (!draft.issues.empty()) return {RowOutcome::rejected, draft.issues};
  try {
    return create_or_update(maker, draft);
  } catch (const Error& error) {
    if (!is_about_the_row(error.code())) throw;
    return {RowOutcome::rejected, issues_of(error, maker.entity())};
  }
}

RowResult RowWriter::create_or_update(const RowMaker& maker, const RowDraft& draft) {
  const auto known = finder_.find(maker.key_kind(), draft.key).id;
  const auto* row = known ? finder_.row(maker.entity(), *known) : nullptr;
  RowResult result{row == nullptr ? RowOutcome::created : RowOutcome::updated};
  auto patch = row == nullptr ? maker.completed(draft) : difference(draft.patch, *row);
  if (row != nullptr && patch.given().empty()) return {RowOutcome::unchanged};
  auto written = write_overlapping(draft, row, std::move(patch), result.overridden);
  finder_.note_written(maker.key_kind(), draft.key, std::move(written));
  return result;
}

/// Where the database refuses a row for overlapping others, it is written with the map's reason, if
/// there is one.
Record RowWriter::write_overlapping(const RowDraft& draft, const Record* row, Patch patch,
                                    std::string& overridden) {
  try {
    return write_patch(row, patch);
  } catch (const Error& error) {
    const auto* overlap = overlap_of(error, patch.entity());
    if (overlap == nullptr || draft.override_reason.empty()) throw;
    patch.set(patch.entity().columns[overlap->timeless.waiver_position], draft.override_reason);
    overridden = overlap->name;
  }
  return write_patch(row, patch);
}

Record RowWriter::write_patch(const Record* row, const Patch& patch) {
  return row == nullptr ? session_.create(patch) : update(*row, patch);
}

/// A step that a rule forbids is made in those that it allows, if there are such: all or none.
Record RowWriter::update(const Record& row, const Patch& patch) {
  std::vector<Patch> steps;
  try {
    return session_.update(row.id(), std::nullopt, patch);
  } catch (const Error& error) {
    if (error.issues().size() == 1) steps = steps_towards(patch, row, error.issues().begin()->code);
    if (steps.empty()) throw;
  }
  Record written;
  session_.run_in_transaction([&] {
    for (const auto& step : steps) session_.update(row.id(), std::nullopt, step);
    written = session_.update(row.id(), std::nullopt, patch);
  });
  return written;
}

}  // namespace salus::cli
