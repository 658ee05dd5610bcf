#include "row.hpp"

#include <string>

#include "salus/core/error.hpp"
#include "salus/schema/validation.hpp"

#include "errors.hpp"
#include "to_python.hpp"
#include "to_value.hpp"

namespace salus::python {

namespace {

[[noreturn]] void raise_missing(const EntityInfo& entity, std::string_view attribute,
                                std::string_view why) {
  throw py::attribute_error{"This " + std::string{entity.type_name} + " has no \"" +
                            std::string{attribute} + "\": " + std::string{why}};
}

py::list writable_names(const EntityInfo& entity) {
  py::list names;
  for (const auto& field : entity.fields()) {
    if (!field.read_only) names.append(to_python(field.name));
  }
  return names;
}

const FieldInfo& writable_field(const EntityInfo& entity, py::handle name) {
  const std::string text = text_of(name);
  const auto* field = entity.find(text);
  if (field != nullptr && !field->read_only) return *field;
  const std::string type{entity.type_name};
  if (field != nullptr && !field->write_only)
    throw py::type_error{type + "." + text + " is set by Salus alone"};
  throw py::type_error{type + " has no field \"" + text + "\"; did you mean \"" +
                       nearest(name, writable_names(entity)) + "\"?"};
}

bool is_printable(const FieldInfo& field) {
  return !field.phi && !field.write_only && field.type != FieldType::json;
}

}  // namespace

Uuid Row::id() const {
  require(entity->key());
  return std::get<Uuid>(value_of(entity->key()));
}

const RowFacts& Row::stored(std::string_view attribute) const {
  if (!facts) raise_missing(*entity, attribute, "it is not stored yet.");
  return *facts;
}

void Row::require(const FieldInfo& field) const {
  if (known.contains(field)) return;
  if (facts) raise_hidden(entity->type_name, field.name);
  if (field.primary_key) raise_missing(*entity, field.name, "it is not stored yet.");
  if (field.required) raise_missing(*entity, field.name, "it was not given.");
}

Patch Row::as_patch() const {
  Patch patch{*entity};
  for (const auto& field : entity->fields()) {
    if (known.contains(field) && !field.read_only) patch.set(field, value_of(field));
  }
  return patch;
}

py::dict Row::as_dict() const {
  py::dict fields;
  for (const auto& field : entity->fields()) {
    if (known.contains(field) && !field.write_only)
      fields[to_python(field.name)] = to_python(value_of(field), field);
  }
  if (!facts) return fields;
  fields["version"] = facts->version;
  fields["created_at"] = to_python(facts->created_at);
  fields["updated_at"] = to_python(facts->updated_at);
  return fields;
}

std::string Row::repr() const {
  std::string text = std::string{entity->type_name} + "(";
  for (const auto& field : entity->fields()) {
    if (!known.contains(field) || !is_printable(field)) continue;
    const auto held = value_of(field);
    if (is_null(held)) continue;
    const auto value = to_python(held, field);
    const py::str printed =
        field.type == FieldType::uuid ? py::repr(py::str(value)) : py::repr(value);
    text += std::string{field.name} + "=" + printed.cast<std::string>() + ", ";
  }
  if (facts) text += "version=" + std::to_string(facts->version) + ", ";
  return text + "…)";
}

bool Row::equals(const Row& other) const {
  if (entity != other.entity || known != other.known ||
      facts.has_value() != other.facts.has_value())
    return false;
  if (facts && facts->version != other.facts->version) return false;
  for (const auto& field : entity->fields()) {
    if (known.contains(field) && value_of(field) != other.value_of(field)) return false;
  }
  return true;
}

const Row& row_of(py::handle given) {
  if (!py::isinstance<Row>(given)) throw py::type_error{"Expected a row, such as a salus.Patient."};
  return given.cast<const Row&>();
}

Patch read_fields(const EntityInfo& entity, const py::dict& fields) {
  Patch patch{entity};
  Issues issues;
  for (const auto& [name, given] : fields) {
    const auto& field = writable_field(entity, name);
    auto value = read_value(field, given, issues);
    if (!value) continue;
    validate_value(field, *value, issues);
    patch.set(field, *std::move(value));
  }
  if (!issues.empty()) throw Error{std::move(issues)};
  return patch;
}

}  // namespace salus::python
