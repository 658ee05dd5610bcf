#pragma once

/// The format of an answer (RFC 9110 §12): by a suffix, by `?format=`, or by Accept.

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

#include "rest_host/api/http_message.hpp"
#include "rest_host/api/route.hpp"

namespace salus::rest {

enum class Format : std::uint8_t { json, csv, ndjson };

inline constexpr std::array only_json{Format::json};
/// What lists are served as; in the order of our preference.
inline constexpr std::array list_formats{Format::json, Format::csv, Format::ndjson};

/// The formats of an answer to GET.
std::span<const Format> formats_of(RouteKind kind);

std::string_view media_type_of(Format format);

/// The type of an answer's body, as its Content-Type says it.
std::string_view content_type_of(Format format);

/// Its name in a suffix and in `?format=`.
std::string_view name_of(Format format);

/// Whether an Accept header can be satisfied by JSON.
bool accepts_json(std::string_view accept);

/// The format of the answer, of those that are offered. `requested` is the suffix of the path or the parameter
/// `format`, empty if there is none. Throws 404 for a format that nobody knows, as the original stack does, and 406
/// for one that is not offered here.
Format negotiate(const Request& request, std::string_view requested,
                 std::span<const Format> offered);

}  // namespace salus::rest
