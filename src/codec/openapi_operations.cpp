#include "codec/openapi_operations.hpp"

#include <utility>

namespace salus::codec {

OpenApiJson operation(std::string_view id, std::string_view tag, std::string_view summary) {
  return {{"operationId", id}, {"tags", OpenApiJson::array({tag})}, {"summary", summary}};
}

OpenApiJson success(std::string_view description, const std::string& schema) {
  OpenApiJson answer{{"description", description}};
  if (!schema.empty()) answer["content"] = json_content(reference_to("schemas", schema));
  return answer;
}

void add_header(OpenApiJson& response, std::string_view name, std::string_view description) {
  response["headers"][std::string{name}] = {{"description", description},
                                            {"schema", {{"type", "string"}}}};
}

void add_response(OpenApiJson& operation, const ErrorResponse& error) {
  operation["responses"][std::string{error.status}] = reference_to("responses", error.name);
}

void set_responses(OpenApiJson& operation, std::string_view status, OpenApiJson answer,
                   std::initializer_list<ErrorResponse> errors) {
  operation["responses"][std::string{status}] = std::move(answer);
  add_response(operation, error_response::invalid_input);  // a malformed message, if nothing else
  for (const auto& error : errors) add_response(operation, error);
  add_response(operation, error_response::not_acceptable);
  add_response(operation, error_response::failed);
  add_response(operation, error_response::unavailable);
}

void set_body(OpenApiJson& operation, OpenApiJson schema) {
  operation["requestBody"] = {{"required", true}, {"content", json_content(std::move(schema))}};
  add_response(operation, error_response::too_large);
  add_response(operation, error_response::unsupported_media_type);
}

OpenApiJson query_parameter(std::string_view name, std::string_view description,
                            OpenApiJson schema) {
  OpenApiJson parameter{{"name", name}, {"in", "query"}};
  if (!description.empty()) parameter["description"] = description;
  parameter["schema"] = std::move(schema);
  return parameter;
}

OpenApiJson header_parameter(std::string_view name, std::string_view description) {
  return {{"name", name},
          {"in", "header"},
          {"description", description},
          {"schema", {{"type", "string"}}}};
}

OpenApiJson id_parameter() {
  return OpenApiJson::array({OpenApiJson{{"name", "id"},
                                         {"in", "path"},
                                         {"required", true},
                                         {"schema", value_schema(FieldType::uuid, {})}}});
}

void make_repeatable(OpenApiJson& operation) {
  auto key = header_parameter("Idempotency-Key",
                              "A name for this request: sent again with it, the request is done "
                              "once, and answered as the first time.");
  key["schema"]["minLength"] = 1;
  key["schema"]["maxLength"] = 255;
  operation["parameters"].push_back(std::move(key));
  add_response(operation, error_response::conflict);
  add_response(operation, error_response::key_mismatch);
}

}  // namespace salus::codec
