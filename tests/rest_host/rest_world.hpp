#pragma once

/// The small clinic behind the Api, with a vendor's wards in it; no sockets.
///
/// @code
/// RestWorld world;
/// const auto answer = world.get("/api/patients/", world.ada());
/// CHECK(answer.json().at("count") == 2);
/// @endcode

#include <string>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "salus/service/identity.hpp"

#include "rest_host/api/api.hpp"
#include "support/every_adapter.hpp"
#include "surface/ward.hpp"

namespace salus::test {

/// An answer, with what tests ask of it.
struct Answer : rest::Response {
  explicit Answer(rest::Response response) : rest::Response{std::move(response)} {}

  nlohmann::json json() const { return nlohmann::json::parse(body); }
  std::string detail() const { return json().at("detail"); }
  std::string header(std::string_view name) const {
    return std::string{headers.find(name).value_or("")};
  }

  /// The body, also of one that is written in pieces.
  std::string text() const {
    if (!stream) return body;
    std::string whole;
    stream([&whole](std::string_view piece) {
      whole += piece;
      return true;
    });
    return whole;
  }
};

/// Asks a small clinic, whatever database it is in.
struct RestClient {
  explicit RestClient(const SmallClinic& clinic, rest::ApiOptions options = {})
      : small{clinic}, api{clinic.clinic, options} {}

  const SmallClinic& small;
  rest::Api api;

  static constexpr const char* nobody = "";
  static constexpr const char* json_type = "application/json";

  std::string token_of(const Session& session) const {
    return Identity{small.clinic}.issue_tokens(session).access;
  }
  std::string root() const { return token_of(small.as_root()); }
  std::string ada() const { return token_of(small.as_ada()); }
  std::string bo() const { return token_of(small.as_bo()); }
  std::string amara() const { return token_of(small.as_amara()); }

  /// A request with an access token, or none.
  Answer call(std::string method, std::string target, const std::string& token,
              std::string body = {}, rest::Headers headers = {}) const {
    rest::Request request{.method = std::move(method),
                          .target = std::move(target),
                          .headers = std::move(headers),
                          .body = std::move(body),
                          .base_url = "http://clinic.test"};
    if (!token.empty()) request.headers.add("Authorization", "Bearer " + token);
    if (!request.body.empty() && !request.headers.find("Content-Type"))
      request.headers.add("Content-Type", json_type);
    return Answer{api.handle(request)};
  }
  Answer get(std::string target, const std::string& token, rest::Headers headers = {}) const {
    return call("GET", std::move(target), token, {}, std::move(headers));
  }

  static std::string path_of(Id<Patient> id) { return "/api/patients/" + id.to_string() + "/"; }
  static std::string path_of(Id<Doctor> id) { return "/api/doctors/" + id.to_string() + "/"; }
};

namespace detail {
struct SmallClinicInMemory {
  SmallClinic owned{memory::open(), vendor::catalog(), vendor::policy()};
};
}  // namespace detail

struct RestWorld : private detail::SmallClinicInMemory, RestClient {
  RestWorld() : RestClient{owned} {}
};

/// Runs `check` in one section for each adapter.
inline void on_every_host(const std::function<void(SmallClinic&, const RestClient&)>& check,
                          JournalOptions journal = {.reads = JournalReads::off}) {
  const auto with_client = [&check](SmallClinic& small) { check(small, RestClient{small}); };
  on_every_adapter(vendor::catalog(), vendor::policy(), with_client, journal);
}

/// The names of the rows of a list, in its order.
inline std::vector<std::string> names_in(const Answer& answer) {
  std::vector<std::string> names;
  const auto page = answer.json();
  for (const auto& row : page.at("results")) names.push_back(row.at("name"));
  return names;
}

}  // namespace salus::test
