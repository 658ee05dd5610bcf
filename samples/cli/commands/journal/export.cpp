#include <iostream>
#include <memory>

#include <CLI/CLI.hpp>

#include "salus/codec/fhir_r4/audit_event.hpp"

#include "cli/commands/journal.hpp"
#include "cli/commands/journal/entries.hpp"
#include "cli/connection/open_clinic.hpp"
#include "cli/terminal/progress.hpp"

namespace salus::cli {

namespace {

constexpr std::uint64_t progress_interval = 1'000;

struct ExportRequest {
  EntryFilter filter;
  std::string as = "audit-events";
};

ExitCode export_entries(const GlobalOptions& global, const ExportRequest& request) {
  const auto clinic = open_clinic(global);
  auto session = clinic.act_as_system(Role::auditor);
  ListOptions options;
  options.filter = filter_of(clinic, session, request.filter);
  Progress progress{"entries"};
  std::uint64_t entries = 0;
  std::string line;
  session.for_each(entity_info<JournalEntry>(), std::move(options), [&](const RowView& row) {
    line.clear();
    if (request.as == "entries")
      append_entry(line, row, EntryBody::as_stored);
    else
      fhir_r4::append_audit_event(line, *Stored<JournalEntry>{row}, global.organization);
    std::cout << line << '\n';
    if (++entries % progress_interval == 0) progress.show("Exporting", entries);
  });
  progress.clear();
  return ExitCode::ok;
}

}  // namespace

void add_journal_export(CLI::App& parent, const GlobalOptions& options, Work& work) {
  auto* command = parent.add_subcommand(
      "export", "Write entries as FHIR R4 AuditEvent resources, one a line (NDJSON)");
  const auto request = std::make_shared<ExportRequest>();
  add_entry_filter(*command, request->filter);
  command->add_option("--as", request->as, "As FHIR resources, or as they are stored")
      ->check(CLI::IsMember({"audit-events", "entries"}))
      ->capture_default_str();
  command->footer(
      R"(Stream by stream, in the order of the chain. An AuditEvent says who did what to whose data, and when, and
has none of the data. Entries have everything, so that another program can verify them: docs/journal.md.)");
  command->callback([&options, &work, request] {
    work = [&options, request] { return export_entries(options, *request); };
  });
}

}  // namespace salus::cli
