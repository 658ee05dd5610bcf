#include "condition.hpp"

#include <algorithm>
#include <ranges>

#include "salus/core/error.hpp"
#include "salus/sql/prefix.hpp"
#include "salus/sql/render.hpp"

#include "packed_list.hpp"

namespace salus::sql {

namespace {

bool is_constant(const Expr& node, bool negated, bool value) {
  if (node.op == Operator::negation) return is_constant(node.children.front(), !negated, value);
  return node.op == ((value != negated) ? Operator::always : Operator::never);
}

/// The comparison by which a filter leaves one value of a column, or null.
const Expr* pin_of(const Expr& filter, const FieldInfo& column) {
  if (filter.op == Operator::all_of) {
    for (const auto& child : filter.children) {
      if (const auto* pin = pin_of(child, column)) return pin;
    }
    return nullptr;
  }
  const bool is_pin = filter.op == Operator::equal && filter.operand == Operand::value &&
                      filter.column == &column && !filter.path;
  return is_pin ? &filter : nullptr;
}

}  // namespace

std::string_view sign_of(Operator op) {
  switch (op) {
    case Operator::equal:
      return " = ";
    case Operator::not_equal:
      return " <> ";
    case Operator::less:
      return " < ";
    case Operator::less_or_equal:
      return " <= ";
    case Operator::greater:
      return " > ";
    case Operator::greater_or_equal:
      return " >= ";
    default:
      throw Error{ErrorCode::internal, "No SQL is known for this operator."};
  }
}

void ConditionWriter::from(const EntityInfo& entity) {
  text_ += quoted(entity.name) + " AS t" + std::to_string(depth_);
  where(entity);
}

void ConditionWriter::where(const EntityInfo& entity) {
  const std::string table = "t" + std::to_string(depth_);
  text_ += " WHERE " + table + ".\"organization_id\" = ";
  placeholder(1);
  if (entity.metadata == RowMetadata::present) text_ += " AND " + table + ".\"deleted_at\" IS NULL";
}

void ConditionWriter::conjunct(const Expr& node, bool negated) {
  if (is_constant(node, negated, true)) return;
  text_ += " AND ";
  write(node, negated, Operator::all_of);
}

void ConditionWriter::column(const FieldInfo& column) { text_ += name_of(column); }

std::string ConditionWriter::name_of(const FieldInfo& column) const {
  return "t" + std::to_string(depth_) + '.' + quoted(column.name);
}

void ConditionWriter::placeholder(std::size_t number) {
  (text_ += dialect_.placeholder) += std::to_string(number);
}

void ConditionWriter::write(const Expr& node, bool negated, Operator parent) {
  switch (node.op) {
    case Operator::always:
    case Operator::never:
      text_ += is_constant(node, negated, true) ? "TRUE" : "FALSE";
      return;
    case Operator::negation:
      return write(node.children.front(), !negated, parent);
    case Operator::all_of:
    case Operator::any_of:
      return join(node, negated, parent);
    case Operator::is_null:
      inexact_subject(node);
      text_ += negated ? " IS NOT NULL" : " IS NULL";
      return;
    case Operator::has_element:
      return element(node, negated);
    case Operator::exists:
      if (shape_ == Shape::page || node.row_by_row) return exists(node, negated);
      [[fallthrough]];
    default:
      if (negated) text_ += '(';
      leaf(node);
      if (negated) text_ += ") IS NOT TRUE";
  }
}

void ConditionWriter::join(const Expr& node, bool negated, Operator parent) {
  const bool conjunction = (node.op == Operator::all_of) != negated;
  if (node.children.empty()) {
    text_ += conjunction ? "TRUE" : "FALSE";
    return;
  }
  const Operator own = conjunction ? Operator::all_of : Operator::any_of;
  if (own != parent) text_ += '(';
  bool first = true;
  for (const auto& child : node.children) {
    if (!first) text_ += conjunction ? " AND " : " OR ";
    first = false;
    write(child, negated, own);
  }
  if (own != parent) text_ += ')';
}

void ConditionWriter::leaf(const Expr& node) {
  switch (node.op) {
    case Operator::in:
      return list(node);
    case Operator::starts_with:
      return prefix(node);
    case Operator::contains:
      return part(node);
    case Operator::equal_ignoring_case:
      return folded(node);
    case Operator::contains_ignoring_case:
      return folded_part(node);
    case Operator::exists:
      return member(node);
    default:
      return comparison(node);
  }
}

/// What a leaf compares: the column, or a text inside its JSON.
void ConditionWriter::subject(const Expr& node) {
  if (node.path)
    text_ += dialect_.json.text(document(*node.column), *node.path);
  else
    column(*node.column);
}

void ConditionWriter::inexact_subject(const Expr& node) {
  if (depth_ > 0 && !node.path) text_ += dialect_.without_index;
  subject(node);
}

std::string ConditionWriter::document(const FieldInfo& column) const {
  const auto reversed = elements_ | std::views::reverse;
  const auto found = std::ranges::find(reversed, &column, &Element::column);
  return found == reversed.end() ? dialect_.json.document(name_of(column))
                                 : dialect_.json.element(found->alias);
}

void ConditionWriter::comparison(const Expr& node) {
  if (node.op == Operator::equal)
    subject(node);
  else
    inexact_subject(node);
  text_ += sign_of(node.op);
  placeholder(invocation_.number_of(node));
}

void ConditionWriter::list(const Expr& node) {
  if (node.values.empty()) {
    text_ += "FALSE";
    return;
  }
  if (is_packed(node)) return packed_list(node);
  subject(node);
  text_ += " IN (";
  const std::size_t first = invocation_.number_of(node);
  for (std::size_t i = 0; i < node.values.size(); ++i) {
    if (i > 0) text_ += ", ";
    placeholder(first + i);
  }
  text_ += ')';
}

void ConditionWriter::packed_list(const Expr& node) {
  subject(node);
  text_ += dialect_.member_of.before;
  text_ += dialect_.list_elements[static_cast<std::size_t>(node.column->type)];
  wrapped_value(node, dialect_.json_list);
  text_ += dialect_.member_of.after;
}

void ConditionWriter::prefix(const Expr& node) {
  const std::size_t first = invocation_.number_of(node);
  const auto* text = std::get_if<std::string>(&node.values.front());
  const bool bounded = text != nullptr && successor(*text).has_value();
  if (bounded) text_ += '(';
  subject(node);
  text_ += " >= ";
  placeholder(first);
  if (!bounded) return;
  text_ += " AND ";
  subject(node);
  text_ += " < ";
  placeholder(first + 1);
  text_ += ')';
}

void ConditionWriter::part(const Expr& node) {
  wrapped_subject(node, dialect_.searched_text);
  wrapped_value(node, dialect_.searched_part);
}

void ConditionWriter::folded_part(const Expr& node) {
  wrapped_subject(node, dialect_.searched_folded_text);
  wrapped_value(node, dialect_.searched_folded_part);
}

void ConditionWriter::folded(const Expr& node) {
  wrapped_subject(node, dialect_.folded_column);
  text_ += " = ";
  wrapped_value(node, dialect_.folded_value);
}

/// What the related rows refer to. Of the rows of one patient it is the patient, so the engine asks once and not for each
/// row; and whoever asks about a patient who is hidden waits no longer than about one who is missing.
void ConditionWriter::link(const FieldInfo& column) {
  const bool is_outermost = depth_ == 0 && elements_.empty() && filter_ != nullptr;
  if (const Expr* pin = is_outermost ? pin_of(*filter_, column) : nullptr)
    placeholder(invocation_.number_of(*pin));
  else
    this->column(column);
}

/// One row of the related table for each outer row: stops at the first.
void ConditionWriter::exists(const Expr& node, bool negated) {
  const Wrap& wrap = negated ? dialect_.not_exists : dialect_.exists;
  text_ += wrap.before;
  ++depth_;
  from(*node.related);
  text_ += " AND ";
  column(*node.related_column);
  text_ += " = ";
  --depth_;
  link(*node.column);
  ++depth_;
  conjunct(node.children.front());
  --depth_;
  text_ += wrap.after;
}

/// Never a join: the elements are those of one row.
void ConditionWriter::element(const Expr& node, bool negated) {
  Element inner{node.column, "e" + std::to_string(elements_.size() + 1)};
  const auto list =
      dialect_.json.elements(document(*node.column), node.path.value_or(JsonPath{}), inner.alias);
  text_ += (negated ? "NOT EXISTS (SELECT 1 FROM " : "EXISTS (SELECT 1 FROM ") + list + " WHERE ";
  elements_.push_back(std::move(inner));
  condition(node.children.front());
  elements_.pop_back();
  text_ += ')';
}

/// All related rows once, then a look-up for each outer row.
void ConditionWriter::member(const Expr& node) {
  link(*node.column);
  text_ += dialect_.member_of.before;
  ++depth_;
  column(*node.related_column);
  text_ += " FROM ";
  from(*node.related);
  conjunct(node.children.front());
  --depth_;
  text_ += dialect_.member_of.after;
}

void ConditionWriter::wrapped_subject(const Expr& node, const Wrap& wrap) {
  text_ += wrap.before;
  subject(node);
  text_ += wrap.after;
}

void ConditionWriter::wrapped_value(const Expr& node, const Wrap& wrap) {
  text_ += wrap.before;
  placeholder(invocation_.number_of(node));
  text_ += wrap.after;
}

}  // namespace salus::sql
