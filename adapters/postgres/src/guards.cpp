#include "guards.hpp"

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "salus/core/error.hpp"
#include "salus/sql/ddl.hpp"

#include "catalog.hpp"
#include "full_guards.hpp"
#include "full_row_security.hpp"
#include "row_security.hpp"

namespace salus::postgres {

namespace {

constexpr const char* role_question =
    "SELECT rolname, rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user";

constexpr const char* tables_question = R"(
  SELECT c.relname, c.relrowsecurity, pg_has_role(current_user, c.relowner, 'MEMBER'),
         has_table_privilege(c.oid, 'UPDATE, DELETE, TRUNCATE'), c.relforcerowsecurity,
         has_table_privilege(c.oid, 'TRUNCATE')
  FROM pg_class c
  WHERE c.relnamespace = quote_ident(current_schema())::regnamespace AND c.relkind IN ('r', 'p'))";

constexpr const char* policies_question = R"(
  SELECT c.relname, p.polname, p.polpermissive, p.polcmd = '*', p.polroles = '{0}',
         coalesce(pg_get_expr(p.polqual, p.polrelid), ''), coalesce(pg_get_expr(p.polwithcheck, p.polrelid), ''),
         coalesce(obj_description(p.oid, 'pg_policy'), '')
  FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid
  WHERE c.relnamespace = quote_ident(current_schema())::regnamespace)";

// tgtype is a set of bits: 1 for each row, 2 before, 8 delete, 16 update, 32 truncate.
constexpr const char* triggers_question = R"(
  SELECT c.relname, t.tgname, t.tgenabled IN ('O', 'A'), t.tgtype, f.prosrc
  FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_proc f ON f.oid = t.tgfoid
  WHERE NOT t.tgisinternal AND c.relnamespace = quote_ident(current_schema())::regnamespace)";

constexpr std::string_view refuses_rows = "27";
constexpr std::string_view refuses_truncate = "34";

/// One row of an answer.
class Row {
 public:
  Row(const Result& result, int row) : result_{result.get()}, row_{row} {}
  std::string_view operator[](int column) const { return text_at(result_, row_, column); }
  bool is(int column) const { return (*this)[column] == "t"; }

 private:
  const PGresult* result_;
  int row_;
};

/// The rows of an answer by the table in their first column.
using RowsByTable = std::multimap<std::string, Row, std::less<>>;

RowsByTable by_table(const Result& result) {
  RowsByTable rows;
  for (int row = 0; row < PQntuples(result.get()); ++row) {
    rows.emplace(text_at(result.get(), row, 0), Row{result, row});
  }
  return rows;
}

[[noreturn]] void refuse(std::string_view what) {
  throw Error{ErrorCode::schema_mismatch, std::string{what}};
}

void require(bool holds, std::string_view table, std::string_view what) {
  if (!holds) refuse("Table " + std::string{table} + ": " + std::string{what});
}

void check_role(const Result& result) {
  if (PQntuples(result.get()) == 0) refuse("The database role is not in the catalog.");
  const Row role{result, 0};
  const auto name = "The role " + std::string{role[0]};
  if (role.is(1)) refuse(name + " is a superuser, for whom row-level security does not hold.");
  if (role.is(2)) refuse(name + " has BYPASSRLS: row-level security does not hold for it.");
}

void check_table(const TableSchema& table, const RowsByTable& tables) {
  const auto found = tables.find(table.name);
  require(found != tables.end(), table.name, "it is missing.");
  const Row& row = found->second;
  require(
      !row.is(2), table.name, "our role is its owner, for whom row-level security does not hold.");
  require(!table.append_only || !row.is(3),
          table.name,
          "it is append-only, but our role may change or empty it.");
  require(!row.is(5), table.name, "our role may empty it, which no policy refuses.");
}

