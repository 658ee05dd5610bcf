#pragma once

/// The tables of a database as data: what the entities ask for, and what an engine has.

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "salus/schema/entity.hpp"

namespace salus {

struct ColumnSchema {
  std::string name{};
  FieldType type = FieldType::text;
  bool nullable = false;

  friend bool operator==(const ColumnSchema&, const ColumnSchema&) = default;
};

/// One column of an index.
struct IndexColumn {
  std::string name{};
  bool ignores_case = false;  ///< ASCII letters compared without case.

  friend bool operator==(const IndexColumn&, const IndexColumn&) = default;
};

struct IndexSchema {
  std::string name{};
  std::vector<IndexColumn> columns{};
  bool unique = false;
  bool live_rows_only = false;     ///< WHERE deleted_at IS NULL
  std::string condition_column{};  ///< Besides: only rows where this column has `condition_choice`.
  std::string condition_choice{};

  friend bool operator==(const IndexSchema&, const IndexSchema&) = default;
};

/// `(organization_id, column)` refers to `(organization_id, id)` of another table.
struct ForeignKeySchema {
  std::string name{};
  std::string column{};
  std::string table{};

  friend bool operator==(const ForeignKeySchema&, const ForeignKeySchema&) = default;
};

/// No two rows of one owner overlap in time; each takes [begins, ends).
struct ExclusionSchema {
  std::string name{};
  std::string owner{};
  std::string begins{};
  std::string ends{};
  bool live_rows_only = false;              ///< Rows that are marked as deleted take no time;
  std::string waiver{};                     ///< nor those in which this column is not missing,
  std::string choice{};                     ///< nor those in which this one is
  std::vector<std::string> free_choices{};  ///< one of these.

  friend bool operator==(const ExclusionSchema&, const ExclusionSchema&) = default;
};

/// Where a distributed database keeps the table's rows.
enum class Placement : std::uint8_t {
  by_organization,  ///< Sharded by organization_id, with its neighbours.
};

struct TableSchema {
  std::string name{};
  std::vector<ColumnSchema> columns{};
  std::vector<std::string> primary_key{};  ///< organization_id first.
  std::vector<IndexSchema> indexes{};
  std::vector<ForeignKeySchema> foreign_keys{};
  std::vector<ExclusionSchema> exclusions{};
  bool append_only = false;  ///< The database refuses UPDATE and DELETE.
  Placement placement = Placement::by_organization;

  friend bool operator==(const TableSchema&, const TableSchema&) = default;
};

struct RowSecurity;  // query/row_security.hpp

/// All tables, in an order in which each follows those it refers to.
struct SchemaSnapshot {
  std::vector<TableSchema> tables{};
  /// The rules that the engine itself holds rows to, beyond keeping organizations apart; null: none.
  /// A guard, so no part of what `compare` and `Backend::inspect` are about.
  std::shared_ptr<const RowSecurity> row_security{};

  const TableSchema* find(std::string_view name) const {
    for (const auto& table : tables) {
      if (table.name == name) return &table;
    }
    return nullptr;
  }

