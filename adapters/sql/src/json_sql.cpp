#include "json_sql.hpp"

namespace salus::sql {

namespace {

/// `"a"."b"` or `"a","b"`. A step has nothing that would need an escape; see salus/query/expr.hpp.
std::string steps(const JsonPath& path, std::string_view separator) {
  std::string text;
  for (const auto& name : path) (text += text.empty() ? "" : separator) += quoted(name);
  return text;
}

std::string sqlite_path(const JsonPath& path) {
  return path.empty() ? "'$'" : "'$." + steps(path, ".") + "'";
}

std::string postgres_path(const JsonPath& path) { return "'{" + steps(path, ",") + "}'"; }

/// A part of a document, if it is of a type.
std::string if_of_type(const std::string& type_of, std::string_view type, const std::string& part) {
  return "CASE " + type_of + " WHEN '" + std::string{type} + "' THEN " + part + " END";
}

/// CASE, unlike AND, says what an engine evaluates first.
std::string without_nul(std::string_view search, std::string_view column, std::string_view cast) {
  const std::string name{column};
  return "CASE WHEN " + std::string{search} + "(" + name + R"(, '\u0000') = 0 THEN )" + name +
         std::string{cast} + " END";
}

}  // namespace

namespace sqlite_json_functions {

std::string document(std::string_view column) { return without_nul("instr", column, ""); }

/// json_each gives lists and objects as JSON, and single values as they are.
std::string element(std::string_view alias) {
  const std::string name{alias};
  return "CASE WHEN " + name + ".type IN ('object', 'array') THEN " + name +
         ".value ELSE json_quote(" + name + ".value) END";
}

std::string text(std::string_view document, const JsonPath& path) {
  const std::string json{document};
  const auto place = sqlite_path(path);
  return "(" +
         if_of_type(
             "json_type(" + json + ", " + place + ")", "text", "(" + json + ") ->> " + place) +
         ")";
}

std::string elements(std::string_view document, const JsonPath& path, std::string_view alias) {
  const std::string json{document};
  const auto place = sqlite_path(path);
  return "json_each(" +
         if_of_type(
             "json_type(" + json + ", " + place + ")", "array", "(" + json + ") -> " + place) +
         ") AS " + std::string{alias};
}

}  // namespace sqlite_json_functions

namespace postgres_json_functions {

std::string document(std::string_view column) { return without_nul("strpos", column, "::json"); }

std::string element(std::string_view alias) { return std::string{alias} + ".value"; }

std::string text(std::string_view document, const JsonPath& path) {
  const std::string json = "(" + std::string{document} + ")";
  const auto place = postgres_path(path);
  return "(" +
         if_of_type(
             "json_typeof(" + json + " #> " + place + ")", "string", json + " #>> " + place) +
         R"() COLLATE "C")";
}

std::string elements(std::string_view document, const JsonPath& path, std::string_view alias) {
  const std::string json = "(" + std::string{document} + ")";
  const auto place = postgres_path(path);
  return "json_array_elements(" +
         if_of_type("json_typeof(" + json + " #> " + place + ")", "array", json + " #> " + place) +
         ") AS " + std::string{alias} + "(value)";
}

}  // namespace postgres_json_functions

}  // namespace salus::sql
