#pragma once

/// Which entries of the journal a command is about.

#include <cstdint>
#include <string>

#include <CLI/CLI.hpp>

#include "salus/service/journal_query.hpp"

#include "cli/command.hpp"

namespace salus::cli {

/// The options by which a command narrows the journal, as they were typed.
struct EntryFilter {
  std::string entity;
  std::string row;
  std::string actor;
  std::string patient;
  std::string action;
  std::string outcome;
  std::string from;
  std::string to;
};

void add_entry_filter(CLI::App& command, EntryFilter& filter);

/// Throws `Failure` for a value that cannot be read. `session` may list the journal.
Expr filter_of(const Clinic& clinic, Session& session, const EntryFilter& filter);

/// A body as it is stored, in base64, or what it says.
enum class EntryBody : std::uint8_t { as_stored, as_json };

/// Appends an entry as JSON, every column of it.
void append_entry(std::string& json, const RowView& entry, EntryBody body);

}  // namespace salus::cli
