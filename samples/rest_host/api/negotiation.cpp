#include "rest_host/api/negotiation.hpp"

#include <algorithm>
#include <charconv>
#include <compare>
#include <optional>
#include <system_error>

#include "salus/query/evaluate.hpp"
#include "salus/schema/validation.hpp"

#include "rest_host/api/refusal.hpp"

namespace salus::rest {

namespace {

struct FormatFacts {
  std::string_view name;
  std::string_view media_type;
  std::string_view content_type;
};

/// In the order of the enumeration.
constexpr std::array format_table{
    FormatFacts{"json", "application/json", "application/json"},
    FormatFacts{"csv", "text/csv", "text/csv; charset=utf-8; header=present"},  // RFC 4180 §3
    FormatFacts{"ndjson", "application/x-ndjson", "application/x-ndjson"},
};

/// Formats of the contract that this host does not serve.
constexpr std::array<std::string_view, 2> not_served{"pdf", "fhir"};

const FormatFacts& facts_of(Format format) {
  return format_table[static_cast<std::size_t>(format)];
}

bool same(std::string_view left, std::string_view right) {
  return detail::equal_ignoring_ascii_case(left, right);
}

/// How exactly a media range names a type: 0 for `*/*`, 2 for the type itself; nothing: not at all.
std::optional<int> precision_of(std::string_view range, std::string_view media_type) {
  const auto type = detail::trimmed(range.substr(0, range.find(';')));
  if (same(type, media_type)) return 2;
  if (type == "*/*") return 0;
  const auto family = media_type.substr(0, media_type.find('/') + 1);
  const bool is_family = type.ends_with("/*") && same(type.substr(0, type.size() - 1), family);
  return is_family ? std::optional{1} : std::nullopt;
}

/// RFC 9110 §12.4.2; one that cannot be read counts as none given.
double quality_of(std::string_view range) {
  double quality = 1;
  detail::every_part(range, ';', [&quality](std::string_view parameter) {
    parameter = detail::trimmed(parameter);
    if (parameter.starts_with("q=") || parameter.starts_with("Q=")) {
      double read = 1;
      const auto* end = parameter.data() + parameter.size();
      const bool is_number = std::from_chars(parameter.data() + 2, end, read).ec == std::errc{};
      if (is_number && read >= 0 && read <= 1) quality = read;
    }
    return true;
  });
  return quality;
}

/// How much a client wants a type: of the ranges that name it the most exact one counts.
struct Wish {
  double quality = 0;
  int precision = 0;

  friend auto operator<=>(const Wish&, const Wish&) = default;
};

std::optional<Wish> wish_for(std::string_view accept, std::string_view media_type) {
  std::optional<Wish> wish;
  detail::every_part(accept, ',', [&](std::string_view range) {
    const auto precision = precision_of(range, media_type);
    if (precision && (!wish || *precision > wish->precision))
      wish = Wish{.quality = quality_of(range), .precision = *precision};
    return true;
  });
  return wish;
}

/// `q=0` is a wish too, the least one: the original stack does not look at it.
std::optional<Format> most_wanted(std::string_view accept, std::span<const Format> offered) {
  std::optional<Format> best;
  Wish most;
  for (const auto format : offered) {
    const auto wish = wish_for(accept, facts_of(format).media_type);
    if (!wish || (best && *wish <= most)) continue;
    best = format;
    most = *wish;
  }
  return best;
}

Format format_named(std::string_view name, std::span<const Format> offered) {
  const auto* known = std::ranges::find(format_table, name, &FormatFacts::name);
  if (known == format_table.end()) {
    throw std::ranges::find(not_served, name) == not_served.end() ? not_found() : not_acceptable();
  }
  const auto format = static_cast<Format>(known - format_table.begin());
  if (std::ranges::find(offered, format) == offered.end()) throw not_acceptable();
  return format;
}

}  // namespace

std::span<const Format> formats_of(RouteKind kind) {
  if (kind == RouteKind::collection || kind == RouteKind::related) return list_formats;
  return only_json;
}

std::string_view media_type_of(Format format) { return facts_of(format).media_type; }

std::string_view content_type_of(Format format) { return facts_of(format).content_type; }

std::string_view name_of(Format format) { return facts_of(format).name; }

bool accepts_json(std::string_view accept) { return most_wanted(accept, only_json).has_value(); }

Format negotiate(const Request& request, std::string_view requested,
                 std::span<const Format> offered) {
  std::array<Format, 1> named{};
  if (!requested.empty()) {
    named.front() = format_named(requested, offered);
    offered = named;
  }
  const auto accept = request.headers.find("Accept");
  if (!accept) return offered.front();
  const auto format = most_wanted(*accept, offered);
  if (!format) throw not_acceptable();
  return *format;
}

}  // namespace salus::rest
