#pragma once

/// Which resource a path names. The routes are the catalog's collections and a few fixed paths.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "salus/access/rule.hpp"
#include "salus/query/catalog.hpp"

namespace salus::rest {

enum class RouteKind : std::uint8_t {
  index,         ///< /api/
  openapi,       ///< /api/openapi.json
  docs,          ///< /api/docs
  docs_style,    ///< /api/docs/style.css
  health,        ///< /healthz: the program runs
  readiness,     ///< /readyz: its database answers, too
  log_in,        ///< /api/auth/login/
  registration,  ///< /api/auth/register/
  refreshing,    ///< /api/auth/token/refresh/
  log_out,       ///< /api/auth/logout/
  audit,         ///< /api/audit/: the journal
  collection,    ///< /api/patients/
  related,       ///< /api/mappings/patient/{id}/: the rows of a collection that refer to one row
  item,          ///< /api/patients/{id}/
  versions,      ///< /api/records/{id}/history/: of a row that is superseded instead of changed
  revisions,     ///< /api/patients/{id}/history/: what was done to a row
  break_glass,   ///< /api/patients/{id}/break-glass/
  slots,         ///< /api/doctors/{id}/slots/: when the doctor has time
};

/// A path that was understood.
struct Route {
  RouteKind kind = RouteKind::index;
  const CatalogEntry* entry = nullptr;   ///< Of everything that belongs to an entity.
  const FieldInfo* reference = nullptr;  ///< Of related rows: the field that refers.
  std::string id{};                      ///< Of one row, as it was sent.
  std::string format{};                  ///< The suffix of `/api/patients.json`: "json".
  bool lacks_slash = false;              ///< It names the resource, but for its last slash.
};

/// The route of a decoded path, or nothing.
std::optional<Route> find_route(const Catalog& catalog, std::string_view path);

/// The route with its variable parts in braces: "/api/patients/{id}/".
std::string template_of(const Route& route);

/// The methods that the route serves, as the Allow header lists them.
std::string_view allowed_methods(RouteKind kind);
bool allows(RouteKind kind, std::string_view method);

/// Whether the method changes nothing (RFC 9110 §9.2.1).
bool is_safe(std::string_view method);

/// What a method asks of the policy. One that the route does not serve asks for what comes nearest, so
/// that a role without it is told 403 before 405.
Action action_of(RouteKind kind, std::string_view method);

/// Whether an entity is reachable at all.
bool is_routed(const CatalogEntry& entry);

}  // namespace salus::rest
