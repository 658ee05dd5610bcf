#include "full_row_security.hpp"

#include <string>

#include "caller_context.hpp"
#include "row_security.hpp"
#include "rule_writer.hpp"

namespace salus::postgres::full_row_security {

namespace {

/// Without a barrier a function of the reader's own might be shown rows before they are left out.
constexpr std::string_view barrier = " WITH (security_barrier = true) AS ";

/// The context's organization, and the condition. A sub-select, for the caller is worked out once.
std::string condition_of(const RowRules& rules, const RowSecurity& security,
                         const Expr& condition) {
  std::string text = sql::quoted(rules.entity->name) + "." + std::string{row_security::condition};
  if (condition.is_always()) return "(" + text + ")";
  if (condition.is_never()) return "(FALSE)";
  return "(" + text + " AND (SELECT " +
         RuleWriter::for_policy(*rules.entity, security).write(condition) + R"( FROM "caller")))";
}

sql::Guard policy(std::string_view table, std::string_view command, const std::string& conditions) {
  std::string name = std::string{table} + "_" + std::string{command};
  std::string sql = "CREATE POLICY " + sql::quoted(name) + " ON " + sql::quoted(table) + " FOR " +
                    std::string{command} + conditions;
  return {std::move(name), std::move(sql)};
}

std::string words_of_rows(const CallerWords& words) {
  std::string text = "SELECT " + sql::literal(words.prefix);
  for (const auto* column : words.columns) text += " || ' ' || t0." + sql::quoted(column->name);
  return text + " FROM " + sql::quoted(words.entity->name) + " AS t0" +
         narrowed(*words.entity, words.condition);
}

sql::Guard caller_view(const RowSecurity& security) {
  std::string of_rows;
  for (const auto& words : security.words)
    of_rows += (of_rows.empty() ? "" : " UNION ALL ") + words_of_rows(words);
  using caller_context::part;
  return {"caller",
          R"(CREATE VIEW "caller")" + std::string{barrier} + "SELECT " + part(Operand::now) +
              R"( AS "now", )" + part(Operand::user) + R"( AS "user", )" + part(Operand::doctor) +
              R"( AS "doctor", )" + part(Operand::patient) + R"( AS "patient", (SELECT )" +
              caller_context::words() + " || ARRAY(" + of_rows + R"()) AS "words")"};
}

/// What has no condition of its own tells nothing, and a barrier would keep the order of an index from it.
sql::Guard look_up_view(const LookUp& view) {
  std::string columns;
  for (const auto* column : view.columns)
    columns += (columns.empty() ? "t0." : ", t0.") + sql::quoted(column->name);
  return {view.name,
          "CREATE VIEW " + sql::quoted(view.name) +
              std::string{view.condition.is_always() ? " AS " : barrier} + "SELECT " + columns +
              " FROM " + sql::quoted(view.entity->name) + " AS t0" +
              narrowed(*view.entity, view.condition)};
}

}  // namespace

std::vector<sql::Guard> policies_of(const RowRules& rules, const RowSecurity& security) {
  const auto& table = rules.entity->name;
  const auto text = [&](const Expr& condition) { return condition_of(rules, security, condition); };
  std::vector<sql::Guard> policies{policy(table, "select", " USING " + text(rules.visible)),
                                   policy(table, "insert", " WITH CHECK " + text(rules.created))};
  if (!rules.changeable.is_never()) {
    policies.push_back(
        policy(table,
               "update",
               " USING " + text(rules.changeable) + " WITH CHECK " + text(rules.changed)));
  }
  return policies;
}

std::vector<sql::Guard> views_of(const RowSecurity& security) {
  std::vector<sql::Guard> views{caller_view(security)};
  for (const auto& view : security.look_ups) views.push_back(look_up_view(view));
  return views;
}

const RowRules* rules_of(const RowSecurity* security, std::string_view table) {
  if (security == nullptr) return nullptr;
  for (const auto& rules : security->tables) {
    if (rules.entity->name == table) return &rules;
  }
  return nullptr;
}

}  // namespace salus::postgres::full_row_security
