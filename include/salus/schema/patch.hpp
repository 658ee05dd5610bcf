#pragma once

/// Named fields with their new values: what a caller wants to be different.

#include <utility>
#include <vector>

#include "salus/core/value.hpp"
#include "salus/schema/entity.hpp"

namespace salus {

/// A partial row of one entity. Fields that are not in `given` stay as they are.
class Patch {
 public:
  explicit Patch(const EntityInfo& entity) : entity_{&entity}, values_(entity.field_count) {}

  void set(const FieldInfo& field, Value value) {
    given_.add(field);
    values_[field.position] = std::move(value);
  }

  const EntityInfo& entity() const { return *entity_; }
  FieldMask given() const { return given_; }
  bool gives(const FieldInfo& field) const { return given_.contains(field); }
  const Value& value(const FieldInfo& field) const { return values_[field.position]; }

  /// Puts the given values over a row.
  void apply_to(std::vector<Value>& row) const {
    for (const auto& field : entity_->fields()) {
      if (gives(field)) row[field.position] = values_[field.position];
    }
  }

 private:
  const EntityInfo* entity_;
  FieldMask given_;
  std::vector<Value> values_;
};

}  // namespace salus
