#pragma once

/// One table of a map file, read strictly: a word that nobody asks for is an error, not ignored.

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <toml++/toml.h>

#include "cli/import/map_failure.hpp"

namespace salus::cli {

inline std::size_t line_of(const toml::node& node) { return node.source().begin.line; }

/// The text of a string, a number or a boolean; nothing for anything else.
std::optional<std::string> scalar_text(const toml::node& node);

class MapTable {
 public:
  MapTable(const std::string& file, const toml::table& table) : file_{file}, table_{table} {}

  std::size_t line() const { return line_of(table_); }

  /// The value of a word, or null.
  const toml::node* find(std::string_view word);

  /// A text; throws `Failure` if it is something else, or missing.
  std::optional<std::string> text(std::string_view word);
  std::string required_text(std::string_view word);
  std::vector<std::string> texts(std::string_view word);
  /// A text, or a list of some; throws `Failure` if it is something else, or missing.
  std::vector<std::string> text_or_texts(std::string_view word);
  const toml::table* table(std::string_view word);

  /// Throws `Failure` at a word that was not asked for.
  void refuse_unknown() const;

  Failure wrong(const toml::node& node, const std::string& problem, std::string advice) const {
    return map_failure(file_, line_of(node), problem, std::move(advice));
  }

 private:
  const std::string& file_;
  const toml::table& table_;
  std::set<std::string, std::less<>> known_;
};

}  // namespace salus::cli