  friend bool operator==(const SchemaSnapshot&, const SchemaSnapshot&) = default;
};

/// The name of the constraint behind a field marked `unique`.
inline std::string unique_constraint_name(const EntityInfo& entity, const FieldInfo& field) {
  return std::string{entity.name} + "_" + std::string{field.name} + "_unique";
}

namespace detail {

inline IndexSchema index_over(const EntityInfo& entity, std::string name,
                              const std::vector<const FieldInfo*>& fields) {
  IndexSchema index{.name = std::move(name), .columns = {{.name = "organization_id"}}};
  for (const auto* field : fields)
    index.columns.push_back({std::string{field->name}, field->ignores_case});
  index.live_rows_only = entity.metadata == RowMetadata::present;
  return index;
}

inline void add_field_indexes(TableSchema& table, const EntityInfo& entity) {
  std::vector<const FieldInfo*> compartments;
  for (const auto& field : entity.columns) {
    const std::string prefix = std::string{entity.name} + "_" + std::string{field.name};
    if (field.compartment && !field.primary_key) compartments.push_back(&field);
    if (field.unique) {
      auto index = index_over(entity, unique_constraint_name(entity, field), {&field});
      index.unique = true;
      table.indexes.push_back(std::move(index));
    } else if (field.filterable || field.sortable) {
      table.indexes.push_back(entity.metadata == RowMetadata::present
                                  ? index_over(entity, prefix + "_index", {&field, &entity.key()})
                                  : index_over(entity, prefix + "_index", {&field}));
    }
  }
  // "Is this doctor in a relationship with that patient" is asked by every query of a doctor.
  if (compartments.size() > 1) {
    table.indexes.push_back(
        index_over(entity, std::string{entity.name} + "_compartments", compartments));
  }
}

/// The index that an `IndexInfo` or a `UniqueInfo` names.
template <class Info>
IndexSchema named_index(const EntityInfo& entity, const Info& info) {
  std::vector<const FieldInfo*> fields;
  for (std::size_t i = 0; i < info.count; ++i) fields.push_back(&entity.columns[info.positions[i]]);
  return index_over(entity, std::string{info.name}, fields);
}

inline IndexSchema unique_index(const EntityInfo& entity, const UniqueInfo& info) {
  auto index = named_index(entity, info);
  index.unique = true;
  if (!info.condition.choice.empty()) {
    index.condition_column = std::string{entity.columns[info.condition.position].name};
    index.condition_choice = std::string{info.condition.choice};
  }
  return index;
}

inline ExclusionSchema exclusion_of(const EntityInfo& entity, const OverlapInfo& info) {
  const auto name = [&entity](std::size_t position) {
    return std::string{entity.columns[position].name};
  };
  ExclusionSchema exclusion{.name = std::string{info.name},
                            .owner = name(info.owner_position),
                            .begins = name(info.begins_position),
                            .ends = name(info.ends_position)};
  exclusion.live_rows_only = entity.metadata == RowMetadata::present;
  exclusion.waiver = name(info.timeless.waiver_position);
  exclusion.choice = name(info.timeless.choice_position);
  for (const auto choice : info.timeless.choices) {
    if (!choice.empty()) exclusion.free_choices.emplace_back(choice);
  }
  return exclusion;
}

/// Who is busy from now on is asked by the engines that watch by a trigger, and by calendars.
inline void add_exclusions(TableSchema& table, const EntityInfo& entity) {
  for (const auto& info : entity.overlaps) {
    table.exclusions.push_back(exclusion_of(entity, info));
    table.indexes.push_back(
        index_over(entity,
                   std::string{info.name} + "_index",
                   {&entity.columns[info.owner_position], &entity.columns[info.ends_position]}));
  }
}

}  // namespace detail

/// The table that an entity asks for.
inline TableSchema table_of(const EntityInfo& entity) {
  TableSchema table{.name = std::string{entity.name}, .append_only = entity.append_only};
  if (entity.metadata == RowMetadata::present) table.primary_key = {"organization_id"};
  for (const auto& column : entity.columns) {
    table.columns.push_back({std::string{column.name}, column.type, column.nullable});
    if (column.primary_key) table.primary_key.emplace_back(column.name);
    if (!column.references.empty() && entity.metadata == RowMetadata::present) {
      table.foreign_keys.push_back(
          {std::string{entity.name} + "_" + std::string{column.name} + "_reference",
           std::string{column.name},
           std::string{column.references}});
    }
  }
  detail::add_field_indexes(table, entity);
  for (const auto& info : entity.uniques)
    table.indexes.push_back(detail::unique_index(entity, info));
  for (const auto& info : entity.indexes)
    table.indexes.push_back(detail::named_index(entity, info));
  detail::add_exclusions(table, entity);
  return table;
}

/// The tables that a list of entities asks for.
inline SchemaSnapshot snapshot_of(std::span<const EntityInfo* const> entities) {
  SchemaSnapshot snapshot;
  for (const auto* entity : entities) snapshot.tables.push_back(table_of(*entity));
  return snapshot;
}

}  // namespace salus
