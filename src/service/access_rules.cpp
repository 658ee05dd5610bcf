#include "access_rules.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include <nlohmann/json.hpp>

#include "salus/access/entitlements.hpp"
#include "salus/domain/journal_entry.hpp"
#include "salus/domain/patient_access.hpp"

#include "caller_of.hpp"
#include "system_principal.hpp"

namespace salus {

namespace {

/// Entities that say who may do what.
constexpr std::array powerful_entities{
    &entity_info<Organization>(), &entity_info<AccessLevel>(), &entity_info<AccessRule>()};

/// Fields that make somebody a doctor, a patient or a member of staff.
constexpr std::array<std::pair<const EntityInfo*, const FieldInfo*>, 6> powerful_fields{{
    {&entity_info<User>(), &field_info<&User::is_doctor>()},
    {&entity_info<User>(), &field_info<&User::is_patient>()},
    {&entity_info<User>(), &field_info<&User::is_admin_staff>()},
    {&entity_info<User>(), &field_info<&User::access_level>()},
    {&entity_info<Doctor>(), &field_info<&Doctor::user>()},
    {&entity_info<Patient>(), &field_info<&Patient::user>()},
}};

/// Who holds the keys is decided by administrators alone: else a level could give itself any right.
void refuse_power(const Rule& rule, Issues& issues) {
  if (rule.effect == Effect::forbid || rule.actions.contains(Action::read)) return;
  for (const auto* entity : powerful_entities) {
    if (entity->name != rule.entity) continue;
    issues.add(field_info<&AccessRule::entity>().name,
               "privileged",
               "Who may do what is changed by administrators alone.");
  }
  for (const auto& [entity, field] : powerful_fields) {
    const bool is_named = rule.fields.every || std::ranges::find(rule.fields.names, field->name) !=
                                                   rule.fields.names.end();
    if (entity->name != rule.entity || !is_named) continue;
    issues.add(field_info<&AccessRule::fields>().name,
               "privileged",
               "\"" + std::string{field->name} + "\" is changed by administrators alone.");
  }
}

/// The library's own tables hold keys, log-ins and proofs. Of them a level may read the journal, and no more: who could read a
/// key that signs tokens, or write a log-in, could be anybody.
void refuse_internals(const Catalog& catalog, const Rule& rule, Issues& issues) {
  const auto* entry = catalog.find(rule.entity);
  if (entry == nullptr || rule.effect == Effect::forbid) return;
  if (!entry->entity->collection.empty() || entry->entity->metadata == RowMetadata::present) return;
  const bool is_journal = entry->entity == &entity_info<JournalEntry>() ||
                          entry->entity == &entity_info<PatientAccess>();
  if (is_journal && rule.actions == ActionSet{Action::read}) return;
  issues.add(field_info<&AccessRule::entity>().name,
             "privileged",
             "The library's own rows are nobody's to give.");
}

/// Adds an issue if the text is no list of names.
FieldList read_fields(const Json& json, Issues& issues) {
  FieldList list;
  const auto names = nlohmann::json::parse(json.text(), nullptr, false);
  const bool is_list = names.is_array() && std::ranges::all_of(names, [](const auto& name) {
                         return name.is_string();
                       });
  if (!is_list) {
    issues.add(
        field_info<&AccessRule::fields>().name, "not_a_list", "Expected a list of field names.");
    return list;
  }
  for (const auto& name : names) list.names.push_back(name.get<std::string>());
  if (list.names == std::vector<std::string>{"*"}) return every_field();
  return list;
}

Rule read_rule(const AccessRule& row, Issues& issues) {
  return {.name = row.name,
          .role = Role::staff,
          .actions = {row.action},
          .entity = row.entity,
          .scope = row.scope,
          .fields = read_fields(row.fields, issues),
          .effect = row.effect,
          .condition = row.condition,
          .becomes = row.becomes,
          .access_level = row.access_level};
}

/// Rows as log-in may see them.
template <class T, class Visit>
void read_rows(Reader& reader, const Policy& policy, const Expr& where, Timestamp now,
               const Visit& visit) {
  const auto principal = system_principal(Role::authenticator);
  const ActingAs acting{reader, caller_of(principal)};
  const AccessPlan plan{grants_for(policy, principal, Action::read, entity_info<T>())};
  Select query;
  query.entity = &entity_info<T>();
  query.visible = plan.visible();
  query.where = where;
  query.shape = Shape::set;
  query.now = now;
  std::vector<Cell> cells(query.cell_count());
  const auto cursor = reader.select(query);
  while (cursor->next(cells)) {
    T row;
    Describe<T>::entity.decode_into(row, cells);
    visit(row);
  }
}

}  // namespace

void check_access_rule(const Catalog& catalog, const EntityInfo& entity, std::span<const Value> row,
                       Issues& issues) {
  if (&entity != &entity_info<AccessRule>()) return;
  AccessRule decoded;
  Describe<AccessRule>::entity.decode_into(decoded, row);
  const auto rule = read_rule(decoded, issues);
  for (const auto& issue : issues_of(rule, catalog))
    issues.add(issue.path, issue.code, issue.message);
  refuse_power(rule, issues);
  refuse_internals(catalog, rule, issues);
}

std::vector<Rule> load_access_rules(Reader& reader, const Policy& policy, const Catalog& catalog,
                                    Timestamp now) {
  // The rules of a level that was removed are no longer anybody's.
  const auto live = exists<&AccessRule::access_level, &AccessLevel::id>(expr::always());
  std::vector<Rule> rules;
  read_rows<AccessRule>(reader, policy, live, now, [&rules](const AccessRule& row) {
    Issues issues;
    rules.push_back(read_rule(row, issues));
    if (!issues.empty()) throw Error{std::move(issues)};
  });
  Policy{rules}.verify(catalog);
  return rules;
}

std::optional<Id<AccessLevel>> access_level_of(Reader& reader, const Policy& policy,
                                               const Principal& principal, Timestamp now) {
  if (!principal.user) return principal.access_level;
  std::optional<Id<AccessLevel>> level;
  read_rows<User>(reader, policy, f<&User::id> == *principal.user, now, [&level](const User& user) {
    if (user.is_active) level = user.access_level;
  });
  return level;
}

bool changes_access(const RowChange& change) {
  if (change.entity == &entity_info<AccessLevel>() || change.entity == &entity_info<AccessRule>())
    return true;
  const auto position = field_info<&User::access_level>().position;
  return change.entity == &entity_info<User>() && !change.before.empty() &&
         !is_null(change.before[position]);
}

}  // namespace salus
