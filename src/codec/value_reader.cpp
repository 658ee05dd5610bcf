#include "codec/value_reader.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "salus/codec/json_writer.hpp"
#include "salus/core/error.hpp"
#include "salus/schema/validation.hpp"

#include "codec/scalar_text.hpp"

namespace salus::codec {

namespace {

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
        return scalar(is_text_or_number(node), read_integer(node.text));
      case FieldType::number:
        return scalar(is_text_or_number(node), read_number(node.text));
      case FieldType::date:
        return scalar(node.kind == JsonKind::string, parse_date(node.text));
      case FieldType::timestamp:
        return timestamp(node);
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
    const bool is_free = field_.type == FieldType::json && field_.value == nullptr;
    if (node.is_null()) return !is_free || field_.nullable;
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
    return Value{normal_text(field_, node.text)};
  }

  std::optional<Value> boolean(const JsonNode& node) const {
    if (node.kind == JsonKind::boolean) return Value{node.truth};
    if (node.kind == JsonKind::string) return scalar(true, read_boolean(node.text));
    const auto number = node.kind == JsonKind::number ? read_number(node.text) : std::nullopt;
    return number == 0.0 || number == 1.0 ? Value{number == 1.0} : wrong_type();
  }

  std::optional<Value> timestamp(const JsonNode& node) const {
    if (node.kind != JsonKind::string) return wrong_type();
    try {
      return scalar(true, read_timestamp(node.text, local_time_));
    } catch (const Error& error) {  // of the organization's clock
      return refuse("make_aware", error.what());
    }
  }

  std::optional<Value> uuid(const JsonNode& node) const {
    const auto read = node.kind == JsonKind::string ? read_uuid(node.text) : std::nullopt;
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
    if (field_.value == nullptr)
      append_canonical(canonical, node);
    else
      append_nested(canonical, node);
    return Value{std::move(canonical)};
  }

  /// Nested values in their normal form. What is wrong in them stays as it is, for validation to find: it knows
  /// the paths.
  void append_nested(std::string& out, const JsonNode& node) const {
    if (!field_.list) return append_element(out, node);
    if (node.kind != JsonKind::list) return append_canonical(out, node);
    char separator = '[';
    for (const auto& element : node.children) {
      out += separator;
      append_element(out, element);
      separator = ',';
    }
    out += separator == '[' ? "[]" : "]";
  }

  void append_element(std::string& out, const JsonNode& node) const {
    const auto& info = *field_.value;
    if (info.is_single()) return append_member(out, info.fields.front(), node);
    if (node.kind != JsonKind::object) return append_canonical(out, node);
    const auto defaults = info.defaults();
    out += '{';
    for (const auto& field : info.fields) {
      const auto* member = find_member(node, field.name);
      if (member == nullptr && field.required) continue;
      append_json_name(out, field.name);
      if (member != nullptr)
        append_member(out, field, *member);
      else
        append_json(out, borrow(defaults[field.position]), field.type);
    }
    out += '}';
  }

  void append_member(std::string& out, const FieldFacts& field, const JsonNode& node) const {
    Issues found_again;
    if (const auto value = ValueReader{field, local_time_, found_again}.read(node))
      append_json(out, borrow(*value), field.type);
    else
      append_canonical(out, node);
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

}  // namespace

std::optional<Value> read_value(const FieldFacts& field, const JsonNode& node,
                                const LocalTimeReader& local_time, Issues& issues) {
  return ValueReader{field, local_time, issues}.read(node);
}

}  // namespace salus::codec
