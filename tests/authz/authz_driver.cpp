// Decides cases from standard input by real sessions, and writes what it decided: the C++ half of test_authz_cases.py.
//
// A case is {"rules": […], "rows": [{"id", "entity", "patient"?, "doctor"?}], "links": [{"doctor", "patient"}],
// "checks": [{"roles", "doctor"?, "action", "row"}]}; its answer a list of booleans.

#include <iostream>
#include <iterator>
#include <map>
#include <stdexcept>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "salus/memory.hpp"
#include "salus/service/clinic.hpp"

namespace {

using namespace salus;
using nlohmann::json;

constexpr Timestamp now{Date{std::chrono::year{2026} / 11 / 24} + std::chrono::hours{12}};

template <class Choice>
Choice choice_of(const json& name) {
  const auto text = name.get<std::string>();
  for (std::size_t i = 0; i < enumerator_names<Choice>.size(); ++i) {
    if (enumerator_names<Choice>[i] == text) return static_cast<Choice>(i);
  }
  throw std::runtime_error{"no such word: " + text};
}

Rule rule_of(const json& given, std::size_t number) {
  Rule rule;
  rule.name = "rule " + std::to_string(number);
  rule.role = choice_of<Role>(given.at("role"));
  rule.actions.add(choice_of<Action>(given.at("action")));
  rule.entity = given.at("entity");
  rule.scope = choice_of<Scope>(given.at("scope"));
  rule.effect = choice_of<Effect>(given.at("effect"));
  rule.condition = choice_of<Condition>(given.value("condition", json("none")));
  if (rule.effect == Effect::permit) rule.fields = every_field();
  return rule;
}

Policy policy_of(const json& rules) {
  std::vector<Rule> all;
  for (const auto& rule : rules) all.push_back(rule_of(rule, all.size()));
  return Policy{all};
}

/// The rows of one case, in a database of its own.
class CaseWorld {
 public:
  explicit CaseWorld(const json& given) : backend_{memory::open()} {
    backend_->apply(compare({}, snapshot_of(domain_catalog())));
    for (const auto& row : given.at("rows")) place(row);
    for (const auto& link : given.at("links")) care(link);
    clinic_.emplace(backend_,
                    ClinicOptions{.policy = policy_of(given.at("rules")),
                                  .environment = {.clock = [] { return now; },
                                                  .random = system_environment().random}});
  }

  bool decide(const json& check) const {
    Principal principal;
    for (const auto& role : check.at("roles")) principal.roles.add(choice_of<Role>(role));
    if (check.contains("doctor")) principal.doctor = Id<Doctor>{id_of(check.at("doctor"))};
    auto session = clinic_->act_as(principal);
    const auto& row = rows_.at(check.at("row"));
    const auto action = choice_of<Action>(check.at("action"));
    const bool allowed = session.can(action, *row.entity, row.id).allowed();
    if (action == Action::read && session.get(*row.entity, row.id).has_value() != allowed)
      throw std::runtime_error{"the decision and the query differ"};
    return allowed;
  }

 private:
  struct Placed {
    const EntityInfo* entity;
    Uuid id;
  };

  template <class T>
  Uuid insert(T value) {
    auto row = values_of(value);
    row.insert(row.end(), {organization_, std::int64_t{1}, now, now, Value{Null{}}});
    backend_->open({.organization = organization_})->run([&](Transaction& transaction) {
      transaction.insert({&entity_info<T>(), {row}});
    });
    return value.id.value;
  }

  static Uuid new_id() { return Uuid::v7(now, system_environment().random); }

  template <class T>
  Id<T> known(std::map<std::string, Id<T>>& all, const std::string& name) {
    auto& id = all[name];
    if (id != Id<T>{}) return id;
    T value;
    value.id = id = {new_id()};
    if constexpr (requires { value.mrn; }) value.mrn = name;
    insert(value);
    return id;
  }

  Uuid id_of(const json& doctor) const {
    const auto found = doctors_.find(doctor);
    return found == doctors_.end() ? new_id() : found->second.value;
  }

  void place(const json& row) {
    const std::string name = row.at("id");
    const std::string entity = row.at("entity");
    const auto doctor = known(doctors_, row.value("doctor", "nobody"));
    const auto patient = known(patients_, row.value("patient", "nobody"));
    Placed placed{domain_catalog().find(entity)->entity, {}};
    if (entity == "patient") placed.id = patient.value;
    if (entity == "doctor") placed.id = doctor.value;
    if (entity == "care_relationship") {
      CareRelationship value{.id = {new_id()}, .doctor = doctor, .patient = patient};
      value.status = RelationshipStatus::ended;
      placed.id = insert(value);
    }
    if (entity == "appointment")
      placed.id = insert(Appointment{.id = {new_id()}, .doctor = doctor, .patient = patient});
    if (entity == "medical_record")
      placed.id = insert(MedicalRecord{.id = {new_id()}, .patient = patient, .author = doctor});
    rows_.emplace(name, placed);
  }

  void care(const json& link) {
    CareRelationship value{.id = {new_id()},
                           .doctor = known(doctors_, link.at("doctor")),
                           .patient = known(patients_, link.at("patient"))};
    value.valid_from = now;
    insert(value);
  }

  std::shared_ptr<Backend> backend_;
  Uuid organization_ = organization_id_of("clinic").value;
  std::map<std::string, Id<Doctor>> doctors_;
  std::map<std::string, Id<Patient>> patients_;
  std::map<std::string, Placed> rows_;
  std::optional<Clinic> clinic_;
};

}  // namespace

int main() {
  try {
    const auto cases = json::parse(std::cin);
    json answers = json::array();
    for (const auto& given : cases) {
      const CaseWorld world{given};
      json decided = json::array();
      for (const auto& check : given.at("checks")) decided.push_back(world.decide(check));
      answers.push_back(decided);
    }
    std::cout << answers << '\n';
    return 0;
  } catch (const std::exception& error) {
    std::cerr << error.what() << '\n';
    return 1;
  }
}
