#pragma once

#include <algorithm>
#include <string>

#include "salus/schema/field.hpp"

namespace salus::cli {

/// What a field is called for people: its label, or its name with spaces and a capital.
inline std::string label_of(const FieldFacts& field) {
  if (!field.label.empty()) return std::string{field.label};
  if (field.name == "id") return "ID";
  std::string text{field.name};
  std::ranges::replace(text, '_', ' ');
  if (!text.empty() && text.front() >= 'a' && text.front() <= 'z')
    text.front() += static_cast<char>('A' - 'a');
  return text;
}

}  // namespace salus::cli
