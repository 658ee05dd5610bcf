#include <iostream>
#include <string>
#include <string_view>
#include <vector>

#include <CLI/CLI.hpp>

#include "salus/access/default_policy.hpp"
#include "salus/codec/json_writer.hpp"
#include "salus/schema/nested_text.hpp"

#include "cli/commands/commands.hpp"
#include "cli/connection/open_clinic.hpp"
#include "cli/terminal/table.hpp"
#include "cli/words/nearest_name.hpp"

namespace salus::cli {

namespace {

/// One rule as texts, whether it stands in the program or in a row.
struct PolicyLine {
  std::string name;
  std::string_view effect;
  std::string role;
  std::string actions;
  std::string entity;
  std::string_view scope;
  std::string fields;
  std::string access_level{};  ///< Of a rule that is a row: the id of its level.
};

std::string actions_of(const Rule& rule) {
  std::vector<std::string_view> names;
  for (std::size_t i = 0; i < enumerator_names<Action>.size(); ++i) {
    if (rule.actions.contains(static_cast<Action>(i))) names.push_back(enumerator_names<Action>[i]);
  }
  return joined(names);
}

std::string fields_of_rule(const Rule& rule) {
  if (rule.fields.every) return "all";
  return joined(std::vector<std::string_view>{rule.fields.names.begin(), rule.fields.names.end()});
}

PolicyLine line_of(const Rule& rule) {
  return {.name = rule.name,
          .effect = to_name(rule.effect),
          .role = std::string{to_name(rule.role)},
          .actions = actions_of(rule),
          .entity = rule.entity,
          .scope = to_name(rule.scope),
          .fields = fields_of_rule(rule)};
}

/// `["name","birth_date"]` as `name, birth_date`; the library refuses rows that hold anything else.
std::string fields_of_row(const Json& fields) {
  std::vector<std::string> names;
  for (const auto element :
       nested_elements(fields.text()).value_or(std::vector<std::string_view>{}))
    names.emplace_back(element.substr(1, element.size() - 2));
  if (names == std::vector<std::string>{"*"}) return "all";
  return joined(std::vector<std::string_view>{names.begin(), names.end()});
}

PolicyLine line_of(const AccessRule& row) {
  return {.name = row.name,
          .effect = to_name(row.effect),
          .role = std::string{to_name(Role::staff)},
          .actions = std::string{to_name(row.action)},
          .entity = row.entity,
          .scope = to_name(row.scope),
          .fields = fields_of_row(row.fields),
          .access_level = row.access_level.to_string()};
}

/// The rules of the program, and, if a database is named, those that its administrators keep as rows.
std::vector<PolicyLine> lines_of_policy(const GlobalOptions& options) {
  const auto policy = default_policy();
  std::vector<PolicyLine> lines;
  for (const auto& rule : policy.rules()) lines.push_back(line_of(rule));
  if (options.database.empty()) return lines;
  const auto clinic = open_clinic(options);
  auto directory = clinic.act_as_system(Role::authenticator);
  const auto is_in_force = exists<&AccessRule::access_level, &AccessLevel::id>(expr::always());
  for (const auto& row : directory.list<AccessRule>(where(is_in_force)))
    lines.push_back(line_of(*row));
  return lines;
}

void print_table(const std::vector<PolicyLine>& lines) {
  Table table{std::cout,
              {{.heading = "Rule", .importance = 1, .least_width = 30},
               {.heading = "Who", .importance = 1, .least_width = 13},
               {.heading = "May", .importance = 1, .least_width = 12},
               {.heading = "Rows of", .importance = 1, .least_width = 17},
               {.heading = "Which", .importance = 1, .least_width = 12},
               {.heading = "Fields", .importance = 1, .least_width = 10}},
              output_width()};
  for (const auto& line : lines) {
    const std::string prefix = line.effect == to_name(Effect::forbid) ? "never " : "";
    const std::string level = line.access_level.empty() ? "" : " " + line.access_level;
    table.add({line.name,
               line.role + level,
               prefix + line.actions,
               line.entity,
               std::string{line.scope},
               line.fields});
  }
  table.finish();
  std::cout << Style{Stream::output}.dim(
                   "What no rule permits is denied; a rule that forbids wins.")
            << '\n';
}

void print_member(std::string& json, std::string_view name, std::string_view value) {
  json += json.empty() ? '{' : ',';
  append_json_string(json, name);
  json += ':';
  append_json_string(json, value);
}

void print_json(const std::vector<PolicyLine>& lines) {
  for (const auto& line : lines) {
    std::string json;
    print_member(json, "rule", line.name);
    print_member(json, "effect", line.effect);
    print_member(json, "role", line.role);
    if (!line.access_level.empty()) print_member(json, "access_level", line.access_level);
    print_member(json, "actions", line.actions);
    print_member(json, "entity", line.entity);
    print_member(json, "scope", line.scope);
    print_member(json, "fields", line.fields);
    std::cout << json << "}\n";
  }
}

}  // namespace

void add_policy(CLI::App& parent, const GlobalOptions& options, Work& work) {
  auto* command =
      parent.add_subcommand("policy", "The rules: who may do what to which rows and fields");
  command->footer("With --db also those of access levels, which administrators keep as rows.");
  command->callback([&options, &work] {
    work = [&options] {
      const auto lines = lines_of_policy(options);
      if (options.format == OutputFormat::json)
        print_json(lines);
      else
        print_table(lines);
      return ExitCode::ok;
    };
  });
}

}  // namespace salus::cli
