#pragma once

/// The world of the recorded exchanges (conventions.md §7), made through the library: doctor 1 with
/// patients 1, 2 and 3, doctor 2 with patient 4, accounts for both doctors and two of the patients.

#include <algorithm>
#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "salus/memory.hpp"
#include "salus/service/clinic.hpp"

namespace salus::test {

/// A clock that never shows the same millisecond twice, so that ids are in the order they were made.
inline Clock ever_later_clock() {
  struct State {
    std::mutex mutex;
    Timestamp last{};
  };
  return [system = system_environment().clock, state = std::make_shared<State>()] {
    const std::lock_guard lock{state->mutex};
    state->last = std::max(system(), state->last + std::chrono::milliseconds{1});
    return state->last;
  };
}

class ContractWorld {
 public:
  static constexpr const char* password = "S3cure-pass-77";

  /// `run` stands in names that must be unique, as in the recordings.
  explicit ContractWorld(std::string run) : run_{std::move(run)} {
    auto admin = clinic_.act_as("admin@clinic.example");
    keep("user:admin", *admin.principal().user);
    fill(admin);
  }

  const Clinic& clinic() const { return clinic_; }

  /// What stands for "<patient:1>" and the other names.
  const std::map<std::string, std::string>& names() const { return names_; }

  /// An account as registration would make it; its id.
  std::string add_account(const std::string& email, const std::string& secret,
                          const User& flags) const {
    auto admin = clinic_.act_as("admin@clinic.example");
    User user = flags;
    user.email = email;
    const auto id = admin.create(user)->id;
    clinic_.set_password(email, Secret{secret});
    return id.to_string();
  }

 private:
  static Clinic install() {
    auto environment = system_environment();
    environment.clock = ever_later_clock();
    return Clinic::install(
        memory::open(),
        {.organization_name = "Contract Clinic", .administrator_email = "admin@clinic.example"},
        Secret{password},
        // The stack of the recordings lets anybody register as often as they like.
        {.environment = environment, .identity = {.registrations = {.free_failures = 10'000}}});
  }

  template <class T>
  Id<T> keep(const std::string& name, Id<T> id) {
    names_[name] = id.to_string();
    return id;
  }

  Id<User> account(const std::string& name, User flags) {
    flags.name = name;
    flags.name.front() = static_cast<char>(flags.name.front() - 'a' + 'A');
    const auto id =
        Id<User>::parse(add_account(name + "." + run_ + "@clinic.example", password, flags));
    return keep("user:" + name, *id);
  }

  Id<Doctor> doctor(Session& admin, int number, const std::string& name,
                    const std::string& specialization) {
    const auto text = std::to_string(number);
    Doctor row;
    row.user = account("doctor" + text, {.is_doctor = true});
    row.name = name;
    row.specialization = specialization;
    row.location = "North-" + run_;
    row.license_number = "L" + text + "-" + run_;
    return keep("doctor:" + text, admin.create(row)->id);
  }

  struct Person {
    int number;
    const char* name;
    Date born;
    Sex sex;
  };

  void patient(Session& admin, Id<Doctor> doctor, const Person& person,
               std::optional<Id<User>> user = {}) {
    const auto text = std::to_string(person.number);
    Patient row;
    row.user = user;
    row.name = std::string{person.name} + " " + run_;
    row.birth_date = person.born;
    row.sex = person.sex;
    row.mrn = "M" + text + "-" + run_;
    const auto id = keep("patient:" + text, admin.create(row)->id);
    CareRelationship relationship;
    relationship.doctor = doctor;
    relationship.patient = id;
    keep("mapping:" + text, admin.create(relationship)->id);
  }

  struct Meeting {
    int number;
    Timestamp starts_at;
    AppointmentKind kind;
    std::optional<std::string> reason;
  };

  void appointment(Session& admin, Id<Doctor> doctor, int patient, const Meeting& meeting) {
    Appointment row;
    row.doctor = doctor;
    row.patient = *Id<Patient>::parse(names_["patient:" + std::to_string(patient)]);
    row.starts_at = meeting.starts_at;
    row.ends_at = meeting.starts_at + std::chrono::minutes{30};
    row.kind = meeting.kind;
    row.reason = meeting.reason;
    keep("appointment:" + std::to_string(meeting.number), admin.create(row)->id);
  }

  void record(Session& admin, Id<Doctor> author, int number, int patient, RecordType type,
              const std::string& title, const std::string& body) {
    MedicalRecord row;
    row.patient = *Id<Patient>::parse(names_["patient:" + std::to_string(patient)]);
    row.author = author;
    row.record_type = type;
    row.title = title;
    row.body = body;
    keep("record:" + std::to_string(number), admin.create(row)->id);
  }

  void fill(Session& admin) {
    using namespace std::chrono;
    using enum AppointmentKind;
    const auto one = doctor(admin, 1, "Dora One", "cardiology");
    const auto two = doctor(admin, 2, "Dino Two", "neurology");
    const auto patient1 = account("patient1", {.is_patient = true});
    const auto patient4 = account("patient4", {.is_patient = true});
    patient(admin, one, {1, "Ana Alpha", Date{year{1980} / 2 / 29}, Sex::female}, patient1);
    patient(admin, one, {2, "Bela Beta", Date{year{1990} / 12 / 31}, Sex::male});
    patient(admin, one, {3, "Céline Gámma", Date{year{2001} / 7 / 4}, Sex::female});
    patient(admin, two, {4, "Dean Delta", Date{year{1955} / 5 / 5}, Sex::other}, patient4);
    appointment(admin, one, 1, {1, Date{year{2031} / 3 / 31} + hours{12}, in_person, "checkup"});
    appointment(admin, one, 2, {2, Date{year{2031} / 4 / 1} + hours{9}, video, {}});
    appointment(admin, two, 4, {3, Date{year{2031} / 3 / 15} + hours{10}, in_person, {}});
    record(admin, one, 1, 1, RecordType::diagnosis, "Hypertension", "stage 1");
    record(admin, two, 2, 4, RecordType::note, "Visit", "all well");
  }

  std::string run_;
  std::map<std::string, std::string> names_;
  Clinic clinic_ = install();
};

}  // namespace salus::test