/// The profile `wall`.
void check_policy(const TableSchema& table, const RowsByTable& policies) {
  const auto [first, last] = policies.equal_range(table.name);
  const bool is_full = std::any_of(
      first, last, [](const auto& entry) { return full_guards::is_mark(entry.second[7]); });
  require(!is_full,
          table.name,
          "its row-level security is of the profile \"full\": open it with that, or run \"salus "
          "init\" (Clinic::install) as the owner to change it.");
  require(policies.count(table.name) == 1,
          table.name,
          "it must have exactly one policy of row-level security.");
  const Row& policy = policies.find(table.name)->second;
  require(policy[1] == row_security::policy_name(table.name),
          table.name,
          "its policy has another name.");
  require(policy.is(2),
          table.name,
          "its policy is restrictive, which a sharded PostgreSQL stores as permissive.");
  require(policy.is(3) && policy.is(4),
          table.name,
          "its policy is not for all commands and all roles.");
  require(
      policy[5] == row_security::printed_condition && policy[6] == row_security::printed_condition,
      table.name,
      "its policy does not say what it should: organization_id is the context's.");
}

/// A trigger as it should be: its function's body stands in one of the guards that we would create.
bool is_in_force(const Row& trigger, std::string_view type, const std::vector<sql::Guard>& guards) {
  const auto has_body = [&](const sql::Guard& guard) {
    return guard.sql.find(trigger[4]) != std::string::npos;
  };
  return trigger.is(2) && trigger[3] == type && !trigger[4].empty() &&
         std::ranges::any_of(guards, has_body);
}

void check_append_only(const TableSchema& table, const RowsByTable& triggers) {
  const auto guards = sql::guards_of(table, sql::postgres_dialect);
  if (guards.empty()) return;
  const auto [first, last] = triggers.equal_range(table.name);
  const auto stands = [&](std::string_view type) {
    return std::any_of(
        first, last, [&](const auto& entry) { return is_in_force(entry.second, type, guards); });
  };
  require(stands(refuses_rows), table.name, "it is append-only, but no trigger refuses changes.");
  require(stands(refuses_truncate),
          table.name,
          "it is append-only, but no trigger refuses to empty it.");
}

struct Catalog {
  RowsByTable tables;
  RowsByTable policies;
  std::vector<Result> answers;  ///< What the rows borrow from.
  const Result& marked_policies() const { return answers[2]; }
  const Result& views() const { return answers[3]; }
};

Catalog read_catalog(Connection& connection, Deadline deadline) {
  Catalog catalog;
  catalog.answers = ask_catalog(connection,
                                {tables_question,
                                 policies_question,
                                 full_guards::policies_question(),
                                 full_guards::views_question()},
                                deadline);
  catalog.tables = by_table(catalog.answers[0]);
  catalog.policies = by_table(catalog.answers[1]);
  return catalog;
}

void check_row_security(const SchemaSnapshot& expected, const Catalog& catalog) {
  const auto* security = expected.row_security.get();
  for (const auto& table : expected.tables) {
    const auto found = catalog.tables.find(table.name);
    require(found != catalog.tables.end(), table.name, "it is missing.");
    require(found->second.is(1), table.name, "row-level security is off.");
    const auto* rules = full_row_security::rules_of(security, table.name);
    if (rules == nullptr) {
      check_policy(table, catalog.policies);
      continue;
    }
    require(!found->second.is(4), table.name, "row-level security is forced on its owner.");
    full_guards::check_policies(*rules, *security, catalog.marked_policies());
  }
  if (security != nullptr) full_guards::check_views(*security, catalog.views());
}

}  // namespace

void verify_guards(Connection& connection, const SchemaSnapshot& expected, Deadline deadline) {
  const auto answers = ask_catalog(connection, {role_question, triggers_question}, deadline);
  const auto catalog = read_catalog(connection, deadline);
  check_role(answers[0]);
  const auto triggers = by_table(answers[1]);
  for (const auto& table : expected.tables) check_table(table, catalog.tables);
  check_row_security(expected, catalog);
  if (expected.row_security != nullptr)
    full_guards::check_rights(*expected.row_security, catalog.views());
  for (const auto& table : expected.tables) check_append_only(table, triggers);
}

bool row_security_stands(Connection& connection, const SchemaSnapshot& expected,
                         Deadline deadline) {
  try {
    check_row_security(expected, read_catalog(connection, deadline));
    return true;
  } catch (const Error& error) {
    if (error.code() != ErrorCode::schema_mismatch) throw;
    return false;
  }
}

}  // namespace salus::postgres
