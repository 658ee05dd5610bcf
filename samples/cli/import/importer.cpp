#include "cli/import/importer.hpp"

#include <utility>

#include "cli/failure.hpp"
#include "cli/import/csv_rows.hpp"
#include "cli/import/grouped_rows.hpp"
#include "cli/import/joined_rows.hpp"

namespace salus::cli {

namespace {

/// As many rows as are worth a commit, and few enough that others get their turn to write.
constexpr std::size_t rows_per_transaction = 500;

std::unique_ptr<RowSource> source_of(const ImportSection& section,
                                     const std::filesystem::path& folder) {
  std::unique_ptr<RowSource> rows =
      std::make_unique<CsvRows>(folder / section.file, section.separator);
  if (!section.joins.empty()) {
    rows = std::make_unique<JoinedRows>(std::move(rows), section.joins, folder, section.separator);
  }
  if (section.group) rows = std::make_unique<GroupedRows>(std::move(rows), *section.group);
  return rows;
}

/// One section, checked and ready to run.
struct SectionPlan {
  SectionPlan(ImportSection& described, const std::filesystem::path& folder, const Catalog& catalog,
              const std::string& map_file)
      : section{described},
        rows{source_of(described, folder)},
        maker{described, rows->columns(), catalog, map_file} {}

  const ImportSection& section;
  std::unique_ptr<RowSource> rows;
  RowMaker maker;
};

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

Issues issues_of(const Error& error) {
  if (!error.issues().empty()) return error.issues();
  Issues issues;
  issues.add("", error.facts().name, error.what());
  return issues;
}

class Importer {
 public:
  Importer(Session& session, ImportListener& listener)
      : session_{session}, finder_{session}, listener_{listener} {}

  ImportCounts run(SectionPlan& plan) {
    ImportCounts counts;
    std::vector<SourceRow> batch;
    for (SourceRow row; plan.rows->next(row);) {
      batch.push_back(std::exchange(row, {}));
      if (batch.size() == rows_per_transaction)
        counts.add(run_batch(plan, std::exchange(batch, {}), counts));
    }
    if (!batch.empty()) counts.add(run_batch(plan, batch, counts));
    listener_.finished(plan.section, counts);
    return counts;
  }

 private:
  ImportCounts run_batch(const SectionPlan& plan, const std::vector<SourceRow>& batch,
                         const ImportCounts& before) {
    ImportCounts counts;
    std::vector<Rejection> rejections;
    session_.run_in_transaction([&] {  // perhaps more than once, so it begins with nothing
      counts = {};
      rejections.clear();
      finder_.forget();
      for (const auto& row : batch) {
        Issues issues;
        counts.add(import_row(plan.maker, row, issues));
        if (!issues.empty()) rejections.push_back({plan.section.file, row.line, std::move(issues)});
      }
    });
    for (const auto& rejection : rejections) listener_.rejected(rejection);
    ImportCounts so_far = before;
    so_far.add(counts);
    listener_.advanced(plan.section, so_far);
    return counts;
  }

  RowOutcome import_row(const RowMaker& maker, const SourceRow& row, Issues& issues) {
    auto draft = maker.make(row, finder_);
    issues = draft.issues;
    if (!issues.empty()) return RowOutcome::rejected;
    try {
      return write(maker, draft);
    } catch (const Error& error) {
      if (!is_about_the_row(error.code())) throw;
      issues = issues_of(error);
      return RowOutcome::rejected;
    }
  }

  /// A create or update inside a transaction is a savepoint: if it is refused, only it is undone.
  RowOutcome write(const RowMaker& maker, RowDraft& draft) {
    const auto& entity = maker.entity();
    const auto known = find(maker, draft);
    if (!known) {
      if (!draft.identifier.empty())
        draft.patch.set(*entity.find("identifiers"), maker.identifiers_of(draft));
      session_.create(draft.patch);
      return RowOutcome::created;
    }
    const auto record = session_.get(entity, *known);
    const auto changes = record ? difference(draft.patch, *record) : draft.patch;
    if (changes.given().empty()) return RowOutcome::unchanged;
    session_.update(*known, std::nullopt, changes);
    return RowOutcome::updated;
  }

  std::optional<Uuid> find(const RowMaker& maker, const RowDraft& draft) {
    if (!draft.identifier.empty())
      return finder_.by_identifier(maker.entity(), maker.system(), draft.identifier);
    return finder_.by_condition(maker.entity(), maker.match_of(draft.patch));
  }

  Session& session_;
  RowFinder finder_;
  ImportListener& listener_;
};

/// Thrown to undo a dry run.
struct Undo : std::exception {};

}  // namespace

ImportCounts run_import(const Clinic& clinic, ImportMap& map, const std::filesystem::path& folder,
                        ImportMode mode, ImportListener& listener) {
  const auto map_file = map.file.string();
  std::vector<SectionPlan> plans;
  plans.reserve(map.sections.size());
  for (auto& section : map.sections)
    plans.emplace_back(section, folder, clinic.catalog(), map_file);

  auto session = clinic.act_as_system(Role::importer);
  Importer importer{session, listener};
  ImportCounts counts;
  const auto run_all = [&] {
    for (auto& plan : plans) counts.add(importer.run(plan));
  };
  if (mode == ImportMode::write) {
    run_all();
    return counts;
  }
  try {
    session.run_in_transaction([&] {
      run_all();
      throw Undo{};
    });
  } catch (const Undo&) {  // NOLINT(bugprone-empty-catch): everything was done, and is undone
  }
  return counts;
}

}  // namespace salus::cli
