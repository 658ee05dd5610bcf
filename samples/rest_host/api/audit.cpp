#include <array>
#include <string>
#include <utility>

#include "salus/schema/json_cell.hpp"
#include "salus/schema/validation.hpp"
#include "salus/service/journal.hpp"
#include "salus/service/journal_query.hpp"

#include "rest_host/api/json_text.hpp"
#include "rest_host/api/list_page.hpp"
#include "rest_host/api/query_reader.hpp"

namespace salus::rest {

namespace {

/// What is told of an entry, in this order. Its body has what was written or asked.
constexpr std::array told{&field_info<&JournalEntry::stream>(),
                          &field_info<&JournalEntry::sequence>(),
                          &field_info<&JournalEntry::at>(),
                          &field_info<&JournalEntry::actor>(),
                          &field_info<&JournalEntry::acting_as>(),
                          &field_info<&JournalEntry::session>(),
                          &field_info<&JournalEntry::action>(),
                          &field_info<&JournalEntry::entity>(),
                          &field_info<&JournalEntry::row_id>(),
                          &field_info<&JournalEntry::patients>(),
                          &field_info<&JournalEntry::policy_version>(),
                          &field_info<&JournalEntry::outcome>(),
                          &field_info<&JournalEntry::body>()};

std::string json_of_ids(std::string_view ids) {
  JsonList list;
  detail::every_part(ids, ' ', [&list](std::string_view id) {
    if (!id.empty()) list.add(id);
    return true;
  });
  return list.text();
}

std::string json_of(const JournalEntry& entry, const FieldInfo& field, const Cell& cell) {
  if (field.name == "patients") return json_of_ids(entry.patients);
  if (field.name == "body") return journal_body_json(entry).value_or("null");
  if (field.name == "row_id" && entry.row_id.is_nil()) return "null";
  std::string json;
  append_json(json, cell, field.type);
  return json;
}

void append_entry(std::string& json, const RowView& row) {
  const auto entry = *Stored<JournalEntry>{row};
  JsonObject object;
  object.add("id", std::to_string(entry.stream) + "-" + std::to_string(entry.sequence));
  for (const auto* field : told) {
    if (row.facts.shows(*field)) object.add_json(field->name, json_of(entry, *field, row[*field]));
  }
  json += object.text();
}

template <class T>
std::optional<Id<T>> id_of(const std::optional<Value>& value) {
  return value ? std::optional{Id<T>{std::get<Uuid>(*value)}} : std::nullopt;
}

std::string text_of(const std::optional<Value>& value) {
  return value ? std::get<std::string>(*value) : std::string{};
}

std::optional<Timestamp> moment_of(const std::optional<Value>& value) {
  return value ? std::optional{std::get<Timestamp>(*value)} : std::nullopt;
}

/// The newest first, unless somebody wants to read on from the oldest.
std::vector<OrderKey> order_of(const std::string& ordering) {
  const auto direction = ordering == "at" ? Direction::ascending : Direction::descending;
  return {{&field_info<&JournalEntry::at>(), direction},
          {&field_info<&JournalEntry::sequence>(), direction}};
}

}  // namespace

Response list_audit(const ResourceCall& call) {
  constexpr std::array<std::string_view, 2> orders{"at", "-at"};
  QueryReader reader{call};
  JournalQuery query;
  query.actor = id_of<User>(reader.read("actor_id", FieldType::uuid));
  query.patient = id_of<Patient>(reader.read("patient_id", FieldType::uuid));
  query.entity = text_of(reader.read("entity", FieldType::text));
  query.action = text_of(reader.read("action", FieldType::text));
  const auto outcome = text_of(
      reader.read("outcome", FieldType::choice, salus::detail::choices_of<JournalOutcome>()));
  if (!outcome.empty()) query.outcome = from_name<JournalOutcome>(outcome);
  query.from = moment_of(reader.read("from", FieldType::timestamp));
  query.to = moment_of(reader.read("to", FieldType::timestamp));
  ListOptions options;
  options.order = order_of(text_of(reader.read("ordering", FieldType::choice, orders)));
  reader.know("page_size");
  reader.know("cursor");
  reader.finish();
  options.filter = journal_filter(call.session, query);
  const auto cursor = find_parameter(call.target.parameters, "cursor").value_or("");
  return cursor_page(call, std::move(options), cursor, append_entry);
}

}  // namespace salus::rest
