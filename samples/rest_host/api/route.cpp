#include "rest_host/api/route.hpp"

#include <algorithm>
#include <array>
#include <vector>

#include "salus/domain/doctor.hpp"
#include "salus/domain/patient.hpp"

namespace salus::rest {

namespace {

constexpr std::string_view api_root = "/api/";

/// One line per kind of route.
struct RouteFacts {
  RouteKind kind;
  std::string_view path;  ///< Empty: made from the catalog.
  std::string_view methods;
};

constexpr std::array route_table{
    RouteFacts{RouteKind::index, "/api/", "GET, HEAD, OPTIONS"},
    RouteFacts{RouteKind::openapi, "/api/openapi.json", "GET, HEAD, OPTIONS"},
    RouteFacts{RouteKind::docs, "/api/docs", "GET, HEAD, OPTIONS"},
    RouteFacts{RouteKind::docs_style, "/api/docs/style.css", "GET, HEAD, OPTIONS"},
    RouteFacts{RouteKind::health, "/healthz", "GET, HEAD, OPTIONS"},
    RouteFacts{RouteKind::readiness, "/readyz", "GET, HEAD, OPTIONS"},
    RouteFacts{RouteKind::log_in, "/api/auth/login/", "POST, OPTIONS"},
    RouteFacts{RouteKind::registration, "/api/auth/register/", "POST, OPTIONS"},
    RouteFacts{RouteKind::refreshing, "/api/auth/token/refresh/", "POST, OPTIONS"},
    RouteFacts{RouteKind::log_out, "/api/auth/logout/", "POST, OPTIONS"},
    RouteFacts{RouteKind::audit, "/api/audit/", "GET, HEAD, OPTIONS"},
    RouteFacts{RouteKind::collection, "", "GET, POST, HEAD, OPTIONS"},
    RouteFacts{RouteKind::related, "", "GET, HEAD, OPTIONS"},
    RouteFacts{RouteKind::item, "", "GET, PUT, PATCH, DELETE, HEAD, OPTIONS"},
    RouteFacts{RouteKind::versions, "", "GET, HEAD, OPTIONS"},
    RouteFacts{RouteKind::revisions, "", "GET, HEAD, OPTIONS"},
    RouteFacts{RouteKind::break_glass, "", "POST, OPTIONS"},
    RouteFacts{RouteKind::slots, "", "GET, HEAD, OPTIONS"},
};

constexpr std::string_view history_segment = "history";
constexpr std::string_view break_glass_segment = "break-glass";
constexpr std::string_view slots_segment = "slots";

const RouteFacts& facts_of(RouteKind kind) { return route_table[static_cast<std::size_t>(kind)]; }

std::optional<Route> find_fixed(std::string_view path) {
  for (const auto& facts : route_table) {
    if (facts.path.empty()) continue;
    if (path == facts.path) return Route{.kind = facts.kind};
    const bool ends_in_slash = facts.path.ends_with('/');
    if (ends_in_slash && path == facts.path.substr(0, facts.path.size() - 1)) {
      return Route{.kind = facts.kind, .lacks_slash = true};
    }
  }
  return std::nullopt;
}

/// Takes `.json` off the end of a segment: letters and digits after the last dot.
std::string take_format(std::string_view& segment) {
  const auto dot = segment.rfind('.');
  if (dot == std::string_view::npos || dot == 0) return {};
  const auto suffix = segment.substr(dot + 1);
  const bool is_format = !suffix.empty() && std::ranges::all_of(suffix, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
  });
  if (!is_format) return {};
  segment = segment.substr(0, dot);
  return std::string{suffix};
}

const CatalogEntry* find_collection(const Catalog& catalog, std::string_view name) {
  const auto found = std::ranges::find_if(catalog.entries(), [name](const CatalogEntry& entry) {
    return is_routed(entry) && entry.entity->collection == name;
  });
  return found == catalog.entries().end() ? nullptr : &*found;
}

std::vector<std::string_view> segments_of(std::string_view path) {
  std::vector<std::string_view> segments;
  for (auto slash = path.find('/'); slash != std::string_view::npos; slash = path.find('/')) {
    segments.push_back(path.substr(0, slash));
    path.remove_prefix(slash + 1);
  }
  segments.push_back(path);
  return segments;
}

/// What hangs below a row, or rows by what they refer to.
bool read_third_segment(Route& route, std::string_view second, std::string_view third) {
  const auto& entity = *route.entry->entity;
  route.id = second;
  if (third == history_segment) {
    route.kind = entity.amendment.current.empty() ? RouteKind::revisions : RouteKind::versions;
  } else if (third == break_glass_segment && &entity == &entity_info<Patient>()) {
    route.kind = RouteKind::break_glass;
  } else if (third == slots_segment && &entity == &entity_info<Doctor>()) {
    route.kind = RouteKind::slots;
  } else {
    route.kind = RouteKind::related;
    route.reference = entity.find(second);
    route.id = third;
  }
  const bool is_reference = route.reference != nullptr && route.reference->filterable &&
                            !route.reference->references.empty();
  return route.kind != RouteKind::related || is_reference;
}

std::optional<Route> find_resource(const Catalog& catalog, std::string_view path) {
  Route route;
  route.lacks_slash = !path.ends_with('/');
  if (!route.lacks_slash) path.remove_suffix(1);
  route.format = take_format(path);
  if (!route.format.empty()) route.lacks_slash = false;

  const auto segments = segments_of(path);
  route.entry = find_collection(catalog, segments.front());
  const bool has_empty = std::ranges::any_of(segments, &std::string_view::empty);
  if (route.entry == nullptr || has_empty || segments.size() > 3) return std::nullopt;
  route.kind = segments.size() == 1 ? RouteKind::collection : RouteKind::item;
  if (segments.size() == 2) route.id = segments[1];
  if (segments.size() == 3 && !read_third_segment(route, segments[1], segments[2]))
    return std::nullopt;
  return route;
}

}  // namespace

