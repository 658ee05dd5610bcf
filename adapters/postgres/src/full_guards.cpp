#include "full_guards.hpp"

#include <string_view>
#include <vector>

#include "salus/core/error.hpp"

#include "full_row_security.hpp"
#include "statement.hpp"

namespace salus::postgres::full_guards {

namespace {

constexpr std::string_view renew =
    " Run \"salus init\" (Clinic::install) as the owner to bring row-level security up to date.";

/// Of texts that may be missing; SHA-256.
std::string digest_of(std::string_view texts) {
  return "encode(sha256(convert_to(concat_ws('|', " + std::string{texts} + "), 'UTF8')), 'hex')";
}

/// A row of an answer that is about a policy or view of ours.
struct Found {
  std::string_view mark;
  std::string_view digest;
  int row = 0;
};

[[noreturn]] void refuse(std::string_view name, std::string_view what) {
  throw Error{
      ErrorCode::schema_mismatch,
      "Row-level security: " + std::string{name} + " " + std::string{what} + std::string{renew}};
}

Found find(const Result& answer, std::string_view relation, std::string_view name) {
  for (int row = 0; row < PQntuples(answer.get()); ++row) {
    if (text_at(answer.get(), row, 0) == relation && text_at(answer.get(), row, 1) == name)
      return {text_at(answer.get(), row, 2), text_at(answer.get(), row, 3), row};
  }
  refuse(name, "is missing.");
}

void check_mark(const sql::Guard& guard, const Found& found) {
  const auto expected = mark_of(guard.sql, found.digest);
  if (found.mark == expected) return;
  const auto made_by = found.mark.substr(0, found.mark.find(' '));
  refuse(guard.name,
         made_by == Statement{guard.sql}.name
             ? "was changed since Salus made it."
             : "is not what this program would make: it has another policy or profile.");
}

std::size_t count_of(const Result& answer, std::string_view relation) {
  std::size_t count = 0;
  for (int row = 0; row < PQntuples(answer.get()); ++row)
    count += text_at(answer.get(), row, 0) == relation ? 1U : 0U;
  return count;
}

}  // namespace

std::string policies_question() {
  return "SELECT c.relname, p.polname, coalesce(obj_description(p.oid, 'pg_policy'), ''), " +
         digest_of(
             "p.polcmd, p.polpermissive, p.polroles::text, "
             "coalesce(pg_get_expr(p.polqual, p.polrelid), ''), "
             "coalesce(pg_get_expr(p.polwithcheck, p.polrelid), '')") +
         " FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid "
         "WHERE c.relnamespace = quote_ident(current_schema())::regnamespace";
}

std::string views_question() {
  return "SELECT v.relname, v.relname, coalesce(obj_description(v.oid, 'pg_class'), ''), " +
         digest_of("pg_get_viewdef(v.oid), coalesce(v.reloptions::text, '')") +
         ", has_table_privilege(v.oid, 'INSERT, UPDATE, DELETE, TRUNCATE'), "
         "NOT EXISTS (SELECT FROM pg_class t WHERE t.relnamespace = v.relnamespace AND "
         "t.relkind IN ('r', 'p') AND t.relrowsecurity AND t.relowner <> v.relowner) "
         "FROM pg_class v "
         "WHERE v.relkind = 'v' AND v.relnamespace = quote_ident(current_schema())::regnamespace";
}

std::string mark_of(const std::string& statement, std::string_view digest) {
  return Statement{statement}.name + " " + std::string{digest};
}

bool is_mark(std::string_view comment) {
  return comment.starts_with("salus_") && comment.find(' ') != std::string_view::npos;
}

void check_policies(const RowRules& rules, const RowSecurity& security, const Result& policies) {
  const auto expected = full_row_security::policies_of(rules, security);
  for (const auto& guard : expected)
    check_mark(guard, find(policies, rules.entity->name, guard.name));
  if (count_of(policies, rules.entity->name) != expected.size())
    refuse(rules.entity->name, "has a policy that Salus did not make.");
}

void check_views(const RowSecurity& security, const Result& views) {
  for (const auto& guard : full_row_security::views_of(security)) {
    const auto found = find(views, guard.name, guard.name);
    check_mark(guard, found);
    if (text_at(views.get(), found.row, 5) != "t")
      refuse(guard.name, "does not belong to the owner of the tables.");
  }
}

void check_rights(const RowSecurity& security, const Result& views) {
  for (const auto& guard : full_row_security::views_of(security)) {
    const auto found = find(views, guard.name, guard.name);
    if (text_at(views.get(), found.row, 4) == "t")
      refuse(guard.name, "may be written by our role.");
  }
}

}  // namespace salus::postgres::full_guards
