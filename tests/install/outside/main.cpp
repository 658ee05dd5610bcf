// A vendor's program on the installed library: what it links works, and only what it was given is needed.

#include <cstdlib>
#include <filesystem>
#include <iostream>

#include <salus/memory.hpp>
#include <salus/postgres.hpp>
#include <salus/service/clinic.hpp>
#include <salus/sqlite.hpp>

using namespace salus;

namespace {

void require(bool truth, const char* sentence) {
  if (truth) return;
  std::cerr << "not true: " << sentence << '\n';
  std::exit(1);
}

const Secret password{"a long enough password"};

void use(const std::shared_ptr<Backend>& backend) {
  const auto clinic = Clinic::install(
      backend,
      {.organization_name = "Outside", .administrator_email = "root@outside.example"},
      password);
  auto root = clinic.log_in("root@outside.example", password);
  const auto patient = root.create(Patient{
      .name = "Ben", .birth_date = Date{std::chrono::days{9000}}, .sex = Sex::male, .mrn = "M-1"});
  require(root.get(patient->id).has_value(), "what was written can be read");
  require(root.list<Patient>(where(f<&Patient::name> == "Ben")).size() == 1, "a filter finds it");
  require(root.can<Action::read>(patient).allowed(), "the policy is asked");
}

}  // namespace

int main() try {
  use(memory::open());

  const auto file = std::filesystem::temp_directory_path() / "salus_outside.db";
  std::filesystem::remove(file);
  const auto key = sqlite::Key::generate(system_environment().random);
  use(sqlite::open(file, key, {.mode = sqlite::OpenMode::create}));
  std::filesystem::remove(file);

  try {
    use(postgres::open("postgresql://127.0.0.1:1/nowhere?connect_timeout=1"));
    require(false, "a server that is not there is an error");
  } catch (const Error& error) {
    require(error.code() == ErrorCode::storage_unavailable,
            "a server that is not there is unavailable");
  }
  std::cout << "salus works outside its tree\n";
} catch (const std::exception& error) {
  std::cerr << error.what() << '\n';
  return 1;
}
