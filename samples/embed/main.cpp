// Salus in a program of your own: an encrypted file, a doctor, a patient, and what each may see.

#include <filesystem>
#include <iostream>

#include "salus/service/clinic.hpp"
#include "salus/sqlite.hpp"

using namespace salus;

int main() try {
  const auto folder = std::filesystem::temp_directory_path() / "salus_embed";
  std::filesystem::remove_all(folder);
  std::filesystem::create_directories(folder);
  const auto key = sqlite::Key::generate(system_environment().random);
  const auto backend = sqlite::open(folder / "clinic.db", key, {.mode = sqlite::OpenMode::create});
  const auto clinic = Clinic::install(
      backend,
      {.organization_name = "Riverside Clinic", .administrator_email = "root@riverside.example"},
      Secret{"a long enough password"});

  auto root = clinic.log_in("root@riverside.example", Secret{"a long enough password"});
  const auto account =
      root.create(User{.email = "ada@riverside.example", .name = "Ada", .is_doctor = true});
  const auto ada =
      root.create(Doctor{.user = account->id, .name = "Dr. Ada", .specialization = "cardiology"});
  const auto ben = root.create(Patient{.name = "Ben Okafor",
                                       .birth_date = Date{std::chrono::days{4000}},
                                       .sex = Sex::male,
                                       .mrn = "M-1"});
  const auto eve = root.create(Patient{.name = "Eve Dubois",
                                       .birth_date = Date{std::chrono::days{9000}},
                                       .sex = Sex::female,
                                       .mrn = "M-2"});
  root.create(CareRelationship{.doctor = ada->id, .patient = ben->id});

  auto session =
      clinic.act_as("ada@riverside.example");  // your own log-in has established who this is
  for (const auto& patient : session.list<Patient>(order_by(f<&Patient::name>), limit(50))) {
    std::cout << "Dr. Ada sees " << patient->name << '\n';
  }
  session.update(ben, set(f<&Patient::phone_number>, "+234 1 555 0100"));
  std::cout << session.can<Action::read>(eve).explain() << '\n';
} catch (const std::exception& error) {
  std::cerr << error.what() << '\n';
  return 1;
}
