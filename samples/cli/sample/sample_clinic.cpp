#include "cli/sample/sample_clinic.hpp"

#include "cli/sample/sample_people.hpp"
#include "cli/sample/sample_reception.hpp"
#include "cli/sample/sample_relationships.hpp"
#include "cli/sample/sample_visits.hpp"

namespace salus::cli {

namespace {

Id<User> add_account(Session& session, std::string_view email, const std::string& name,
                     bool User::* flag) {
  User account;
  account.email = email;
  account.name = name;
  account.*flag = true;
  return session.create(account)->id;
}

std::vector<Id<Doctor>> add_doctors(Session& session) {
  std::vector<Id<Doctor>> ids;
  for (const auto& sample : sample_doctors) {
    auto doctor = doctor_row(sample, ids.size());
    doctor.user = add_account(session, sample.email, doctor.name, &User::is_doctor);
    ids.push_back(session.create(doctor)->id);
  }
  return ids;
}

std::vector<PatientOnFile> add_patients(Session& session) {
  std::vector<PatientOnFile> files;
  for (auto& patient : sample_patients()) {
    if (files.size() < patient_accounts.size()) {
      patient.email = patient_accounts[files.size()];
      patient.user = add_account(session, *patient.email, patient.name, &User::is_patient);
    }
    files.push_back({session.create(patient)->id, patient.birth_date});
  }
  return files;
}

void set_passwords(const Clinic& clinic) {
  const Secret password{std::string{sample_password}};
  for (const auto& doctor : sample_doctors) clinic.set_password(doctor.email, password);
  for (const auto email : patient_accounts) clinic.set_password(email, password);
  clinic.set_password(std::string{sample_receptionist}, password);
}

}  // namespace

Clinic install_sample_clinic(std::shared_ptr<Backend> backend) {
  return Clinic::install(std::move(backend),
                         {.organization_name = "Riverside Clinic, Lindhaven",
                          .administrator_email = std::string{sample_administrator},
                          .administrator_name = "Inès Moreau"},
                         Secret{std::string{sample_password}},
                         {.organization = std::string{sample_organization}});
}

SampleClinic fill_sample_clinic(const Clinic& clinic) {
  SampleClinic sample;
  auto session = clinic.act_as_system(Role::importer);
  session.run_in_transaction([&] {
    const auto doctors = add_doctors(session);
    const auto patients = add_patients(session);
    const auto known = add_relationships(session, doctors, patients, clinic.environment().clock());
    add_visits(session, clinic.environment().clock());
    sample = {.doctor_email = std::string{sample_doctors.front().email},
              .patient_email = std::string{patient_accounts.front()},
              .doctor = doctors.front(),
              .patient = patients.front().id,
              .relationship = known.of_the_first_two,
              .left_yesterday = known.left_yesterday,
              .comes_tomorrow = known.comes_tomorrow};
  });
  auto administrator = clinic.act_as(sample_administrator);
  add_reception(administrator);
  set_passwords(clinic);
  return sample;
}

}  // namespace salus::cli
