#include "shown_rows.hpp"

#include <utility>

#include "salus/access/scope_condition.hpp"

#include "journal_body.hpp"

namespace salus {

namespace {

constexpr std::size_t rows_of_an_entry = 500;

}  // namespace

ShownRows::ShownRows(JournalWriter& journal, std::string_view action, const EntityInfo& entity,
                     std::string question, Timestamp at)
    : journal_{journal},
      action_{action},
      entity_{entity},
      question_{std::move(question)},
      at_{at},
      key_{entity.metadata == RowMetadata::present ? &entity.key() : nullptr} {
  // The journal's own tables are the library's, and what they tell of patients is who has seen them.
  for (const auto& field : entity.fields()) {
    if (detail::compartment_of(entity, field) == entity_info<Patient>().name)
      patient_fields_.push_back(&field);
  }
}

void ShownRows::add(std::span<const Cell> cells) {
  if (key_ == nullptr) return;
  rows_.push_back(std::get<Uuid>(cells[key_->position]));
  for (const auto* field : patient_fields_) {
    if (const auto* patient = std::get_if<Uuid>(&cells[field->position]))
      patients_.push_back(*patient);
  }
  if (rows_.size() == rows_of_an_entry) put_down(shown_json(question_, rows_));
}

void ShownRows::finish() {
  if (!is_told_ || !rows_.empty()) put_down(shown_json(question_, rows_));
}

void ShownRows::break_off() {
  if (!rows_.empty()) finish();
}

void ShownRows::finish(std::uint64_t count) { put_down(counted_json(question_, count)); }

void ShownRows::put_down(const std::string& body) {
  is_told_ = true;
  auto draft = journal_.draft(action_, at_);
  draft.entry.entity = entity_.name;
  draft.entry.row_id = asked_;
  draft.patients = std::exchange(patients_, {});
  if (!asked_.is_nil() && rows_.empty()) draft.entry.outcome = JournalOutcome::denied;
  set_body(draft.entry, body, journal_.random());
  rows_.clear();
  journal_.note_shown(std::move(draft));
}

}  // namespace salus
