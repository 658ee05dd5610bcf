#pragma once

/// The known name that somebody probably meant.

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace salus::cli {

/// The candidate with the fewest different letters, if it is near enough to be meant.
std::optional<std::string_view> nearest_name(std::string_view word,
                                             std::span<const std::string_view> candidates);

/// One line of advice: `Did you mean "patients"?`, or else the list: `There are: doctors, patients.`
std::string advice_for(std::string_view word, std::span<const std::string_view> candidates);

/// "doctors, mappings, patients"
std::string joined(std::span<const std::string_view> words);

}  // namespace salus::cli
