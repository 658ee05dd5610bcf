#include "cli/sample/sample_json.hpp"

#include "salus/codec/json.hpp"
#include "salus/codec/json_writer.hpp"

namespace salus::cli {

std::string object_text(TextMembers members) {
  std::string json;
  for (const auto& [name, text] : members) {
    if (text.empty()) continue;
    json += json.empty() ? '{' : ',';
    append_json_string(json, name);
    json += ':';
    append_json_string(json, text);
  }
  return json.empty() ? "{}" : json + "}";
}

Json json_object(TextMembers members) { return parse_json(object_text(members)); }

Json json_list(const std::vector<std::string>& elements) {
  std::string json;
  for (const auto& element : elements) json += (json.empty() ? "[" : ",") + element;
  return json.empty() ? Json::empty_list() : parse_json(json + "]");
}

}  // namespace salus::cli
