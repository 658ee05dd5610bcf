#include "cli/records/list_columns.hpp"

namespace salus::cli {

namespace {

constexpr unsigned always_shown = 3;

/// 0: not shown.
unsigned importance_of(const EntityInfo& entity, const FieldInfo& field) {
  const bool is_told_twice = entity.derived.contains(field);
  if (field.write_only || field.type == FieldType::json || is_told_twice) return 0;
  if (field.required) return always_shown;
  if (field.filterable) return 2;
  return field.sortable ? 1 : 0;
}

}  // namespace

std::vector<ListColumn> list_columns(const EntityInfo& entity) {
  std::vector<ListColumn> columns;
  for (const auto& field : entity.fields()) {
    const auto importance = importance_of(entity, field);
    if (importance > 0) columns.push_back({&field, importance});
  }
  columns.push_back({&entity.key(), always_shown});
  return columns;
}

std::vector<ListColumn> list_columns(const std::vector<const FieldInfo*>& fields) {
  std::vector<ListColumn> columns;
  for (const auto* field : fields) columns.push_back({field, always_shown});
  return columns;
}

}  // namespace salus::cli
