#pragma once

/// The columns of an entity that leave the library, in the order in which they do.

#include "salus/schema/entity.hpp"

namespace salus::codec {

/// Calls `visit` with each: the fields but the write-only ones, then created_at and updated_at.
template <class Visit>
void for_each_wire_column(const EntityInfo& entity, Visit visit) {
  for (const auto& field : entity.fields()) {
    if (!field.write_only) visit(field);
  }
  if (entity.metadata == RowMetadata::present) {
    visit(entity.created_at());
    visit(entity.updated_at());
  }
}

}  // namespace salus::codec
