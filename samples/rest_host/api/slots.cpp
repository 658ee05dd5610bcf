#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "salus/codec/text_value.hpp"
#include "salus/core/error.hpp"

#include "rest_host/api/json_text.hpp"
#include "rest_host/api/nearest_name.hpp"
#include "rest_host/api/refusal.hpp"
#include "rest_host/api/resource.hpp"

namespace salus::rest {

namespace {

constexpr std::array<std::string_view, 3> known_parameters{"from", "to", "format"};

/// A moment that has to be given.
Timestamp read_moment(const ResourceCall& call, std::string_view name, Issues& issues) {
  const auto text = find_parameter(call.target.parameters, name);
  if (!text || text->empty()) {
    issues.add(name, "required", "This field is required.");
    return {};
  }
  std::string problem;
  const auto value =
      parse_value(FieldType::timestamp, {}, *text, problem, wall_clock_of(call.session.calendar()));
  if (value) return std::get<Timestamp>(*value);
  issues.add(name, "invalid", problem);
  return {};
}

void refuse_unknown(const ResourceCall& call, Issues& issues) {
  for (const auto& parameter : call.target.parameters) {
    const std::string_view name = parameter.first;
    if (std::ranges::find(known_parameters, name) != known_parameters.end()) continue;
    issues.add(name,
               "unknown",
               "Unknown parameter. Did you mean \"" +
                   std::string{nearest_name(name, known_parameters)} + "\"?");
  }
}

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

Response list_slots(const ResourceCall& call, UnknownParameters unknown) {
  const Id<Doctor> doctor{call.id()};
  Issues issues;
  const DayRange span{read_moment(call, "from", issues), read_moment(call, "to", issues)};
  if (unknown == UnknownParameters::refuse) refuse_unknown(call, issues);
  if (!issues.empty()) throw Error{std::move(issues)};
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
