#include <string>

#include <catch2/catch_test_macros.hpp>

#include "salus/access/default_policy.hpp"
#include "salus/domain/domain_catalog.hpp"

#include "golden/golden_file.hpp"

using namespace salus;
using salus::test::check_golden;

namespace {

void append_field(std::string& text, const FieldInfo& field) {
  text += "  " + std::string{field.name} + " " + std::string{to_name(field.type)};
  if (field.nullable) text += " nullable";
  if (!field.references.empty()) text += " -> " + std::string{field.references};
  for (const auto choice : field.choices) text += " " + std::string{choice};
  text += "\n";
}

std::string storage_format() {
  const auto catalog = domain_catalog();
  std::string text;
  for (const auto& entry : catalog.entries()) {
    text += std::string{entry.entity->name} + " (" + std::string{entry.entity->collection} + ")\n";
    for (const auto& column : entry.entity->columns) append_field(text, column);
    for (const auto& filter : entry.filters) text += "  ?" + std::string{filter.name} + "\n";
  }
  return text;
}

}  // namespace

TEST_CASE(
    "names of tables, columns and choices are the storage format and do not change by accident") {
  check_golden("storage_format.txt", storage_format());
}

TEST_CASE("the default policy does not change by accident") {
  check_golden("default_policy.txt", default_policy().to_string());
}
