#pragma once

/// List, read, create, change and remove: for every entity the same, from its table.

#include "salus/service/clinic.hpp"

#include "rest_host/api/api.hpp"
#include "rest_host/api/negotiation.hpp"
#include "rest_host/api/route.hpp"
#include "rest_host/api/url.hpp"

namespace salus::rest {

/// A request on its way: understood, and of somebody.
struct ResourceCall {
  const Request& request;
  const Target& target;
  const Route& route;
  const Clinic& clinic;
  Session& session;  ///< An answer that is written later takes it along.
  UnknownParameters unknown = UnknownParameters::refuse;
  Format format = Format::json;  ///< Of the answer.

  const EntityInfo& entity() const { return *route.entry->entity; }
  Uuid id() const;  ///< Throws 404 if it is none.
  /// Throws 404 if it is hidden or missing, 403 if it may not be changed.
  Record row_to_change() const;
};

Response list_resource(const ResourceCall& call);
Response read_resource(const ResourceCall& call);
Response create_resource(const ResourceCall& call);
Response change_resource(const ResourceCall& call);
Response remove_resource(const ResourceCall& call);
Response list_versions(const ResourceCall& call);
Response list_revisions(const ResourceCall& call);
Response list_audit(const ResourceCall& call);
Response create_account(const ResourceCall& call);  ///< A password may be among the fields.
Response change_account(const ResourceCall& call);
Response break_glass(const ResourceCall& call);
Response list_slots(const ResourceCall& call);

}  // namespace salus::rest
