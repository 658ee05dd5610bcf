#include <iostream>
#include <vector>

#include <CLI/CLI.hpp>

#include "salus/access/default_policy.hpp"
#include "salus/codec/json_writer.hpp"

#include "cli/commands/commands.hpp"
#include "cli/terminal/table.hpp"
#include "cli/words/nearest_name.hpp"

namespace salus::cli {

namespace {

std::vector<std::string_view> actions_of(const Rule& rule) {
  std::vector<std::string_view> names;
  for (std::size_t i = 0; i < enumerator_names<Action>.size(); ++i) {
    if (rule.actions.contains(static_cast<Action>(i))) names.push_back(enumerator_names<Action>[i]);
  }
  return names;
}

std::string fields_of_rule(const Rule& rule) {
  if (rule.fields.every) return "all";
  return joined(std::vector<std::string_view>{rule.fields.names.begin(), rule.fields.names.end()});
}

void print_table(const Policy& policy) {
  Table table{std::cout,
              {{.heading = "Rule", .importance = 1, .least_width = 30},
               {.heading = "Who", .importance = 1, .least_width = 13},
               {.heading = "May", .importance = 1, .least_width = 12},
               {.heading = "Rows of", .importance = 1, .least_width = 17},
               {.heading = "Which", .importance = 1, .least_width = 12},
               {.heading = "Fields", .importance = 1, .least_width = 10}},
              output_width()};
  for (const auto& rule : policy.rules()) {
    const std::string prefix = rule.effect == Effect::forbid ? "never " : "";
    table.add({rule.name,
               std::string{to_name(rule.role)},
               prefix + joined(actions_of(rule)),
               rule.entity,
               std::string{to_name(rule.scope)},
               fields_of_rule(rule)});
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

void print_json(const Policy& policy) {
  for (const auto& rule : policy.rules()) {
    std::string json;
    print_member(json, "rule", rule.name);
    print_member(json, "effect", to_name(rule.effect));
    print_member(json, "role", to_name(rule.role));
    print_member(json, "actions", joined(actions_of(rule)));
    print_member(json, "entity", rule.entity);
    print_member(json, "scope", to_name(rule.scope));
    print_member(json, "fields", fields_of_rule(rule));
    std::cout << json << "}\n";
  }
}

}  // namespace

void add_policy(CLI::App& parent, const GlobalOptions& options, Work& work) {
  auto* command =
      parent.add_subcommand("policy", "The rules: who may do what to which rows and fields");
  command->callback([&options, &work] {
    work = [&options] {
      const auto policy = default_policy();
      if (options.format == OutputFormat::json)
        print_json(policy);
      else
        print_table(policy);
      return ExitCode::ok;
    };
  });
}

}  // namespace salus::cli
