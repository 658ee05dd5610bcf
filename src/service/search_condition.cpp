#include "search_condition.hpp"

#include <algorithm>
#include <cctype>
#include <string>
#include <utility>

#include "salus/core/error.hpp"
#include "salus/core/fold_words.hpp"
#include "salus/domain/word_token.hpp"
#include "salus/query/column.hpp"

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

Expr word_is(const std::string& word, Operator how) {
  return expr::compare(how, field_info<&WordToken::word>(), word);
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

  Expr term(const SearchTerm& words) const {
    std::vector<Expr> ways;
    for (const auto& [rows, fields] : groups_) {
      if (words.size() == 1) {
        ways.push_back(rows && word(words.front(), Operator::starts_with, fields));
        continue;
      }
      for (const auto& field : fields) ways.push_back(rows && in_one_field(words, field));
    }
    return expr::any_of(std::move(ways));
  }

 private:
  Expr in_one_field(const SearchTerm& words, const Value& field) const {
    std::vector<Expr> every;
    for (const auto& each : words) {
      const auto how = &each == &words.back() ? Operator::starts_with : Operator::equal;
      every.push_back(word(each, how, {field}));
    }
    return expr::all_of(std::move(every));
  }

  /// Some token of the row, which its unique index finds for each row.
  Expr word(const std::string& text, Operator how, const std::vector<Value>& fields) const {
    auto token = f<&WordToken::entity> == std::string{entity_.name} && word_is(text, how);
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

/// The longest word of a term is likely to be the rarest.
const std::string& rarest(const SearchTerm& term) {
  return *std::ranges::max_element(term, {}, &std::string::size);
}

/// The rows with a word, at most one token more than is few.
std::vector<Value> rows_with(Reader& reader, const EntityInfo& entity, const SearchTerm& term) {
  const auto& word = rarest(term);
  Select tokens;
  tokens.entity = &entity_info<WordToken>();
  tokens.where = f<&WordToken::entity> == std::string{entity.name} &&
                 word_is(word, &word == &term.back() ? Operator::starts_with : Operator::equal);
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

std::vector<SearchTerm> search_terms(std::string_view text) {
  if (text.find('\0') != std::string_view::npos)
    refuse("null_characters_not_allowed", "Null characters are not allowed.");
  std::vector<SearchTerm> terms;
  std::size_t words = 0;
  bool is_blank = true;
  for (const auto& part : split_terms(text)) {
    is_blank = is_blank && part.empty();
    auto term = fold_words(part);
    words += term.size();
    if (!term.empty()) terms.push_back(std::move(term));
  }
  if (words > most_words)
    refuse("too_many_words", "Search for at most " + std::to_string(most_words) + " words.");
  if (terms.empty() && !is_blank) terms.emplace_back();
  return terms;
}

Expr search_condition(const AccessPlan& plan, const EntityInfo& entity,
                      const std::vector<SearchTerm>& terms) {
  const SearchWriter writer{plan, entity};
  writer.require_a_field();
  std::vector<Expr> every;
  for (const auto& term : terms) every.push_back(term.empty() ? expr::never() : writer.term(term));
  return expr::all_of(std::move(every));
}

std::optional<std::vector<Value>> few_candidates(Reader& reader, const EntityInfo& entity,
                                                 std::vector<SearchTerm> terms) {
  std::ranges::sort(
      terms, std::ranges::greater{}, [](const SearchTerm& term) { return rarest(term).size(); });
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
