#pragma once

#include <optional>
#include <span>
#include <vector>

#include "salus/access/policy.hpp"
#include "salus/core/issues.hpp"
#include "salus/storage/session.hpp"

#include "row_change.hpp"

namespace salus {

/// Adds what is wrong with a row that is about to be saved, if it is an access rule.
void check_access_rule(const Catalog& catalog, const EntityInfo& entity, std::span<const Value> row,
                       Issues& issues);

/// The rules of all access levels of the reader's organization, read under a principal's own policy.
/// Throws `invalid_input` at a rule that this program cannot express.
std::vector<Rule> load_access_rules(Reader& reader, const Policy& policy, const Catalog& catalog,
                                    Timestamp now);

/// The access level that the principal's account has now; nothing if it is no longer active.
std::optional<Id<AccessLevel>> access_level_of(Reader& reader, const Policy& policy,
                                               const Principal& principal, Timestamp now);

/// Whether a change of a row changes what somebody with an access level may do.
bool changes_access(const RowChange& change);

}  // namespace salus
