#include <string>

#include "cli/failure.hpp"
#include "cli/words/assignment.hpp"
#include "cli/words/nearest_name.hpp"
#include "cli/words/words.hpp"

namespace salus::cli {

namespace {

bool is_writable(const FieldInfo& field) { return !field.read_only && !field.write_only; }

const FieldInfo& writable_field(const EntityInfo& entity, std::string_view name) {
  std::vector<std::string_view> known;
  for (const auto& field : entity.fields()) {
    if (!is_writable(field)) continue;
    if (field.name == name) return field;
    known.push_back(field.name);
  }
  throw Failure{ExitCode::usage,
                std::string{entity.collection} + " have no field \"" + std::string{name} +
                    "\" that can be written.",
                advice_for(name, known)};
}

}  // namespace

Patch changes_of(const EntityInfo& entity, std::span<const std::string> words, Calendar& calendar) {
  Patch patch{entity};
  for (const auto& word : words) {
    const auto [name, text] = assignment_of(word);
    const auto& field = writable_field(entity, name);
    if (text.empty() && field.nullable)
      patch.set(field, Null{});
    else
      patch.set(field, value_of(field, text, calendar));
  }
  return patch;
}

}  // namespace salus::cli
