#pragma once

#include <optional>
#include <string>

namespace salus::cli {

/// A day or moment written as a source writes it, `%d.%m.%Y %H:%M` (as strptime reads it), in ISO 8601;
/// nothing if the text is no such day. A moment has a zone if the format has one, `%z`, or counts
/// seconds since 1970, `%s`; else it is what some wall clock shows.
std::optional<std::string> iso_date(const std::string& text, const std::string& format);

}  // namespace salus::cli
