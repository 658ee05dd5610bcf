#include <string>

#include "salus/codec/slot_json.hpp"

#include "rest_host/api/json_text.hpp"
#include "rest_host/api/query_reader.hpp"
#include "rest_host/api/refusal.hpp"

namespace salus::rest {

Response list_slots(const ResourceCall& call) {
  const Id<Doctor> doctor{call.id()};
  QueryReader query{call};
  const auto from = query.require("from", FieldType::timestamp);
  const auto to = query.require("to", FieldType::timestamp);
  query.finish();
  const DayRange span{std::get<Timestamp>(*from), std::get<Timestamp>(*to)};
  const auto slots = call.session.free_slots(doctor, span);
  JsonList results;
  for (const auto& slot : slots) results.add_json(to_json(slot));
  return json_response(200,
                       JsonObject{}
                           .add_json("count", std::to_string(slots.size()))
                           .add_json("next", "null")
                           .add_json("previous", "null")
                           .add_json("results", results.text())
                           .text());
}

}  // namespace salus::rest
