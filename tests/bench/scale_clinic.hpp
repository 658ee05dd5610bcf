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
#include <string>
#include <string_view>
#include <vector>

#include "salus/service/clinic.hpp"
#include "salus/testing/seeded_random.hpp"

namespace salus::bench {

/// SALUS_BENCH_ROWS makes it smaller, for a quick look.
inline int scale_rows() {
  const char* text = std::getenv("SALUS_BENCH_ROWS");
  return text == nullptr ? 1'000'000 : std::max(100'000, std::atoi(text));
}

inline constexpr std::array scale_panels{200, 5'000, 50'000};

class ScaleClinic {
 public:
  static constexpr std::string_view hospital = "hospital";
  static constexpr std::string_view small = "small";
  static constexpr std::string_view large = "large";

  explicit ScaleClinic(std::shared_ptr<Backend> backend) : backend_{std::move(backend)} {
    for (const auto slug : {hospital, small, large}) install(slug);
    fill_hospital();
    for (const auto& [slug, count] : {std::pair{small, 10'000}, std::pair{large, scale_rows()}}) {
      const auto patients = add_patients(slug, count);
      const auto doctors = add_doctors(slug, 1);
      relate(slug, doctors.front(), patients, scale_panels.front());
      lone_doctors_[slug == large] = doctors.front();
    }
  }

  Clinic open(std::string_view slug) const {
    return Clinic{backend_, {.organization = std::string{slug}}};
  }

  /// A doctor by the place of their panel in `scale_panels`.
  Principal doctor(std::size_t panel) const { return as_doctor(doctors_[panel]); }
  static Principal administrator() {
    Principal principal;
    principal.roles = {Role::user, Role::administrator};
    return principal;
  }
  static Principal as_doctor(Id<Doctor> id) {
    Principal principal;
    principal.roles = {Role::user, Role::doctor};
    principal.doctor = id;
    return principal;
  }
  Id<Doctor> doctor_id(std::size_t panel) const { return doctors_[panel]; }

  /// The doctor of an organization of patients alone.
  Principal doctor_of(std::string_view slug) const {
    return as_doctor(lone_doctors_[slug == large]);
  }

  Backend& backend() const { return *backend_; }

 private:
  static constexpr int batch = 1'000;

  void install(std::string_view slug) {
    Clinic::install(backend_,
                    {.organization_name = "Bench", .administrator_email = "root@example.org"},
                    Secret{"not a secret at all"},
                    {.organization = std::string{slug}});
  }

  template <class T, class Make>
  std::vector<Id<T>> add(std::string_view slug, int count, const Make& make) {
    std::cerr << "scale: " << slug << ": " << count << ' ' << entity_info<T>().name << " rows\n";
    const auto organization = organization_id_of(slug);
    const auto session = backend_->open({.organization = organization.value});
    std::vector<Id<T>> ids;
    for (int first = 0; first < count; first += batch) {
      Insert insert{&entity_info<T>(), {}};
      for (int i = first; i < std::min(count, first + batch); ++i) {
        T value = make(i);
        value.id = {Uuid::v7(start_ + std::chrono::milliseconds{i}, random_)};
        ids.push_back(value.id);
        auto row = values_of(value);
        row.insert(row.end(), {organization.value, std::int64_t{1}, start_, start_, Null{}});
        insert.rows.push_back(std::move(row));
      }
      session->run([&insert](Transaction& transaction) { transaction.insert(insert); });
    }
    return ids;
  }

  std::vector<Id<Doctor>> add_doctors(std::string_view slug, int count) {
    return add<Doctor>(slug, count, [](int i) {
      Doctor doctor;
      doctor.name = "Doctor " + std::to_string(i);
      doctor.specialization = "cardiology";
      return doctor;
    });
  }

  std::vector<Id<Patient>> add_patients(std::string_view slug, int count) {
    return add<Patient>(slug, count, [count](int i) {
      Patient patient;
      patient.name = "Patient " + std::to_string(std::int64_t{i} * 7919 % count);
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

  void fill_hospital() {
    doctors_ = add_doctors(hospital, static_cast<int>(scale_panels.size()) + 20);
    const auto patients = add_patients(hospital, 100'000);
    for (std::size_t i = 0; i < scale_panels.size(); ++i)
      relate(hospital, doctors_[i], patients, scale_panels[i]);
    add<MedicalRecord>(hospital, scale_rows(), [&](int i) {
      MedicalRecord record;
      record.patient = patients[static_cast<std::size_t>(i) * 48'271 % patients.size()];
      record.author = doctors_[static_cast<std::size_t>(i) % doctors_.size()];
      record.title = "Note " + std::to_string(i);
      record.recorded_at = start_ + std::chrono::minutes{i};
      if (i % 20 == 0) record.confidentiality = Confidentiality::restricted;
      return record;
    });
  }

  std::shared_ptr<Backend> backend_;
  RandomSource random_ = testing::random_source(1);
  Timestamp start_{Date{std::chrono::year{2020} / 1 / 1}};
  std::vector<Id<Doctor>> doctors_;
  std::array<Id<Doctor>, 2> lone_doctors_{};
};

}  // namespace salus::bench
