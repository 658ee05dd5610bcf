#include "cli/words/nearest_name.hpp"

#include <algorithm>
#include <cstddef>
#include <numeric>
#include <vector>

namespace salus::cli {

namespace {

/// Levenshtein's distance, by its two rows.
std::size_t distance(std::string_view from, std::string_view to) {
  std::vector<std::size_t> row(to.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 1; i <= from.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= to.size(); ++j) {
      const std::size_t changed = diagonal + (from[i - 1] == to[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({changed, row[j] + 1, row[j - 1] + 1});
    }
  }
  return row.back();
}

}  // namespace

std::optional<std::string_view> nearest_name(std::string_view word,
                                             std::span<const std::string_view> candidates) {
  std::optional<std::string_view> nearest;
  std::size_t least = std::max<std::size_t>(2, word.size() / 3) + 1;
  for (const auto candidate : candidates) {
    const bool is_beginning = word.size() >= 3 && candidate.starts_with(word);
    const auto changes = is_beginning ? std::size_t{1} : distance(word, candidate);
    if (changes < least && changes < candidate.size()) {
      least = changes;
      nearest = candidate;
    }
  }
  return nearest;
}

std::string advice_for(std::string_view word, std::span<const std::string_view> candidates) {
  if (const auto nearest = nearest_name(word, candidates))
    return "Did you mean \"" + std::string{*nearest} + "\"?";
  return "There are: " + joined(candidates) + ".";
}

std::string joined(std::span<const std::string_view> words) {
  std::string text;
  for (const auto word : words) {
    if (!text.empty()) text += ", ";
    text += word;
  }
  return text;
}

}  // namespace salus::cli
