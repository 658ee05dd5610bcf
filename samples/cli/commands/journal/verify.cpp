#include <iostream>

#include <CLI/CLI.hpp>

#include "salus/codec/json_writer.hpp"
#include "salus/service/journal.hpp"

#include "cli/commands/journal.hpp"
#include "cli/connection/open_clinic.hpp"
#include "cli/failure.hpp"
#include "cli/terminal/progress.hpp"
#include "cli/terminal/text_width.hpp"

namespace salus::cli {

namespace {

void print_json(const JournalReport& report) {
  std::string json = "{\"entries\":" + std::to_string(report.entries) +
                     ",\"streams\":" + std::to_string(report.streams) + ",\"whole\":";
  if (!report.broken) {
    json += "true";
  } else {
    json += "false,\"stream\":" + std::to_string(report.broken->stream) +
            ",\"sequence\":" + std::to_string(report.broken->sequence) + ",\"reason\":";
    append_json_string(json, report.broken->reason);
  }
  std::cout << json << "}\n";
}

ExitCode verify(const GlobalOptions& options) {
  const auto clinic = open_clinic(options);
  auto session = clinic.act_as_system(Role::auditor);
  Progress progress{"entries"};
  const auto report = verify_journal(
      session, [&progress](std::uint64_t entries) { progress.show("Verifying", entries); });
  progress.clear();
  if (options.format == OutputFormat::json) print_json(report);
  if (report.broken) {
    throw Failure{ExitCode::failed,
                  "the journal is broken at entry " + std::to_string(report.broken->sequence) +
                      " of stream " + std::to_string(report.broken->stream) + ": " +
                      report.broken->reason,
                  "Keep a copy of the database as it is, and compare it with a backup."};
  }
  if (options.format == OutputFormat::text) {
    std::cout << "The journal is whole: " << grouped(report.entries) << " entries in "
              << report.streams << (report.streams == 1 ? " stream" : " streams") << " verified.\n";
  }
  return ExitCode::ok;
}

}  // namespace

void add_journal_verify(CLI::App& parent, const GlobalOptions& options, Work& work) {
  auto* command =
      parent.add_subcommand("verify", "Recompute the whole chain, and name the first broken entry");
  command->footer(
      R"(Ends with 0 if every entry is as it was written, else with 1. That the newest entries were cut off
cannot be seen from inside the database.)");
  command->callback([&options, &work] { work = [&options] { return verify(options); }; });
}

}  // namespace salus::cli
