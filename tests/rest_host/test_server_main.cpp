/// Serves the world of the recordings to the Python tests beside it. Usage: salus_rest_test_server RUN
///
/// Writes one line of JSON with the port and the ids, then obeys the lines of its standard input until
/// that ends: `account EMAIL PASSWORD` makes a patient's account, as a registration would, and answers
/// with its id.

#include <iostream>
#include <sstream>
#include <string>
#include <thread>

#include <nlohmann/json.hpp>

#include "rest_host/contract_world.hpp"
#include "rest_host/http/server.hpp"

namespace {

using namespace salus;

void obey(const test::ContractWorld& world, const std::string& line) {
  std::istringstream words{line};
  std::string verb;
  std::string email;
  std::string password;
  words >> verb >> email >> password;
  if (verb != "account") return;
  std::cout << world.add_account(email, password, {.name = "John Doe", .is_patient = true})
            << std::endl;
}

}  // namespace

int main(int argc, char** argv) {
  const test::ContractWorld world{argc > 1 ? argv[1] : "run"};
  rest::Server server{
      world.clinic(),
      Secret{"a-key-for-tests-that-is-long-enough"},
      {.port = 0, .log = rest::RequestLog::requests, .read_timeout = std::chrono::seconds{2}}};
  std::thread serving{[&server] { server.run(); }};
  std::cout << nlohmann::json{{"port", server.port()}, {"names", world.names()}}.dump()
            << std::endl;
  for (std::string line; std::getline(std::cin, line);) obey(world, line);
  server.stop();
  serving.join();
}
