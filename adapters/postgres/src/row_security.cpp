#include "row_security.hpp"

#include "salus/sql/dialect.hpp"

namespace salus::postgres::row_security {

std::string policy_name(std::string_view table) { return std::string{table} + "_organization"; }

std::string policy_statement(std::string_view table) {
  const std::string rule{condition};
  return "CREATE POLICY " + sql::quoted(policy_name(table)) + " ON " + sql::quoted(table) +
         " USING (" + rule + ") WITH CHECK (" + rule + ")";
}

std::vector<std::string> statements_of(std::string_view table) {
  return {"ALTER TABLE " + sql::quoted(table) + " ENABLE ROW LEVEL SECURITY",
          policy_statement(table)};
}

}  // namespace salus::postgres::row_security
