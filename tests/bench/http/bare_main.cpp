/// What the REST host is measured beside: cpp-httplib as it comes, and one answer of the size of a patient.
/// Usage: salus_bare_http PORT

#include <cstdlib>
#include <string>

#include <httplib.h>

int main(int argc, char** argv) {
  constexpr std::size_t size_of_a_patient = 600;
  constexpr std::size_t threads = 64;  // each serves one connection at a time
  httplib::Server server;
  server.new_task_queue = [] { return new httplib::ThreadPool(threads); };
  server.set_tcp_nodelay(true);
  server.set_keep_alive_max_count(1'000'000);
  const std::string body(size_of_a_patient, 'x');
  server.Get("/hello", [&body](const httplib::Request&, httplib::Response& out) {
    out.set_content(body, "application/json");
  });
  return server.listen("127.0.0.1", argc > 1 ? std::atoi(argv[1]) : 8081) ? 0 : 1;
}
