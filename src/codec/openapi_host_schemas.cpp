#include "codec/openapi_host_schemas.hpp"

#include <array>
#include <initializer_list>
#include <string_view>
#include <utility>
#include <vector>

#include "salus/domain/doctor.hpp"
#include "salus/domain/journal_entry.hpp"
#include "salus/domain/user.hpp"
#include "salus/schema/reflect.hpp"

namespace salus::codec {

namespace {

OpenApiJson text() { return {{"type", "string"}}; }
OpenApiJson needed_text() { return {{"type", "string"}, {"minLength", 1}}; }

OpenApiJson form(OpenApiJson properties, std::initializer_list<std::string_view> required) {
  auto schema = object_schema(std::move(properties));
  schema["required"] = OpenApiJson(std::vector<std::string_view>{required});
  return schema;
}

OpenApiJson or_null(OpenApiJson schema) {
  schema["type"] = OpenApiJson::array({schema["type"], "null"});
  return schema;
}

OpenApiJson limited(std::size_t most) { return {{"type", "string"}, {"maxLength", most}}; }

OpenApiJson password_schema() {
  return {{"type", "string"}, {"format", "password"}, {"minLength", 8}, {"writeOnly", true}};
}

OpenApiJson registration_schema() {
  const OpenApiJson flag{{"type", "boolean"}};
  const OpenApiJson email{
      {"type", "string"}, {"format", "email"}, {"minLength", 1}, {"maxLength", 254}};
  return form({{"email", email},
               {"name", {{"type", "string"}, {"minLength", 1}, {"maxLength", 200}}},
               {"password", password_schema()},
               {"is_patient", flag},
               {"is_doctor", flag},
               {"is_admin_staff", flag},
               {"phone_number", or_null(limited(50))},
               {"address", or_null(limited(500))}},
              {"email", "name", "password"});
}

void add_account_schemas(OpenApiJson& schemas, const Catalog& catalog) {
  schemas["Login"] =
      form({{"email", needed_text()}, {"password", needed_text()}}, {"email", "password"});
  schemas["Registration"] = registration_schema();
  schemas["Refresh"] = form({{"refresh", needed_text()}}, {"refresh"});
  schemas["TokenPair"] = form({{"access", text()}, {"refresh", text()}}, {"access", "refresh"});
  schemas["Tokens"] = form({{"refresh", text()}, {"access", text()}}, {"refresh", "access"});
  const auto tokens = form({{"access", text()}, {"refresh", text()}, {"token", text()}},
                           {"access", "refresh", "token"});
  schemas["Registered"] = tokens;
  const auto* user = catalog.find(entity_info<User>().name);
  if (user == nullptr || user->entity->collection.empty()) return;
  const auto account = reference_to("schemas", user->entity->type_name);
  schemas["Tokens"]["properties"]["user"] = account;
  schemas["Registered"] = {{"allOf", {account, tokens}}};
  for (const auto& name : {creation_schema_name(*user->entity), patch_schema_name(*user->entity)})
    schemas[name]["properties"]["password"] = password_schema();
}

OpenApiJson slot_schema() {
  const auto moment = value_schema(FieldType::timestamp, {});
  return form({{"starts_at", moment}, {"ends_at", moment}, {"location", or_null(text())}},
              {"starts_at", "ends_at", "location"});
}

OpenApiJson revision_schema() {
  const auto change = form({{"field", text()},
                            {"before", {{"description", "Null: no value."}}},
                            {"after", {{"description", "Null: no value."}}}},
                           {"field", "before", "after"});
  return form({{"at", value_schema(FieldType::timestamp, {})},
               {"actor", or_null(value_schema(FieldType::uuid, {}))},
               {"acting_as", text()},
               {"action", {{"type", "string"}, {"enum", {"create", "update", "remove"}}}},
               {"changes", {{"type", "array"}, {"items", change}}}},
              {"at", "actor", "acting_as", "action", "changes"});
}

OpenApiJson audit_schema() {
  const auto uuid = value_schema(FieldType::uuid, {});
  auto schema = form(
      {{"id", {{"type", "string"}, {"description", "Stream and sequence."}}},
       {"stream", value_schema(FieldType::integer, {})},
       {"sequence", value_schema(FieldType::integer, {})},
       {"at", value_schema(FieldType::timestamp, {})},
       {"actor", or_null(uuid)},
       {"acting_as", {{"type", "string"}, {"description", "The roles that the actor had."}}},
       {"session", {{"type", "string"}, {"description", "The log-in."}}},
       {"action", text()},
       {"entity", text()},
       {"row_id", or_null(uuid)},
       {"patients",
        {{"type", "array"}, {"items", uuid}, {"description", "Whose data it touched."}}},
       {"policy_version", text()},
       {"outcome", value_schema(FieldType::choice, salus::detail::choices_of<JournalOutcome>())},
       {"body", {{"description", "What was written, asked or shown; null if it was destroyed."}}}},
      {"id"});
  schema["description"] = "Fields that the caller may not read are left out.";
  return schema;
}

}  // namespace

void add_host_schemas(OpenApiJson& schemas, const Catalog& catalog) {
  add_account_schemas(schemas, catalog);
  schemas["RevisionPage"] = page_of(revision_schema());
  if (catalog.find(entity_info<JournalEntry>().name) != nullptr)
    schemas["AuditPage"] = page_of(audit_schema());
  if (catalog.find(entity_info<Doctor>().name) != nullptr)
    schemas["SlotPage"] = page_of(slot_schema());
  schemas["Links"] = {{"type", "object"},
                      {"additionalProperties", {{"type", "string"}, {"format", "uri"}}}};
}

OpenApiJson openapi_errors() {
  struct Facts {
    std::string_view name;
    std::string_view description;
    std::string_view header{};
    std::string_view about_header{};
  };
  constexpr std::string_view retry = "Retry-After";
  constexpr std::array errors{
      Facts{"Unauthenticated",
            "Nobody is logged in, or the token is not valid.",
            "WWW-Authenticate",
            "Bearer."},
      Facts{"Forbidden", "The caller may not do that."},
      Facts{"NotFound", "There is no such row, page or format, or the caller may not see it."},
      Facts{"NotAcceptable", "Nothing is served here in a format that Accept names."},
      Facts{"Conflict",
            "Another row is in the way, which the code tells (doctor_busy), or a request with this "
            "Idempotency-Key is being served."},
      Facts{"PreconditionFailed", "The row is no longer the one that If-Match names."},
      Facts{"TooLarge", "The body is too large."},
      Facts{"UnsupportedMediaType", "The body is neither JSON nor a form."},
      Facts{"KeyMismatch", "The Idempotency-Key was used for another request."},
      Facts{"Throttled", "Too many attempts.", retry, "Seconds to wait."},
      Facts{"Failed", "The host failed; its log says why."},
      Facts{"Unavailable", "The database is busy or away.", retry, "Seconds to wait."},
  };
  auto list = OpenApiJson::object();
  list["InvalidInput"] = {{"description", "The request breaks rules; all of them are named."},
                          {"content",
                           json_content({{"anyOf",
                                          {reference_to("schemas", "FieldErrors"),
                                           reference_to("schemas", "Detail")}}})}};
  for (const auto& error : errors) {
    auto& answer = list[std::string{error.name}] = {
        {"description", error.description},
        {"content", json_content(reference_to("schemas", "Detail"))}};
    if (!error.header.empty())
      answer["headers"][std::string{error.header}] = {{"description", error.about_header},
                                                      {"schema", text()}};
  }
  return list;
}

}  // namespace salus::codec
