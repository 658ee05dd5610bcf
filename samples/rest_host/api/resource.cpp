#include "rest_host/api/resource.hpp"

#include <optional>
#include <string>

#include "salus/codec/json_writer.hpp"
#include "salus/domain/access_review.hpp"
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

Uuid id_of(const ResourceCall& call) {
  const auto id = Uuid::parse(call.route.id);
  if (!id) throw not_found();
  return *id;
}

Error no_such_row(const ResourceCall& call) {
  return {ErrorCode::not_found,
          "No " + std::string{call.entity().type_name} + " matches the given query."};
}

/// A row that is hidden is not there.
Record existing_row(const ResourceCall& call) {
  auto record = call.session.get(call.entity(), id_of(call));
  if (record) return std::move(*record);
  throw no_such_row(call);
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
  auto options = read_list_query(*call.route.entry, parameters, unknown);
  if (call.route.reference != nullptr) {
    options.filter = std::move(options.filter) &&
                     expr::compare(Operator::equal, *call.route.reference, id_of(call));
  }
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
  return record_response(201, call.session.create(read_new_row(call.request, call.entity())));
}

Response change_resource(const ResourceCall& call) {
  const auto before = existing_row(call);
  if (!before.facts.can(Action::update)) throw forbidden();
  const auto changes = call.request.method == "PUT" ? read_new_row(call.request, call.entity())
                                                    : read_changes(call.request, call.entity());
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

Response list_versions(const ResourceCall& call) {
  const auto versions = call.session.versions(call.entity(), id_of(call));
  if (versions.empty()) throw no_such_row(call);
  std::string body = open_envelope(versions.size(), {});
  for (const auto& version : versions) {
    if (&version != &versions.front()) body += ',';
    body += to_json(version);
  }
  return json_response(200, body + "]}");
}

Response break_glass(const ResourceCall& call) {
  const Id<Patient> patient{id_of(call)};
  const auto said = read_changes(call.request, entity_info<AccessReview>());
  const auto* reason = std::get_if<std::string>(&said.value(field_info<&AccessReview::reason>()));
  const auto opened =
      call.session.break_glass(patient, {.reason = reason == nullptr ? std::string{} : *reason});
  const auto record = call.session.get(entity_info<CareRelationship>(), opened->id.value);
  return record ? record_response(201, *record) : json_response(201, "{}");
}

}  // namespace salus::rest
