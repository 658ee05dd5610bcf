#include <string>

#include "rest_host/api/json_text.hpp"
#include "rest_host/api/query_reader.hpp"
#include "rest_host/api/refusal.hpp"

namespace salus::rest {

namespace {

std::string json_of(const Slot& slot) {
  JsonObject json;
  json.add("starts_at", to_string(slot.starts_at)).add("ends_at", to_string(slot.ends_at));
  if (slot.location)
    json.add("location", *slot.location);
  else
    json.add_json("location", "null");
  return json.text();
}

}  // namespace

Response list_slots(const ResourceCall& call) {
  const Id<Doctor> doctor{call.id()};
  QueryReader query{call};
  const auto from = query.require("from", FieldType::timestamp);
  const auto to = query.require("to", FieldType::timestamp);
  query.finish();
  const DayRange span{std::get<Timestamp>(*from), std::get<Timestamp>(*to)};
  const auto slots = call.session.free_slots(doctor, span);
  JsonList results;
  for (const auto& slot : slots) results.add_json(json_of(slot));
  return json_response(200,
                       JsonObject{}
                           .add_json("count", std::to_string(slots.size()))
                           .add_json("next", "null")
                           .add_json("previous", "null")
                           .add_json("results", results.text())
                           .text());
}

}  // namespace salus::rest
