#include "table_format.hpp"

#include <algorithm>
#include <utility>

#include "salus/core/error.hpp"

namespace salus::memory {

namespace {

UniqueFormat unique_format(const TableSchema& schema, const IndexSchema& index) {
  UniqueFormat unique{.name = index.name, .live_rows_only = index.live_rows_only};
  for (const auto& column : index.columns) {
    unique.parts.push_back({position_of(schema, column.name),
                            column.ignores_case ? KeyCase::ignored : KeyCase::exact});
  }
  if (!index.condition_column.empty()) {
    unique.condition_position = position_of(schema, index.condition_column);
    unique.condition_choice = index.condition_choice;
  }
  return unique;
}

ExclusionFormat exclusion_format(const TableSchema& schema, const ExclusionSchema& exclusion) {
  ExclusionFormat format{.name = exclusion.name,
                         .owner = position_of(schema, exclusion.owner),
                         .begins = position_of(schema, exclusion.begins),
                         .ends = position_of(schema, exclusion.ends),
                         .live_rows_only = exclusion.live_rows_only,
                         .free_choices = exclusion.free_choices};
  if (!exclusion.waiver.empty()) format.waiver = position_of(schema, exclusion.waiver);
  if (!exclusion.choice.empty()) format.choice = position_of(schema, exclusion.choice);
  return format;
}

std::optional<std::size_t> find_position(const TableSchema& schema, std::string_view column) {
  const auto found = std::ranges::find(schema.columns, column, &ColumnSchema::name);
  if (found == schema.columns.end()) return std::nullopt;
  return static_cast<std::size_t>(found - schema.columns.begin());
}

}  // namespace

TableFormat::TableFormat(TableSchema table)
    : schema{std::move(table)}, deleted_at{find_position(schema, "deleted_at")} {
  for (const auto& column : schema.primary_key) key.push_back(position_of(schema, column));
  for (const auto& index : schema.indexes) {
    if (index.unique) uniques.push_back(unique_format(schema, index));
  }
  for (const auto& reference : schema.foreign_keys) {
    references.push_back({reference.name, position_of(schema, reference.column), reference.table});
  }
  for (const auto& exclusion : schema.exclusions)
    exclusions.push_back(exclusion_format(schema, exclusion));
}

std::string TableFormat::key_of(const Row& row) const {
  std::string text;
  for (const auto position : key) append_to_key(text, borrow(row[position]));
  return text;
}

std::size_t position_of(const TableSchema& schema, std::string_view column) {
  if (const auto position = find_position(schema, column)) return *position;
  throw Error{ErrorCode::schema_mismatch,
              "The table " + schema.name + " has no column " + std::string{column} + "."};
}

std::optional<std::string> unique_key_of(const TableFormat& format, const UniqueFormat& unique,
                                         const Row& row) {
  if (unique.live_rows_only && !format.is_live(row)) return std::nullopt;
  if (unique.condition_position) {
    const auto* choice = std::get_if<std::string>(&row[*unique.condition_position]);
    if (choice == nullptr || *choice != unique.condition_choice) return std::nullopt;
  }
  std::string key;
  for (const auto& part : unique.parts) {
    if (is_null(row[part.position])) return std::nullopt;
    append_to_key(key, borrow(row[part.position]), part.letters);
  }
  return key;
}

std::optional<std::string> owner_key_of(const TableFormat& format, const ExclusionFormat& exclusion,
                                        const Row& row) {
  if (exclusion.live_rows_only && !format.is_live(row)) return std::nullopt;
  if (exclusion.waiver && !is_null(row[*exclusion.waiver])) return std::nullopt;
  if (exclusion.choice) {
    const auto* choice = std::get_if<std::string>(&row[*exclusion.choice]);
    if (choice != nullptr && std::ranges::count(exclusion.free_choices, *choice) != 0)
      return std::nullopt;
  }
  std::string key;
  append_to_key(key, borrow(row[format.key.front()]));
  append_to_key(key, borrow(row[exclusion.owner]));
  return key;
}

}  // namespace salus::memory
