#pragma once

/// A JSON value becomes the value of a field, as the original stack would read it.

#include <optional>

#include "salus/codec/text_value.hpp"
#include "salus/core/issues.hpp"
#include "salus/core/value.hpp"

#include "codec/json_tree.hpp"

namespace salus::codec {

/// Reads a field's value; without one, it has said why. What is wrong inside a nested value is left for
/// `validate_value` to say.
std::optional<Value> read_value(const FieldFacts& field, const JsonNode& node,
                                const LocalTimeReader& local_time, Issues& issues);

}  // namespace salus::codec
