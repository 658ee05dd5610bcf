#include "rest_host/api/docs_page.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <string_view>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

namespace salus::rest {

namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view style =
#include "rest_host/api/docs_style.inc"
    ;

constexpr std::array<std::string_view, 5> methods{"get", "post", "put", "patch", "delete"};

/// Text as HTML, in an element or in a quoted attribute.
std::string escaped(std::string_view text) {
  std::string html;
  for (const char c : text) {
    switch (c) {
      case '&':
        html += "&amp;";
        break;
      case '<':
        html += "&lt;";
        break;
      case '>':
        html += "&gt;";
        break;
      case '"':
        html += "&quot;";
        break;
      default:
        html += c;
    }
  }
  return html;
}

std::string text_of(const Json& object, const char* name) {
  return object.contains(name) ? escaped(object.at(name).get<std::string>()) : std::string{};
}

std::string code(std::string_view text) { return "<code>" + escaped(text) + "</code>"; }

/// `#/components/schemas/Patient` leads to the section of its name.
std::string link_to_schema(const std::string& reference) {
  const auto name = escaped(reference.substr(reference.rfind('/') + 1));
  return "<a href=\"#schema-" + name + "\">" + name + "</a>";
}

std::string joined(const std::vector<std::string>& parts, std::string_view between) {
  std::string text;
  for (const auto& part : parts) (text += text.empty() ? "" : between) += part;
  return text;
}

std::string type_text(const Json& schema);

std::string alternatives(const Json& schemas, std::string_view between) {
  std::vector<std::string> parts;
  for (const auto& schema : schemas) parts.push_back(type_text(schema));
  return joined(parts, between);
}

std::string named_type(const Json& type) {
  if (type.is_string()) return escaped(type.get<std::string>());
  std::vector<std::string> names;
  for (const auto& name : type) names.push_back(escaped(name.get<std::string>()));
  return joined(names, " or ");
}

std::string choices_text(const Json& choices) {
  std::vector<std::string> parts;
  for (const auto& choice : choices)
    parts.push_back(code(choice.is_string() ? choice.get<std::string>() : choice.dump()));
  return joined(parts, ", ");
}

/// What a value is, in a few words.
std::string type_text(const Json& schema) {
  if (schema.contains("$ref")) return link_to_schema(schema.at("$ref"));
  if (schema.contains("anyOf")) return alternatives(schema.at("anyOf"), " or ");
  if (schema.contains("allOf")) return alternatives(schema.at("allOf"), " and ");
  if (schema.contains("const")) return code(schema.at("const").get<std::string>());
  if (!schema.contains("type")) return "any JSON value";
  auto text = named_type(schema.at("type"));
  if (schema.contains("items")) text += " of " + type_text(schema.at("items"));
  if (schema.contains("format")) text += " (" + text_of(schema, "format") + ")";
  if (schema.contains("enum")) text += ": " + choices_text(schema.at("enum"));
  return text;
}

std::string limits_text(const Json& schema) {
  std::vector<std::string> parts;
  for (const auto& [name, words] : {std::pair{"minLength", "at least %s characters"},
                                    std::pair{"maxLength", "at most %s characters"},
                                    std::pair{"minimum", "at least %s"},
                                    std::pair{"default", "otherwise %s"}}) {
    if (!schema.contains(name)) continue;
    const auto& limit = schema.at(name);
    std::string part = words;
    part.replace(
        part.find("%s"), 2, limit.is_string() ? escaped(limit.get<std::string>()) : limit.dump());
    parts.push_back(std::move(part));
  }
  if (schema.value("readOnly", false)) parts.emplace_back("read only");
  return joined(parts, "; ");
}

std::string cell(const std::string& html) { return "<td>" + html + "</td>"; }

std::string sentences(const std::vector<std::string>& parts) {
  std::vector<std::string> given;
  for (const auto& part : parts) {
    if (!part.empty()) given.push_back(part);
  }
  return joined(given, " ");
}

std::string table(std::string_view caption, const std::vector<std::string>& columns,
                  const std::vector<std::string>& rows) {
  if (rows.empty()) return {};
  std::string html = "<div class=\"wide\" tabindex=\"0\"><table><caption>" + std::string{caption} +
                     "</caption><thead><tr>";
  for (const auto& column : columns) html += "<th scope=\"col\">" + column + "</th>";
  html += "</tr></thead><tbody>";
  for (const auto& row : rows) html += "<tr>" + row + "</tr>";
  return html + "</tbody></table></div>\n";
}

std::string row_heading(std::string_view name) {
  return "<th scope=\"row\">" + code(name) + "</th>";
}

std::string parameter_row(const Json& parameter) {
  const auto& schema = parameter.at("schema");
  const std::string required = parameter.value("required", false) ? "Required." : "";
  return row_heading(parameter.at("name").get<std::string>()) + cell(text_of(parameter, "in")) +
         cell(type_text(schema)) +
         cell(sentences({required, text_of(parameter, "description"), limits_text(schema)}));
}

std::string parameters_table(const Json& path, const Json& operation) {
  std::vector<std::string> rows;
  for (const auto* owner : {&path, &operation}) {
    if (!owner->contains("parameters")) continue;
    for (const auto& parameter : owner->at("parameters")) rows.push_back(parameter_row(parameter));
  }
  return table("Parameters", {"Name", "In", "Type", "Meaning"}, rows);
}

std::string content_text(const Json& answer) {
  if (!answer.contains("content")) return {};
  std::vector<std::string> parts;
  for (const auto& [type, content] : answer.at("content").items()) {
    const bool is_json = type == "application/json";
    parts.push_back(is_json ? type_text(content.at("schema")) : code(type));
  }
  return joined(parts, ", or ");
}

std::string header_names(const Json& answer) {
  if (!answer.contains("headers")) return {};
  std::vector<std::string> names;
  for (const auto& [name, ignored] : answer.at("headers").items()) names.push_back(code(name));
  return joined(names, ", ");
}

const Json& resolved(const Json& document, const Json& answer) {
  if (!answer.contains("$ref")) return answer;
  return document.at(Json::json_pointer{answer.at("$ref").get<std::string>().substr(1)});
}

std::string responses_table(const Json& document, const Json& operation) {
  std::map<std::string, std::string> rows;  // by status
  for (const auto& [status, given] : operation.at("responses").items()) {
    const auto& answer = resolved(document, given);
    rows[status] = row_heading(status) + cell(text_of(answer, "description")) +
                   cell(content_text(answer)) + cell(header_names(answer));
  }
  std::vector<std::string> sorted;
  for (auto& [status, row] : rows) sorted.push_back(std::move(row));
  return table("Answers", {"Status", "Meaning", "Body", "Headers"}, sorted);
}

std::string body_text(const Json& operation) {
  if (!operation.contains("requestBody")) return {};
  return "<p>Body: " + content_text(operation.at("requestBody")) + "</p>\n";
}

struct Operation {
  std::string path;
  std::string_view method;
  const Json* path_item;
  const Json* operation;
};

std::string article(const Json& document, const Operation& what) {
  const auto& operation = *what.operation;
  const auto id = text_of(operation, "operationId");
  std::string method{what.method};
  for (auto& c : method) c = static_cast<char>(c - 'a' + 'A');
  const bool open = operation.contains("security") && operation.at("security").empty();
  return "<article aria-labelledby=\"" + id + "\"><h3 id=\"" + id + "\"><a href=\"#" + id +
         "\"><span class=\"method\">" + method + "</span> " + code(what.path) + "</a></h3>\n<p>" +
         text_of(operation, "summary") +
         (open ? " <span class=\"quiet\">Needs no token.</span>" : "") + "</p>\n" +
         parameters_table(*what.path_item, operation) + body_text(operation) +
         responses_table(document, operation) + "</article>\n";
}

/// The operations by their sections, in the order of the document.
std::vector<std::pair<std::string, std::vector<Operation>>> sections_of(const Json& document) {
  std::vector<std::pair<std::string, std::vector<Operation>>> sections;
  for (const auto& [path, item] : document.at("paths").items()) {
    for (const auto method : methods) {
      if (!item.contains(method)) continue;
      const auto& operation = item.at(std::string{method});
      const auto tag = operation.at("tags").at(0).get<std::string>();
      const auto known =
          std::ranges::find(sections, tag, [](const auto& section) { return section.first; });
      auto& section = known == sections.end() ? sections.emplace_back(tag, 0) : *known;
      section.second.push_back({path, method, &item, &operation});
    }
  }
  return sections;
}

bool requires_field(const Json& schema, const std::string& name) {
  if (!schema.contains("required")) return false;
  return std::ranges::find(schema.at("required"), Json(name)) != schema.at("required").end();
}

std::string schema_article(const std::string& name, const Json& schema) {
  const auto id = "schema-" + escaped(name);
  std::string html =
      "<article aria-labelledby=\"" + id + "\"><h3 id=\"" + id + "\">" + escaped(name) + "</h3>\n";
  if (schema.contains("description")) html += "<p>" + text_of(schema, "description") + "</p>\n";
  if (!schema.contains("properties")) html += "<p>" + type_text(schema) + "</p>\n";
  std::vector<std::string> rows;
  const auto properties = schema.value("properties", Json::object());
  for (const auto& [field, facts] : properties.items()) {
    const std::string required = requires_field(schema, field) ? "Required." : "";
    rows.push_back(row_heading(field) + cell(type_text(facts)) +
                   cell(sentences({required, text_of(facts, "description"), limits_text(facts)})));
  }
  return html + table("Fields", {"Name", "Type", "Meaning"}, rows) + "</article>\n";
}

std::string page_head(const Json& document) {
  const auto title = text_of(document.at("info"), "title");
  return "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
         "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>" +
         title +
         " API</title>\n<link rel=\"stylesheet\" href=\"/api/docs/style.css\">\n</head>\n<body>\n"
         "<a class=\"skip\" href=\"#main\">Skip to the calls</a>\n<header><h1>" +
         title + " API</h1>\n<p>" + text_of(document.at("info"), "description") +
         "</p>\n<p>The same for programs: <a href=\"/api/openapi.json\">openapi.json</a> "
         "(OpenAPI " +
         text_of(document, "openapi") + ").</p></header>\n";
}

}  // namespace

