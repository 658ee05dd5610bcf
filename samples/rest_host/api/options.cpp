#include "rest_host/api/options.hpp"

#include <algorithm>

#include "rest_host/api/json_text.hpp"
#include "rest_host/api/log_in.hpp"
#include "rest_host/api/negotiation.hpp"
#include "rest_host/api/password_form.hpp"
#include "rest_host/api/refreshing.hpp"
#include "rest_host/api/refusal.hpp"
#include "rest_host/api/registration.hpp"

namespace salus::rest {

namespace {

/// The words of Django REST Framework's metadata.
std::string_view kind_of(const FieldFacts& field) {
  if (field.format == TextFormat::email) return "email";
  if (field.format == TextFormat::time_of_day) return "time";
  if (field.value != nullptr) return field.list ? "list" : "nested object";
  switch (field.type) {
    case FieldType::boolean:
      return "boolean";
    case FieldType::integer:
      return "integer";
    case FieldType::number:
      return "float";
    case FieldType::text:
      return "string";
    case FieldType::timestamp:
      return "datetime";
    case FieldType::date:
      return "date";
    case FieldType::choice:
      return "choice";
    case FieldType::bytes:
    case FieldType::uuid:
    case FieldType::json:
      return "field";
  }
  return "field";
}

std::string label_of(const FieldFacts& field) {
  if (!field.label.empty()) return std::string{field.label};
  std::string label{field.name};
  std::ranges::replace(label, '_', ' ');
  if (label.front() >= 'a' && label.front() <= 'z')
    label.front() = static_cast<char>(label.front() - 'a' + 'A');
  return label;
}

std::string_view json_of(bool truth) { return truth ? "true" : "false"; }

std::string describe_field(const FieldFacts& field) {
  JsonObject description;
  description.add("type", kind_of(field))
      .add_json("required", json_of(field.required && !field.read_only))
      .add_json("read_only", json_of(field.read_only))
      .add("label", label_of(field));
  if (field.max_length != 0) description.add_json("max_length", std::to_string(field.max_length));
  if (field.choices.empty()) return description.text();
  JsonList choices;
  for (const auto choice : field.choices) {
    choices.add_json(JsonObject{}.add("value", choice).add("display_name", choice).text());
  }
  return description.add_json("choices", choices.text()).text();
}

std::string describe_fields(const EntityInfo& entity) {
  JsonObject fields;
  for (const auto& field : entity.fields()) {
    if (!field.write_only) fields.add_json(field.name, describe_field(field));
  }
  if (&entity == &entity_info<User>()) {
    const auto& password = field_info<&PasswordForm::password>();
    fields.add_json(password.name, describe_field(password));
  }
  return fields.text();
}

std::string name_of(const Route& route) {
  switch (route.kind) {
    case RouteKind::index:
      return "Index";
    case RouteKind::openapi:
      return "OpenAPI";
    case RouteKind::docs:
    case RouteKind::docs_style:
      return "Documentation";
    case RouteKind::health:
      return "Health";
    case RouteKind::readiness:
      return "Readiness";
    case RouteKind::log_in:
      return "Log In";
    case RouteKind::registration:
      return "Register";
    case RouteKind::refreshing:
      return "Token Refresh";
    case RouteKind::log_out:
      return "Log Out";
    case RouteKind::audit:
      return "Audit";
    case RouteKind::collection:
    case RouteKind::related:
      return std::string{route.entry->entity->type_name} + " List";
    case RouteKind::item:
      return std::string{route.entry->entity->type_name} + " Instance";
    case RouteKind::versions:
    case RouteKind::revisions:
      return std::string{route.entry->entity->type_name} + " History";
    case RouteKind::break_glass:
      return "Break Glass";
    case RouteKind::slots:
      return "Slots";
  }
  return {};
}

/// What is sent there.
const EntityInfo& posted_entity(const Route& route) {
  if (route.kind == RouteKind::log_in) return entity_info<LogInForm>();
  if (route.kind == RouteKind::registration) return entity_info<RegistrationForm>();
  return route.entry != nullptr ? *route.entry->entity : entity_info<RefreshForm>();
}

}  // namespace

Response describe_route(const Route& route, Creation creation) {
  const auto parses =
      JsonList{}.add("application/json").add("application/x-www-form-urlencoded").text();
  JsonList renders;
  for (const auto format : formats_of(route.kind)) renders.add(media_type_of(format));
  JsonObject body;
  body.add("name", name_of(route))
      .add("description", "")
      .add_json("renders", renders.text())
      .add_json("parses", parses);
  if (creation == Creation::allowed) {
    const auto fields = describe_fields(posted_entity(route));
    body.add_json("actions", JsonObject{}.add_json("POST", fields).text());
  }
  auto response = json_response(200, body.text());
  response.headers.add("Allow", std::string{allowed_methods(route.kind)});
  return response;
}

}  // namespace salus::rest
