#pragma once

/// How a map says that a value is made.

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "cli/import/text_template.hpp"

namespace salus::cli {

/// A text: columns put together, and what is then done to the result, in this order.
struct TextFormula {
  TextTemplate from;
  std::optional<std::string> fallback;        ///< Instead of an empty text.
  std::map<std::string, std::string> values;  ///< From the source's words to ours; empty: any word.
  std::optional<std::string> otherwise;       ///< For a word that is not among `values`.
  std::vector<std::string> date_formats;      ///< How the source writes dates: the first that fits.
};

/// What a text is inside JSON.
enum class JsonKind : std::uint8_t { text, integer, number, boolean };

/// What a length of time is counted in.
enum class TimeUnit : std::uint8_t { seconds, minutes, hours, days, weeks };

/// A length of time that a moment or a day is put off by: how many of a unit.
struct Delay {
  TimeUnit unit = TimeUnit::minutes;
  TextFormula count;
};

enum class FormulaKind : std::uint8_t {
  text,       ///< One value.
  object,     ///< JSON: `parts` by `names`; those without a value are left out.
  list,       ///< JSON: `parts`; those without a value are left out.
  reference,  ///< The row of `entity` whose fields `names` have the values `parts`.
  taken,      ///< The field `taken` of the row that the section's field `of` points to.
};

/// How one field is made, or one part of it.
struct Formula {
  FormulaKind kind = FormulaKind::text;
  TextFormula text{};
  std::string separator{};  ///< Not empty: the text is a list, split here.
  JsonKind json_kind = JsonKind::text;
  std::string entity{};  ///< Of a reference.
  std::string system{};  ///< Of a reference by a source's id, which is the one part: its namespace.
  std::string of{};
  std::string taken{};
  std::vector<std::string> names{};  ///< In the order of `parts`.
  std::vector<Formula> parts{};
  std::vector<Delay> delays{};  ///< Of a moment or a day.
  std::size_t map_line = 0;

  bool makes_json() const {
    return kind == FormulaKind::object || kind == FormulaKind::list || !separator.empty();
  }
};

/// Finds the columns of every text in a formula; throws `Failure` as `TextTemplate::bind` does.
void bind_columns(Formula& formula, std::span<const std::string> columns);

/// The text of a formula for a row. Empty and no problem: there is no value. A problem never repeats
/// the row's text.
std::string make_text(const TextFormula& formula, const SourceRow& row, std::string& problem);

}  // namespace salus::cli
