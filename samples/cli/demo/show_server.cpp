#include <ostream>

#include "cli/demo/demo_sections.hpp"
#include "cli/terminal/table.hpp"

namespace salus::cli {

void show_server(std::ostream& out, const SampleClinic& sample, int port) {
  Table table{out, {{"Log in as"}, {"Email"}, {"Password"}}, std::nullopt, "  "};
  for (const auto& viewer : viewers_of(sample)) {
    table.add({viewer.name + ", " + viewer.role, viewer.email, std::string{sample_password}});
  }
  table.finish();
  const auto address = "http://127.0.0.1:" + std::to_string(port) + "/api";
  out << "\n  Copy these into another terminal:\n\n"
      << "TOKEN=$(curl -s " << address << "/auth/login/ -H 'Content-Type: application/json' \\\n"
      << R"(  -d '{"email":")" << sample.doctor_email << R"(","password":")" << sample_password
      << "\"}' \\\n"
      << R"sh(  | sed 's/.*"access":"\([^"]*\)".*/\1/'))sh" << '\n'
      << "curl -s -H \"Authorization: Bearer $TOKEN\" '" << address << "/patients/?page_size=3'\n"
      << "curl -s -H \"Authorization: Bearer $TOKEN\" '" << address
      << "/doctors/?specialization=neurology'\n\n"
      << "  " << Style{Stream::output}.bold("Serving " + address + "/ until Ctrl-C.") << '\n'
      << std::flush;
}

}  // namespace salus::cli
