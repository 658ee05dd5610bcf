#pragma once

/// Conditions about a row and the caller as SQL text without parameters, for policies and views.

#include <string>

#include "salus/query/row_security.hpp"

namespace salus::postgres {

/// Throws `internal` at what it has no words for: never a guess.
class RuleWriter {
 public:
  /// For a policy: columns of the table itself; the caller is a row of the view `caller`, and what
  /// rules look into is a view too.
  static RuleWriter for_policy(const EntityInfo& entity, const RowSecurity& security);

  /// For a view: columns of `t0`; it asks the context itself, and tables directly.
  static RuleWriter for_view() { return RuleWriter{"t0", nullptr}; }

  std::string write(const Expr& condition) const;

 private:
  RuleWriter(std::string table, const RowSecurity* security)
      : table_{std::move(table)}, security_{security} {}

  std::string node(const Expr& expr) const;
  std::string joined(const Expr& expr, const char* word) const;
  std::string negated(const Expr& leaf) const;
  std::string column(const FieldInfo& column) const;
  std::string operand(const Expr& expr) const;
  std::string exists(const Expr& expr) const;
  std::string look_up(const Expr& expr) const;

  std::string table_;
  const RowSecurity* security_;  ///< Null: for a view.
};

/// ` WHERE <the context's organization, live rows> AND <condition>` over `t0`.
std::string narrowed(const EntityInfo& entity, const Expr& condition);

}  // namespace salus::postgres
