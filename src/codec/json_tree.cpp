#include "codec/json_tree.hpp"

#include <algorithm>

#include "salus/codec/json_writer.hpp"

namespace salus::codec {

namespace {

void append_children(std::string& out, const JsonNode& node) {
  for (const auto& child : node.children) {
    if (&child != &node.children.front()) out += ',';
    if (node.kind == JsonKind::object) {
      append_json_string(out, child.key);
      out += ':';
    }
    append_canonical(out, child);
  }
}

}  // namespace

const JsonNode* find_member(const JsonNode& object, std::string_view key) {
  const auto found = std::ranges::lower_bound(object.children, key, {}, &JsonNode::key);
  return found != object.children.end() && found->key == key ? &*found : nullptr;
}

std::string_view python_type(const JsonNode& node) {
  switch (node.kind) {
    case JsonKind::null:
      return "NoneType";
    case JsonKind::boolean:
      return "bool";
    case JsonKind::number:
      return node.text.find_first_of(".eE") == std::string::npos ? "int" : "float";
    case JsonKind::string:
      return "str";
    case JsonKind::list:
      return "list";
    case JsonKind::object:
      return "dict";
  }
  return "object";
}

void append_canonical(std::string& out, const JsonNode& node) {
  switch (node.kind) {
    case JsonKind::null:
      out += "null";
      break;
    case JsonKind::boolean:
      out += node.truth ? "true" : "false";
      break;
    case JsonKind::number:
      out += node.text;
      break;
    case JsonKind::string:
      append_json_string(out, node.text);
      break;
    case JsonKind::list:
      out += '[';
      append_children(out, node);
      out += ']';
      break;
    case JsonKind::object:
      out += '{';
      append_children(out, node);
      out += '}';
      break;
  }
}

}  // namespace salus::codec
