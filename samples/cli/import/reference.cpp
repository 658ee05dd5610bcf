#include "cli/import/reference.hpp"

#include <utility>

#include "cli/import/field_value.hpp"
#include "cli/import/map_failure.hpp"
#include "cli/words/nearest_name.hpp"

namespace salus::cli {

namespace {

std::vector<std::string_view> names_of_fields(const EntityInfo& entity) {
  std::vector<std::string_view> names;
  for (const auto& field : entity.fields()) {
    if (!field.write_only) names.push_back(field.name);
  }
  return names;
}

std::vector<std::string_view> names_of_entities(const Catalog& catalog) {
  std::vector<std::string_view> names;
  for (const auto& entry : catalog.entries()) {
    if (!entry.entity->collection.empty()) names.push_back(entry.entity->name);
  }
  return names;
}

}  // namespace

const EntityInfo* routed_entity(const Catalog& catalog, std::string_view name) {
  const auto* entry = catalog.find(name);
  return entry == nullptr || entry->entity->collection.empty() ? nullptr : entry->entity;
}

Reference::Reference(const Formula& formula, const Catalog& catalog, const std::string& map_file)
    : kind_{.entity = routed_entity(catalog, formula.entity), .system = formula.system} {
  if (kind_.entity == nullptr) {
    throw map_failure(map_file,
                      formula.map_line,
                      "\"find\" names no entity.",
                      advice_for(formula.entity, names_of_entities(catalog)));
  }
  if (!kind_.system.empty() && kind_.entity->find("identifiers") == nullptr) {
    throw map_failure(
        map_file,
        formula.map_line,
        std::string{kind_.entity->name} + " keeps no ids of other systems.",
        R"(Find it by its fields: by = { patient = { … }, "metadata.source_id" = "{…}" }.)");
  }
  for (std::size_t i = 0; i < formula.parts.size(); ++i)
    add_part(formula.names[i], formula.parts[i], catalog, map_file);
}

void Reference::add_part(const std::string& name, const Formula& formula, const Catalog& catalog,
                         const std::string& map_file) {
  Part part{&formula};
  if (formula.kind == FormulaKind::reference)
    part.reference = std::make_unique<Reference>(formula, catalog, map_file);
  const bool is_one_value = formula.kind == FormulaKind::text && !formula.makes_json();
  if (!is_one_value && part.reference == nullptr) {
    throw map_failure(map_file,
                      formula.map_line,
                      "what a row is found by is a text or another row.",
                      "Write \"{column}\", or { find = … }.");
  }
  parts_.push_back(std::move(part));
  if (!kind_.system.empty()) return;
  auto column = key_column(*kind_.entity, name);
  if (!column) {
    throw map_failure(
        map_file,
        formula.map_line,
        "\"find\" names no field of " + std::string{kind_.entity->name} + ": \"" + name + "\".",
        advice_for(name, names_of_fields(*kind_.entity)));
  }
  if (!formula.delays.empty() && (column->path || !can_be_delayed(*column->field, formula.delays)))
    throw undelayable(map_file, formula.map_line, name);
  kind_.columns.push_back(*std::move(column));
}

void Reference::look_up(std::span<const SourceRow> rows, RowFinder& finder,
                        const LocalTimeReader& clock) const {
  for (const auto& part : parts_) {
    if (part.reference != nullptr) part.reference->look_up(rows, finder, clock);
  }
  std::vector<RowKey> keys;
  for (const auto& row : rows) {
    std::string problem;
    if (!row.issues.empty()) continue;
    if (auto key = key_of(row, finder, clock, problem)) keys.push_back(*std::move(key));
  }
  finder.look_up(kind_, keys);
}

std::optional<Uuid> Reference::row_of(const SourceRow& row, RowFinder& finder,
                                      const LocalTimeReader& clock, std::string& problem) const {
  const auto key = key_of(row, finder, clock, problem);
  if (!key) return std::nullopt;
  const auto match = finder.find(kind_, *key);
  const std::string name{kind_.entity->name};
  if (match.is_ambiguous)
    problem = "More than one " + name + " of the database may be the one that it points to.";
  else if (!match.id)
    problem = "No " + name + " of the database is the one that it points to.";
  return problem.empty() ? match.id : std::nullopt;
}

std::optional<RowKey> Reference::key_of(const SourceRow& row, RowFinder& finder,
                                        const LocalTimeReader& clock, std::string& problem) const {
  RowKey key;
  for (std::size_t i = 0; i < parts_.size(); ++i) {
    auto value = part_of(i, row, finder, clock, problem);
    if (!value) return std::nullopt;
    key.push_back(*std::move(value));
  }
  return key;
}

std::optional<Value> Reference::part_of(std::size_t part, const SourceRow& row, RowFinder& finder,
                                        const LocalTimeReader& clock, std::string& problem) const {
  const auto& [formula, reference] = parts_[part];
  if (reference != nullptr) {
    const auto id = reference->row_of(row, finder, clock, problem);
    return id ? std::optional<Value>{*id} : std::nullopt;
  }
  const auto text = make_text(formula->text, row, problem);
  if (!problem.empty() || text.empty()) return std::nullopt;
  if (kind_.columns.empty()) return Value{text};
  const auto& column = kind_.columns[part];
  if (column.path) return Value{text};
  auto value = field_value(*column.field, text, clock, problem);
  if (value && !formula->delays.empty()) value = delayed(*value, formula->delays, row, problem);
  return value ? std::optional{key_value(column, *std::move(value))} : std::nullopt;
}

}  // namespace salus::cli
