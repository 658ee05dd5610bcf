#pragma once

/// What a map file says: which file becomes rows of which entity, and how. samples/cli/README.md
/// explains every word.

#include <cstdint>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "cli/import/csv_rows.hpp"
#include "cli/import/formula.hpp"

namespace salus::cli {

/// Columns of another file, beside each row: `{department.floor}`.
struct JoinRule {
  std::string name;
  std::string file;
  std::vector<std::string> keys;     ///< The columns there …
  std::vector<TextTemplate> values;  ///< … and what each must be equal to.
  std::size_t map_line = 0;
};

/// Which rows of a file are meant: those whose cell is one of these words, or all others.
enum class Choice : std::uint8_t { only, except };

struct ChoiceRule {
  std::string column;
  std::vector<std::string> words;
  Choice choice = Choice::only;
};

/// A column of a group that holds the least or greatest of a text.
struct AggregateRule {
  std::string name;
  TextFormula text;
};

/// One row for each distinct combination of columns, instead of one for each row.
struct GroupRule {
  std::vector<std::string> by;
  std::vector<AggregateRule> smallest;
  std::vector<AggregateRule> largest;
  std::size_t map_line = 0;
};

/// The id that the source gives its row.
struct IdentifierRule {
  std::string system;
  TextTemplate value;
};

/// One file that becomes rows of one entity.
struct ImportSection {
  std::string entity;
  std::string file;
  CsvForm form{};
  std::vector<JoinRule> joins{};
  std::vector<ChoiceRule> choices{};
  std::optional<GroupRule> group{};
  std::optional<IdentifierRule> identifier{};
  /// Without an identifier: the fields, or texts in their JSON, by which a row is found again.
  std::vector<std::string> match{};
  std::string time_zone{};  ///< Of times that name none; empty: the organization's.
  std::optional<TextTemplate> override_reason{};  ///< Of rows that overlap others.
  std::vector<std::pair<std::string, Formula>> fields{};
  std::size_t map_line = 0;
};

struct ImportMap {
  std::filesystem::path file;
  std::vector<ImportSection> sections;  ///< In the order in which they run.
};

/// Reads a map. Throws `Failure` with the line of what it cannot use, and the nearest known word.
ImportMap read_import_map(const std::filesystem::path& path);

}  // namespace salus::cli
