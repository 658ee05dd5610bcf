#include "rest_host/api/body.hpp"

#include <cstdint>
#include <utility>

#include <nlohmann/json.hpp>

#include "salus/codec/json.hpp"
#include "salus/codec/json_reader.hpp"
#include "salus/core/error.hpp"
#include "salus/query/evaluate.hpp"
#include "salus/schema/validation.hpp"

#include "rest_host/api/json_text.hpp"
#include "rest_host/api/refusal.hpp"
#include "rest_host/api/url.hpp"

namespace salus::rest {

namespace {

enum class BodyForm : std::uint8_t { json, form };

bool has_type(std::string_view content_type, std::string_view type) {
  return detail::equal_ignoring_ascii_case(
      detail::trimmed(content_type.substr(0, content_type.find(';'))), type);
}

/// A body of no bytes has no type to be wrong about; but a form of several parts is never quite empty.
BodyForm form_of(const Request& request) {
  const auto content_type = request.headers.find("Content-Type").value_or("");
  if (has_type(content_type, "application/json")) return BodyForm::json;
  if (has_type(content_type, "application/x-www-form-urlencoded")) return BodyForm::form;
  if (request.body.empty() && !has_type(content_type, "multipart/form-data")) return BodyForm::json;
  throw unsupported_media_type(content_type);
}

/// A form has nothing but texts; that of a JSON field is JSON itself. Bytes that are no text are refused: with something in their
/// place, what is stored would not be what was sent.
void add_form_field(JsonObject& object, const FieldInfo& field, std::string_view text,
                    Issues& issues) {
  if (valid_utf8(text) != text) {
    issues.add(field.name, "invalid", std::string{detail::wrong_type_message(field.type)});
    return;
  }
  if (field.type != FieldType::json) {
    object.add(field.name, text);
    return;
  }
  try {
    object.add_json(field.name, parse_json(text).text());
  } catch (const Error&) {
    issues.add(field.name, "invalid", std::string{detail::wrong_type_message(field.type)});
  }
}

std::string form_as_json(std::string_view body, const EntityInfo& entity, Issues& issues) {
  const auto parameters = parse_form(body);
  JsonObject object;
  for (const auto& field : entity.fields()) {
    const auto text = find_parameter(parameters, field.name);
    if (text) add_form_field(object, field, *text, issues);
  }
  return object.text();
}

Patch read(const Request& request, const EntityInfo& entity, const LocalTimeReader& local_time,
           Issues& issues) {
  if (form_of(request) == BodyForm::json)
    return read_patch(entity, request.body, issues, local_time);
  return read_patch(entity, form_as_json(request.body, entity, issues), issues, local_time);
}

/// With what is required and missing.
Patch read_complete(const Request& request, const EntityInfo& entity,
                    const LocalTimeReader& local_time, Issues& issues) {
  auto patch = read(request, entity, local_time, issues);
  // In a body that is no object, no field is missing.
  if (!issues.mentions("non_field_errors")) validate_required(patch, issues);
  return patch;
}

void throw_if_any(Issues issues) {
  if (!issues.empty()) throw Error{std::move(issues)};
}

}  // namespace

Patch read_changes(const Request& request, const EntityInfo& entity,
                   const LocalTimeReader& local_time) {
  Issues issues;
  auto patch = read(request, entity, local_time, issues);
  throw_if_any(std::move(issues));
  return patch;
}

Patch read_new_row(const Request& request, const EntityInfo& entity,
                   const LocalTimeReader& local_time) {
  Issues issues;
  auto patch = read_complete(request, entity, local_time, issues);
  throw_if_any(std::move(issues));
  return patch;
}

Patch read_changes(const Request& request, const EntityInfo& entity, Issues& issues) {
  return read(request, entity, {}, issues);
}

Patch read_new_row(const Request& request, const EntityInfo& entity, Issues& issues) {
  return read_complete(request, entity, {}, issues);
}

std::string exact_text(const Request& request, std::string_view name) {
  if (form_of(request) == BodyForm::form) {
    return std::string{find_parameter(parse_form(request.body), name).value_or("")};
  }
  const auto body = nlohmann::json::parse(request.body, nullptr, false);
  const auto member = body.is_object() ? body.find(name) : body.end();
  return member != body.end() && member->is_string() ? member->get<std::string>() : std::string{};
}

}  // namespace salus::rest
