#pragma once

/// A clinic small enough to keep in one's head, for tests that are about the policy.
///
///   Ada (doctor)  cares for  Amara (account), Ben;  her care of Cleo ended yesterday, of Dara starts tomorrow
///   Bo  (doctor)  cares for  Cleo
///   Root (administrator)

#include <chrono>
#include <memory>
#include <string>

#include "salus/memory.hpp"
#include "salus/service/clinic.hpp"
#include "salus/testing/seeded_random.hpp"

namespace salus::test {

inline constexpr Timestamp noon{Date{std::chrono::year{2026} / 11 / 24} + std::chrono::hours{12}};
inline constexpr std::string_view password = "correct horse battery";

/// A clock that a test sets, and a random source that is the same in every run.
struct World {
  Timestamp now = noon;
  RandomSource random = testing::random_source(1);

  Environment environment() {
    return {.clock = [this] { return now; }, .random = random};
  }
};

/// An account's row; its password is `password`, unless hashing would only cost time.
inline Id<User> add_user(Session& administrator, const std::string& email, const User& flags) {
  User user = flags;
  user.email = email;
  user.name = email.substr(0, email.find('@'));
  return administrator.create(user)->id;
}

struct SmallClinic {
  std::shared_ptr<World> world = std::make_shared<World>();
  std::shared_ptr<Backend> backend;
  RowSecurityProfile row_security;
  Clinic clinic;
  Id<Doctor> ada, bo;
  Id<Patient> amara, ben, cleo, dara;

  explicit SmallClinic(std::shared_ptr<Backend> database = memory::open(),
                       Catalog catalog = domain_catalog(), Policy policy = default_policy(),
                       RowSecurityProfile profile = RowSecurityProfile::wall,
                       JournalOptions journal = {.reads = JournalReads::off})
      : backend{std::move(database)},
        row_security{profile},
        clinic{Clinic::install(
            backend,
            {.organization_name = "Riverside Clinic", .administrator_email = "root@example.org"},
            Secret{std::string{password}},
            {.catalog = std::move(catalog),
             .policy = std::move(policy),
             .environment = world->environment(),
             .row_security = profile,
             .journal = journal})} {
    auto root = clinic.act_as("root@example.org");
    ada = add_doctor(root, "ada", "cardiology");
    bo = add_doctor(root, "bo", "Neurology");
    const auto account = add_user(root, "amara@example.org", {.is_patient = true});
    amara = add_patient(root, "Amara Okafor", "M-1", account);
    ben = add_patient(root, "Ben Müller", "M-2");
    cleo = add_patient(root, "Cleo Dubois", "M-3");
    dara = add_patient(root, "Dara Sok", "M-4");
    using std::chrono::days;
    relate(root, ada, amara, noon - days{30}, {});
    relate(root, ada, ben, noon - days{2}, noon + days{2});
    relate(root, ada, cleo, noon - days{30}, noon - days{1});
    relate(root, ada, dara, noon + days{1}, {});
    relate(root, bo, cleo, noon - days{1}, {});
  }

  Session as_root() const { return clinic.act_as("root@example.org"); }
  Session as_ada() const { return clinic.act_as("ada@example.org"); }
  Session as_bo() const { return clinic.act_as("bo@example.org"); }
  Session as_amara() const { return clinic.act_as("amara@example.org"); }

  static Id<Doctor> add_doctor(Session& root, const std::string& name,
                               const std::string& specialization) {
    Doctor doctor;
    doctor.user = add_user(root, name + "@example.org", {.is_doctor = true});
    doctor.name = "Dr. " + name;
    doctor.specialization = specialization;
    return root.create(doctor)->id;
  }

  static Id<Patient> add_patient(Session& root, const std::string& name, const std::string& mrn,
                                 std::optional<Id<User>> account = {}) {
    Patient patient;
    patient.user = account;
    patient.name = name;
    patient.birth_date = std::chrono::year{1980} / 2 / 29;
    patient.sex = Sex::female;
    patient.mrn = mrn;
    return root.create(patient)->id;
  }

  static Id<CareRelationship> relate(Session& root, Id<Doctor> doctor, Id<Patient> patient,
                                     Timestamp from, std::optional<Timestamp> to) {
    CareRelationship relationship;
    relationship.doctor = doctor;
    relationship.patient = patient;
    relationship.valid_from = from;
    relationship.valid_to = to;
    relationship.notes = "Seen once.";
    return root.create(relationship)->id;
  }
};

}  // namespace salus::test
