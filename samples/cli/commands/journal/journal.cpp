#include "cli/commands/journal.hpp"

#include <CLI/CLI.hpp>

#include "cli/commands/commands.hpp"

namespace salus::cli {

void add_journal(CLI::App& parent, const GlobalOptions& options, Work& work) {
  auto* command = parent.add_subcommand(
      "journal", "The tamper-evident journal of who wrote, read or was refused what");
  command->require_subcommand(1);
  command->fallthrough();
  command->footer(R"(Examples:
  salus journal verify
  salus journal show --entity patient --row ID
  salus journal show --patient ID --from 2026-11-01
  salus journal export --from 2026-11-01 > audit-events.ndjson
  salus journal anchor-key anchor.key
  salus journal anchor --anchor-key anchor.key --out /mnt/elsewhere/anchors)");
  add_journal_verify(*command, options, work);
  add_journal_show(*command, options, work);
  add_journal_export(*command, options, work);
  add_journal_anchor(*command, options, work);
  add_journal_anchor_key(*command, work);
}

}  // namespace salus::cli
