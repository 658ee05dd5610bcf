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
  std::optional<std::string> date_format;     ///< How the source writes dates.
};

/// Which row a text points to: the one with this identifier, or with this value in a field.
struct ReferenceRule {
  std::string entity;
  std::string system;  ///< Of the identifier; empty: by `field`.
  std::string field;
};

/// What a text is inside JSON.
enum class JsonKind : std::uint8_t { text, integer, number, boolean };

enum class FormulaKind : std::uint8_t {
  text,    ///< One value.
  object,  ///< JSON: `members`; those without a value are left out.
  list,    ///< JSON: `elements`; those without a value are left out.
};

/// How one field is made, or one part of it.
struct Formula {
  FormulaKind kind = FormulaKind::text;
  TextFormula text{};
  std::optional<ReferenceRule> reference{};
  std::string separator{};  ///< Not empty: the text is a list, split here.
  JsonKind json_kind = JsonKind::text;
  std::vector<std::string> names{};  ///< Of an object's members, in the order of `parts`.
  std::vector<Formula> parts{};      ///< Members or elements.
  std::size_t map_line = 0;
};

/// Finds the columns of every text in a formula; throws `Failure` as `TextTemplate::bind` does.
void bind_columns(Formula& formula, std::span<const std::string> columns);

/// The text of a formula for a row. Empty and no problem: there is no value. A problem never repeats
/// the row's text.
std::string make_text(const TextFormula& formula, const SourceRow& row, std::string& problem);

}  // namespace salus::cli
