#include "salus/codec/json_reader.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "salus/schema/validation.hpp"

#include "codec/json_parser.hpp"
#include "codec/json_tree.hpp"
#include "codec/scalar_text.hpp"

namespace salus {

namespace {

using codec::JsonKind;
using codec::JsonNode;

/// Reads the value of one field; without one, it has said why.
class ValueReader {
 public:
  ValueReader(const FieldFacts& field, const LocalTimeReader& local_time, Issues& issues)
      : field_{field}, local_time_{local_time}, issues_{issues} {}

  std::optional<Value> read(const JsonNode& node) const {
    if (means_missing(node)) return Value{Null{}};
    switch (field_.type) {
      case FieldType::text:
        return text(node);
      case FieldType::boolean:
        return boolean(node);
      case FieldType::integer:
        return scalar(is_text_or_number(node), codec::read_integer(node.text));
      case FieldType::number:
        return scalar(is_text_or_number(node), codec::read_number(node.text));
      case FieldType::date:
        return scalar(node.kind == JsonKind::string, parse_date(node.text));
      case FieldType::timestamp:
        return scalar(node.kind == JsonKind::string, codec::read_timestamp(node.text, local_time_));
      case FieldType::uuid:
        return uuid(node);
      case FieldType::choice:
        return Value{python_text(node)};  // validation knows the choices
      case FieldType::json:
        return json(node);
      case FieldType::bytes:
        break;
    }
    return wrong_type();
  }

 private:
  static bool is_text_or_number(const JsonNode& node) {
    return node.kind == JsonKind::string || node.kind == JsonKind::number;
  }

  /// Besides null: the blank text of a form, where no text is wanted. A blank reference is missing even where it
  /// must not be, a blank date is a wrong one even where it may.
  bool means_missing(const JsonNode& node) const {
    if (node.is_null()) return field_.type != FieldType::json || field_.nullable;
    if (node.kind != JsonKind::string) return false;
    const bool blank = detail::trimmed(node.text).empty();
    switch (field_.type) {
      case FieldType::uuid:
        return blank && (field_.nullable || !field_.references.empty());
      case FieldType::choice:
      case FieldType::number:
        return blank && field_.nullable;
      case FieldType::boolean:
        return (blank || node.text == "null") && field_.nullable;
      default:
        return false;
    }
  }

  std::optional<Value> refuse(std::string_view code, std::string message) const {
    issues_.add(field_.name, code, std::move(message));
    return std::nullopt;
  }

  std::optional<Value> wrong_type() const {
    return refuse("invalid", std::string{detail::wrong_type_message(field_.type)});
  }

  template <class Type>
  std::optional<Value> scalar(bool right_kind, std::optional<Type> read) const {
    return right_kind && read ? std::optional{Value{*read}} : wrong_type();
  }

  std::optional<Value> text(const JsonNode& node) const {
    if (!is_text_or_number(node)) return wrong_type();
    return Value{std::string{detail::trimmed(node.text)}};
  }

  std::optional<Value> boolean(const JsonNode& node) const {
    if (node.kind == JsonKind::boolean) return Value{node.truth};
    if (node.kind == JsonKind::string) return scalar(true, codec::read_boolean(node.text));
    const auto number =
        node.kind == JsonKind::number ? codec::read_number(node.text) : std::nullopt;
    return number == 0.0 || number == 1.0 ? Value{number == 1.0} : wrong_type();
  }

  std::optional<Value> uuid(const JsonNode& node) const {
    const auto read = node.kind == JsonKind::string ? codec::read_uuid(node.text) : std::nullopt;
    if (read) return Value{*read};
    if (field_.references.empty()) return wrong_type();
    if (!is_text_or_number(node)) {
      return refuse(
          "incorrect_type",
          "Incorrect type. Expected pk value, received " + std::string{python_type(node)} + ".");
    }
    // A client that knows ids as numbers: the original stack reads one as a UUID, which then is nobody's.
    if (node.kind == JsonKind::number && std::ranges::all_of(node.text, detail::is_digit)) {
      return refuse("does_not_exist", "Invalid pk \"" + node.text + "\" - object does not exist.");
    }
    return refuse("invalid", "“" + node.text + "” is not a valid UUID.");
  }

  static std::string python_text(const JsonNode& node) {
    if (is_text_or_number(node)) return node.text;
    if (node.kind == JsonKind::boolean) return node.truth ? "True" : "False";
    std::string canonical;
    append_canonical(canonical, node);
    return canonical;
  }

  std::optional<Value> json(const JsonNode& node) const {
    detail::TextFacts worst;
    collect(node, worst);
    // PostgreSQL's JSON functions fail on both, and would do so for every reader of the row.
    if (worst.has_null)
      return refuse("null_characters_not_allowed", "Null characters are not allowed.");
    if (worst.surrogate) {
      detail::add_surrogate(field_, *worst.surrogate, issues_);
      return std::nullopt;
    }
    std::string canonical;
    append_canonical(canonical, node);
    return Value{std::move(canonical)};
  }

  static void collect(const JsonNode& node, detail::TextFacts& worst) {
    for (const auto* text : {&node.text, &node.key}) {
      const auto facts = detail::text_facts(*text);
      worst.has_null = worst.has_null || facts.has_null;
      if (facts.surrogate && !worst.surrogate) worst.surrogate = facts.surrogate;
    }
    for (const auto& child : node.children) collect(child, worst);
  }

  const FieldFacts& field_;
  const LocalTimeReader& local_time_;
  Issues& issues_;
};

JsonNode parse_body(std::string_view json) {
  if (json.empty()) return {.kind = JsonKind::object};
  return codec::parse_json_tree(json, codec::LoneSurrogates::keep);
}

void refuse_body(const JsonNode& body, Issues& issues) {
  if (body.is_null()) {
    issues.add("non_field_errors", "null", "No data provided");
    return;
  }
  issues.add(
      "non_field_errors",
      "invalid",
      "Invalid data. Expected a dictionary, but got " + std::string{python_type(body)} + ".");
}

}  // namespace

Patch read_patch(const EntityInfo& entity, std::string_view json, Issues& issues,
                 const LocalTimeReader& local_time) {
  Patch patch{entity};
  const JsonNode body = parse_body(json);
  if (body.kind != JsonKind::object) {
    refuse_body(body, issues);
    return patch;
  }
  for (const auto& field : entity.fields()) {
    if (field.read_only || field.write_only) continue;
    const auto member = std::ranges::lower_bound(body.children, field.name, {}, &JsonNode::key);
    if (member == body.children.end() || member->key != field.name) continue;
    auto value = ValueReader{field, local_time, issues}.read(*member);
    const auto before = issues.size();
    if (value) validate_value(field, *value, issues);
    if (value && issues.size() == before) patch.set(field, std::move(*value));
  }
  return patch;
}

}  // namespace salus
