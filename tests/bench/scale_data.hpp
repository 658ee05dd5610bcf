#pragma once

/// The hospital that the policy is measured on: 100,000 patients, 1,000,000 records, and three doctors
/// who care for 200, 5,000 and 50,000 of the patients; in one database with two organizations of 10,000
/// and 1,000,000 patients each. Put in past the policy, as only a test may.

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "salus/core/fold_words.hpp"
#include "salus/domain/word_token.hpp"
#include "salus/service/clinic.hpp"
#include "salus/testing/seeded_random.hpp"

namespace salus::bench {

/// SALUS_BENCH_ROWS makes it smaller, for a quick look.
inline int scale_rows() {
  const char* text = std::getenv("SALUS_BENCH_ROWS");
  return text == nullptr ? 1'000'000 : std::max(100'000, std::atoi(text));
}

inline constexpr int hospital_patients = 100'000;
inline constexpr std::array scale_panels{200, 5'000, 50'000};

inline constexpr std::string_view hospital = "hospital";
inline constexpr std::string_view small_town = "small_town";
inline constexpr std::string_view large_town = "large_town";

/// Words of the hospital's patients, by how many of them have it.
inline constexpr std::string_view word_of_all = "family";
inline constexpr std::string_view word_of_a_tenth = "amara";
inline constexpr std::string_view word_of_few = "family777";

/// What the data of a run are: another description, other data.
inline std::string description_of_scale() {
  constexpr int edition = 2;
  std::string text = "edition " + std::to_string(edition) + ", " + std::to_string(scale_rows()) +
                     " rows of these tables:\n";
  for (const auto& table : snapshot_of(domain_catalog()).tables) {
    text += table.name;
    for (const auto& column : table.columns) text += ' ' + column.name;
    for (const auto& index : table.indexes) text += ' ' + index.name;
    text += '\n';
  }
  return text;
}

class ScaleData {
 public:
  explicit ScaleData(std::shared_ptr<Backend> backend) : backend_{std::move(backend)} {}

  void load() {
    for (const auto slug : {hospital, small_town, large_town}) install(slug);
    load_hospital();
    load_town(small_town, 10'000);
    load_town(large_town, scale_rows());
  }

 private:
  static constexpr int batch = 2'000;
  static constexpr int authors = 20;

  void install(std::string_view slug) {
    Clinic::install(backend_,
                    {.organization_name = "Bench", .administrator_email = "root@example.org"},
                    Secret{"not a secret at all"},
                    {.organization = std::string{slug}});
  }

  void load_hospital() {
    const auto doctors = add_doctors(hospital, static_cast<int>(scale_panels.size()) + authors);
    const auto patients = add_patients(hospital, hospital_patients);
    for (std::size_t i = 0; i < scale_panels.size(); ++i)
      relate(hospital, doctors[i], patients, scale_panels[i]);
    add<MedicalRecord>(hospital, scale_rows(), [&](int i) {
      const auto number = static_cast<std::size_t>(i);
      MedicalRecord record;
      record.patient = patients[number * 48'271 % patients.size()];
      record.author = doctors[number % doctors.size()];
      record.title = "Note " + std::to_string(i);
      record.recorded_at = start_ + std::chrono::minutes{i};
      if (i % 19 == 7)
        record.confidentiality = Confidentiality::restricted;  // as often in any panel
      return record;
    });
    add_words(hospital, patients);
  }

  void load_town(std::string_view slug, int count) {
    const auto doctors = add_doctors(slug, 1);
    relate(slug, doctors.front(), add_patients(slug, count), scale_panels.front());
  }

  template <class T, class Make>
  std::vector<Id<T>> add(std::string_view slug, int count, const Make& make) {
    const auto organization = organization_id_of(slug);
    std::vector<Id<T>> ids;
    insert<T>(slug, count, [&](int i) {
      T value = make(i);
      value.id = {Uuid::v7(start_ + std::chrono::milliseconds{i}, random_)};
      ids.push_back(value.id);
      auto row = values_of(value);
      row.insert(row.end(), {organization.value, std::int64_t{1}, start_, start_, Null{}});
      return row;
    });
    return ids;
  }

  template <class T, class MakeRow>
  void insert(std::string_view slug, int count, const MakeRow& make_row) {
    const auto session = backend_->open({.organization = organization_id_of(slug).value});
    for (int first = 0; first < count; first += batch) {
      std::cerr << "\rscale: " << slug << ": " << entity_info<T>().name << ' ' << first << " of "
                << count << std::flush;
      Insert insert{&entity_info<T>(), {}};
      for (int i = first; i < std::min(count, first + batch); ++i)
        insert.rows.push_back(make_row(i));
      session->run([&insert](Transaction& transaction) { transaction.insert(insert); });
    }
    std::cerr << "\rscale: " << slug << ": " << entity_info<T>().name << ' ' << count << " rows"
              << std::string(20, ' ') << '\n';
  }

  std::vector<Id<Doctor>> add_doctors(std::string_view slug, int count) {
    return add<Doctor>(slug, count, [](int i) {
      Doctor doctor;
      doctor.name = "Doctor " + std::to_string(i);
      doctor.specialization = "cardiology";
      return doctor;
    });
  }

  static std::string given_name_of(int i) {
    constexpr std::array names{
        "Amara", "Bela", "Chidi", "Dalia", "Emeka", "Farah", "Goran", "Hana", "Ines", "Jomo"};
    return names[static_cast<std::size_t>(i) / 7 % names.size()];
  }
  static std::string family_name_of(int i, int count) {
    return "Family" + std::to_string(std::int64_t{i} * 7919 % count);
  }

  std::vector<Id<Patient>> add_patients(std::string_view slug, int count) {
    return add<Patient>(slug, count, [count](int i) {
      Patient patient;
      patient.name = given_name_of(i) + ' ' + family_name_of(i, count);
      split_name(patient);
      patient.birth_date =
          Date{std::chrono::year{1950} / 1 / 1} + std::chrono::days{std::int64_t{i} * 37 % 25'000};
      patient.mrn = "MRN-" + std::to_string(i);
      return patient;
    });
  }

  /// Every so many-th patient, so that a panel lies all over the table.
  void relate(std::string_view slug, Id<Doctor> doctor, const std::vector<Id<Patient>>& patients,
              int panel) {
    const auto stride = patients.size() / static_cast<std::size_t>(panel);
    add<CareRelationship>(slug, panel, [&](int i) {
      CareRelationship relationship;
      relationship.doctor = doctor;
      relationship.patient = patients[static_cast<std::size_t>(i) * stride];
      relationship.valid_from = start_;
      return relationship;
    });
  }

  /// The words of the name alone: as the service would have stored them.
  void add_words(std::string_view slug, const std::vector<Id<Patient>>& patients) {
    constexpr int words_each = 2;
    const auto count = static_cast<int>(patients.size());
    insert<WordToken>(slug, count * words_each, [&](int i) {
      const auto number = i / words_each;
      const auto words = fold_words(given_name_of(number) + ' ' + family_name_of(number, count));
      return values_of(WordToken{.organization_id = organization_id_of(slug),
                                 .entity = std::string{entity_info<Patient>().name},
                                 .word = i % words_each == 0 ? words[0] + ' ' + words[1] : words[1],
                                 .row_id = patients[static_cast<std::size_t>(number)].value,
                                 .field = "name"});
    });
  }

  std::shared_ptr<Backend> backend_;
  RandomSource random_ = testing::random_source(1);
  Timestamp start_{Date{std::chrono::year{2020} / 1 / 1}};
};

}  // namespace salus::bench
