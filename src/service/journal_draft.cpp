#include "journal_draft.hpp"

#include <algorithm>
#include <cstddef>
#include <span>

#include "digest.hpp"

namespace salus {

namespace {

constexpr char body_format_json = 1;
constexpr std::size_t salt_bytes = 16;

std::string text_of(RoleSet roles) {
  std::string text;
  for (const auto name : names_of(roles)) (text += text.empty() ? "" : " ") += name;
  return text;
}

}  // namespace

JournalDraft draft_of(const Principal& principal, std::string_view policy_version,
                      std::string_view action, Timestamp at) {
  JournalDraft draft;
  auto& entry = draft.entry;
  entry.organization_id = principal.organization;
  entry.at = at;
  entry.actor = principal.user;
  entry.acting_as = text_of(principal.roles);
  entry.session = principal.session;
  entry.action = action;
  entry.policy_version = policy_version;
  if (principal.roles.contains(Role::emergency)) entry.outcome = JournalOutcome::emergency;
  return draft;
}

void set_body(JournalEntry& entry, std::string_view json, const RandomSource& random) {
  std::string body(1 + salt_bytes, body_format_json);
  random(std::as_writable_bytes(std::span{body}).subspan(1));
  body += json;
  entry.body_hash = Bytes{sha256(body)};
  entry.body = Bytes{std::move(body)};
}

void settle_patients(JournalDraft& draft) {
  auto& patients = draft.patients;
  std::ranges::sort(patients);
  patients.erase(std::ranges::unique(patients).begin(), patients.end());
  auto& text = draft.entry.patients;
  text.clear();
  for (const auto& patient : patients) (text += text.empty() ? "" : " ") += patient.to_string();
}

}  // namespace salus