std::string docs_page(const std::string& openapi) {
  const auto document = Json::parse(openapi);
  const auto sections = sections_of(document);
  auto html = page_head(document) + "<nav aria-label=\"Sections\"><ul>";
  for (const auto& [tag, operations] : sections)
    html += "<li><a href=\"#section-" + escaped(tag) + "\">" + escaped(tag) + "</a></li>";
  html += "<li><a href=\"#schemas\">schemas</a></li></ul></nav>\n<main id=\"main\">\n";
  for (const auto& [tag, operations] : sections) {
    const auto id = "section-" + escaped(tag);
    html +=
        "<section aria-labelledby=\"" + id + "\"><h2 id=\"" + id + "\">" + escaped(tag) + "</h2>\n";
    for (const auto& operation : operations) html += article(document, operation);
    html += "</section>\n";
  }
  html += "<section aria-labelledby=\"schemas\"><h2 id=\"schemas\">schemas</h2>\n";
  for (const auto& [name, schema] : document.at("components").at("schemas").items())
    html += schema_article(name, schema);
  return html + "</section>\n</main>\n</body>\n</html>\n";
}

Response docs_response(std::string page) {
  Response response;
  response.headers.add("Content-Type", "text/html; charset=utf-8");
  response.headers.add("Content-Security-Policy",
                       "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; "
                       "frame-ancestors 'none'");
  response.body = std::move(page);
  return response;
}

Response docs_style_response() {
  Response response;
  response.headers.add("Content-Type", "text/css; charset=utf-8");
  response.body = style;
  return response;
}

}  // namespace salus::rest
