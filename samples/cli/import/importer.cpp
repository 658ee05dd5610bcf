#include "cli/import/importer.hpp"

#include <list>
#include <memory>
#include <utility>

#include "cli/import/chosen_rows.hpp"
#include "cli/import/csv_rows.hpp"
#include "cli/import/field_value.hpp"
#include "cli/import/grouped_rows.hpp"
#include "cli/import/joined_rows.hpp"
#include "cli/import/map_failure.hpp"

namespace salus::cli {

namespace {

/// As many rows as are worth a commit, and few enough that others get their turn to write.
constexpr std::size_t rows_per_transaction = 500;

std::unique_ptr<RowSource> rearranged(std::unique_ptr<RowSource> rows, const ImportSection& section,
                                      const std::filesystem::path& folder) {
  if (!section.joins.empty()) {
    rows = std::make_unique<JoinedRows>(std::move(rows), section.joins, folder, section.form);
  }
  if (!section.choices.empty())
    rows = std::make_unique<ChosenRows>(std::move(rows), section.choices);
  if (section.group) rows = std::make_unique<GroupedRows>(std::move(rows), *section.group);
  return rows;
}

std::unique_ptr<RowSource> source_of(const ImportSection& section,
                                     const std::filesystem::path& folder,
                                     const std::string& map_file) {
  auto file = std::make_unique<CsvRows>(folder / section.file, section.form);
  try {
    return rearranged(std::move(file), section, folder);
  } catch (const Failure& failure) {
    throw map_failure(
        map_file, section.map_line, section.file + ": " + failure.what(), failure.advice());
  }
}

/// One section, checked and ready to run.
struct SectionPlan {
  SectionPlan(ImportSection& described, const std::filesystem::path& folder, const Catalog& catalog,
              const std::string& map_file, Calendar& calendar)
      : section{described},
        rows{source_of(described, folder, map_file)},
        maker{described, rows->columns(), catalog, map_file, clock(described, calendar)} {}

  static LocalTimeReader clock(const ImportSection& section, Calendar& calendar) {
    return clock_of(section.time_zone.empty() ? std::string{calendar.time_zone()}
                                              : section.time_zone);
  }

  const ImportSection& section;
  std::unique_ptr<RowSource> rows;
  RowMaker maker;
};

class Importer {
 public:
  Importer(Session& session, ImportListener& listener)
      : session_{session}, finder_{session}, writer_{session, finder_}, listener_{listener} {}

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
    std::vector<RowResult> results;
    session_.run_in_transaction([&] {  // perhaps more than once, so it begins with nothing
      finder_.forget();
      results = write(plan.maker, batch);
    });
    ImportCounts counts;
    for (std::size_t i = 0; i < batch.size(); ++i) {
      counts.add(results[i]);
      tell({plan.section.file, batch[i].line, std::move(results[i])});
    }
    ImportCounts so_far = before;
    so_far.add(counts);
    listener_.advanced(plan.section, so_far);
    return counts;
  }

  /// What the rows point to, and what is there of them, is found by a few queries before the first is
  /// written.
  std::vector<RowResult> write(const RowMaker& maker, const std::vector<SourceRow>& batch) {
    maker.look_up(batch, finder_);
    std::vector<RowDraft> drafts;
    for (const auto& row : batch) drafts.push_back(maker.make(row, finder_));
    look_up_known(maker, drafts);
    std::vector<RowResult> results;
    for (std::size_t i = 0; i < batch.size(); ++i) {
      const bool may_be_found_by_now = !drafts[i].issues.empty() && maker.refers_to_itself();
      if (may_be_found_by_now) drafts[i] = maker.make(batch[i], finder_);
      results.push_back(writer_.write(maker, drafts[i]));
    }
    return results;
  }

  void look_up_known(const RowMaker& maker, const std::vector<RowDraft>& drafts) {
    std::vector<RowKey> keys;
    for (const auto& draft : drafts) {
      if (draft.issues.empty()) keys.push_back(draft.key);
    }
    finder_.look_up(maker.key_kind(), keys);
    std::vector<Uuid> ids;
    for (const auto& key : keys) {
      if (const auto id = finder_.find(maker.key_kind(), key).id) ids.push_back(*id);
    }
    finder_.load(maker.entity(), ids);
  }

  void tell(const RowNotice& notice) {
    if (notice.result.outcome == RowOutcome::rejected) listener_.rejected(notice);
    if (!notice.result.overridden.empty()) listener_.overridden(notice);
  }

  Session& session_;
  RowFinder finder_;
  RowWriter writer_;
  ImportListener& listener_;
};

/// Thrown to undo a dry run.
struct Undo : std::exception {};

}  // namespace

ImportCounts run_import(const Clinic& clinic, ImportMap& map, const std::filesystem::path& folder,
                        ImportMode mode, ImportListener& listener) {
  const auto map_file = map.file.string();
  auto session = clinic.act_as_system(Role::importer);
  std::list<SectionPlan> plans;  // which stay where they are
  for (auto& section : map.sections)
    plans.emplace_back(section, folder, clinic.catalog(), map_file, session.calendar());

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
