#include "rest_host/api/json_text.hpp"

#include <algorithm>
#include <cstddef>

#include "salus/codec/json_writer.hpp"
#include "salus/schema/validation.hpp"

namespace salus::rest {

std::string valid_utf8(std::string_view text) {
  std::string valid;
  valid.reserve(text.size());
  while (!text.empty()) {
    const auto length = detail::decode_utf8(text).length;
    if (length == 0)
      valid += "\xEF\xBF\xBD";
    else
      valid += text.substr(0, length);
    text.remove_prefix(std::max<std::size_t>(length, 1));
  }
  return valid;
}

void JsonObject::add_name(std::string_view name) {
  if (text_.size() > 1) text_ += ',';
  append_json_string(text_, valid_utf8(name));
  text_ += ':';
}

JsonObject& JsonObject::add(std::string_view name, std::string_view text) {
  add_name(name);
  append_json_string(text_, valid_utf8(text));
  return *this;
}

JsonObject& JsonObject::add_json(std::string_view name, std::string_view json) {
  add_name(name);
  text_ += json;
  return *this;
}

JsonList& JsonList::add(std::string_view text) {
  if (text_.size() > 1) text_ += ',';
  append_json_string(text_, valid_utf8(text));
  return *this;
}

JsonList& JsonList::add_json(std::string_view json) {
  if (text_.size() > 1) text_ += ',';
  text_ += json;
  return *this;
}

}  // namespace salus::rest
