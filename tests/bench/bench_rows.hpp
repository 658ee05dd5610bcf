#pragma once

/// The rows that creating one patient inserts, for the rivals: made anew for each round, outside the
/// time that is measured for neither.

#include <string>
#include <string_view>
#include <vector>

#include "salus/core/fold_words.hpp"
#include "salus/domain/journal_entry.hpp"
#include "salus/domain/patient_access.hpp"
#include "salus/domain/word_token.hpp"

#include "bench/bench_clinic.hpp"

namespace salus::bench {

/// The words that a patient is found by: each, with those that follow it.
inline std::vector<std::vector<Value>> word_rows(const Patient& patient,
                                                 Id<Organization> organization) {
  std::vector<std::vector<Value>> rows;
  for (const auto& field : entity_info<Patient>().fields()) {
    if (!field.searchable) continue;
    const auto value = field.load(&patient);
    const auto* text = std::get_if<std::string>(&value);
    if (text == nullptr) continue;
    std::string words;
    const auto folded = fold_words(*text);
    for (auto word = folded.rbegin(); word != folded.rend(); ++word) {
      words = words.empty() ? *word : *word + ' ' + words;
      rows.push_back(values_of(
          WordToken{organization, "patient", words, patient.id.value, std::string{field.name}}));
    }
  }
  return rows;
}

inline JournalEntry journal_entry(std::int64_t sequence, const Patient& patient,
                                  Id<Organization> organization, const Environment& environment) {
  JournalEntry entry;
  entry.organization_id = organization;
  entry.stream = 1'000;
  entry.sequence = sequence;
  entry.hash = Bytes{std::string(32, 'h')};
  entry.at = environment.clock();
  entry.acting_as = "user administrator";
  entry.session = Uuid::v7(entry.at, environment.random).to_string();
  entry.action = "create";
  entry.entity = "patient";
  entry.row_id = patient.id.value;
  entry.patients = entry.row_id.to_string();
  entry.policy_version = std::string(64, 'p');
  entry.body_hash = Bytes{std::string(32, 'b')};
  entry.body = Bytes{std::string(600, 'j')};
  return entry;
}

/// A table's row, and its table.
struct TableRow {
  std::string_view table;
  std::vector<Value> cells;
};

inline std::vector<TableRow> rows_of_creation(std::int64_t sequence, Uuid organization,
                                              const Environment& environment) {
  const auto now = environment.clock();
  Patient patient = BenchClinic::patient_of(static_cast<int>(sequence));
  patient.id = {Uuid::v7(now, environment.random)};
  patient.mrn = "RIVAL-" + patient.id.to_string();
  auto cells = values_of(patient);
  cells.insert(cells.end(), {organization, std::int64_t{1}, now, now, Null{}});
  std::vector<TableRow> rows;
  rows.push_back({"patient", std::move(cells)});
  for (auto& word : word_rows(patient, {organization}))
    rows.push_back({"word_token", std::move(word)});
  rows.push_back({"patient_access",
                  values_of(PatientAccess{{organization},
                                          patient.id,
                                          std::chrono::floor<std::chrono::hours>(now),
                                          {},
                                          "user administrator"})});
  rows.push_back(
      {"journal_entry", values_of(journal_entry(sequence, patient, {organization}, environment))});
  return rows;
}

}  // namespace salus::bench
