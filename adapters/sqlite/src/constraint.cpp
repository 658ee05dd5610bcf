#include "constraint.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include "salus/schema/snapshot.hpp"
#include "salus/sql/ddl.hpp"

namespace salus::sqlite {

namespace {

std::string_view after(std::string_view text, std::string_view mark) {
  const auto at = text.rfind(mark);
  return at == std::string_view::npos ? std::string_view{} : text.substr(at + mark.size());
}

/// "UNIQUE constraint failed: patient.organization_id, patient.mrn"
std::vector<std::string> columns_in(std::string_view message) {
  std::vector<std::string> columns;
  std::string_view rest = after(message, ": ");
  while (!rest.empty()) {
    const std::string_view item = rest.substr(0, rest.find(", "));
    columns.emplace_back(after(item, "."));
    rest.remove_prefix(std::min(rest.size(), item.size() + 2));
  }
  return columns;
}

std::string unique_constraint(const RefusedWrite& write) {
  if (write.result == SQLITE_CONSTRAINT_PRIMARYKEY) return sql::primary_key_name(write.entity.name);
  const auto columns = columns_in(write.message);
  const TableSchema table = table_of(write.entity);
  if (columns == table.primary_key) return sql::primary_key_name(table.name);
  for (const auto& index : table.indexes) {
    if (index.unique && std::ranges::equal(index.columns, columns, {}, &IndexColumn::name))
      return index.name;
  }
  return "unique";
}

bool has_row(Connection& connection, std::string_view table, std::string_view column,
             const Uuid& organization, const Cell& id) {
  Statement statement = connection.prepare("SELECT 1 FROM " + sql::quoted(table) +
                                           " WHERE \"organization_id\" = ?1 AND " +
                                           sql::quoted(column) + " = ?2 LIMIT 1");
  const std::array values{Cell{organization}, id};
  statement.bind(values, Lifetime::outlives_run);
  return statement.step();
}

/// Whether the write itself was to bring the row that a value refers to.
bool is_among_written(const RefusedWrite& write, const ForeignKeySchema& key, const Value& id) {
  const auto is_it = [&](const Assignment& given) {
    return given.column == &write.entity.key() && given.value == id;
  };
  return key.table == write.entity.name && std::ranges::any_of(write.written, is_it);
}

/// The reference among the written values that leads nowhere.
std::string dangling_reference(Connection& connection, const RefusedWrite& write) {
  for (const auto& key : table_of(write.entity).foreign_keys) {
    for (const auto& [column, value] : write.written) {
      if (column->name != key.column || is_null(value) || is_among_written(write, key, value))
        continue;
      if (!has_row(connection, key.table, "id", write.organization, borrow(value))) return key.name;
    }
  }
  return {};
}

Error reference_error(Connection& connection, const RefusedWrite& write) {
  const auto name = dangling_reference(connection, write);
  if (name.empty()) return Error::violates("foreign_key", "Other rows refer to this one.");
  return Error::violates(name, "A row refers to one that does not exist (" + name + ").");
}

/// The trigger of an exclusion says its name and no more.
bool is_exclusion(const EntityInfo& entity, std::string_view message) {
  return std::ranges::any_of(entity.overlaps,
                             [message](const OverlapInfo& info) { return info.name == message; });
}

Error column_error(std::string_view column, std::string_view code, std::string message) {
  Issues issues;
  issues.add(column, code, std::move(message));
  return Error{std::move(issues)};
}

}  // namespace

Error constraint_error(Connection& connection, const RefusedWrite& write) {
  switch (write.result) {
    case SQLITE_CONSTRAINT_PRIMARYKEY:
    case SQLITE_CONSTRAINT_UNIQUE: {
      const std::string name = unique_constraint(write);
      return Error::violates(name, "Another row has the same values (" + name + ").");
    }
    case SQLITE_CONSTRAINT_FOREIGNKEY:
      return reference_error(connection, write);
    case SQLITE_CONSTRAINT_NOTNULL:
      return column_error(after(write.message, "."), "null", "This field may not be null.");
    case SQLITE_CONSTRAINT_DATATYPE:
      return column_error(
          after(write.message, "."), "invalid", "This value is not of the column's type.");
    case SQLITE_CONSTRAINT_TRIGGER:
      if (is_exclusion(write.entity, write.message))
        return Error::violates(write.message, "Another row takes this time already.");
      [[fallthrough]];
    default:  // a guard of ours, whose text names the table and no more
      return {ErrorCode::storage_failed, write.message + "."};
  }
}

}  // namespace salus::sqlite
