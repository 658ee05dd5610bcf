#include "cli/records/reference_names.hpp"

#include <algorithm>

namespace salus::cli {

std::string ReferenceNames::name_of(const FieldInfo& reference, Uuid id) {
  const auto [entry, is_new] = known_.try_emplace(id);
  if (is_new) entry->second = look_up(reference, id);
  return entry->second;
}

std::string ReferenceNames::look_up(const FieldInfo& reference, Uuid id) {
  const auto* target = catalog_.find(reference.references);
  if (target == nullptr) return id.to_string();
  const auto& entity = *target->entity;
  const auto name = std::ranges::find_if(entity.fields(), [](const FieldInfo& field) {
    return field.required && field.type == FieldType::text;
  });
  const auto row = name == entity.fields().end() ? std::nullopt : session_.get(entity, id);
  if (!row || !row->facts.shows(*name)) return id.to_string();
  return std::get<std::string>((*row)[*name]);
}

}  // namespace salus::cli
