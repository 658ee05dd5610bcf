#include <string>

#include "salus/service/no_such_row.hpp"

#include "rest_host/api/json_text.hpp"
#include "rest_host/api/list_page.hpp"
#include "rest_host/api/representation.hpp"

namespace salus::rest {

namespace {

std::string_view json_of(const std::optional<Json>& value) {
  return value ? std::string_view{value->text()} : "null";
}

std::string json_of(const RowRevision& revision) {
  JsonList changes;
  for (const auto& change : revision.changes) {
    changes.add_json(JsonObject{}
                         .add("field", change.field)
                         .add_json("before", json_of(change.before))
                         .add_json("after", json_of(change.after))
                         .text());
  }
  JsonObject json;
  json.add("at", to_string(revision.at));
  if (revision.actor)
    json.add("actor", revision.actor->to_string());
  else
    json.add_json("actor", "null");
  return json.add("acting_as", revision.acting_as)
      .add("action", revision.action)
      .add_json("changes", changes.text())
      .text();
}

/// All on one page; one that is hidden has none, as one that is missing.
Response whole_list(const EntityInfo& entity, const std::vector<ListedRow>& rows) {
  if (rows.empty()) throw no_such_row(entity);
  return list_response(Total{rows.size(), true}, {}, rows);
}

}  // namespace

Response list_versions(const ResourceCall& call) {
  std::vector<ListedRow> rows;
  for (const auto& version : call.session.versions(call.entity(), call.id()))
    rows.push_back({to_json(version), {}});
  return whole_list(call.entity(), rows);
}

Response list_revisions(const ResourceCall& call) {
  std::vector<ListedRow> rows;
  for (const auto& revision : call.session.history(call.entity(), call.id()))
    rows.push_back({json_of(revision), {}});
  return whole_list(call.entity(), rows);
}

}  // namespace salus::rest
