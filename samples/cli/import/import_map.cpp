#include "cli/import/import_map.hpp"

#include "salus/core/time_zone.hpp"
#include "salus/schema/reflect.hpp"

#include "cli/import/map_formulas.hpp"

namespace salus::cli {

namespace {

std::vector<JoinRule> read_joins(const std::string& file, MapTable& section) {
  std::vector<JoinRule> joins;
  const auto* table = section.table("join");
  if (table == nullptr) return joins;
  MapTable by_name{file, *table};
  for (const auto& [key, node] : *table) {
    MapTable words{file, *by_name.table(key.str())};
    JoinRule rule{.name = std::string{key.str()},
                  .file = words.required_text("file"),
                  .keys = words.text_or_texts("key"),
                  .values = {},
                  .map_line = words.line()};
    for (const auto& text : words.text_or_texts("equals"))
      rule.values.push_back(read_template(file, *words.find("equals"), text));
    words.refuse_unknown();
    if (rule.keys.size() != rule.values.size()) {
      throw map_failure(file,
                        words.line(),
                        R"("key" and "equals" are not as many.)",
                        R"(Write key = ["a", "b"] and equals = ["{x}", "{y}"].)");
    }
    joins.push_back(std::move(rule));
  }
  return joins;
}

/// `[import.only]` and `[import.except]`: a column and a word, or several.
std::vector<ChoiceRule> read_choices(const std::string& file, MapTable& section) {
  std::vector<ChoiceRule> rules;
  for (const auto choice : {Choice::only, Choice::except}) {
    const auto* table = section.table(to_name(choice));
    if (table == nullptr) continue;
    MapTable columns{file, *table};
    for (const auto& [key, node] : *table)
      rules.push_back({std::string{key.str()}, columns.text_or_texts(key.str()), choice});
  }
  return rules;
}

std::vector<AggregateRule> read_aggregates(const std::string& file, const toml::table* table) {
  std::vector<AggregateRule> rules;
  if (table == nullptr) return rules;
  for (const auto& [key, node] : *table)
    rules.push_back({std::string{key.str()}, read_text_formula(file, node)});
  return rules;
}

std::optional<GroupRule> read_group(const std::string& file, MapTable& section) {
  const auto* table = section.table("group");
  if (table == nullptr) return std::nullopt;
  MapTable words{file, *table};
  GroupRule rule;
  rule.by = words.texts("by");
  rule.smallest = read_aggregates(file, words.table("smallest"));
  rule.largest = read_aggregates(file, words.table("largest"));
  rule.map_line = words.line();
  words.refuse_unknown();
  if (rule.by.empty()) {
    throw map_failure(file,
                      words.line(),
                      "a group says by which columns.",
                      R"(Write by = ["doctor_id", "patient_id"].)");
  }
  return rule;
}

std::optional<IdentifierRule> read_identifier(const std::string& file, MapTable& section) {
  const auto* table = section.table("identifier");
  if (table == nullptr) return std::nullopt;
  MapTable words{file, *table};
  IdentifierRule rule{.system = words.required_text("system"), .value = {}};
  words.required_text("value");
  rule.value = read_template(file, *words.find("value"));
  words.refuse_unknown();
  return rule;
}

std::vector<std::pair<std::string, Formula>> read_fields(const std::string& file,
                                                         MapTable& section) {
  std::vector<std::pair<std::string, Formula>> fields;
  const auto* table = section.table("fields");
  if (table == nullptr) return fields;
  for (const auto& [key, node] : *table)
    fields.emplace_back(std::string{key.str()}, read_formula(file, node));
  return fields;
}

char read_separator(const std::string& file, MapTable& section) {
  const auto text = section.text("separator").value_or(",");
  if (text.size() == 1) return text.front();
  throw map_failure(
      file, section.line(), "a separator is one character.", R"(Write separator = ";" or "\t".)");
}

std::string read_time_zone(const std::string& file, MapTable& section) {
  auto name = section.text("time_zone").value_or("");
  if (name.empty() || is_known_time_zone(name)) return name;
  throw map_failure(file,
                    line_of(*section.find("time_zone")),
                    "there is no such time zone.",
                    R"(Write the name of a place, "Africa/Cairo", or "UTC".)");
}

ImportSection read_section(const std::string& file, const toml::table& table) {
  MapTable words{file, table};
  ImportSection section{.entity = words.required_text("entity"),
                        .file = words.required_text("file"),
                        .form = {read_separator(file, words), words.texts("missing")}};
  section.joins = read_joins(file, words);
  section.choices = read_choices(file, words);
  section.group = read_group(file, words);
  section.identifier = read_identifier(file, words);
  section.match = words.texts("match");
  section.time_zone = read_time_zone(file, words);
  if (const auto* reason = words.find("override_reason"))
    section.override_reason = read_template(file, *reason);
  section.fields = read_fields(file, words);
  section.map_line = words.line();
  words.refuse_unknown();
  if (section.identifier.has_value() != section.match.empty()) {
    throw map_failure(
        file,
        words.line(),
        "a section says how its rows are found again.",
        "Give it either identifier = { system = \"…\", value = \"{…}\" } or match = [\"field\"].");
  }
  return section;
}

toml::table parse(const std::string& file) {
  if (!std::filesystem::is_regular_file(file)) {
    throw Failure{
        ExitCode::failed, "there is no map file " + file + ".", "samples/cli/maps has an example."};
  }
  try {
    return toml::parse_file(file);
  } catch (const toml::parse_error& error) {
    throw map_failure(file,
                      error.source().begin.line,
                      std::string{error.description()},
                      "A map is written in TOML: https://toml.io");
  }
}

}  // namespace

ImportMap read_import_map(const std::filesystem::path& path) {
  const auto file = path.string();
  const auto document = parse(file);
  MapTable words{file, document};
  ImportMap map{.file = path, .sections = {}};
  const auto* sections = words.find("import");
  words.refuse_unknown();
  if (sections == nullptr || !sections->is_array_of_tables()) {
    throw map_failure(file, 1, "the map has no section.", "Begin one with a line [[import]].");
  }
  for (const auto& section : *sections->as_array())
    map.sections.push_back(read_section(file, *section.as_table()));
  return map;
}

}  // namespace salus::cli
