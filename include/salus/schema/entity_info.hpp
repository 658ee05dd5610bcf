#pragma once

/// What an entity's table says, for code that learns at run time which entity it serves.

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "salus/core/value.hpp"
#include "salus/schema/field.hpp"
#include "salus/schema/field_mask.hpp"

namespace salus {

/// A rule over a whole object.
struct CheckInfo {
  std::string_view code;
  std::string_view field;  ///< The field to blame; empty: the object as a whole.
  std::string_view message;
  bool (*holds)(std::span<const Value> values) = nullptr;
};

/// A rule over what an update makes of an object.
struct ChangeCheckInfo {
  std::string_view code;
  std::string_view field;  ///< The field to blame.
  std::string_view message;
  bool (*holds)(std::span<const Value> before, std::span<const Value> after) = nullptr;
};

/// A value that the library gives a field: what removal does to a row that has to stay, for example.
struct ChoiceOfField {
  std::size_t position = 0;
  std::string_view choice;  ///< Empty: no field.
};

/// How rows are superseded instead of changed.
struct AmendmentInfo {
  std::size_t link_position = 0;      ///< Of the new row: the row that it supersedes.
  std::size_t original_position = 0;  ///< Of the new row: the first of its versions.
  std::size_t status_position = 0;    ///< Of both.
  std::string_view current;     ///< Only rows of this status are amended. Empty: rows are changed.
  std::string_view superseded;  ///< What an amended row becomes.
};

/// A set of fields that no two live rows share, where a condition on one column holds.
struct UniqueInfo {
  std::string_view name;  ///< The constraint's name: at most 50 bytes, not ending in a digit.
  std::array<std::size_t, 4> positions{};
  std::size_t count = 0;
  ChoiceOfField condition;  ///< Only rows that have it compete; no field: all.
};

/// Fields that are asked for together: the last one by range or order, those before it by a value.
struct IndexInfo {
  std::string_view name;  ///< As a constraint's name.
  std::array<std::size_t, 4> positions{};
  std::size_t count = 0;
};

/// Rows that take no time of their owner.
struct TimelessRows {
  std::size_t waiver_position = 0;            ///< Those in which this field is not missing;
  std::size_t choice_position = 0;            ///< those in which this one has
  std::array<std::string_view, 4> choices{};  ///< one of these; up to the first empty one.
};

/// Live rows of one owner that may not overlap in time; each takes [begins, ends).
struct OverlapInfo {
  std::string_view name;     ///< The constraint's name, as of UniqueInfo.
  std::string_view message;  ///< What somebody is told whose row is in the way of another.
  std::size_t owner_position = 0;
  std::size_t begins_position = 0;
  std::size_t ends_position = 0;
  TimelessRows timeless;
};

/// What columns a table has besides its fields.
enum class RowMetadata : std::uint8_t {
  present,  ///< organization_id, version, created_at, updated_at, deleted_at.
  absent,   ///< The struct itself names every column, organization_id among them.
};

/// The erased view of an entity. One object per entity in a program; never destroyed.
struct EntityInfo {
  std::string_view name;  ///< Table, and name in policies: "care_relationship".
  std::string_view
      collection;              ///< REST path and plural: "mappings". Empty: internal, never routed.
  std::string_view type_name;  ///< "CareRelationship".
  RowMetadata metadata = RowMetadata::present;
  bool append_only = false;            ///< The database refuses UPDATE and DELETE.
  std::span<const FieldInfo> columns;  ///< The fields in the table's order, then the metadata.
  std::size_t field_count = 0;
  std::span<const CheckInfo> checks;
  std::span<const ChangeCheckInfo> change_checks;
  std::span<const UniqueInfo> uniques;
  std::span<const IndexInfo> indexes;  ///< Besides those that fields and uniques ask for.
  std::span<const OverlapInfo> overlaps;
  ChoiceOfField removal;    ///< What a removal writes; no field: the deletion mark.
  AmendmentInfo amendment;  ///< How an update is written; no status: into the row.
  std::vector<Value> (*defaults)() = nullptr;  ///< The values of a default-made object.
  void (*derive)(std::vector<Value>& values) =
      nullptr;        ///< Fills the `derived` fields where they are missing.
  FieldMask derived;  ///< Fields that follow from others unless they are given.

  std::span<const FieldInfo> fields() const { return columns.first(field_count); }

  bool is_searchable() const { return std::ranges::any_of(fields(), &FieldInfo::searchable); }

  /// The field or metadata column of a name, or null.
  const FieldInfo* find(std::string_view column) const {
    for (const auto& info : columns) {
      if (info.name == column) return &info;
    }
    return nullptr;
  }
  const FieldInfo& key() const { return columns.front(); }
  const FieldInfo& organization_id() const { return *find("organization_id"); }
  const FieldInfo& version() const { return columns[field_count + 1]; }
  const FieldInfo& created_at() const { return columns[field_count + 2]; }
  const FieldInfo& updated_at() const { return columns[field_count + 3]; }
  const FieldInfo& deleted_at() const { return columns[field_count + 4]; }
};

namespace detail {

constexpr FieldInfo metadata_column(std::string_view name, FieldType type, std::size_t position) {
  FieldInfo info;
  info.name = name;
  info.type = type;
  info.position = position;
  info.read_only = true;
  info.nullable = name == "deleted_at";
  info.sortable = name == "created_at";
  return info;
}

constexpr std::array<FieldInfo, 5> metadata_columns(std::size_t first) {
  return {metadata_column("organization_id", FieldType::uuid, first),
          metadata_column("version", FieldType::integer, first + 1),
          metadata_column("created_at", FieldType::timestamp, first + 2),
          metadata_column("updated_at", FieldType::timestamp, first + 3),
          metadata_column("deleted_at", FieldType::timestamp, first + 4)};
}

}  // namespace detail

}  // namespace salus
