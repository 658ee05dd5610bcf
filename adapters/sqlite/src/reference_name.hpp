#pragma once

/// The names of references, which SQLite keeps in the text of their table only.

#include <string>
#include <string_view>

#include "salus/sql/dialect.hpp"

namespace salus::sqlite {

/// The name of the reference from a column, out of the CREATE TABLE text that Salus wrote; empty if
/// there is none.
inline std::string reference_name(std::string_view create_table, std::string_view column) {
  constexpr std::string_view constraint = "CONSTRAINT \"";
  const auto key =
      create_table.find("FOREIGN KEY (\"organization_id\", " + sql::quoted(column) + ")");
  if (key == std::string_view::npos) return {};
  const auto start = create_table.rfind(constraint, key);
  if (start == std::string_view::npos) return {};
  const auto name = create_table.substr(start + constraint.size());
  return std::string{name.substr(0, name.find('"'))};
}

}  // namespace salus::sqlite
