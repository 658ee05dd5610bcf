#include "cli/import/map_table.hpp"

#include "cli/words/nearest_name.hpp"

namespace salus::cli {

std::optional<std::string> scalar_text(const toml::node& node) {
  if (const auto text = node.value_exact<std::string>()) return text;
  if (const auto truth = node.value_exact<bool>()) return *truth ? "true" : "false";
  if (const auto integer = node.value_exact<std::int64_t>()) return std::to_string(*integer);
  if (const auto number = node.value_exact<double>()) return std::to_string(*number);
  return std::nullopt;
}

const toml::node* MapTable::find(std::string_view word) {
  known_.emplace(word);
  return table_.get(word);
}

std::optional<std::string> MapTable::text(std::string_view word) {
  const auto* node = find(word);
  if (node == nullptr) return std::nullopt;
  if (auto text = node->value_exact<std::string>()) return text;
  throw wrong(*node, "\"" + std::string{word} + "\" is a text.", "Put it into quotes.");
}

std::string MapTable::required_text(std::string_view word) {
  if (auto value = text(word)) return *std::move(value);
  throw map_failure(file_,
                    line(),
                    "\"" + std::string{word} + "\" is missing.",
                    "samples/cli/README.md explains every word of a map.");
}

std::vector<std::string> MapTable::texts(std::string_view word) {
  std::vector<std::string> result;
  const auto* node = find(word);
  if (node == nullptr) return result;
  const auto* list = node->as_array();
  if (list == nullptr)
    throw wrong(*node, "\"" + std::string{word} + "\" is a list.", R"(Write ["a", "b"].)");
  for (const auto& element : *list) {
    const auto text = element.value_exact<std::string>();
    if (!text)
      throw wrong(
          element, "\"" + std::string{word} + "\" is a list of texts.", R"(Write ["a", "b"].)");
    result.push_back(*text);
  }
  return result;
}

std::vector<std::string> MapTable::text_or_texts(std::string_view word) {
  const auto* node = find(word);
  if (node != nullptr && node->is_array()) return texts(word);
  return {required_text(word)};
}

const toml::table* MapTable::table(std::string_view word) {
  const auto* node = find(word);
  if (node == nullptr) return nullptr;
  if (const auto* result = node->as_table()) return result;
  throw wrong(*node, "\"" + std::string{word} + "\" is a table.", "Write { word = … }.");
}

void MapTable::refuse_unknown() const {
  for (const auto& [key, node] : table_) {
    const std::string_view word = key.str();
    if (known_.contains(word)) continue;
    const std::vector<std::string_view> known{known_.begin(), known_.end()};
    throw wrong(
        node, "a map has no word \"" + std::string{word} + "\" here.", advice_for(word, known));
  }
}

}  // namespace salus::cli
