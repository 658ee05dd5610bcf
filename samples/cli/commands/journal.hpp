#pragma once

/// The commands after `salus journal`.

#include "cli/command.hpp"

namespace salus::cli {

void add_journal_verify(CLI::App& parent, const GlobalOptions& options, Work& work);
void add_journal_show(CLI::App& parent, const GlobalOptions& options, Work& work);
void add_journal_export(CLI::App& parent, const GlobalOptions& options, Work& work);
void add_journal_anchor(CLI::App& parent, const GlobalOptions& options, Work& work);
void add_journal_anchor_key(CLI::App& parent, Work& work);

}  // namespace salus::cli
