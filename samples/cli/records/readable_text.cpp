#include "cli/records/readable_text.hpp"

#include <type_traits>
#include <variant>

#include "salus/codec/json_writer.hpp"

namespace salus::cli {

namespace {

std::string readable_json(std::string_view json) {
  const bool is_blank = json == "[]" || json == "{}" || json == "null";
  return is_blank ? std::string{} : std::string{json};
}

}  // namespace

std::string readable_text(Timestamp moment) {
  std::string text = to_string(moment);
  const bool is_midnight = moment == Timestamp{date_of(moment)};
  text.resize(is_midnight ? 10 : 16);  // to the minute
  if (!is_midnight) text[10] = ' ';
  return text;
}

std::string readable_text(const Cell& cell, FieldType type) {
  if (is_null(cell)) return {};
  if (const auto* truth = std::get_if<bool>(&cell)) return *truth ? "yes" : "no";
  if (const auto* moment = std::get_if<Timestamp>(&cell)) return readable_text(*moment);
  if (const auto* text = std::get_if<std::string_view>(&cell)) {
    return type == FieldType::json ? readable_json(*text) : std::string{*text};
  }
  std::string json;
  append_json(json, cell, type);
  const bool is_quoted = json.starts_with('"');
  return is_quoted ? json.substr(1, json.size() - 2) : json;
}

}  // namespace salus::cli
