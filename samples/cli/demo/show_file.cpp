#include <algorithm>
#include <fstream>
#include <iterator>
#include <ostream>

#include "cli/connection/key_source.hpp"
#include "cli/demo/demo_sections.hpp"
#include "cli/demo/page.hpp"
#include "cli/terminal/terminal.hpp"
#include "cli/terminal/text_width.hpp"

namespace salus::cli {

namespace {

std::string bytes_of(const std::filesystem::path& file) {
  std::ifstream stream{file, std::ios::binary};
  return {std::istreambuf_iterator<char>{stream}, {}};
}

/// The database's bytes, with those that still wait in its log.
std::string all_bytes_of(const std::filesystem::path& database) {
  return bytes_of(database) + bytes_of(database.string() + "-wal");
}

/// How many of the patients' names stand there as they are.
std::size_t readable_names(const std::string& bytes, const std::vector<std::string>& names) {
  return static_cast<std::size_t>(std::ranges::count_if(
      names, [&](const std::string& name) { return bytes.find(name) != std::string::npos; }));
}

}  // namespace

void show_file(std::ostream& out, const Clinic& clinic, const std::filesystem::path& database) {
  auto session = clinic.act_as(sample_administrator);
  std::vector<std::string> names;
  for (const auto& patient : session.list<Patient>()) names.push_back(patient->name);
  const auto bytes = all_bytes_of(database);
  const Style style{Stream::output};
  const auto kilobytes = (bytes.size() + 1023) / 1024;
  out << "  " << style.dim("Database  ") << database.string() << "  "
      << style.dim(grouped(kilobytes) + " kB, encrypted") << '\n'
      << "  " << style.dim("Key       ") << key_file_beside(database).string() << "  "
      << style.dim("only its owner can read it") << '\n';
  const auto found = readable_names(bytes, names);
  print_wrapped(out,
                "Searched its bytes for the names of its " + grouped(names.size()) + " patients: " +
                    (found == 0 ? "none is" : grouped(found) + " are") + " readable.");
}

}  // namespace salus::cli
