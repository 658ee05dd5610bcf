#include "journal_writer.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <string>

#include "salus/access/scope_condition.hpp"
#include "salus/codec/json_writer.hpp"

#include "digest.hpp"
#include "journal_chain.hpp"

namespace salus {

namespace {

constexpr char body_format_json = 1;
constexpr std::size_t salt_bytes = 16;

std::vector<const FieldInfo*> changed_fields(const RowChange& change) {
  std::vector<const FieldInfo*> fields;
  for (const auto& field : change.entity->fields()) {
    const bool one_sided = change.before.empty() || change.after.empty();
    if (one_sided || change.before[field.position] != change.after[field.position])
      fields.push_back(&field);
  }
  std::ranges::sort(fields, {}, &FieldInfo::name);
  return fields;
}

/// A password hash is never written anywhere else; the journal tells only that it changed.
void append_side(std::string& json, std::string_view side,
                 const std::vector<const FieldInfo*>& fields, std::span<const Value> values) {
  json += '"';
  json += side;
  json += "\":{";
  bool first = true;
  for (const auto* field : fields) {
    if (values.empty() || is_null(values[field->position])) continue;
    if (!first) json += ',';
    first = false;
    json += '"';
    json += field->name;
    json += "\":";
    if (field->write_only)
      json += "\"[redacted]\"";
    else
      append_json(json, borrow(values[field->position]), field->type);
  }
  json += '}';
}

std::string body_of(const RowChange& change, const RandomSource& random) {
  std::string body(1 + salt_bytes, body_format_json);
  random(std::as_writable_bytes(std::span{body}).subspan(1));
  const auto fields = changed_fields(change);
  body += '{';
  append_side(body, "after", fields, change.after);
  body += ',';
  append_side(body, "before", fields, change.before);
  body += '}';
  return body;
}

std::string patients_of(const RowChange& change) {
  std::set<std::string> patients;
  for (const auto& field : change.entity->fields()) {
    if (detail::compartment_of(*change.entity, field) != entity_info<Patient>().name) continue;
    for (const auto& side : {change.before, change.after}) {
      const auto* id = side.empty() ? nullptr : std::get_if<Uuid>(&side[field.position]);
      if (id != nullptr) patients.insert(id->to_string());
    }
  }
  std::string text;
  for (const auto& patient : patients) text += (text.empty() ? "" : " ") + patient;
  return text;
}

std::string text_of(RoleSet roles) {
  std::string text;
  for (const auto name : names_of(roles)) (text += text.empty() ? "" : " ") += name;
  return text;
}

}  // namespace

void JournalWriter::note(const RowChange& change, Timestamp now) {
  JournalEntry entry;
  entry.organization_id = state_.organization;
  entry.at = now;
  entry.actor = principal_.user;
  entry.acting_as = text_of(principal_.roles);
  entry.session = principal_.session;
  entry.action = to_name(change.action);
  entry.entity = change.entity->name;
  entry.row_id = change.row_id;
  entry.patients = patients_of(change);
  if (principal_.roles.contains(Role::emergency)) entry.outcome = JournalOutcome::emergency;
  entry.policy_version = policy_->version;
  entry.body = Bytes{body_of(change, state_.environment.random)};
  entry.body_hash = Bytes{sha256(entry.body->data)};
  drafts_.push_back(std::move(entry));
}

void JournalWriter::flush(Transaction& transaction) {
  if (drafts_.empty()) return;
  JournalHead head = transaction.claim_journal_stream();
  Insert insert{&entity_info<JournalEntry>(), {}};
  for (auto& entry : drafts_) {
    entry.stream = head.stream;
    entry.sequence = ++head.sequence;
    head.hash = chain_hash(entry, head.hash);
    entry.hash = Bytes{head.hash};
    insert.rows.push_back(values_of(entry));
  }
  transaction.insert(insert);
  drafts_.clear();
}

}  // namespace salus
