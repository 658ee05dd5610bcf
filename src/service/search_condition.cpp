#include "search_condition.hpp"

#include <algorithm>
#include <cctype>
#include <string>
#include <utility>

#include "salus/core/error.hpp"
#include "salus/core/fold_words.hpp"
#include "salus/domain/word_token.hpp"
#include "salus/query/column.hpp"

#include "word_tokens.hpp"

namespace salus {

namespace {

constexpr std::size_t most_words = 16;
constexpr std::uint32_t few = 1'000;

[[noreturn]] void refuse(std::string_view code, std::string message) {
  Issues issues;
  issues.add("search", code, std::move(message));
  throw Error{std::move(issues)};
}

/// The parts of a text between spaces and commas, or in double quotes.
std::vector<std::string> split_terms(std::string_view text) {
  std::vector<std::string> terms(1);
  bool quoted = false;
  for (const char c : text) {
    const bool separates =
        !quoted && (c == ',' || std::isspace(static_cast<unsigned char>(c)) != 0);
    if (c == '"') quoted = !quoted;
    if (c == '"' || separates)
      terms.emplace_back();
    else
      terms.back() += c;
  }
  return terms;
}

Expr token_begins(const EntityInfo& entity, const std::string& term) {
  return f<&WordToken::entity> == std::string{entity.name} &&
         starts_with(f<&WordToken::word>, term);
}

/// Fields that are shown on the same rows.
struct ShownTogether {
  Expr rows;
  std::vector<Value> fields;
};

class SearchWriter {
 public:
  SearchWriter(const AccessPlan& plan, const EntityInfo& entity) : entity_{entity} {
    for (const auto& field : entity.fields()) {
      if (!field.searchable) continue;
      ++searchable_;
      auto rows = plan.rows_showing(field);
      if (rows.is_never()) continue;
      const auto known = std::ranges::find(groups_, rows, &ShownTogether::rows);
      auto& group = known != groups_.end()
                        ? *known
                        : groups_.emplace_back(ShownTogether{std::move(rows), {}});
      group.fields.emplace_back(std::string{field.name});
    }
  }

  void require_a_field() const {
    if (!groups_.empty()) return;
    if (searchable_ != 0) throw Error{ErrorCode::forbidden, "You may not search in these rows."};
    throw Error{ErrorCode::unsupported,
                std::string{entity_.type_name} + " has no field that is searched."};
  }

  Expr term(const std::string& text) const {
    std::vector<Expr> ways;
    for (const auto& [rows, fields] : groups_) ways.push_back(rows && has_token(text, fields));
    return expr::any_of(std::move(ways));
  }

 private:
  /// The unique index finds it for each row.
  Expr has_token(const std::string& term, const std::vector<Value>& fields) const {
    auto token = token_begins(entity_, term);
    if (fields.size() < searchable_)
      token = std::move(token) && expr::in(field_info<&WordToken::field>(), fields);
    auto node = expr::exists(entity_.key(),
                             entity_info<WordToken>(),
                             field_info<&WordToken::row_id>(),
                             std::move(token));
    node.row_by_row = true;
    return node;
  }

  const EntityInfo& entity_;
  std::size_t searchable_ = 0;
  std::vector<ShownTogether> groups_;
};

/// The rows with a token, at most one token more than is few.
std::vector<Value> rows_with(Reader& reader, const EntityInfo& entity, const std::string& term) {
  Select tokens;
  tokens.entity = &entity_info<WordToken>();
  tokens.where = token_begins(entity, term);
  tokens.limit = few + 1;
  std::vector<Value> rows;
  std::vector<Cell> cells(tokens.cell_count());
  const auto cursor = reader.select(tokens);
  while (cursor->next(cells)) rows.push_back(own(cells[field_info<&WordToken::row_id>().position]));
  return rows;
}

/// A list whose length is one of few, as each length makes a statement of its own.
void round_up(std::vector<Value>& list) {
  std::size_t size = 1;
  while (size < list.size()) size *= 4;
  if (!list.empty()) list.resize(size, list.back());
}

}  // namespace

std::vector<std::string> search_terms(std::string_view text) {
  if (text.find('\0') != std::string_view::npos)
    refuse("null_characters_not_allowed", "Null characters are not allowed.");
  std::vector<std::string> terms;
  std::size_t count = 0;
  bool is_blank = true;
  for (const auto& part : split_terms(text)) {
    is_blank = is_blank && part.empty();
    const auto words = fold_words(part);
    count += words.size();
    if (!words.empty()) terms.push_back(joined_words(words));
  }
  if (count > most_words)
    refuse("too_many_words", "Search for at most " + std::to_string(most_words) + " words.");
  if (terms.empty() && !is_blank) terms.emplace_back();
  return terms;
}

Expr search_condition(const AccessPlan& plan, const EntityInfo& entity,
                      const std::vector<std::string>& terms) {
  const SearchWriter writer{plan, entity};
  writer.require_a_field();
  std::vector<Expr> every;
  for (const auto& term : terms) every.push_back(term.empty() ? expr::never() : writer.term(term));
  return expr::all_of(std::move(every));
}

std::optional<std::vector<Value>> few_candidates(Reader& reader, const EntityInfo& entity,
                                                 std::vector<std::string> terms) {
  // The longest is likely to be the rarest.
  std::ranges::sort(terms, std::ranges::greater{}, &std::string::size);
  for (const auto& term : terms) {
    auto rows = rows_with(reader, entity, term);
    if (rows.size() > few) continue;
    std::ranges::sort(rows);
    rows.erase(std::ranges::unique(rows).begin(), rows.end());
    round_up(rows);
    return rows;
  }
  return std::nullopt;
}

}  // namespace salus
