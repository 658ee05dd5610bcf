#include <utility>

#include "salus/domain/journal_entry.hpp"
#include "salus/schema/reflect.hpp"

#include "codec/openapi_operations.hpp"
#include "codec/openapi_paths.hpp"

namespace salus::codec {

namespace {

using namespace error_response;

constexpr std::string_view about_accounts = "auth";
constexpr std::string_view about_host = "host";

/// Needs no token.
OpenApiJson open_operation(std::string_view id, std::string_view tag, std::string_view summary) {
  auto open = operation(id, tag, summary);
  open["security"] = OpenApiJson::array();
  return open;
}

OpenApiJson account_path(std::string_view id, std::string_view summary, std::string_view body,
                         std::string_view status, OpenApiJson answer) {
  auto call = open_operation(id, about_accounts, summary);
  set_responses(call, status, std::move(answer), {unauthenticated});
  set_body(call, reference_to("schemas", body));
  return {{"post", std::move(call)}};
}

void add_account_paths(OpenApiJson& paths) {
  auto& log_in = paths["/api/auth/login/"] =
      account_path("log_in",
                   "Email and password for a pair of tokens.",
                   "Login",
                   "200",
                   success("Tokens for the calls that follow.", "Tokens"));
  add_response(log_in["post"], throttled);
  auto& registration = paths["/api/auth/register/"] =
      account_path("register",
                   "An account for oneself. To be a doctor or staff is a wish that an "
                   "administrator grants.",
                   "Registration",
                   "201",
                   success("The account, and tokens.", "Registered"));
  add_response(registration["post"], throttled);
  paths["/api/auth/token/refresh/"] =
      account_path("refresh_tokens",
                   "A new pair of tokens for the last refresh token, which dies.",
                   "Refresh",
                   "200",
                   success("The new pair.", "TokenPair"));
  paths["/api/auth/logout/"] = account_path("log_out",
                                            "End a log-in on every device that shares it.",
                                            "Refresh",
                                            "200",
                                            success("It is done.", "Detail"));
}

OpenApiJson audit_parameters() {
  const auto uuid = value_schema(FieldType::uuid, {});
  const auto moment = value_schema(FieldType::timestamp, {});
  const OpenApiJson text{{"type", "string"}};
  return OpenApiJson::array(
      {query_parameter("actor_id", "Of this user.", uuid),
       query_parameter("patient_id", "Touching this patient's data.", uuid),
       query_parameter("entity", "About rows of this entity: medical_record.", text),
       query_parameter("action", "read, search, export, create, update, remove, log_in …", text),
       query_parameter(
           "outcome",
           "",
           value_schema(FieldType::choice, salus::detail::choices_of<JournalOutcome>())),
       query_parameter("from", "Not before this moment.", moment),
       query_parameter("to", "Before this moment.", moment),
       query_parameter("ordering",
                       "The newest first, unless it is at.",
                       {{"type", "string"}, {"enum", {"at", "-at"}}, {"default", "-at"}}),
       query_parameter("page_size",
                       "Entries of a page, at most 500; what is no number from 1 counts as 50.",
                       {{"anyOf", {{{"type", "integer"}, {"minimum", 1}}, text}}, {"default", 50}}),
       query_parameter("cursor", "As the links have it.", text)});
}

OpenApiJson audit_path() {
  auto list = operation("list_audit", "audit", "The journal: who did what to whose data.");
  list["parameters"] = audit_parameters();
  set_responses(list,
                "200",
                success("A page of entries.", "AuditPage"),
                {unauthenticated, forbidden, not_found});
  return {{"get", std::move(list)}};
}

OpenApiJson page_of(std::string_view id, std::string_view summary, std::string_view media_type) {
  auto page = open_operation(id, about_host, summary);
  OpenApiJson answer{{"description", summary}};
  answer["content"][std::string{media_type}]["schema"] = {
      {"type", media_type == "application/json" ? "object" : "string"}};
  page["responses"]["200"] = std::move(answer);
  return {{"get", std::move(page)}};
}

void add_pages(OpenApiJson& paths) {
  auto index = operation("index", about_host, "Links to what the caller may read.");
  set_responses(index, "200", success("Links by name.", "Links"), {unauthenticated, not_found});
  paths["/api/"] = {{"get", std::move(index)}};
  paths["/api/openapi.json"] = page_of("openapi", "This document.", "application/json");
  paths["/api/docs"] = page_of("docs", "This document for people to read.", "text/html");
  paths["/healthz"] = page_of("health", "Whether the program runs.", "application/json");
  auto& readiness = paths["/readyz"] =
      page_of("readiness", "Whether its database answers, too.", "application/json");
  add_response(readiness["get"], unavailable);
}

}  // namespace

void add_host_paths(OpenApiJson& paths, const Catalog& catalog) {
  add_account_paths(paths);
  if (catalog.find("journal_entry") != nullptr) paths["/api/audit/"] = audit_path();
  add_pages(paths);
}

}  // namespace salus::codec
