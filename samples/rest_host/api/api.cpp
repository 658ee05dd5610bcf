#include "rest_host/api/api.hpp"

#include <string>
#include <typeinfo>

#include "salus/codec/openapi.hpp"

#include "rest_host/api/authentication.hpp"
#include "rest_host/api/docs_page.hpp"
#include "rest_host/api/json_text.hpp"
#include "rest_host/api/log_in.hpp"
#include "rest_host/api/negotiation.hpp"
#include "rest_host/api/options.hpp"
#include "rest_host/api/refreshing.hpp"
#include "rest_host/api/refusal.hpp"
#include "rest_host/api/registration.hpp"
#include "rest_host/api/resource.hpp"
#include "rest_host/api/route.hpp"
#include "rest_host/api/url.hpp"

namespace salus::rest {

namespace {

/// What requests have in common.
struct Host {
  const Clinic& clinic;
  const ApiOptions& options;
  const std::string& openapi;
  const std::string& docs;
};

/// Answers one request. The order of its steps is part of the contract: 406, 401, 403, 405, 404, then
/// what the body is.
class Exchange {
 public:
  Exchange(Host host, const Request& request, const Target& target, const Route& route)
      : host_{host}, request_{request}, target_{target}, route_{route} {}

  Response respond() const {
    if (route_.lacks_slash && is_read()) return redirect();
    if (is_about_host()) return respond_openly();
    const auto parameter = find_parameter(target_.parameters, "format").value_or("");
    const auto format =
        negotiate(request_,
                  route_.format.empty() ? parameter : route_.format,
                  is_read() ? formats_of(route_.kind) : std::span<const Format>{only_json});
    if (is_about_log_in()) return respond_openly();
    auto session = authenticate(host_.clinic, request_);
    auto response = respond_to(session, format);
    if (formats_of(route_.kind).size() > 1) response.headers.add("Vary", "Accept");
    return response;
  }

 private:
  bool is_read() const { return request_.method == "GET" || request_.method == "HEAD"; }

  bool is_about_host() const {
    return route_.kind == RouteKind::health || route_.kind == RouteKind::readiness ||
           route_.kind == RouteKind::openapi || route_.kind == RouteKind::docs ||
           route_.kind == RouteKind::docs_style;
  }

  bool is_about_log_in() const {
    return route_.kind == RouteKind::log_in || route_.kind == RouteKind::registration ||
           route_.kind == RouteKind::refreshing || route_.kind == RouteKind::log_out;
  }

  Response redirect() const {
    const auto query = request_.target.substr(target_.raw_path.size());
    Response response{.status = 301};
    response.headers.add("Location", std::string{target_.raw_path} + "/" + query);
    return response;
  }

  void require_method() const {
    if (!allows(route_.kind, request_.method)) {
      throw method_not_allowed(request_.method, allowed_methods(route_.kind));
    }
  }

  /// The routes that need nobody.
  Response respond_openly() const {
    // Who registers is somebody already, if they say so; to the others a token is nobody's business.
    if (route_.kind == RouteKind::registration) refuse_bad_token(host_.clinic, request_);
    require_method();
    if (request_.method == "OPTIONS")
      return describe_route(route_, is_about_log_in() ? Creation::allowed : Creation::denied);
    if (route_.kind == RouteKind::log_in) return log_in(host_.clinic, request_);
    if (route_.kind == RouteKind::registration) return register_account(host_.clinic, request_);
    if (route_.kind == RouteKind::refreshing) return refresh_tokens(host_.clinic, request_);
    if (route_.kind == RouteKind::log_out) return log_out(host_.clinic, request_);
    if (route_.kind == RouteKind::openapi) return json_response(200, host_.openapi);
    if (route_.kind == RouteKind::docs) return docs_response(host_.docs);
    if (route_.kind == RouteKind::docs_style) return docs_style_response();
    if (route_.kind == RouteKind::readiness) ask_database();
    return json_response(200, R"({"status":"ok"})");
  }

  /// Throws if it does not answer. The organization's row is what every clinic has.
  void ask_database() const {
    host_.clinic.act_as_system(Role::authenticator).calendar().time_zone();
  }

  Response respond_to(Session& session, Format format) const {
    if (route_.entry != nullptr &&
        !session.may_ever(action_of(route_.kind, request_.method), *route_.entry->entity)) {
      throw forbidden();
    }
    require_method();
    if (request_.method == "OPTIONS") return describe_route(route_, creation_by(session));
    if (route_.kind == RouteKind::index) return index(session);
    const ResourceCall call{
        request_, target_, route_, host_.clinic, session, host_.options.unknown_parameters, format};
    if (route_.kind == RouteKind::versions) return list_versions(call);
    if (route_.kind == RouteKind::revisions) return list_revisions(call);
    if (route_.kind == RouteKind::break_glass) return break_glass(call);
    if (route_.kind == RouteKind::slots) return list_slots(call);
    if (route_.kind == RouteKind::audit) return list_audit(call);
    const bool is_account = &call.entity() == &entity_info<User>();
    if (request_.method == "POST") return is_account ? create_account(call) : create_resource(call);
    if (request_.method == "PATCH" || request_.method == "PUT")
      return is_account ? change_account(call) : change_resource(call);
    if (request_.method == "DELETE") return remove_resource(call);
    return route_.kind == RouteKind::item ? read_resource(call) : list_resource(call);
  }

  Creation creation_by(Session& session) const {
    const bool allowed = route_.kind == RouteKind::collection &&
                         session.may_ever(Action::create, *route_.entry->entity);
    return allowed ? Creation::allowed : Creation::denied;
  }

  /// The collections of which the caller may read something.
  Response index(Session& session) const {
    JsonObject links;
    for (const auto& entry : host_.clinic.catalog().entries()) {
      if (!is_routed(entry) || !session.may_ever(Action::read, *entry.entity)) continue;
      const Route collection{.kind = RouteKind::collection, .entry = &entry};
      links.add(entry.entity->collection, request_.base_url + template_of(collection));
    }
    if (session.may_ever(Action::read, entity_info<JournalEntry>()))
      links.add("audit", request_.base_url + template_of({.kind = RouteKind::audit}));
    return json_response(200, links.text());
  }

  Host host_;
  const Request& request_;
  const Target& target_;
  const Route& route_;
};

/// Whatever happens becomes an answer.
template <class Respond>
Response answer_of(const Respond& respond) {
  try {
    return respond();
  } catch (const Refusal& refusal) {
    return refusal.response();
  } catch (const Error& error) {
    return response_of(error);
  } catch (const std::exception& error) {
    return internal_error(typeid(error).name());  // what it says might quote the request
  }
}

/// A HEAD is told how long the body would be that it does not get (RFC 9110 §9.3.2), unless nobody knows.
void withhold_body(Response& response) {
  if (response.stream) {
    response.stream = nullptr;
    return;
  }
  response.headers.add("Content-Length", std::to_string(response.body.size()));
  response.body.clear();
}

}  // namespace

Api::Api(const Clinic& clinic, ApiOptions options)
    : clinic_{&clinic},
      options_{options},
      openapi_{openapi_document(clinic.catalog())},
      docs_{docs_page(openapi_)} {}

Response Api::handle(const Request& request) const {
  const auto target = parse_target(request.target);
  const auto route = find_route(clinic_->catalog(), target.path);
  auto response = answer_of([&] {
    if (!route) throw not_found();
    return Exchange{{*clinic_, options_, openapi_, docs_}, request, target, *route}.respond();
  });
  if (route) response.route = template_of(*route);
  if (request.method == "HEAD") withhold_body(response);
  return response;
}

}  // namespace salus::rest
