#pragma once

/// The door for JSON: text is checked and made canonical here, once.
///
/// @code
/// const Json data = parse_json(R"({ "b": 1.10, "a": [true] })");
/// data.text();  // {"a":[true],"b":1.10}
/// @endcode
///
/// Pure; any thread.

#include <string_view>

#include "salus/core/export.hpp"
#include "salus/core/json.hpp"

namespace salus {

/// Makes a text canonical: no white space, keys sorted by bytes and unique (the last one wins), only the
/// necessary escapes. Numbers keep the text they were written with. `parse_json(parse_json(x).text())` is
/// `parse_json(x)`.
///
/// Throws `invalid_input` with a message that begins "JSON parse error - " for what is not RFC 8259 JSON in
/// UTF-8, for a byte order mark, an unpaired surrogate, a number beyond the range of a double, and for more
/// than 64 levels.
SALUS_EXPORT Json parse_json(std::string_view text);

}  // namespace salus
