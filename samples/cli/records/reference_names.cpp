#include "cli/records/reference_names.hpp"

#include <algorithm>
#include <map>
#include <vector>

namespace salus::cli {

namespace {

/// The first required text of an entity, or null.
const FieldInfo* name_field(const EntityInfo& entity) {
  const auto fields = entity.fields();
  const auto name = std::ranges::find_if(fields, [](const FieldInfo& field) {
    return field.required && field.type == FieldType::text;
  });
  return name == fields.end() ? nullptr : &*name;
}

}  // namespace

void ReferenceNames::learn(std::span<const Record> page) {
  std::map<const EntityInfo*, std::vector<Uuid>> unknown;
  for (const auto& row : page) {
    for (const auto& field : row.entity->fields()) {
      const auto* target = catalog_.find(field.references);
      const auto* id = std::get_if<Uuid>(&row[field]);
      if (target != nullptr && id != nullptr && !known_.contains(*id))
        unknown[target->entity].push_back(*id);
    }
  }
  for (const auto& [entity, ids] : unknown) look_up(*entity, ids);
}

std::string ReferenceNames::name_of(const FieldInfo& reference, Uuid id) {
  const auto* target = catalog_.find(reference.references);
  if (target != nullptr && !known_.contains(id)) look_up(*target->entity, {&id, 1});
  const auto found = known_.find(id);
  return found != known_.end() ? found->second : id.to_string();
}

void ReferenceNames::look_up(const EntityInfo& entity, std::span<const Uuid> ids) {
  for (const auto id : ids) known_.emplace(id, id.to_string());
  const auto* name = name_field(entity);
  if (name == nullptr) return;
  for (const auto& row : session_.get(entity, ids)) {
    if (row.facts.shows(*name)) known_[row.id()] = std::get<std::string>(row[*name]);
  }
}

}  // namespace salus::cli
