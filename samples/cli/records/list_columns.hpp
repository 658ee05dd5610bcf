#pragma once

/// Which fields of an entity a table shows when nobody says which.

#include <vector>

#include "salus/schema/entity.hpp"

namespace salus::cli {

/// A field, and how much it matters: on a narrow terminal those that matter least are left out.
struct ListColumn {
  const FieldInfo* field = nullptr;
  unsigned importance = 0;
};

/// What must be given, and what lists are filtered and ordered by; the id last, as the widest and
/// least read.
std::vector<ListColumn> list_columns(const EntityInfo& entity);

/// These fields, all equally important.
std::vector<ListColumn> list_columns(const std::vector<const FieldInfo*>& fields);

}  // namespace salus::cli
