#pragma once

/// What a search asks of a row.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "salus/access/access_plan.hpp"
#include "salus/storage/session.hpp"

namespace salus {

/// The terms of a text, each as the beginning of a word token; those without a letter or number are left out, but
/// where there are no others one is empty. Throws `invalid_input` for too many words, or a NUL.
std::vector<std::string> search_terms(std::string_view text);

/// The rows that have every term in fields which `plan` shows on that row. Throws `forbidden` if it never shows
/// one of the entity's searchable fields, `unsupported` if it has none.
Expr search_condition(const AccessPlan& plan, const EntityInfo& entity,
                      const std::vector<std::string>& terms);

/// The rows that one of the terms leads to, if they are few: then they are looked at one by one, else a page walks
/// along its order and soon has rows enough. Reads what the caller may not see: only to narrow `search_condition`.
std::optional<std::vector<Value>> few_candidates(Reader& reader, const EntityInfo& entity,
                                                 std::vector<std::string> terms);

}  // namespace salus
