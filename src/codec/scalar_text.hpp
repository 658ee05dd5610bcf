#pragma once

/// Text to single values: what the JSON reader and `parse_value` have in common. No value means: not one of these.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "salus/codec/text_value.hpp"
#include "salus/core/id.hpp"
#include "salus/core/time.hpp"

namespace salus::codec {

/// true/false, yes/no, on/off, t/f, y/n, 1/0, in any case.
std::optional<bool> read_boolean(std::string_view text);

/// 64 bits; `7.0` is one too.
std::optional<std::int64_t> read_integer(std::string_view text);

/// A finite double.
std::optional<double> read_number(std::string_view text);

/// The usual form, and what Python's `uuid.UUID` takes besides: without dashes, in braces, as a URN.
std::optional<Uuid> read_uuid(std::string_view text);

/// In the years 1 to 9999, also after conversion to UTC.
std::optional<Timestamp> read_timestamp(std::string_view text, const LocalTimeReader& local_time);

/// A text as a field keeps it: without white space around it; a time of day in full.
std::string normal_text(const FieldFacts& field, std::string_view text);

}  // namespace salus::codec
