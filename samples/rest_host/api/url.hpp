#pragma once

/// Paths, queries and form bodies: percent-encoding and the list of parameters.

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace salus::rest {

/// Parameters in the order they came. Texts are UTF-8.
using Parameters = std::vector<std::pair<std::string, std::string>>;

/// Where a request goes.
struct Target {
  std::string_view raw_path;  ///< As it was sent; borrowed from the request.
  std::string path;           ///< Decoded.
  Parameters parameters;
};

Target parse_target(std::string_view target);

/// Reads a query, `a=1&b=x%20y+z`.
Parameters parse_parameters(std::string_view encoded);

/// The same of a body of application/x-www-form-urlencoded, whose bytes are left as they are, UTF-8 or not.
Parameters parse_form(std::string_view encoded);

/// The last value of a name: of several, it counts.
std::optional<std::string_view> find_parameter(const Parameters& parameters, std::string_view name);

/// A query sorted by name; values of one name stay in their order.
std::string encode_parameters(const Parameters& parameters);

}  // namespace salus::rest
