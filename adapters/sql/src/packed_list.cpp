#include "packed_list.hpp"

#include <string_view>
#include <type_traits>

namespace salus::sql {

namespace {

constexpr std::string_view digits = "0123456789abcdef";

void append_hex(std::string& json, unsigned char byte) {
  json += digits[byte >> 4U];
  json += digits[byte & 0x0FU];
}

/// Appends one element in JSON's notation.
struct Append {
  std::string& json;

  void operator()(Null) const { json += "null"; }
  void operator()(bool held) const { json += held ? "true" : "false"; }
  void operator()(std::int64_t held) const { json += std::to_string(held); }
  void operator()(double held) const { json += std::to_string(held); }
  void operator()(Timestamp held) const { (*this)(std::int64_t{held.time_since_epoch().count()}); }
  void operator()(Date held) const { (*this)(std::int64_t{held.time_since_epoch().count()}); }
  void operator()(const Bytes& held) const { hexadecimal(held.data); }
  void operator()(const Uuid& held) const { hexadecimal(held.bytes); }
  void operator()(const std::string& held) const {
    json += '"';
    for (const char c : held) character(c);
    json += '"';
  }

  template <class Range>
  void hexadecimal(const Range& bytes) const {
    json += '"';
    for (const auto byte : bytes) append_hex(json, static_cast<unsigned char>(byte));
    json += '"';
  }

  void character(char c) const {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\')
      (json += '\\') += c;
    else if (byte < 0x20)
      append_hex(json += "\\u00", byte);
    else
      json += c;
  }
};

}  // namespace

std::string packed_list(const std::vector<Value>& values) {
  std::string json = "[";
  for (const auto& value : values) {
    if (is_null(value)) continue;
    if (json.size() > 1) json += ',';
    std::visit(Append{json}, value);
  }
  return json + "]";
}

}  // namespace salus::sql
