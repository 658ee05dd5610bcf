#include <string>

#include "cli/failure.hpp"
#include "cli/words/nearest_name.hpp"
#include "cli/words/split.hpp"
#include "cli/words/words.hpp"

namespace salus::cli {

namespace {

/// By its name, its collection, or one row of the collection: "mapping".
const CatalogEntry* find_entity(const Catalog& catalog, std::string_view word) {
  const auto* entry = catalog.find(word);
  return entry != nullptr ? entry : catalog.find(std::string{word} + "s");
}

}  // namespace

const CatalogEntry& entity_of(const Catalog& catalog, std::string_view word) {
  const auto* entry = find_entity(catalog, word);
  if (entry != nullptr && !entry->entity->collection.empty()) return *entry;
  std::vector<std::string_view> known;
  for (const auto& other : catalog.entries()) {
    if (!other.entity->collection.empty()) known.push_back(other.entity->collection);
  }
  throw Failure{
      ExitCode::usage, "there is no entity of that name to work with.", advice_for(word, known)};
}

Uuid id_of(std::string_view word) {
  if (const auto id = Uuid::parse(word)) return *id;
  throw Failure{ExitCode::usage,
                "that is no id.",
                "An id has 36 characters, as \"salus as EMAIL list\" shows them."};
}

Action action_of(std::string_view word) {
  if (const auto action = from_name<Action>(word)) return *action;
  throw Failure{ExitCode::usage,
                "there is no action of that name.",
                advice_for(word, enumerator_names<Action>)};
}

std::vector<const FieldInfo*> fields_of(const EntityInfo& entity, std::string_view words) {
  std::vector<const FieldInfo*> fields;
  for (const auto name : split(words, ',')) {
    const auto* field = entity.find(name);
    if (field == nullptr || field->write_only) {
      std::vector<std::string_view> known;
      for (const auto& other : entity.fields()) {
        if (!other.write_only) known.push_back(other.name);
      }
      throw Failure{ExitCode::usage,
                    std::string{entity.collection} + " have no field of that name.",
                    advice_for(name, known)};
    }
    fields.push_back(field);
  }
  return fields;
}

}  // namespace salus::cli
