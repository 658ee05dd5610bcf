#include "entity_class.hpp"

#include <algorithm>
#include <vector>

#include "to_value.hpp"

namespace salus::python {

namespace {

struct RegisteredClass {
  py::handle python_class;
  EntityClass entity;
};

/// Filled when the module is imported, and not changed afterwards.
std::vector<RegisteredClass>& registered_classes() {
  static std::vector<RegisteredClass> classes;
  return classes;
}

std::string in_words(std::string_view name) {
  std::string words{name};
  std::ranges::replace(words, '_', ' ');
  return words;
}

std::string keyword(const FieldInfo& field, std::string_view choice_class) {
  return std::string{field.name} + ": " + accepted_types(field, choice_class) + " = ...";
}

}  // namespace

const EntityClass& entity_class_of(py::handle python_class) {
  const auto& classes = registered_classes();
  const auto found = std::ranges::find_if(classes, [python_class](const RegisteredClass& known) {
    return known.python_class.is(python_class);
  });
  if (found == classes.end())
    throw py::type_error{"Expected the class of an entity, such as salus.Patient."};
  return found->entity;
}

void register_entity_class(py::handle python_class, EntityClass entity) {
  registered_classes().push_back({python_class, entity});
}

std::string document_entity(const EntityInfo& entity) {
  return "One of the clinic's entities: a " + in_words(entity.name) + "; in ``" +
         std::string{entity.collection} +
         "`` on the wire.\n\nMade by keywords, or read from a clinic; it never changes. A list or "
         "dict that it gives\n"
         "is a copy.";
}

std::string document_constructor(const EntityInfo& entity,
                                 std::span<const std::string_view> choice_classes) {
  std::string signature = "__init__(self, *";
  for (const auto& field : entity.fields()) {
    if (!field.read_only) signature += ", " + keyword(field, choice_classes[field.position]);
  }
  return signature +
         ") -> None\n\nRaises InvalidInput, with an issue for each value that is wrong.";
}

std::string document_field(const FieldFacts& field) {
  std::string text = in_words(field.label.empty() ? field.name : field.label);
  if (!field.references.empty()) text += ": the id of a " + in_words(field.references);
  if (field.required) text += "; required";
  if (field.unique) text += "; unique in the organization";
  if (field.max_length != 0)
    text += std::string{field.list ? "; each" : ";"} + " at most " +
            std::to_string(field.max_length) + " characters";
  if (field.read_only) text += "; set by Salus";
  if (field.phi) text += "; protected health information";
  return text + ".";
}

}  // namespace salus::python
