#include <map>
#include <optional>
#include <string_view>
#include <utility>

#include "salus/core/json_items.hpp"
#include "salus/service/journal.hpp"

#include "session_implementation.hpp"

namespace salus {

namespace {

using Side = std::optional<Json> FieldChange::*;

/// The fields of one side of a body that may be shown, `{"name":value,…}`.
void add_side(std::map<std::string, FieldChange>& changes, std::string_view side, Side which,
              const EntityInfo& entity, FieldMask readable) {
  for (detail::JsonItems members{side}; members.next();) {
    const auto name = detail::decode_json_string(members.key()).value_or("");
    const auto* field = entity.find(name);
    if (field == nullptr || !readable.contains(*field)) continue;
    auto& change = changes[name];
    change.field = name;
    change.*which = Json::from_canonical(std::string{members.value()});
  }
}

std::vector<FieldChange> changes_in(const JournalEntry& entry, const EntityInfo& entity,
                                    FieldMask readable) {
  std::map<std::string, FieldChange> by_name;
  const auto body = journal_body_json(entry).value_or("");
  for (detail::JsonItems sides{body}; sides.next();) {
    const auto which = sides.key() == "\"before\"" ? &FieldChange::before : &FieldChange::after;
    add_side(by_name, sides.value(), which, entity, readable);
  }
  std::vector<FieldChange> changes;
  for (auto& [name, change] : by_name) changes.push_back(std::move(change));
  return changes;
}

Expr writes_of(const EntityInfo& entity, const Uuid& id) {
  std::vector<Value> writes;
  for (const auto action : {Action::create, Action::update, Action::remove})
    writes.emplace_back(std::string{to_name(action)});
  return f<&JournalEntry::row_id> == id && f<&JournalEntry::entity> == std::string{entity.name} &&
         expr::in(field_info<&JournalEntry::action>(), std::move(writes));
}

}  // namespace

std::vector<RowRevision> Session::Implementation::history(const EntityInfo& entity, Uuid id,
                                                          ShownRows* shown) {
  std::optional<FieldMask> readable;
  get(entity, id, [&](const RowView& row) { readable = row.facts.readable; }, shown);
  std::vector<RowRevision> revisions;
  if (!readable) return revisions;
  Entitlements auditor{policy_of(policy_), system_principal(Role::auditor)};
  const ActingAs acting{reader(), caller_of(auditor.principal())};
  const auto& plan = auditor.plan(Action::read, entity_info<JournalEntry>());
  Select query;
  query.entity = &entity_info<JournalEntry>();
  query.visible = plan.visible();
  query.where = writes_of(entity, id);
  query.order = {{&field_info<&JournalEntry::at>()}};
  query.now = now();
  if (plan.reaches_nothing()) return revisions;
  read(query, plan, [&](const RowView& row) {
    const auto entry = *Stored<JournalEntry>{row};
    revisions.push_back({entry.at,
                         entry.actor,
                         entry.acting_as,
                         entry.action,
                         changes_in(entry, entity, *readable)});
  });
  return revisions;
}

}  // namespace salus
