#include "cli/import/formula.hpp"

#include "cli/import/date_format.hpp"

namespace salus::cli {

namespace {

std::string translated(const TextFormula& formula, const std::string& text, std::string& problem) {
  const auto found = formula.values.find(text);
  if (found != formula.values.end()) return found->second;
  if (formula.otherwise) return *formula.otherwise;
  problem = "The map's table of values does not have this word.";
  return {};
}

std::string dated(const TextFormula& formula, const std::string& text, std::string& problem) {
  std::string known;
  for (const auto& format : formula.date_formats) {
    if (auto date = iso_date(text, format)) return *std::move(date);
    known += (known.empty() ? "" : " or ") + format;
  }
  problem = "This is no date of the form " + known + ".";
  return {};
}

}  // namespace

void bind_columns(Formula& formula, std::span<const std::string> columns) {
  formula.text.from.bind(columns);
  for (auto& delay : formula.delays) delay.count.from.bind(columns);
  for (auto& part : formula.parts) bind_columns(part, columns);
}

std::string make_text(const TextFormula& formula, const SourceRow& row, std::string& problem) {
  auto text = formula.from.fill(row);
  if (text.empty()) text = formula.fallback.value_or("");
  if (text.empty()) return text;
  if (!formula.values.empty()) text = translated(formula, text, problem);
  // A word may be translated into nothing.
  if (!problem.empty() || text.empty() || formula.date_formats.empty()) return text;
  return dated(formula, text, problem);
}

}  // namespace salus::cli