bool is_routed(const CatalogEntry& entry) {
  return !entry.entity->collection.empty() && entry.entity->metadata == RowMetadata::present;
}

std::optional<Route> find_route(const Catalog& catalog, std::string_view path) {
  if (auto fixed = find_fixed(path)) {
    if (fixed->kind == RouteKind::audit) fixed->entry = catalog.find("journal_entry");
    return fixed;
  }
  if (!path.starts_with(api_root)) return std::nullopt;
  return find_resource(catalog, path.substr(api_root.size()));
}

std::string template_of(const Route& route) {
  if (const auto path = facts_of(route.kind).path; !path.empty()) return std::string{path};
  std::string text{api_root};
  (text += route.entry->entity->collection) += '/';
  if (route.reference != nullptr) (text += route.reference->name) += '/';
  if (route.kind != RouteKind::collection) text += "{id}/";
  if (route.kind == RouteKind::versions || route.kind == RouteKind::revisions)
    (text += history_segment) += '/';
  if (route.kind == RouteKind::break_glass) (text += break_glass_segment) += '/';
  if (route.kind == RouteKind::slots) (text += slots_segment) += '/';
  return text;
}

std::string_view allowed_methods(RouteKind kind) { return facts_of(kind).methods; }

bool allows(RouteKind kind, std::string_view method) {
  std::string_view rest = allowed_methods(kind);
  while (!rest.empty()) {
    const auto end = rest.find(", ");
    if (rest.substr(0, end) == method) return true;
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 2);
  }
  return false;
}

bool is_safe(std::string_view method) {
  return method == "GET" || method == "HEAD" || method == "OPTIONS";
}

Action action_of(RouteKind kind, std::string_view method) {
  if (kind == RouteKind::break_glass) return Action::break_glass;
  if (is_safe(method) || kind == RouteKind::audit) return Action::read;  // which nobody writes
  if (kind == RouteKind::collection) return Action::create;
  return method == "DELETE" ? Action::remove : Action::update;
}

}  // namespace salus::rest
