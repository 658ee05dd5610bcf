#include <ostream>

#include "cli/demo/demo_sections.hpp"
#include "cli/demo/first_calls.hpp"
#include "cli/demo/page.hpp"
#include "cli/terminal/table.hpp"

namespace salus::cli {

namespace {

void show_log_ins(std::ostream& out, const SampleClinic& sample) {
  auto people = viewers_of(sample);
  people.push_back({"Grace Hughes", "receptionist", std::string{sample_receptionist}});
  Table table{out, {{"Log in as"}, {"Email"}, {"Password"}}, std::nullopt, "  "};
  for (const auto& person : people) {
    table.add({person.name + ", " + person.role, person.email, std::string{sample_password}});
  }
  table.finish();
}

}  // namespace

void show_server(std::ostream& out, const Clinic& clinic, const SampleClinic& sample, int port) {
  show_log_ins(out, sample);
  const auto address = "http://127.0.0.1:" + std::to_string(port) + "/api";
  out << "\n  Copy these into another terminal, one after the other; each answer ends with its "
         "status.\n";
  int number = 0;
  for (const auto& call : first_calls(clinic, sample, address)) {
    out << "\n  " << ++number << ". " << call.purpose << "\n\n" << call.command << '\n';
  }
  out << "\n  Every call there is, with its fields, filters and answers: " << address << "/docs\n\n"
      << "  " << Style{Stream::output}.bold("Serving " + address + "/ until Ctrl-C.") << '\n'
      << std::flush;
}

}  // namespace salus::cli
