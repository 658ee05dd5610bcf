#include "cli/sample/sample_clinic.hpp"

#include <array>
#include <chrono>
#include <cstdint>

#include "cli/sample/sample_names.hpp"

namespace salus::cli {

namespace {

using std::chrono::days;

constexpr std::size_t patient_count = 200;
constexpr std::array specializations{"general practice",
                                     "cardiology",
                                     "neurology",
                                     "paediatrics",
                                     "oncology",
                                     "orthopaedics",
                                     "dermatology",
                                     "psychiatry"};
constexpr std::array doctor_names{"Ada Lindqvist",
                                  "Bola Mensah",
                                  "Chen Tanaka",
                                  "Dina Haddad",
                                  "Emil Kowalski",
                                  "Farah Sharma",
                                  "Goran Ivanov",
                                  "Hana Costa",
                                  "Iris O'Brien",
                                  "Jonas Björk",
                                  "Kemal Öztürk",
                                  "Lucía García"};
constexpr std::array blood_groups{"O+", "A+", "B+", "O-", "A-", "AB+", "B-", "AB-"};
constexpr std::array allergies{R"([])",
                               R"([])",
                               R"([{"severity":"high","substance":"penicillin"}])",
                               R"([{"severity":"low","substance":"birch pollen"}])",
                               R"([])"};
constexpr std::array medications{R"([])",
                                 R"([{"dose":"10 mg","name":"ramipril","since":"2024-02-01"}])",
                                 R"([])",
                                 R"([{"dose":"500 mg","name":"metformin","since":"2022-09-15"}])"};

/// SplitMix64 (Steele, Lea, Flood 2014) with a fixed seed: the same clinic on every machine.
class Dice {
 public:
  std::size_t below(std::size_t bound) {
    state_ += 0x9E3779B97F4A7C15ULL;
    std::uint64_t mixed = (state_ ^ (state_ >> 30U)) * 0xBF58476D1CE4E5B9ULL;
    mixed = (mixed ^ (mixed >> 27U)) * 0x94D049BB133111EBULL;
    return static_cast<std::size_t>((mixed ^ (mixed >> 31U)) % bound);
  }

  template <class List>
  const auto& one_of(const List& list) {
    return list[below(list.size())];
  }

 private:
  std::uint64_t state_ = 2026;
};

class SampleBuilder {
 public:
  explicit SampleBuilder(const Clinic& clinic)
      : session_{clinic.act_as_system(Role::importer)}, now_{clinic.environment().clock()} {}

  SampleClinic build() {
    session_.run_in_transaction([this] {
      dice_ = {};
      doctors_.clear();
      patients_.clear();
      for (const auto* name : doctor_names) add_doctor(name);
      for (std::size_t i = 0; i < patient_count; ++i) add_patient(i);
      for (std::size_t i = 0; i < patient_count; ++i) add_relationships(i);
      add_edge_cases();
    });
    return sample_;
  }

 private:
  static std::string email_of(std::string_view prefix, std::size_t number) {
    return std::string{prefix} + std::to_string(number) + "@riverside.example";
  }

  void add_doctor(const char* name) {
    const auto number = doctors_.size();
    User account{.email = email_of("doctor", number + 1), .name = name, .is_doctor = true};
    if (number == 0) sample_.doctor_email = account.email;
    Doctor doctor;
    doctor.user = session_.create(account)->id;
    doctor.name = std::string{"Dr. "} + name;
    doctor.specialization = specializations[number % specializations.size()];
    doctor.location = number % 3 == 0 ? "Harbour Street" : "Hill Road";
    doctor.license_number = "RS-" + std::to_string(4100 + 17 * number);
    doctor.languages = Json::from_canonical(number % 2 == 0 ? R"(["en","sv"])" : R"(["en","ar"])");
    doctors_.push_back(session_.create(doctor)->id);
  }

  void add_patient(std::size_t number) {
    const auto& given = dice_.one_of(given_names);
    Patient patient;
    patient.name = std::string{given.text} + " " + std::string{dice_.one_of(family_names)};
    patient.sex = given.sex;
    patient.birth_date = date_of(now_) - days{365 + static_cast<int>(dice_.below(90 * 365))};
    patient.mrn = "RC-" + std::to_string(10'000 + number);
    patient.phone_number = "+44 20 7946 0" + std::to_string(100 + number);
    patient.address = std::to_string(1 + dice_.below(120)) + " Harbour Street, Riverside";
    patient.blood_group = dice_.one_of(blood_groups);
    patient.allergies = Json::from_canonical(dice_.one_of(allergies));
    patient.current_medications = Json::from_canonical(dice_.one_of(medications));
    patient.insurance =
        Json::from_canonical(R"({"policy_number":"HM-)" + std::to_string(70'000 + number) +
                             R"(","provider":"Harbour Mutual"})");
    if (number == 0) {
      const User account{.email = email_of("patient", 1), .name = patient.name, .is_patient = true};
      sample_.patient_email = account.email;
      patient.user = session_.create(account)->id;
    }
    patients_.push_back(session_.create(patient)->id);
  }

  void relate(std::size_t doctor, std::size_t patient, RelationshipType type, Timestamp from,
              std::optional<Timestamp> to = {}) {
    CareRelationship relationship;
    relationship.doctor = doctors_[doctor];
    relationship.patient = patients_[patient];
    relationship.relationship_type = type;
    relationship.established_on = date_of(from);
    relationship.valid_from = from;
    relationship.valid_to = to;
    session_.create(relationship);
  }

  /// Everybody has a doctor for primary care, some a specialist besides, a few one who covered and left.
  void add_relationships(std::size_t patient) {
    const auto primary = patient % doctors_.size();
    const auto since = now_ - days{30 + static_cast<int>(dice_.below(2000))};
    relate(primary, patient, RelationshipType::primary_care, since);
    const auto other = (primary + 1 + dice_.below(doctors_.size() - 2)) % doctors_.size();
    if (dice_.below(4) == 0)
      relate(other, patient, RelationshipType::specialist_referral, now_ - days{20});
    else if (dice_.below(8) == 0)
      relate(other, patient, RelationshipType::covering, now_ - days{60}, now_ - days{46});
  }

  /// With the first doctor: one relationship that ended yesterday, and one that starts tomorrow.
  void add_edge_cases() {
    const std::size_t former = 7;
    const std::size_t future = 8;
    relate(0, former, RelationshipType::temporary, now_ - days{15}, now_ - days{1});
    relate(0, future, RelationshipType::temporary, now_ + days{1}, now_ + days{15});
    sample_.former_patient = patients_[former];
    sample_.future_patient = patients_[future];
  }

  Session session_;
  Timestamp now_;
  Dice dice_;
  std::vector<Id<Doctor>> doctors_;
  std::vector<Id<Patient>> patients_;
  SampleClinic sample_;
};

}  // namespace

SampleClinic fill_sample_clinic(const Clinic& clinic) {
  const auto sample = SampleBuilder{clinic}.build();
  for (const auto& email : {sample.doctor_email, sample.patient_email}) {
    clinic.set_password(email, Secret{std::string{sample_password}});
  }
  return sample;
}

}  // namespace salus::cli
