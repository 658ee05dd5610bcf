#include "rest_host/api/precondition.hpp"

#include <string>
#include <string_view>

#include "salus/core/error.hpp"
#include "salus/schema/validation.hpp"

#include "rest_host/api/representation.hpp"

namespace salus::rest {

namespace {

enum class Comparison : std::uint8_t { strong, weak };

constexpr std::string_view any_version = "*";

/// Whether a list of entity tags has that of a version.
bool lists(std::string_view tags, std::int64_t version, Comparison comparison) {
  if (detail::trimmed(tags) == any_version) return true;
  return !detail::every_part(tags, ',', [&, tag = etag_of(version)](std::string_view candidate) {
    candidate = detail::trimmed(candidate);
    if (comparison == Comparison::weak && candidate.starts_with("W/")) candidate.remove_prefix(2);
    return candidate != tag;
  });
}

Error precondition_failed() {
  return {ErrorCode::version_conflict, "The row has changed since it was read; read it again."};
}

}  // namespace

void require_match(const Request& request, std::int64_t current) {
  const auto wanted = request.headers.find("If-Match");
  if (wanted && !lists(*wanted, current, Comparison::strong)) throw precondition_failed();
}

bool is_known(const Request& request, std::int64_t current) {
  const auto known = request.headers.find("If-None-Match");
  return known && lists(*known, current, Comparison::weak);
}

std::optional<std::int64_t> expected_version(const Request& request, std::int64_t current) {
  require_match(request, current);
  if (is_known(request, current)) throw precondition_failed();
  const auto wanted = request.headers.find("If-Match");
  const bool any = !wanted || detail::trimmed(*wanted) == any_version;
  return any ? std::nullopt : std::optional{current};
}

}  // namespace salus::rest
