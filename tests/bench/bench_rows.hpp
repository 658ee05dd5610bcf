#pragma once

/// The rows that creating one patient inserts, for the rivals: made anew for each round, outside the
/// time that is measured for neither.

#include <vector>

#include "salus/domain/journal_entry.hpp"

#include "bench/bench_clinic.hpp"

namespace salus::bench {

inline std::vector<Value> patient_row(int number, Uuid organization,
                                      const Environment& environment) {
  const auto now = environment.clock();
  Patient patient = BenchClinic::patient_of(number);
  patient.id = {Uuid::v7(now, environment.random)};
  patient.mrn = "RIVAL-" + patient.id.to_string();
  auto row = values_of(patient);
  row.insert(row.end(), {organization, std::int64_t{1}, now, now, Null{}});
  return row;
}

inline std::vector<Value> journal_row(std::int64_t sequence, Uuid organization,
                                      const Environment& environment) {
  JournalEntry entry;
  entry.organization_id = {organization};
  entry.stream = 1'000;
  entry.sequence = sequence;
  entry.hash = Bytes{std::string(32, 'h')};
  entry.at = environment.clock();
  entry.acting_as = "user administrator";
  entry.session = Uuid::v7(entry.at, environment.random).to_string();
  entry.action = "create";
  entry.entity = "patient";
  entry.row_id = Uuid::v7(entry.at, environment.random);
  entry.patients = entry.row_id.to_string();
  entry.policy_version = std::string(64, 'p');
  entry.body_hash = Bytes{std::string(32, 'b')};
  entry.body = Bytes{std::string(600, 'j')};
  return values_of(entry);
}

}  // namespace salus::bench
