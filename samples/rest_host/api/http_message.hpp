#pragma once

/// A request and its answer, as values: all that the Api knows of HTTP.

#include <algorithm>
#include <functional>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace salus::rest {

/// Header fields in the order they came; names are compared without case.
class Headers {
 public:
  Headers() = default;
  Headers(std::initializer_list<std::pair<std::string, std::string>> fields) : fields_{fields} {}

  void add(std::string name, std::string value) {
    fields_.emplace_back(std::move(name), std::move(value));
  }

  /// The first value of a name, or nothing.
  std::optional<std::string_view> find(std::string_view name) const {
    const auto found = std::ranges::find_if(
        fields_, [name](const auto& field) { return same_name(field.first, name); });
    return found == fields_.end() ? std::nullopt : std::optional<std::string_view>{found->second};
  }

  auto begin() const { return fields_.begin(); }
  auto end() const { return fields_.end(); }

 private:
  static bool same_name(std::string_view left, std::string_view right) {
    const auto lower = [](char c) {
      return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    };
    return std::ranges::equal(left, right, {}, lower, lower);
  }

  std::vector<std::pair<std::string, std::string>> fields_;
};

struct Request {
  std::string method = "GET";
  std::string target = "/";  ///< Path and query as they stand on the request line.
  Headers headers;
  std::string body;
  std::string base_url;          ///< What links begin with: "http://127.0.0.1:8080".
  std::string client_address{};  ///< Where it came from, as text; empty: unknown.
};

/// Takes the next piece of a body; false if nobody listens any more.
using BodySink = std::function<bool(std::string_view piece)>;

struct Response {
  int status = 200;
  Headers headers;
  std::string body;
  /// Instead of `body`, one that is too long to hold: writes it piece by piece, and owns what it reads from.
  /// If it throws, the body ends cut off, so that nobody takes it for the whole.
  std::function<void(const BodySink& sink)> stream{};
  std::string route;    ///< For the log: "/api/patients/{id}/", never a path with an id.
  std::string failure;  ///< For the log: what went wrong inside; never sent.
};

}  // namespace salus::rest
