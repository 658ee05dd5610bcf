#include "identifiers.hpp"

#include <nlohmann/json.hpp>

#include "salus/query/column.hpp"

#include "derived_rows.hpp"

namespace salus {

namespace {

std::optional<Identifier> read_identifier(const nlohmann::json& element) {
  if (!element.is_object()) return std::nullopt;
  const auto system = element.find("system");
  const auto value = element.find("value");
  const auto is_filled = [&element](const auto& part) {
    return part != element.end() && part->is_string() &&
           !part->template get_ref<const std::string&>().empty();
  };
  if (!is_filled(system) || !is_filled(value)) return std::nullopt;
  Identifier identifier;
  identifier.system = system->get<std::string>();
  identifier.value = value->get<std::string>();
  return identifier;
}

}  // namespace

const FieldInfo* identifiers_field(const EntityInfo& entity) {
  const auto* field = entity.find("identifiers");
  return field != nullptr && field->type == FieldType::json ? field : nullptr;
}

std::vector<Identifier> read_identifiers(const Value& list, Issues& issues) {
  std::vector<Identifier> identifiers;
  const auto* text = std::get_if<std::string>(&list);
  if (text == nullptr) return identifiers;
  const auto json = nlohmann::json::parse(*text, nullptr, false);
  if (!json.is_array()) {
    issues.add("identifiers", "not_a_list", "Expected a list of {system, value}.");
    return identifiers;
  }
  for (std::size_t i = 0; i < json.size(); ++i) {
    if (auto identifier = read_identifier(json[i]))
      identifiers.push_back(std::move(*identifier));
    else
      issues.add("identifiers[" + std::to_string(i) + "]",
                 "invalid",
                 "Expected {system, value}, two texts.");
  }
  return identifiers;
}

void store_identifiers(Transaction& transaction, Id<Organization> organization,
                       const RowChange& change) {
  const auto* field = identifiers_field(*change.entity);
  if (field == nullptr) return;
  const auto list_in = [field](std::span<const Value> row) {
    return row.empty() ? Value{} : row[field->position];
  };
  const auto before = list_in(change.before);
  const auto after = list_in(change.after);
  if (before == after) return;
  Issues checked_already;
  const auto old = read_identifiers(before, checked_already).empty()
                       ? expr::never()
                       : f<&Identifier::row_id> == change.row_id;
  std::vector<std::vector<Value>> rows;
  for (auto& identifier : read_identifiers(after, checked_already)) {
    identifier.organization_id = organization;
    identifier.entity = change.entity->name;
    identifier.row_id = change.row_id;
    rows.push_back(values_of(identifier));
  }
  replace_rows(transaction, entity_info<Identifier>(), old, std::move(rows));
}

}  // namespace salus
