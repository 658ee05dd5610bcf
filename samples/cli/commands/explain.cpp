#include <algorithm>
#include <iostream>

#include <CLI/CLI.hpp>

#include "salus/codec/json_writer.hpp"

#include "cli/commands/commands.hpp"
#include "cli/connection/open_clinic.hpp"
#include "cli/failure.hpp"
#include "cli/words/words.hpp"

namespace salus::cli {

namespace {

struct ExplainRequest {
  std::string email;
  std::string action;
  std::string entity;
  std::string id;
};

/// What is printed: of a decision, or of what cannot be decided yet.
struct Explanation {
  bool allowed;
  std::string text;
};

/// A row that is not there yet has no facts: what can be said is which rules let the account add any.
Explanation explain_creation(const Clinic& clinic, Session& session, const EntityInfo& entity) {
  if (!session.may_ever(Action::create, entity)) {
    return {false, "Denied: no rule lets you create a " + std::string{entity.name} + "."};
  }
  std::string rules;
  for (const auto& rule : clinic.policy().rules()) {
    const bool counts = rule.entity == entity.name && rule.actions.contains(Action::create) &&
                        rule.effect == Effect::permit &&
                        session.principal().roles.contains(rule.role);
    if (counts) rules += (rules.empty() ? " \"" : ", \"") + rule.name + "\"";
  }
  return {true, "Allowed, for the rows that these rules reach:" + rules + "."};
}

Explanation explanation_for(const Clinic& clinic, const ExplainRequest& request) {
  const auto& entity = *entity_of(clinic.catalog(), request.entity).entity;
  const auto action = action_of(request.action);
  auto session = act_as(clinic, request.email);
  if (action == Action::create) return explain_creation(clinic, session, entity);
  if (request.id.empty()) {
    throw Failure{
        ExitCode::usage, "which row?", "Name its id: salus explain EMAIL ACTION ENTITY ID"};
  }
  const auto decision = session.can(action, entity, id_of(request.id));
  return {decision.allowed(), decision.explain()};
}

void print_json(const Explanation& explanation) {
  std::string json = explanation.allowed ? R"({"allowed":true,"explanation":)"
                                         : R"({"allowed":false,"explanation":)";
  append_json_string(json, explanation.text);
  std::cout << json << "}\n";
}

ExitCode explain(const GlobalOptions& options, const ExplainRequest& request) {
  const auto clinic = open_clinic(options);
  const auto explanation = explanation_for(clinic, request);
  if (options.format == OutputFormat::json)
    print_json(explanation);
  else
    std::cout << explanation.text << '\n';
  return explanation.allowed ? ExitCode::ok : ExitCode::denied;
}

}  // namespace

void add_explain(CLI::App& parent, const GlobalOptions& options, Work& work) {
  auto* command = parent.add_subcommand(
      "explain", "Whether an account may do something to a row, and which rule says so");
  const auto request = std::make_shared<ExplainRequest>();
  command->add_option("EMAIL", request->email, "The account")->required();
  command->add_option("ACTION", request->action, "read, create, update, remove")->required();
  command->add_option("ENTITY", request->entity, "doctor, patient, mapping, user …")->required();
  command->add_option("ID", request->id, "The row; create has none");
  command->footer(
      R"(Ends with 0 if it is allowed and with 3 if not. A row that is hidden and one that does not exist are
explained alike.

Example:
  salus explain dr.ada@clinic.example read patient 0190a0c2-7a52-7f3e-9a43-3f1d5f1e2c11)");
  command->callback([&options, &work, request] {
    work = [&options, request] { return explain(options, *request); };
  });
}

}  // namespace salus::cli
