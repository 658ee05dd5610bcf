#include "salus/sql/render.hpp"

#include <algorithm>

#include "salus/core/error.hpp"

#include "condition.hpp"

namespace salus::sql {

namespace {

/// Puts `separator` between things that are written one after another.
class Separated {
 public:
  Separated(std::string& text, std::string_view separator) : text_{text}, separator_{separator} {}
  std::string& next() {
    if (!first_) text_ += separator_;
    first_ = false;
    return text_;
  }

 private:
  std::string& text_;
  std::string_view separator_;
  bool first_ = true;
};

void write_row_bits(std::string& text, const std::vector<Expr>& bits, ConditionWriter& writer) {
  if (bits.empty()) text += '0';
  Separated sum{text, " + "};
  for (std::size_t i = 0; i < bits.size(); ++i) {
    sum.next() += "CASE WHEN ";
    writer.condition(bits[i]);
    text += " THEN " + std::to_string(std::uint64_t{1} << i) + " ELSE 0 END";
  }
}

/// What conditions may take for settled: the filter, on an engine that decides that first. SQLite would go through the rows all the same, and not begin with the panel any more.
const Expr* settled_by(const Expr& filter, const Dialect& dialect) {
  return dialect.settles_first ? &filter : nullptr;
}

/// Whether the filter names the rows by their keys.
bool names_rows(const Expr& node, const EntityInfo& entity) {
  if (node.op == Operator::in) return node.column == &entity.key();
  return node.op == Operator::all_of && std::ranges::any_of(node.children, [&](const Expr& child) {
           return names_rows(child, entity);
         });
}

/// Whether the filter leaves only rows in which the column is missing, or only others.
bool settles_missing(const Expr& node, const FieldInfo& column) {
  switch (node.op) {
    case Operator::all_of:
      return std::ranges::any_of(node.children,
                                 [&](const Expr& child) { return settles_missing(child, column); });
    case Operator::negation:
      return node.children.front().op == Operator::is_null &&
             node.children.front().column == &column;
    case Operator::is_null:
      return node.column == &column && !node.path;
    case Operator::equal:
    case Operator::less:
    case Operator::greater:
      return node.column == &column;
    default:
      return false;
  }
}

/// Whether the rows are few that a list names, by their keys or as somebody's panel (see panel_sizes.hpp): then they
/// are found by the list and sorted, where some planners would walk along the order's index and look each row up in it.
bool is_led_by_a_list(const Select& query) {
  return names_rows(query.where, *query.entity) || (query.shape == Shape::set && query.limit);
}

void write_order(std::string& text, const Select& query, ConditionWriter& writer,
                 const Dialect& dialect) {
  // None, if a table has one row an organization.
  std::string_view introduction = " ORDER BY ";
  for (const auto& key : completed_order(*query.entity, query.order)) {
    text += introduction;
    introduction = ", ";
    if (is_led_by_a_list(query)) text += dialect.without_index;
    writer.column(*key.column);
    if (key.direction == Direction::descending) text += " DESC";
    // Said only where it matters: it costs some engines the index.
    const bool as_engine_does =
        (key.direction == dialect.missing_are_last) == (key.missing == Missing::last);
    if (!key.column->nullable || as_engine_does || settles_missing(query.where, *key.column))
      continue;
    text += key.missing == Missing::last ? " NULLS LAST" : " NULLS FIRST";
  }
}

void write_range(std::string& text, const Select& query, const Invocation& invocation,
                 ConditionWriter& writer, const Dialect& dialect) {
  if (!query.limit && query.offset == 0) return;
  text += " LIMIT ";
  text += query.limit ? std::to_string(*query.limit) : std::string{dialect.no_limit};
  if (query.offset == 0) return;
  text += " OFFSET ";
  writer.placeholder(invocation.offset_number());
}

/// The rows of one branch that no earlier branch has.
void write_branch(std::string& text, std::string_view what, const Count& query,
                  std::span<const Expr> branches, ConditionWriter& writer) {
  ((text += "SELECT ") += what) += " FROM ";
  writer.from(*query.entity);
  if (!branches.empty()) writer.conjunct(branches.back());
  for (const auto& earlier : branches.first(branches.empty() ? 0 : branches.size() - 1))
    writer.conjunct(earlier, true);
  writer.conjunct(query.where);
}

void write_columns(std::string& text, std::span<const FieldInfo> columns) {
  Separated list{text, ", "};
  for (const auto& column : columns) list.next() += quoted(column.name);
}

}  // namespace

std::string render(const Select& query, const Invocation& invocation, const Dialect& dialect) {
  std::string text = "SELECT ";
  ConditionWriter writer{text, invocation, dialect, query.shape, settled_by(query.where, dialect)};
  Separated cells{text, ", "};
  for (const auto& column : query.entity->columns) {
    cells.next();
    writer.column(column);
  }
  if (query.row_bits) write_row_bits(cells.next(), *query.row_bits, writer);
  text += " FROM ";
  writer.from(*query.entity);
  if (query.visible) writer.conjunct(*query.visible);
  writer.conjunct(query.where);
  write_order(text, query, writer, dialect);
  write_range(text, query, invocation, writer, dialect);
  return text;
}

// Under OR no engine uses the index of each branch, so disjoint branches are counted apart and summed. A limit is
// reached by adding branch to branch.
std::string render(const Count& query, const Invocation& invocation, const Dialect& dialect) {
  std::string text;
  ConditionWriter writer{text, invocation, dialect, query.shape, settled_by(query.where, dialect)};
  const Expr* visible = query.visible.get();
  const bool is_split = visible != nullptr && visible->op == Operator::any_of &&
                        !visible->children.empty() && query.shape == Shape::set;
  const auto branches = visible == nullptr ? std::span<const Expr>{}
                        : is_split         ? std::span<const Expr>{visible->children}
                                           : std::span{visible, 1};
  if (!query.limit && branches.size() < 2) {
    write_branch(text, "count(*)", query, branches, writer);
    return text;
  }
  text += query.limit ? "SELECT count(*) FROM (" : "SELECT ";
  Separated sum{text, query.limit ? " UNION ALL " : " + "};
  for (std::size_t i = 1; i <= std::max<std::size_t>(branches.size(), 1); ++i) {
    sum.next() += query.limit ? "" : "(";
    const auto so_far = branches.first(std::min(i, branches.size()));
    write_branch(text, query.limit ? "1" : "count(*)", query, so_far, writer);
    if (!query.limit) text += ')';
  }
  if (query.limit) text += " LIMIT " + std::to_string(*query.limit) + ") AS counted";
  return text;
}

std::string render(const Insertion& insertion, const Invocation& invocation,
                   const Dialect& dialect) {
  const auto columns = insertion.entity.columns;
  const FieldInfo& owner = insertion.entity.organization_id();
  std::string text = "INSERT INTO " + quoted(insertion.entity.name) + " (";
  ConditionWriter writer{text, invocation, dialect, Shape::set};
  write_columns(text, columns);
  text += ") VALUES ";
  std::size_t number = 2;
  Separated rows{text, ", "};
  for (std::size_t row = 0; row < insertion.rows.size(); ++row) {
    rows.next() += '(';
    Separated values{text, ", "};
    for (const auto& column : columns) {
      values.next();
      writer.placeholder(&column == &owner ? 1 : number++);
    }
    text += ')';
  }
  if (insertion.skips_existing) text += " ON CONFLICT DO NOTHING";
  return text;
}

std::string render(const Update& update, const Invocation& invocation, const Dialect& dialect) {
  std::string text = "UPDATE " + quoted(update.entity->name) + " AS t0 SET ";
  ConditionWriter writer{text, invocation, dialect, Shape::page};
  std::size_t number = 2;
  Separated assignments{text, ", "};
  for (const auto& assignment : update.assignments) {
    assignments.next() += quoted(assignment.column->name) + " = ";
    writer.placeholder(number++);
  }
  writer.where(*update.entity);
  writer.conjunct(update.where);
  return text;
}

std::string render(const Removal& removal, const Invocation& invocation, const Dialect& dialect) {
  std::string text = "DELETE FROM ";
  ConditionWriter writer{text, invocation, dialect, Shape::page};
  writer.from(removal.entity);
  writer.conjunct(removal.where);
  return text;
}

}  // namespace salus::sql
