#include "rule_writer.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "salus/core/error.hpp"
#include "salus/sql/dialect.hpp"
#include "salus/sql/render.hpp"

#include "caller_context.hpp"
#include "row_security.hpp"

namespace salus::postgres {

namespace {

constexpr std::array caller_columns{std::pair{Operand::now, "now"},
                                    std::pair{Operand::user, "user"},
                                    std::pair{Operand::doctor, "doctor"},
                                    std::pair{Operand::patient, "patient"}};

[[noreturn]] void refuse() {
  throw Error{ErrorCode::internal, "Row-level security has no words for this condition."};
}

std::string caller_column(Operand operand) {
  const auto found =
      std::ranges::find(caller_columns, operand, &decltype(caller_columns)::value_type::first);
  if (found == caller_columns.end()) refuse();
  return found->second;
}

std::string literal_of(const Value& value) {
  const auto* text = std::get_if<std::string>(&value);
  if (text == nullptr) refuse();
  return sql::literal(*text);
}

}  // namespace

RuleWriter RuleWriter::for_policy(const EntityInfo& entity, const RowSecurity& security) {
  return {sql::quoted(entity.name), &security};
}

std::string RuleWriter::write(const Expr& condition) const {
  return node(push_negations_to_leaves(condition));
}

std::string RuleWriter::node(const Expr& expr) const {
  if (expr.path) refuse();
  switch (expr.op) {
    case Operator::always:
      return "TRUE";
    case Operator::never:
      return "FALSE";
    case Operator::all_of:
      return joined(expr, " AND ");
    case Operator::any_of:
      return joined(expr, " OR ");
    case Operator::negation:
      return negated(expr.children.front());
    case Operator::is_null:
      return column(*expr.column) + " IS NULL";
    case Operator::exists:
      return security_ == nullptr ? exists(expr) : look_up(expr);
    case Operator::has_element:
      refuse();
    case Operator::caller_has:
      return literal_of(expr.values.front()) + R"( = ANY("caller"."words"))";
    case Operator::in: {
      std::string list;
      for (const auto& value : expr.values) list += (list.empty() ? "" : ", ") + literal_of(value);
      return column(*expr.column) + " IN (" + list + ")";
    }
    default:
      return column(*expr.column) + std::string{sql::sign_of(expr.op)} + operand(expr);
  }
}

std::string RuleWriter::joined(const Expr& expr, const char* word) const {
  std::string text;
  for (const auto& child : expr.children) text += (text.empty() ? "" : word) + node(child);
  return "(" + text + ")";
}

/// A leaf that is null, as about a missing value or no caller, is not true: its negation holds.
std::string RuleWriter::negated(const Expr& leaf) const {
  if (leaf.op == Operator::is_null) return column(*leaf.column) + " IS NOT NULL";
  return "(" + node(leaf) + ") IS NOT TRUE";
}

std::string RuleWriter::column(const FieldInfo& column) const {
  return table_ + "." + sql::quoted(column.name);
}

std::string RuleWriter::operand(const Expr& expr) const {
  if (expr.operand == Operand::value) return literal_of(expr.values.front());
  if (security_ == nullptr) return caller_context::part(expr.operand);
  return R"("caller".)" + sql::quoted(caller_column(expr.operand));
}

std::string RuleWriter::exists(const Expr& expr) const {
  const RuleWriter inner{"t1", nullptr};
  return "EXISTS (SELECT FROM " + sql::quoted(expr.related->name) + " AS t1 WHERE " +
         inner.column(expr.related->organization_id()) + " = " + table_ +
         R"(."organization_id" AND t1."deleted_at" IS NULL AND )" +
         inner.column(*expr.related_column) + " = " + column(*expr.column) + " AND " +
         inner.node(expr.children.front()) + ")";
}

// A scalar sub-select, for the reason that `sql::postgres_dialect` has.
std::string RuleWriter::look_up(const Expr& expr) const {
  const auto is_meant = [&expr](const LookUp& view) {
    return view.entity == expr.related &&
           push_negations_to_leaves(view.condition) == expr.children.front();
  };
  const auto view = std::ranges::find_if(security_->look_ups, is_meant);
  if (view == security_->look_ups.end()) refuse();
  const auto name = sql::quoted(view->name);
  return "(SELECT true FROM " + name + " WHERE " + name + "." +
         sql::quoted(expr.related_column->name) + " = " + column(*expr.column) +
         " LIMIT 1) IS NOT NULL";
}

std::string narrowed(const EntityInfo& entity, const Expr& condition) {
  std::string text = " WHERE t0." + std::string{row_security::condition};
  if (entity.metadata == RowMetadata::present) text += R"( AND t0."deleted_at" IS NULL)";
  if (!condition.is_always()) text += " AND " + RuleWriter::for_view().write(condition);
  return text;
}

}  // namespace salus::postgres
