#include "rest_host/api/route.hpp"

#include <algorithm>
#include <array>

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
    RouteFacts{RouteKind::health, "/healthz", "GET, HEAD, OPTIONS"},
    RouteFacts{RouteKind::log_in, "/api/auth/login/", "POST, OPTIONS"},
    RouteFacts{RouteKind::collection, "", "GET, POST, HEAD, OPTIONS"},
    RouteFacts{RouteKind::item, "", "GET, PUT, PATCH, DELETE, HEAD, OPTIONS"},
};

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

std::optional<Route> find_resource(const Catalog& catalog, std::string_view path) {
  Route route;
  route.lacks_slash = !path.ends_with('/');
  if (!route.lacks_slash) path.remove_suffix(1);
  route.format = take_format(path);
  if (!route.format.empty()) route.lacks_slash = false;

  const auto slash = path.find('/');
  route.kind = slash == std::string_view::npos ? RouteKind::collection : RouteKind::item;
  if (route.kind == RouteKind::item) route.id = path.substr(slash + 1);
  route.entry = find_collection(catalog, path.substr(0, slash));
  const bool id_is_one_segment = !route.id.empty() && route.id.find('/') == std::string::npos;
  if (route.entry == nullptr || (route.kind == RouteKind::item && !id_is_one_segment))
    return std::nullopt;
  return route;
}

}  // namespace

bool is_routed(const CatalogEntry& entry) {
  return !entry.entity->collection.empty() && entry.entity->metadata == RowMetadata::present;
}

std::optional<Route> find_route(const Catalog& catalog, std::string_view path) {
  if (auto fixed = find_fixed(path)) return fixed;
  if (!path.starts_with(api_root)) return std::nullopt;
  return find_resource(catalog, path.substr(api_root.size()));
}

std::string template_of(const Route& route) {
  if (route.entry == nullptr) return std::string{facts_of(route.kind).path};
  std::string text{api_root};
  text += route.entry->entity->collection;
  return text + (route.kind == RouteKind::item ? "/{id}/" : "/");
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
  if (is_safe(method)) return Action::read;
  if (kind == RouteKind::collection) return Action::create;
  return method == "DELETE" ? Action::remove : Action::update;
}

}  // namespace salus::rest
