#pragma once

/// The clinic that is measured: 10,000 patients, 50 doctors with 200 patients each.

#include <chrono>
#include <string>
#include <vector>

#include "salus/service/clinic.hpp"

namespace salus::bench {

inline constexpr int patients = 10'000;
inline constexpr int doctors = 50;
inline constexpr int panel = 200;
inline constexpr int page = 50;

struct BenchClinic {
  Clinic clinic;
  std::vector<Id<Patient>> patient_ids;
  std::vector<Id<Doctor>> doctor_ids;

  explicit BenchClinic(std::shared_ptr<Backend> backend)
      : clinic{Clinic::install(
            std::move(backend),
            {.organization_name = "Bench", .administrator_email = "root@example.org"},
            Secret{"not a secret at all"}, {.journal = {.reads = JournalReads::off}})} {
    Session importer = clinic.act_as_system(Role::importer);
    importer.run_in_transaction([&] {
      doctor_ids.clear();
      for (int i = 0; i < doctors; ++i) doctor_ids.push_back(add_doctor(importer, i));
    });
    for (int first = 0; first < patients; first += 1'000) {
      importer.run_in_transaction([&] {
        patient_ids.resize(static_cast<std::size_t>(first));
        for (int i = first; i < first + 1'000; ++i)
          patient_ids.push_back(importer.create(patient_of(i))->id);
      });
    }
    for (const auto doctor : doctor_ids) {
      importer.run_in_transaction([&] { fill_panel(importer, doctor); });
    }
  }

  /// The doctor that asks, and a session of theirs.
  Id<Doctor> doctor() const { return doctor_ids.front(); }
  Session as_doctor() const { return clinic.act_as("doctor0@example.org"); }
  Session as_administrator() const { return clinic.act_as("root@example.org"); }

  /// The patients of `doctor()`.
  std::vector<Id<Patient>> panel_of_doctor() const {
    std::vector<Id<Patient>> ids;
    for (const auto& row : as_doctor().list<Patient>()) ids.push_back(row->id);
    return ids;
  }

  static Patient patient_of(int number) {
    Patient patient;
    patient.name = "Patient " + std::to_string(number * 7919 % patients) + " Okafor";
    patient.birth_date =
        Date{std::chrono::year{1950} / 1 / 1} + std::chrono::days{number * 37 % 25'000};
    patient.sex = number % 2 == 0 ? Sex::female : Sex::male;
    patient.mrn = "MRN-" + std::to_string(number);
    patient.phone_number = "+44 20 7946 0000";
    patient.email = "patient" + std::to_string(number) + "@example.org";
    patient.address = "1 Harbour Street, Riverside";
    patient.blood_group = "A+";
    patient.medical_history =
        Json::from_canonical(R"(["appendectomy 2004","asthma since childhood"])");
    patient.allergies = Json::from_canonical(R"([{"severity":"high","substance":"penicillin"}])");
    return patient;
  }

 private:
  static Id<Doctor> add_doctor(Session& importer, int number) {
    User user;
    user.email = "doctor" + std::to_string(number) + "@example.org";
    user.name = "Doctor " + std::to_string(number);
    user.is_doctor = true;
    Doctor doctor;
    doctor.user = importer.create(user)->id;
    doctor.name = user.name;
    doctor.specialization = "cardiology";
    return importer.create(doctor)->id;
  }

  void fill_panel(Session& importer, Id<Doctor> doctor) const {
    for (int i = 0; i < panel; ++i) {
      CareRelationship relationship;
      relationship.doctor = doctor;
      relationship.patient = patient_ids[static_cast<std::size_t>(i * (patients / panel))];
      importer.create(relationship);
    }
  }
};

}  // namespace salus::bench
