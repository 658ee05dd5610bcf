#pragma once

/// JSON in memory, as plain data: what the readers of this room look at.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace salus::codec {

enum class JsonKind : std::uint8_t { null, boolean, number, string, list, object };

/// One value. A number keeps the text it was written with, so nothing is lost to a binary form.
struct JsonNode {
  JsonKind kind = JsonKind::null;
  bool truth = false;                ///< Of a boolean.
  std::string text{};                ///< A string, decoded; or a number, as written.
  std::string key{};                 ///< Its name, if it is a member of an object.
  std::vector<JsonNode> children{};  ///< Of a list; or of an object: sorted by key, each key once.

  bool is_null() const { return kind == JsonKind::null; }
};

/// The member of an object, or null.
const JsonNode* find_member(const JsonNode& object, std::string_view key);

/// What Python calls the type of a value; the wire's messages do too.
std::string_view python_type(const JsonNode& node);

/// Appends the canonical text of a value.
void append_canonical(std::string& out, const JsonNode& node);

}  // namespace salus::codec
