#include <iostream>

#include <CLI/CLI.hpp>

#include "cli/commands/commands.hpp"
#include "cli/connection/open_clinic.hpp"
#include "cli/import/import_report.hpp"

namespace salus::cli {

namespace {

struct ImportRequest {
  std::string folder;
  std::string map;
  ImportMode mode = ImportMode::write;
};

ExitCode import_csv(const GlobalOptions& options, const ImportRequest& request) {
  auto map = read_import_map(request.map);
  const auto clinic = open_clinic(options, JournalReads::batched);
  ImportReport report{options.format};
  const auto counts = run_import(clinic, map, request.folder, request.mode, report);
  report.print_summary(counts, request.mode);
  if (counts[RowOutcome::rejected] == 0) return ExitCode::ok;
  std::cerr << "salus: some rows were rejected; their lines and reasons are listed above.\n"
               "       Mend them in the source and run the import again: what is in already stays "
               "as it is.\n";
  return ExitCode::incomplete;
}

}  // namespace

void add_import(CLI::App& parent, const GlobalOptions& options, Work& work) {
  auto* command = parent.add_subcommand("import", "Bring in the files of another system");
  command->require_subcommand(1);
  command->fallthrough();
  command->footer(R"(See: salus import csv --help)");
  auto* csv = command->add_subcommand("csv", "A folder of CSV files, as a map says");
  const auto request = std::make_shared<ImportRequest>();
  csv->add_option("DIR", request->folder, "The folder")->required();
  csv->add_option("--map", request->map, "The map: which file becomes what, and how (TOML)")
      ->type_name("FILE")
      ->required();
  csv->add_flag_callback(
      "--dry-run",
      [request] { request->mode = ImportMode::dry_run; },
      "Do everything, say what would happen, and undo it");
  csv->footer(
      R"(A row is found again by the id of its source, so running it again changes nothing but what has
changed. A row that breaks a rule is rejected alone, and listed with its line and the reason; the
import then ends with 5. samples/cli/README.md explains maps, and samples/cli/maps has two.

Example:
  salus import csv exports/ --map clinic-500.toml --db clinic.db)");
  csv->callback([&options, &work, request] {
    work = [&options, request] { return import_csv(options, *request); };
  });
}

}  // namespace salus::cli
