#include "word_tokens.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "salus/core/fold_words.hpp"
#include "salus/query/column.hpp"

namespace salus {

namespace {

constexpr std::uint32_t rows_at_a_time = 500;
constexpr std::size_t longest_token = 64;  // in code points

bool begins_code_point(char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }

/// The text of a field; null: there is none.
const std::string* text_in(std::span<const Value> row, const FieldInfo& field) {
  return row.empty() ? nullptr : std::get_if<std::string>(&row[field.position]);
}

bool is_same(const std::string* left, const std::string* right) {
  return left == right || (left != nullptr && right != nullptr && *left == *right);
}

/// What a search may begin with, each once.
std::vector<std::string> tokens_of(const std::string* text) {
  if (text == nullptr) return {};
  const auto words = fold_words(*text);
  std::vector<std::string> tokens;
  for (std::size_t i = 0; i < words.size(); ++i)
    tokens.push_back(joined_words(std::span{words}.subspan(i)));
  std::ranges::sort(tokens);
  tokens.erase(std::ranges::unique(tokens).begin(), tokens.end());
  return tokens;
}

bool has_tokens(Transaction& transaction, const EntityInfo& entity) {
  Count count;
  count.entity = &entity_info<WordToken>();
  count.where = f<&WordToken::entity> == std::string{entity.name};
  count.limit = 1;
  return transaction.count(count) > 0;
}

std::vector<std::vector<Value>> next_rows(Transaction& transaction, const EntityInfo& entity,
                                          Uuid last) {
  Select select;
  select.entity = &entity;
  select.where = expr::compare(Operator::greater, entity.key(), last);
  select.limit = rows_at_a_time;
  std::vector<std::vector<Value>> rows;
  std::vector<Cell> cells(select.cell_count());
  const auto cursor = transaction.select(select);
  while (cursor->next(cells)) {
    auto& row = rows.emplace_back();
    for (const auto& cell : cells) row.push_back(own(cell));
  }
  return rows;
}

}  // namespace

std::string joined_words(std::span<const std::string> words) {
  std::string text;
  for (const auto& word : words) (text += text.empty() ? "" : " ") += word;
  std::size_t length = 0;
  const auto end = std::ranges::find_if(
      text, [&length](char c) { return begins_code_point(c) && length++ == longest_token; });
  text.erase(end, text.end());
  return text;
}

void store_word_tokens(Transaction& transaction, Id<Organization> organization,
                       const RowChange& change) {
  const std::string entity{change.entity->name};
  std::vector<Value> outdated;
  std::vector<std::vector<Value>> tokens;
  for (const auto& field : change.entity->fields()) {
    if (!field.searchable) continue;
    const auto* old_text = text_in(change.before, field);
    const auto* new_text = text_in(change.after, field);
    if (is_same(old_text, new_text)) continue;
    const auto before = tokens_of(old_text);
    auto after = tokens_of(new_text);
    if (before == after) continue;
    const std::string name{field.name};
    if (!before.empty()) outdated.emplace_back(name);
    for (auto& word : after) {
      tokens.push_back(
          values_of(WordToken{organization, entity, std::move(word), change.row_id, name}));
    }
  }
  const auto old = f<&WordToken::entity> == entity && f<&WordToken::row_id> == change.row_id &&
                   expr::in(field_info<&WordToken::field>(), std::move(outdated));
  replace_rows(transaction, entity_info<WordToken>(), old, std::move(tokens));
}

void store_missing_word_tokens(Transaction& transaction, Id<Organization> organization,
                               const EntityInfo& entity) {
  if (!entity.is_searchable() || has_tokens(transaction, entity)) return;
  Uuid last;
  while (true) {
    const auto rows = next_rows(transaction, entity, last);
    for (const auto& row : rows) {
      last = std::get<Uuid>(row.front());
      store_word_tokens(transaction,
                        organization,
                        {.entity = &entity, .row_id = last, .before = {}, .after = row});
    }
    if (rows.size() < rows_at_a_time) return;
  }
}

}  // namespace salus
