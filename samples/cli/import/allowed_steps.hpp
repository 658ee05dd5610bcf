#pragma once

#include <string_view>
#include <vector>

#include "salus/schema/patch.hpp"
#include "salus/service/stored.hpp"

namespace salus::cli {

/// The changes that lead to a wanted one where a rule forbids to make it at once: a source that is
/// read again tells that an appointment was scheduled and is completed, and not that the patient came
/// in between. The fewest there are, each of the one field that the rule is about; none if the rule is
/// not about a choice, or nothing leads there.
std::vector<Patch> steps_towards(const Patch& wanted, const Record& row, std::string_view rule);

}  // namespace salus::cli
