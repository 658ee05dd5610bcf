#pragma once

/// Values of fields from the texts that a map makes.

#include <optional>
#include <span>
#include <string>

#include "salus/codec/text_value.hpp"
#include "salus/schema/field.hpp"

#include "cli/import/formula.hpp"

namespace salus::cli {

/// The wall clock of a zone: of a time that it shows twice it means the first, and of one that it leaves
/// out the moment at which clocks are set, as free slots do (docs/scheduling.md): nobody is there to ask.
LocalTimeReader clock_of(std::string time_zone);

/// Reads a value of a field; or says what is wrong, without repeating the text.
std::optional<Value> field_value(const FieldFacts& field, const std::string& text,
                                 const LocalTimeReader& clock, std::string& problem);

/// Whether a field's values can be put off: by lengths of time, or by whole days.
bool can_be_delayed(const FieldFacts& field, std::span<const Delay> delays);

/// A moment, or a day, so much later; real time, whatever clocks do meanwhile. Nothing, and no problem:
/// the row does not say by how much.
std::optional<Value> delayed(const Value& value, std::span<const Delay> delays,
                             const SourceRow& row, std::string& problem);

}  // namespace salus::cli
