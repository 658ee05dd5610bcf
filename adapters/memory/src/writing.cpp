#include "writing.hpp"

#include <span>
#include <utility>

#include "salus/core/error.hpp"

#include "input_check.hpp"
#include "matcher.hpp"
#include "reading.hpp"
#include "references.hpp"

namespace salus::memory {

namespace {

/// A row in the table's order. Columns that the entity does not know are missing in it.
RowPtr stored_row(const EntityView& view, std::span<const Value> values) {
  Row row(view.table->format->schema.columns.size());
  for (std::size_t i = 0; i < view.positions.size(); ++i) row[view.positions[i]] = values[i];
  return std::make_shared<const Row>(std::move(row));
}

/// Checks what a row is to have in one column.
void check_place(Issues& issues, const TableFormat& format, const Uuid& organization,
                 std::size_t position, const Value& value) {
  const auto& column = format.schema.columns[position];
  check_value(issues, column, value);
  if (position == format.key.front() && value != Value{organization}) {
    issues.add(column.name, "invalid", "The row belongs to another organization.");
  }
}

void check_row(const TableFormat& format, const Uuid& organization, const Row& row) {
  Issues issues;
  for (std::size_t i = 0; i < row.size(); ++i) check_place(issues, format, organization, i, row[i]);
  if (!issues.empty()) throw Error{std::move(issues)};
}

void check_assignments(const EntityView& view, const Uuid& organization, const Update& change) {
  Issues issues;
  for (const auto& assignment : change.assignments) {
    const auto position = view.positions[assignment.column->position];
    check_place(issues, *view.table->format, organization, position, assignment.value);
  }
  if (!issues.empty()) throw Error{std::move(issues)};
}

void refuse_change_of_append_only(const TableSchema& schema) {
  if (!schema.append_only) return;
  throw Error{ErrorCode::storage_failed,
              "Rows of " + schema.name + " are never changed or removed."};
}

/// What can be marked as deleted is a record of something, and stays.
void refuse_removal_of_marked(const TableFormat& format) {
  if (!format.deleted_at) return;
  throw Error{ErrorCode::storage_failed,
              "Rows of " + format.schema.name + " are marked as deleted, and never removed."};
}

std::vector<RowPtr> rows_to_change(const Database& database, const Uuid& organization,
                                   const EntityView& view, const Expr& where, Timestamp now) {
  refuse_change_of_append_only(view.table->format->schema);
  check_condition(where);
  Matcher matcher{database, organization, now};
  return find_rows(view, organization, matcher, nullptr, where);
}

/// Puts rows in the place of others, and checks what refers to either.
void replace_rows(Database& database, std::string_view table_name, std::span<const RowPtr> old_rows,
                  std::span<const RowPtr> new_rows) {
  Database next = database;
  auto& table = next.at(table_name);
  for (const auto& row : old_rows) table.drop(*row);
  for (const auto& row : new_rows) table.add(row);
  for (const auto& row : new_rows) check_references_from(next, table, *row);
  for (const auto& row : old_rows) check_references_to(next, table, *row);
  database = std::move(next);
}

}  // namespace

void insert_rows(Database& database, const Uuid& organization, const Insert& rows) {
  const EntityView view{database, *rows.entity};
  std::vector<RowPtr> added;
  for (const auto& values : rows.rows) {
    if (values.size() != view.positions.size()) {
      throw Error{ErrorCode::internal, "A row has a value for each column of its entity."};
    }
    added.push_back(stored_row(view, values));
    check_row(*view.table->format, organization, *added.back());
  }
  if (!rows.skips_existing) return replace_rows(database, rows.entity->name, {}, added);
  for (const auto& row : added) {
    if (!database.at(rows.entity->name).has_taken(*row))
      replace_rows(database, rows.entity->name, {}, std::span{&row, 1});
  }
}

std::uint64_t update_rows(Database& database, const Uuid& organization, const Update& change) {
  const EntityView view{database, *change.entity};
  check_assignments(view, organization, change);
  const auto rows = rows_to_change(database, organization, view, change.where, change.now);
  std::vector<RowPtr> changed;
  for (const auto& row : rows) {
    Row next = *row;
    for (const auto& assignment : change.assignments) {
      next[view.positions[assignment.column->position]] = assignment.value;
    }
    changed.push_back(std::make_shared<const Row>(std::move(next)));
  }
  replace_rows(database, change.entity->name, rows, changed);
  return rows.size();
}

std::uint64_t remove_rows(Database& database, const Uuid& organization, const EntityInfo& entity,
                          const Expr& where) {
  const EntityView view{database, entity};
  refuse_removal_of_marked(*view.table->format);
  const auto rows = rows_to_change(database, organization, view, where, Timestamp{});
  replace_rows(database, entity.name, rows, {});
  return rows.size();
}

}  // namespace salus::memory
