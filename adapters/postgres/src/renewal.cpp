#include "renewal.hpp"

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "salus/core/error.hpp"

#include "catalog.hpp"
#include "full_guards.hpp"
#include "full_row_security.hpp"
#include "guards.hpp"
#include "row_security.hpp"

namespace salus::postgres {

namespace {

/// What `COMMENT ON` and `DROP` call a policy or a view.
std::string policy_in_sql(std::string_view table, std::string_view name) {
  return "POLICY " + sql::quoted(name) + " ON " + sql::quoted(table);
}
std::string view_in_sql(std::string_view name) { return "VIEW " + sql::quoted(name); }

/// Statements on their way in one transaction.
class Renewal {
 public:
  Renewal(Connection& connection, Deadline deadline) : pipeline_{connection}, deadline_{deadline} {
    pipeline_.command("BEGIN");
    pipeline_.command("SET LOCAL lock_timeout = '10s'");
  }

  void take_down(const SchemaSnapshot& expected) {
    const auto found = ask({full_guards::policies_question(), full_guards::views_question()});
    for (int row = 0; row < PQntuples(found[0].get()); ++row) {
      const auto table = text_at(found[0].get(), row, 0);
      if (expected.find(table) != nullptr)
        pipeline_.command("DROP " + policy_in_sql(table, text_at(found[0].get(), row, 1)));
    }
    for (int row = 0; row < PQntuples(found[1].get()); ++row) {
      if (full_guards::is_mark(text_at(found[1].get(), row, 2)))
        pipeline_.command("DROP " + view_in_sql(text_at(found[1].get(), row, 0)));
    }
  }

  void put_up(const SchemaSnapshot& expected, const std::string& role) {
    const auto* security = expected.row_security.get();
    if (security != nullptr) {
      for (const auto& view : full_row_security::views_of(*security)) {
        pipeline_.command(view.sql);
        pipeline_.command("GRANT SELECT ON " + sql::quoted(view.name) + " TO " + sql::quoted(role));
        made_.push_back({{}, view});
      }
    }
    for (const auto& table : expected.tables) put_up(table.name, security);
  }

  /// With the digests that the catalog now has.
  void mark() {
    const auto found = ask({full_guards::policies_question(), full_guards::views_question()});
    for (const auto& [table, guard] : made_) {
      const auto& answer = table.empty() ? found[1] : found[0];
      const auto name = table.empty() ? view_in_sql(guard.name) : policy_in_sql(table, guard.name);
      pipeline_.command(
          "COMMENT ON " + name + " IS " +
          sql::literal(full_guards::mark_of(guard.sql, digest_of(answer, table, guard.name))));
    }
  }

  void commit() {
    pipeline_.commit();
    settle();
  }

  ~Renewal() { pipeline_.make_idle(deadline_); }
  Renewal(const Renewal&) = delete;
  Renewal& operator=(const Renewal&) = delete;

 private:
  struct Made {
    std::string table;  ///< Empty: a view.
    sql::Guard guard;
  };

  void put_up(const std::string& table, const RowSecurity* security) {
    const auto name = sql::quoted(table);
    pipeline_.command("ALTER TABLE " + name +
                      " ENABLE ROW LEVEL SECURITY, NO FORCE ROW LEVEL SECURITY");
    const auto* rules = full_row_security::rules_of(security, table);
    if (rules == nullptr) return pipeline_.command(row_security::policy_statement(table));
    for (auto& policy : full_row_security::policies_of(*rules, *security)) {
      pipeline_.command(policy.sql);
      made_.push_back({table, std::move(policy)});
    }
  }

  static std::string_view digest_of(const Result& answer, std::string_view table,
                                    std::string_view name) {
    for (int row = 0; row < PQntuples(answer.get()); ++row) {
      const bool is_of_table = table.empty() || text_at(answer.get(), row, 0) == table;
      if (is_of_table && text_at(answer.get(), row, 1) == name)
        return text_at(answer.get(), row, 3);
    }
    throw Error{ErrorCode::internal, "What was just made is not in the catalog."};
  }

  std::vector<Result> ask(std::initializer_list<std::string> questions) {
    for (const auto& question : questions) pipeline_.catalog_query(question);
    return settle();
  }

  std::vector<Result> settle() {
    auto answers = pipeline_.settle(deadline_);
    if (answers.failure) throw answers.failure->error;
    return std::move(answers.kept);
  }

  Pipeline pipeline_;
  Deadline deadline_;
  std::vector<Made> made_;
};

}  // namespace

void renew_row_security(Connection& connection, const SchemaSnapshot& expected,
                        const std::string& application_role, Deadline deadline) {
  if (row_security_stands(connection, expected, deadline)) return;
  Renewal renewal{connection, deadline};
  renewal.take_down(expected);
  renewal.put_up(expected, application_role);
  renewal.mark();
  renewal.commit();
}

}  // namespace salus::postgres
