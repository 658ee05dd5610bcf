#pragma once

/// The check of the profile `full`, and the mark by which it knows its own work.

#include <string>

#include "salus/query/row_security.hpp"

#include "result.hpp"

namespace salus::postgres::full_guards {

/// Questions to the catalog. Rows of both begin with: name of the table or view, name of the policy or
/// view, our mark, a digest of all that the catalog has of it. The mark is a comment: two words, for the
/// statement that made it and for that digest as it was then; so a policy is compared with what this
/// program would make, though PostgreSQL prints it in words of its own.
std::string policies_question();
/// ..., may our role write through it, does it belong to the owner of the tables.
std::string views_question();

/// The mark for a policy or view that was made by this statement and is printed with this digest.
std::string mark_of(const std::string& statement, std::string_view digest);

/// Whether somebody else than the profile `wall` made it.
bool is_mark(std::string_view comment);

/// Throws `schema_mismatch` with the first difference.
void check_policies(const RowRules& rules, const RowSecurity& security, const Result& policies);
void check_views(const RowSecurity& security, const Result& views);
/// The same about the rights of our role, which is not their owner.
void check_rights(const RowSecurity& security, const Result& views);

}  // namespace salus::postgres::full_guards
