#include "salus/codec/text_value.hpp"

#include <algorithm>
#include <utility>

#include "salus/core/error.hpp"
#include "salus/schema/validation.hpp"

#include "codec/json_parser.hpp"
#include "codec/scalar_text.hpp"
#include "codec/value_reader.hpp"

namespace salus {

namespace {

/// Hands a value on, or says why there is none.
template <class Type>
std::optional<Value> value_or(std::optional<Type> read, std::string_view complaint,
                              std::string& problem) {
  if (read) return Value{std::move(*read)};
  problem = complaint;
  return std::nullopt;
}

/// `MM/DD/YYYY`, as forms of the original stack take it.
std::optional<Date> read_slashed_date(std::string_view text) {
  if (text.size() != 10 || text[2] != '/' || text[5] != '/') return std::nullopt;
  std::string iso{text.substr(6)};
  iso += '-';
  iso += text.substr(0, 2);
  iso += '-';
  iso += text.substr(3, 2);
  return parse_date(iso);
}

std::optional<Date> read_date(std::string_view text) {
  const auto date = parse_date(text);
  return date ? date : read_slashed_date(text);
}

std::optional<Value> read_moment(std::string_view text, std::string& problem,
                                 const LocalTimeReader& local_time) {
  try {
    return value_or(codec::read_timestamp(text, local_time), "Enter a valid date/time.", problem);
  } catch (const Error& error) {  // of the organization's clock
    problem = error.what();
    return std::nullopt;
  }
}

std::optional<Value> read_text(const FieldFacts& field, std::string_view text,
                               std::string& problem) {
  const auto facts = detail::text_facts(text);
  if (facts.has_null)
    problem = "Null characters are not allowed.";
  else if (!facts.well_formed || facts.surrogate)
    problem = detail::wrong_type_message(FieldType::text);
  else
    return Value{codec::normal_text(field, text)};
  return std::nullopt;
}

std::optional<Value> read_choice(std::span<const std::string_view> choices, std::string_view text,
                                 std::string& problem) {
  if (std::ranges::find(choices, text) != choices.end()) return Value{std::string{text}};
  problem = "Select a valid choice. " + std::string{text} + " is not one of the available choices.";
  return std::nullopt;
}

std::optional<Value> read_json(const FieldFacts& field, std::string_view text, std::string& problem,
                               const LocalTimeReader& local_time) {
  try {
    const auto tree = codec::parse_json_tree(text, codec::LoneSurrogates::refuse);
    Issues issues;
    auto value = codec::read_value(field, tree, local_time, issues);
    if (!value) problem = issues.begin()->message;
    return value;
  } catch (const Error&) {
    problem = "Enter a valid JSON.";
    return std::nullopt;
  }
}

}  // namespace

std::optional<Value> parse_value(const FieldFacts& field, std::string_view text,
                                 std::string& problem, const LocalTimeReader& local_time) {
  const auto type = field.type;
  text = detail::trimmed(text);
  switch (type) {
    case FieldType::boolean:
      return value_or(codec::read_boolean(text), detail::wrong_type_message(type), problem);
    case FieldType::integer:
      return value_or(codec::read_integer(text), "Enter a whole number.", problem);
    case FieldType::number:
      return value_or(codec::read_number(text), "Enter a number.", problem);
    case FieldType::uuid:
      return value_or(codec::read_uuid(text), "Enter a valid UUID.", problem);
    case FieldType::date:
      return value_or(read_date(text), "Enter a valid date.", problem);
    case FieldType::timestamp:
      return read_moment(text, problem, local_time);
    case FieldType::text:
      return read_text(field, text, problem);
    case FieldType::choice:
      return read_choice(field.choices, text, problem);
    case FieldType::json:
      return read_json(field, text, problem, local_time);
    case FieldType::bytes:
      break;
  }
  problem = "Bytes have no form as text.";
  return std::nullopt;
}

}  // namespace salus
