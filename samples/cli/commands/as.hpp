#pragma once

/// What the commands after `salus as EMAIL` share.

#include <memory>
#include <string>
#include <vector>

#include "salus/service/clinic.hpp"

#include "cli/command.hpp"
#include "cli/records/reference_names.hpp"

namespace salus::cli {

/// Read by the parent command before any of these starts.
struct Actor {
  std::string email;
};

using ActorPointer = std::shared_ptr<const Actor>;

void add_as_list(CLI::App& parent, const GlobalOptions& options, Work& work,
                 const ActorPointer& actor);
void add_as_get(CLI::App& parent, const GlobalOptions& options, Work& work,
                const ActorPointer& actor);
void add_as_count(CLI::App& parent, const GlobalOptions& options, Work& work,
                  const ActorPointer& actor);
void add_as_create(CLI::App& parent, const GlobalOptions& options, Work& work,
                   const ActorPointer& actor);
void add_as_update(CLI::App& parent, const GlobalOptions& options, Work& work,
                   const ActorPointer& actor);
void add_as_remove(CLI::App& parent, const GlobalOptions& options, Work& work,
                   const ActorPointer& actor);
void add_as_versions(CLI::App& parent, const GlobalOptions& options, Work& work,
                     const ActorPointer& actor);
void add_as_slots(CLI::App& parent, const GlobalOptions& options, Work& work,
                  const ActorPointer& actor);
void add_as_break_glass(CLI::App& parent, const GlobalOptions& options, Work& work,
                        const ActorPointer& actor);

/// `--search WORDS`.
void add_search_option(CLI::App& command, std::string& search);

/// Throws `Failure` (denied) if no rule ever shows this account a row of the entity: an empty list
/// would look as if there were none.
void require_readable(Session& session, const EntityInfo& entity);

/// Prints one row, as JSON or for people.
void print_record(const Record& record, const Clinic& clinic, const Actor& actor,
                  const GlobalOptions& options);

}  // namespace salus::cli
