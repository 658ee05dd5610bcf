#include "rest_host/api/resource.hpp"

#include <string>

#include "salus/domain/access_review.hpp"
#include "salus/service/no_such_row.hpp"

#include "rest_host/api/body.hpp"
#include "rest_host/api/once.hpp"
#include "rest_host/api/precondition.hpp"
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

/// A new row of which its maker may see nothing else.
template <class T>
Record id_alone(Id<T> id) {
  Record row;
  row.entity = &entity_info<T>();
  row.values.resize(row.entity->field_count);
  row.values.front() = id.value;
  row.facts.version = 1;
  row.facts.readable.add(row.entity->key());
  return row;
}

}  // namespace

Uuid ResourceCall::id() const {
  const auto id = Uuid::parse(route.id);
  if (!id) throw not_found();
  return *id;
}

Response read_resource(const ResourceCall& call) {
  const auto row = existing_row(call);
  require_match(call.request, row.facts.version);
  if (!is_known(call.request, row.facts.version)) return record_response(200, row);
  Response response{.status = 304};
  response.headers.add("ETag", etag_of(row.facts.version));
  return response;
}

Response create_resource(const ResourceCall& call) {
  return make_once(call, [&call] {
    return call.session.create(read_new_row(call.request, call.entity(), clock_of(call)));
  });
}

Record ResourceCall::row_to_change() const {
  auto before = existing_row(*this);
  if (!before.facts.can(Action::update)) throw forbidden();
  return before;
}

Response change_resource(const ResourceCall& call) {
  const auto before = call.row_to_change();
  const auto changes = call.request.method == "PUT"
                           ? read_new_row(call.request, call.entity(), clock_of(call))
                           : read_changes(call.request, call.entity(), clock_of(call));
  const auto version = expected_version(call.request, before.facts.version);
  return record_response(200, call.session.update(before.id(), version, changes));
}

Response remove_resource(const ResourceCall& call) {
  const auto before = existing_row(call);
  if (!before.facts.can(Action::remove)) throw forbidden();
  const auto version = expected_version(call.request, before.facts.version);
  call.session.remove(call.entity(), before.id(), version);
  Response response;
  response.status = 204;
  return response;
}

Response break_glass(const ResourceCall& call) {
  return make_once(call, [&call] {
    const Id<Patient> patient{call.id()};
    const auto said = read_changes(call.request, entity_info<AccessReview>(), clock_of(call));
    const auto* reason = std::get_if<std::string>(&said.value(field_info<&AccessReview::reason>()));
    const auto opened =
        call.session.break_glass(patient, {.reason = reason == nullptr ? std::string{} : *reason});
    auto record = call.session.get(entity_info<CareRelationship>(), opened->id.value);
    return record ? *std::move(record) : id_alone(opened->id);
  });
}

}  // namespace salus::rest
