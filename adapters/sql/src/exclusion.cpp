#include "exclusion.hpp"

#include <algorithm>

#include "salus/sql/ddl.hpp"

namespace salus::sql {

namespace {

constexpr std::string_view mark = "salus: exclusion";

std::string column_of(std::string_view row, std::string_view column) {
  return row.empty() ? quoted(column) : std::string{row} + "." + quoted(column);
}

/// The row takes time. `row` is its name; empty: the table's own.
std::string takes_time(std::string_view row, const ExclusionSchema& exclusion) {
  std::string text;
  const auto add = [&text](const std::string& condition) {
    text += (text.empty() ? "" : " AND ") + condition;
  };
  if (exclusion.live_rows_only) add(column_of(row, "deleted_at") + " IS NULL");
  if (!exclusion.waiver.empty()) add(column_of(row, exclusion.waiver) + " IS NULL");
  std::string choices;
  for (const auto& choice : exclusion.free_choices)
    choices += (choices.empty() ? "" : ", ") + literal(choice);
  if (!choices.empty()) add(column_of(row, exclusion.choice) + " NOT IN (" + choices + ")");
  return text.empty() ? "TRUE" : text;
}

/// Another row of the same owner takes a part of the same time. The order of the conditions is the index's.
std::string meets(std::string_view row, const ExclusionSchema& exclusion) {
  const auto mine = [row](std::string_view column) { return column_of(row, column); };
  const auto others = [](std::string_view column) { return column_of("other", column); };
  std::string text;
  for (const auto& column : {std::string{"organization_id"}, exclusion.owner})
    text += others(column) + " = " + mine(column) + " AND ";
  return text + others(exclusion.ends) + " > " + mine(exclusion.begins) + " AND " +
         others(exclusion.begins) + " < " + mine(exclusion.ends) + " AND " + others("id") + " <> " +
         mine("id") + " AND " + takes_time("other", exclusion);
}

Guard sqlite_trigger(std::string_view table, const ExclusionSchema& exclusion,
                     const std::string& event, std::string_view suffix) {
  const std::string name = exclusion.name + std::string{suffix};
  return {name,
          "CREATE TRIGGER " + quoted(name) + " BEFORE " + event + " ON " + quoted(table) +
              " WHEN " + takes_time("NEW", exclusion) + " BEGIN /* " + line_of(exclusion) +
              " */ SELECT RAISE(ABORT, " + literal(exclusion.name) + ") FROM " + quoted(table) +
              " AS other WHERE " + meets("NEW", exclusion) + "; END"};
}

std::vector<std::string_view> parts_of(std::string_view line) {
  std::vector<std::string_view> parts;
  for (;;) {
    const auto comma = line.find(',');
    parts.push_back(line.substr(0, comma));
    if (comma == std::string_view::npos) return parts;
    line.remove_prefix(comma + 1);
  }
}

}  // namespace

// Names of columns and choices are words, so a comma parts them.
std::string line_of(const ExclusionSchema& exclusion) {
  std::string line{mark};
  for (const auto& part : {exclusion.owner,
                           exclusion.begins,
                           exclusion.ends,
                           std::string{exclusion.live_rows_only ? "live" : ""},
                           exclusion.waiver,
                           exclusion.choice})
    line += "," + part;
  for (const auto& choice : exclusion.free_choices) line += "," + choice;
  return line;
}

std::optional<ExclusionSchema> exclusion_of_line(std::string name, std::string_view line) {
  const auto parts = parts_of(line);
  if (parts.size() < 7 || parts.front() != mark) return std::nullopt;
  ExclusionSchema exclusion{.name = std::move(name),
                            .owner = std::string{parts[1]},
                            .begins = std::string{parts[2]},
                            .ends = std::string{parts[3]},
                            .live_rows_only = !parts[4].empty(),
                            .waiver = std::string{parts[5]},
                            .choice = std::string{parts[6]}};
  for (std::size_t i = 7; i < parts.size(); ++i) exclusion.free_choices.emplace_back(parts[i]);
  return exclusion;
}

std::string overlapping_rows(std::string_view table, const ExclusionSchema& exclusion) {
  return "SELECT 1 FROM " + quoted(table) + " AS one JOIN " + quoted(table) + " AS other ON " +
         meets("one", exclusion) + " WHERE " + takes_time("one", exclusion) + " LIMIT 1";
}

std::vector<Guard> sqlite_exclusion(std::string_view table, const ExclusionSchema& exclusion) {
  return {sqlite_trigger(table, exclusion, "INSERT", "_on_insert"),
          sqlite_trigger(table, exclusion, "UPDATE", "_on_update")};
}

// The organization leads, as in every index; a GiST over an id needs the extension btree_gist.
std::vector<Guard> postgres_exclusion(std::string_view table, const ExclusionSchema& exclusion) {
  const auto range = "tstzrange(" + quoted(exclusion.begins) + ", " + quoted(exclusion.ends) + ")";
  const std::string on = "CONSTRAINT " + quoted(exclusion.name) + " ON " + quoted(table);
  return {{exclusion.name,
           "ALTER TABLE " + quoted(table) + " ADD CONSTRAINT " + quoted(exclusion.name) +
               R"( EXCLUDE USING gist ("organization_id" WITH =, )" + quoted(exclusion.owner) +
               " WITH =, " + range + " WITH &&) WHERE (" + takes_time("", exclusion) + ")"},
          {exclusion.name, "COMMENT ON " + on + " IS " + literal(line_of(exclusion))}};
}

}  // namespace salus::sql
