#include "word_tokens.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "salus/core/fold_words.hpp"
#include "salus/query/column.hpp"

namespace salus {

namespace {

constexpr std::uint32_t rows_at_a_time = 500;

/// Each word once.
std::vector<std::string> words_in(std::span<const Value> row, const FieldInfo& field) {
  const auto* text = row.empty() ? nullptr : std::get_if<std::string>(&row[field.position]);
  if (text == nullptr) return {};
  auto words = fold_words(*text);
  std::ranges::sort(words);
  words.erase(std::ranges::unique(words).begin(), words.end());
  return words;
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

void store_word_tokens(Transaction& transaction, Id<Organization> organization,
                       const RowChange& change) {
  const std::string entity{change.entity->name};
  std::vector<Value> outdated;
  std::vector<std::vector<Value>> tokens;
  for (const auto& field : change.entity->fields()) {
    if (!field.searchable) continue;
    const auto before = words_in(change.before, field);
    auto after = words_in(change.after, field);
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
