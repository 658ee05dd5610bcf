#pragma once

/// Questions to PostgreSQL's catalog.

#include <initializer_list>
#include <string>
#include <vector>

#include "pipeline.hpp"

namespace salus::postgres {

/// Asks all in one round trip; the answers are in text format. Throws what failed.
std::vector<Result> ask_catalog(Connection& connection,
                                std::initializer_list<std::string> questions, Deadline deadline);

/// The word under which a column's logical type stands in its comment, if the column's own type does
/// not tell it: JSON and choices are kept as text. The comment moves with the table, in dumps too.
inline constexpr std::string_view json_comment = "salus: json";
inline constexpr std::string_view choice_comment = "salus: choice";

}  // namespace salus::postgres
