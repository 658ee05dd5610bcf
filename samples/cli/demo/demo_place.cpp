#include "cli/demo/demo_place.hpp"

#include <stdlib.h>  // NOLINT(modernize-deprecated-headers): mkdtemp is POSIX

#include "cli/failure.hpp"

namespace salus::cli {

namespace {

std::filesystem::path new_folder() {
  auto name = (std::filesystem::temp_directory_path() / "salus-demo-XXXXXX").string();
  if (::mkdtemp(name.data()) != nullptr) return name;
  throw Failure{
      ExitCode::failed, "no folder can be made for the demo.", "Name one with --keep DIR."};
}

}  // namespace

DemoPlace::DemoPlace(const std::string& kept) : folder_{kept}, is_kept_{!kept.empty()} {
  if (!is_kept_) folder_ = new_folder();
  std::error_code error;
  std::filesystem::create_directories(folder_, error);
  if (error)
    throw Failure{ExitCode::failed,
                  "the folder " + kept + " cannot be made.",
                  "Name another with --keep DIR."};
  if (std::filesystem::exists(database())) {
    throw Failure{ExitCode::failed,
                  database().string() + " is there already.",
                  "Look at it with --db, or name another folder with --keep DIR."};
  }
}

DemoPlace::~DemoPlace() {
  std::error_code ignored;
  if (!is_kept_) std::filesystem::remove_all(folder_, ignored);
}

}  // namespace salus::cli
