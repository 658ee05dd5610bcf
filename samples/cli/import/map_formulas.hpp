#pragma once

/// Formulas as a map file writes them.

#include <string>

#include "cli/import/formula.hpp"
#include "cli/import/map_table.hpp"

namespace salus::cli {

/// A formula: a text with columns, a constant, a list, or a table of words.
Formula read_formula(const std::string& file, const toml::node& node);

/// A formula that is a text and nothing else.
TextFormula read_text_formula(const std::string& file, const toml::node& node);

/// A text with columns; throws `Failure` with the map's line.
TextTemplate read_template(const std::string& file, const toml::node& node);

/// The same of a text that stands in a node.
TextTemplate read_template(const std::string& file, const toml::node& node,
                           const std::string& text);

}  // namespace salus::cli
