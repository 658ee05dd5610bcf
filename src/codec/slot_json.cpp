#include "salus/codec/slot_json.hpp"

#include "salus/core/json_text.hpp"

namespace salus {

std::string to_json(const Slot& slot) {
  std::string json = "{";
  append_json_string(append_json_name(json, "starts_at"), to_string(slot.starts_at));
  append_json_string(append_json_name(json, "ends_at"), to_string(slot.ends_at));
  append_json_name(json, "location");
  if (slot.location)
    append_json_string(json, *slot.location);
  else
    json += "null";
  return json + '}';
}

}  // namespace salus
