#include "rest_host/api/resource.hpp"

#include <optional>
#include <string>

#include "salus/domain/access_review.hpp"
#include "salus/schema/validation.hpp"
#include "salus/service/no_such_row.hpp"

#include "rest_host/api/body.hpp"
#include "rest_host/api/refusal.hpp"
#include "rest_host/api/representation.hpp"

namespace salus::rest {

namespace {

/// Times without a zone are of the organization's.
LocalTimeReader clock_of(const ResourceCall& call) {
  return wall_clock_of(call.session.calendar());
}

/// A row that is hidden is not there.
Record existing_row(const ResourceCall& call) {
  auto record = call.session.get(call.entity(), call.id());
  if (record) return std::move(*record);
  throw no_such_row(call.entity());
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

Uuid ResourceCall::id() const {
  const auto id = Uuid::parse(route.id);
  if (!id) throw not_found();
  return *id;
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

Response break_glass(const ResourceCall& call) {
  const Id<Patient> patient{call.id()};
  const auto said = read_changes(call.request, entity_info<AccessReview>(), clock_of(call));
  const auto* reason = std::get_if<std::string>(&said.value(field_info<&AccessReview::reason>()));
  const auto opened =
      call.session.break_glass(patient, {.reason = reason == nullptr ? std::string{} : *reason});
  const auto record = call.session.get(entity_info<CareRelationship>(), opened->id.value);
  return record ? record_response(201, *record) : json_response(201, "{}");
}

}  // namespace salus::rest
