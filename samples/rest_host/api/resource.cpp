#include "rest_host/api/resource.hpp"

#include <optional>
#include <string>

#include "salus/codec/json_writer.hpp"
#include "salus/schema/validation.hpp"

#include "rest_host/api/body.hpp"
#include "rest_host/api/json_text.hpp"
#include "rest_host/api/list_query.hpp"
#include "rest_host/api/page.hpp"
#include "rest_host/api/refusal.hpp"
#include "rest_host/api/representation.hpp"

namespace salus::rest {

namespace {

void append_link(std::string& out, std::string_view name, const std::optional<std::string>& link) {
  out += ",\"";
  out += name;
  out += "\":";
  if (link)
    append_json_string(out, valid_utf8(*link));
  else
    out += "null";
}

std::string open_envelope(std::uint64_t rows, const PageLinks& links) {
  std::string body = "{\"count\":" + std::to_string(rows);
  append_link(body, "next", links.next);
  append_link(body, "previous", links.previous);
  return body + ",\"results\":[";
}

/// Times without a zone are of the organization's.
LocalTimeReader clock_of(const ResourceCall& call) {
  return wall_clock_of(call.session.calendar());
}

Uuid id_of(const ResourceCall& call) {
  const auto id = Uuid::parse(call.route.id);
  if (!id) throw not_found();
  return *id;
}

/// A row that is hidden is not there.
Record existing_row(const ResourceCall& call) {
  auto record = call.session.get(call.entity(), id_of(call));
  if (record) return std::move(*record);
  throw Error{ErrorCode::not_found,
              "No " + std::string{call.entity().type_name} + " matches the given query."};
}

/// The version that an If-Match header insists on (RFC 9110 §13.1.1); nothing: any will do.
std::optional<std::int64_t> expected_version(const ResourceCall& call, std::int64_t current) {
  const auto header = call.request.headers.find("If-Match");
  if (!header || detail::trimmed(*header) == "*") return std::nullopt;
  const bool listed =
      !detail::every_part(*header, ',', [tag = etag_of(current)](std::string_view candidate) {
        return detail::trimmed(candidate) != tag;
      });
  if (listed) return current;
  throw Error{ErrorCode::version_conflict, "The row has changed since it was read; read it again."};
}

}  // namespace

Response list_resource(const ResourceCall& call, UnknownParameters unknown) {
  const auto& parameters = call.target.parameters;
  auto options = read_list_query(*call.route.entry, parameters, unknown, call.session.calendar());
  const auto rows = call.session.count(call.entity(), options.filter);
  const auto page = find_page(parameters, rows);
  const auto address = call.request.base_url + std::string{call.target.raw_path};
  std::string body = open_envelope(rows, links_of(page, address, parameters));
  options.limit = page.size;
  options.offset = page.offset();
  bool first = true;
  call.session.for_each(call.entity(), std::move(options), [&body, &first](const RowView& row) {
    if (!first) body += ',';
    first = false;
    append_json(body, *row.entity, row.cells, row.facts.readable);
  });
  return json_response(200, body + "]}");
}

Response read_resource(const ResourceCall& call) {
  return record_response(200, existing_row(call));
}

Response create_resource(const ResourceCall& call) {
  return record_response(
      201, call.session.create(read_new_row(call.request, call.entity(), clock_of(call))));
}

Response change_resource(const ResourceCall& call) {
  const auto before = existing_row(call);
  if (!before.facts.can(Action::update)) throw forbidden();
  const auto changes = call.request.method == "PUT"
                           ? read_new_row(call.request, call.entity(), clock_of(call))
                           : read_changes(call.request, call.entity(), clock_of(call));
  const auto version = expected_version(call, before.facts.version);
  return record_response(200, call.session.update(before.id(), version, changes));
}

Response remove_resource(const ResourceCall& call) {
  const auto before = existing_row(call);
  call.session.remove(call.entity(), before.id(), expected_version(call, before.facts.version));
  Response response;
  response.status = 204;
  return response;
}

}  // namespace salus::rest
