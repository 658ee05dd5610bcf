/// Serves the world of the recordings to the Python tests beside it. Usage: salus_rest_test_server RUN
///
/// Writes one line of JSON with the port and the ids, then serves until its standard input ends.

#include <iostream>
#include <string>
#include <thread>

#include <nlohmann/json.hpp>

#include "rest_host/contract_world.hpp"
#include "rest_host/http/server.hpp"

int main(int argc, char** argv) {
  using namespace salus;
  const test::ContractWorld world{argc > 1 ? argv[1] : "run"};
  rest::Server server{
      world.clinic(),
      {.port = 0, .log = rest::RequestLog::requests, .read_timeout = std::chrono::seconds{2}}};
  std::thread serving{[&server] { server.run(); }};
  std::cout << nlohmann::json{{"port", server.port()}, {"names", world.names()}}.dump()
            << std::endl;
  for (std::string line; std::getline(std::cin, line);) {
  }
  server.stop();
  serving.join();
}
