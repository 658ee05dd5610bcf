#include "cli/records/changed_fields.hpp"

#include <set>

namespace salus::cli {

namespace {

/// Where a JSON string that begins at `start` ends: the position of its closing quote.
std::size_t closing_quote(std::string_view json, std::size_t start) {
  auto at = start + 1;
  while (at < json.size() && json[at] != '"') at += json[at] == '\\' ? 2U : 1U;
  return at;
}

}  // namespace

std::vector<std::string> changed_fields(std::string_view body) {
  std::set<std::string> names;
  int depth = 0;
  for (std::size_t at = 0; at < body.size(); ++at) {
    const char c = body[at];
    if (c == '{' || c == '[') ++depth;
    if (c == '}' || c == ']') --depth;
    if (c != '"') continue;
    const auto end = closing_quote(body, at);
    const bool is_key = end + 1 < body.size() && body[end + 1] == ':';
    if (is_key && depth == 2) names.emplace(body.substr(at + 1, end - at - 1));
    at = end;
  }
  return {names.begin(), names.end()};
}

}  // namespace salus::cli
