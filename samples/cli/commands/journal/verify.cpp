#include <fstream>
#include <iostream>
#include <iterator>
#include <memory>

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

struct VerifyRequest {
  std::string anchors;
  std::string public_key;
  unsigned threads = 0;
};

void append_broken(std::string& json, const BrokenEntry& broken) {
  if (json.back() != '[') json += ',';
  json += "{\"stream\":" + std::to_string(broken.stream) +
          ",\"sequence\":" + std::to_string(broken.sequence) + ",\"reason\":";
  append_json_string(json, broken.reason);
  json += '}';
}

void print_json(const JournalReport& report) {
  std::string json = "{\"entries\":" + std::to_string(report.entries) +
                     ",\"streams\":" + std::to_string(report.streams) +
                     ",\"whole\":" + (report.is_whole() ? "true" : "false") +
                     ",\"destroyed_bodies\":" + std::to_string(report.destroyed_bodies) +
                     ",\"unended_programs\":" + std::to_string(report.unended_programs) +
                     ",\"broken\":[";
  for (const auto& broken : report.broken) append_broken(json, broken);
  std::cout << json << "]}\n";
}

void print_text(const JournalReport& report, bool is_anchored) {
  std::cout << "The journal is whole: " << grouped(report.entries) << " entries in "
            << report.streams << (report.streams == 1 ? " stream" : " streams") << " verified.\n";
  if (report.destroyed_bodies != 0) {
    std::cout << "The bodies of " << grouped(report.destroyed_bodies)
              << " entries were destroyed; their chain holds.\n";
  }
  if (report.unended_programs != 0) {
    std::cout
        << grouped(report.unended_programs)
        << " programs have not told that they ended: they run, or they crashed and may have lost "
           "entries of reads.\n";
  }
  if (!is_anchored) {
    std::cout << "Without --anchors a tail that was cut off, or an old copy of the whole database, "
                 "cannot "
                 "be seen.\n";
  }
}

std::vector<JournalAnchor> anchors_of(const VerifyRequest& request) {
  if (request.anchors.empty()) return {};
  std::ifstream stream{request.anchors, std::ios::binary};
  const std::string lines{std::istreambuf_iterator<char>{stream}, {}};
  return anchors_from_json(lines, request.public_key);
}

Failure failure_of(const JournalReport& report) {
  std::string text = "the journal is broken";
  for (const auto& broken : report.broken) {
    text += (&broken == &report.broken.front() ? "" : ",") + std::string{" at entry "} +
            std::to_string(broken.sequence) + " of stream " + std::to_string(broken.stream) + ": " +
            broken.reason;
  }
  return {ExitCode::failed,
          text,
          "Keep a copy of the database as it is, and compare it with a backup."};
}

ExitCode verify(const GlobalOptions& options, const VerifyRequest& request) {
  const auto clinic = open_clinic(options);
  JournalVerification verification{.anchors = anchors_of(request), .threads = request.threads};
  Progress progress{"entries"};
  verification.progress = [&progress](std::uint64_t entries) {
    progress.show("Verifying", entries);
  };
  const auto report = verify_journal(clinic, verification);
  progress.clear();
  if (options.format == OutputFormat::json) print_json(report);
  if (!report.is_whole()) throw failure_of(report);
  if (options.format == OutputFormat::text) print_text(report, !verification.anchors.empty());
  return ExitCode::ok;
}

}  // namespace

void add_journal_verify(CLI::App& parent, const GlobalOptions& options, Work& work) {
  auto* command =
      parent.add_subcommand("verify", "Recompute the whole chain, and name the first broken entry");
  const auto request = std::make_shared<VerifyRequest>();
  auto* anchors =
      command
          ->add_option("--anchors", request->anchors, "What \"salus journal anchor\" has written")
          ->type_name("FILE")
          ->check(CLI::ExistingFile);
  command->add_option("--public-key", request->public_key, "Of the key that signed the anchors")
      ->type_name("HEX")
      ->needs(anchors);
  anchors->needs("--public-key");
  command->add_option("--threads", request->threads, "Streams verified at once; 0: one a processor")
      ->type_name("N")
      ->capture_default_str();
  command->footer(
      R"(Ends with 0 if every entry is as it was written, else with 1, and names the first broken entry of each
stream. Who can write to the database can change, remove, insert and reorder entries, and all of that is
seen; to cut off the newest entries, or to put back an old copy of the database, is seen only with anchors
that were kept elsewhere.)");
  command->callback([&options, &work, request] {
    work = [&options, request] { return verify(options, *request); };
  });
}

}  // namespace salus::cli
