#include "cli/commands/journal/entries.hpp"

#include "salus/codec/json_writer.hpp"
#include "salus/service/journal.hpp"

#include "cli/connection/open_clinic.hpp"
#include "cli/words/assignment.hpp"
#include "cli/words/words.hpp"

namespace salus::cli {

namespace {

/// An account is named by its email, or by its id if it is gone.
Id<User> account_of(const Clinic& clinic, const std::string& name) {
  if (const auto id = Id<User>::parse(name)) return *id;
  return act_as(clinic, name).principal().user.value();
}

}  // namespace

void add_entry_filter(CLI::App& command, EntryFilter& filter) {
  command.add_option("--entity", filter.entity, "Only about this entity");
  command.add_option("--row", filter.row, "Only about the row with this id")->type_name("ID");
  command.add_option("--actor", filter.actor, "Only by this account")->type_name("EMAIL|ID");
  command.add_option("--patient", filter.patient, "Only what touched this patient's data")
      ->type_name("ID");
  command.add_option(
      "--action", filter.action, "Only this: read, search, create, update, remove …");
  command.add_option("--outcome", filter.outcome, "Only with this end")
      ->check(CLI::IsMember({"allowed", "denied", "emergency"}));
  command.add_option("--from", filter.from, "Not before this day or moment")->type_name("WHEN");
  command.add_option("--to", filter.to, "Before this day or moment")->type_name("WHEN");
}

Expr filter_of(const Clinic& clinic, Session& session, const EntryFilter& filter) {
  JournalQuery query;
  if (!filter.entity.empty())
    query.entity = entity_of(clinic.catalog(), filter.entity).entity->name;
  if (!filter.row.empty()) query.row = id_of(filter.row);
  if (!filter.actor.empty()) query.actor = account_of(clinic, filter.actor);
  if (!filter.patient.empty()) query.patient = Id<Patient>{id_of(filter.patient)};
  query.action = filter.action;
  if (!filter.outcome.empty()) query.outcome = from_name<JournalOutcome>(filter.outcome);
  if (!filter.from.empty()) query.from = moment_of("from", filter.from, session.calendar());
  if (!filter.to.empty()) query.to = moment_of("to", filter.to, session.calendar());
  return journal_filter(session, query);
}

void append_entry(std::string& json, const RowView& entry, EntryBody body) {
  json += '{';
  for (const auto& field : entry.entity->fields()) {
    append_json_name(json, field.name);
    const bool is_told = body == EntryBody::as_json && field.name == "body";
    const auto text = is_told ? journal_body_json(*Stored<JournalEntry>{entry}) : std::nullopt;
    if (text)
      json += *text;
    else
      append_json(json, entry[field], field.type);
  }
  json += '}';
}

}  // namespace salus::cli
