#include <iostream>
#include <map>

#include <CLI/CLI.hpp>

#include "salus/service/journal.hpp"

#include "cli/commands/journal.hpp"
#include "cli/commands/journal/entries.hpp"
#include "cli/connection/open_clinic.hpp"
#include "cli/records/changed_fields.hpp"
#include "cli/records/readable_text.hpp"
#include "cli/terminal/table.hpp"

namespace salus::cli {

namespace {

struct ShowRequest {
  EntryFilter filter;
  std::uint32_t limit = 20;
};

ListOptions options_of(const Clinic& clinic, Session& session, const ShowRequest& request) {
  ListOptions options;
  options.filter = filter_of(clinic, session, request.filter);
  options.order = {{&field_info<&JournalEntry::at>(), Direction::descending},
                   {&field_info<&JournalEntry::sequence>(), Direction::descending}};
  options.limit = request.limit;
  return options;
}

/// Who an entry's actor is: the operator at this terminal may know the accounts' emails.
class Actors {
 public:
  explicit Actors(const Clinic& clinic) : directory_{clinic.act_as_system(Role::authenticator)} {}

  std::string name_of(const JournalEntry& entry) {
    if (!entry.actor) return entry.acting_as;
    auto& name = known_[*entry.actor];
    if (name.empty()) {
      const auto account = directory_.get(*entry.actor);
      name = account ? (*account)->email : entry.actor->to_string();
    }
    return name;
  }

 private:
  Session directory_;
  std::map<Id<User>, std::string> known_;
};

std::string changes_in(const JournalEntry& entry) {
  const auto body = journal_body_json(entry);
  if (!body) return "(destroyed)";
  if (entry.outcome == JournalOutcome::denied) return "(denied)";
  const auto names = changed_fields(*body);
  std::string text;
  for (const auto& name : names) text += (text.empty() ? "" : ", ") + name;
  return text;
}

void show_table(const Clinic& clinic, Session& session, ListOptions options) {
  Actors actors{clinic};
  Table table{std::cout,
              {{.heading = "Entry", .alignment = Alignment::right, .importance = 3},
               {.heading = "When (UTC)", .importance = 3, .least_width = 16},
               {.heading = "Who", .importance = 3, .least_width = 12},
               {.heading = "Did", .importance = 3},
               {.heading = "To", .importance = 3, .least_width = 12},
               {.heading = "Row", .importance = 1, .least_width = 36},
               {.heading = "Fields", .importance = 2, .least_width = 12}},
              output_width()};
  session.for_each(entity_info<JournalEntry>(), std::move(options), [&](const RowView& row) {
    const auto entry = *Stored<JournalEntry>{row};
    table.add({std::to_string(entry.sequence),
               readable_text(entry.at),
               actors.name_of(entry),
               entry.action,
               entry.entity,
               entry.row_id.to_string(),
               changes_in(entry)});
  });
  table.finish();
}

ExitCode show(const GlobalOptions& global, const ShowRequest& request) {
  const auto clinic = open_clinic(global);
  auto session = clinic.act_as_system(Role::auditor);
  auto options = options_of(clinic, session, request);
  if (global.format == OutputFormat::text) {
    show_table(clinic, session, std::move(options));
  } else {
    session.for_each(entity_info<JournalEntry>(), std::move(options), [](const RowView& row) {
      std::string line;
      append_entry(line, row, EntryBody::as_json);
      std::cout << line << '\n';
    });
  }
  return ExitCode::ok;
}

}  // namespace

void add_journal_show(CLI::App& parent, const GlobalOptions& options, Work& work) {
  auto* command = parent.add_subcommand("show", "The newest entries: who did what to which row");
  const auto request = std::make_shared<ShowRequest>();
  add_entry_filter(*command, request->filter);
  command->add_option("--limit", request->limit, "At most so many")
      ->type_name("N")
      ->capture_default_str();
  command->footer(
      R"(The table names the fields that were written; with --json each entry has their values, before and after.)");
  command->callback([&options, &work, request] {
    work = [&options, request] { return show(options, *request); };
  });
}

}  // namespace salus::cli
