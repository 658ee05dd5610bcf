#include "support/postgres_server.hpp"

#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <memory>
#include <random>
#include <sstream>
#include <stdexcept>
#include <thread>
#include <vector>

#include <fcntl.h>
#include <grp.h>
#include <libpq-fe.h>
#include <netinet/in.h>
#include <pwd.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

namespace salus::testing {

namespace {

namespace fs = std::filesystem;
using Connection = std::unique_ptr<PGconn, decltype(&PQfinish)>;

// $1 binaries, $2 folder, $3 port, $4 the signal that ends the server where its folder is kept. The same text, but for
// crashes, is in postgres_server.py. Text sorts by the rules of a language, so that a forgotten COLLATE "C" is seen;
// `read` returns when the test process is gone.
constexpr const char* launcher_script = R"(
trap '' INT TERM HUP
cd "$2" || exit 1
[ -d data/base ] || { "$1/initdb" --pgdata=data --username=postgres --auth=trust --encoding=UTF8 --no-sync \
      --locale=C.UTF-8 --locale-provider=icu --icu-locale=en ||
  "$1/initdb" --pgdata=data --username=postgres --auth=trust --encoding=UTF8 --no-sync --locale=C.UTF-8
} >log 2>&1 || { cat log >&2; rm -rf "$2"; exit 1; }
start() {
  "$1/postgres" -D data -c listen_addresses=127.0.0.1 -c port="$3" -c unix_socket_directories="$2" \
      -c fsync=on -c max_connections=60 -c shared_buffers=64MB >>log 2>&1 &
  server=$!
}
start "$@"
crashes=0
is_alive() { grep -q '^State:.[^TZ]' "/proc/$1/status" 2>/dev/null; }
while read -r _; do  # each line is a crash
  kill -STOP $server  # else it could have one child more than are killed, which keep it from starting again
  while is_alive $server; do sleep 0.01; done
  children=$(cat /proc/$server/task/$server/children)
  kill -KILL $server $children
  wait $server
  for child in $children; do
    while is_alive "$child"; do sleep 0.01; done
  done
  rm -f data/postmaster.pid
  start "$@"
  crashes=$((crashes + 1))
  echo $crashes >crashes
done
kill -"${4:-QUIT}" $server  # at once, if nobody needs the data
wait $server
[ -n "$4" ] || rm -rf "$2" >/dev/null 2>&1 &  # takes seconds, which nobody has to wait for
)";

/// The folder of initdb and postgres: the newest of Debian's layout, else the first in PATH.
fs::path find_binaries() {
  fs::path newest;
  int newest_version = 0;
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator{"/usr/lib/postgresql", ignored}) {
    const int version = std::atoi(entry.path().filename().c_str());
    if (version > newest_version && fs::exists(entry.path() / "bin/initdb")) {
      newest_version = version;
      newest = entry.path() / "bin";
    }
  }
  if (newest_version > 0) return newest;
  const char* path = std::getenv("PATH");
  std::istringstream folders{path != nullptr ? path : ""};
  for (std::string folder; std::getline(folders, folder, ':');) {
    if (fs::exists(fs::path{folder} / "initdb")) return folder;
  }
  throw std::runtime_error{
      "These tests need PostgreSQL's initdb and postgres: apt install postgresql"};
}

bool is_free(int port) {
  const int probe = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  const bool found = ::bind(probe, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
  ::close(probe);
  return found;
}

/// Below those that clients are given: none of them takes it while a crashed server is started again.
int free_port() {
  std::random_device random;
  std::uniform_int_distribution<int> ports{20'000, 32'000};
  for (int attempt = 0; attempt < 100; ++attempt) {
    if (const int port = ports(random); is_free(port)) return port;
  }
  throw std::runtime_error{"There is no free port on the loopback interface."};
}

/// PostgreSQL refuses to run as root; then the account `postgres` runs it.
const passwd* server_account() {
  if (::geteuid() != 0) return nullptr;
  const auto* account = ::getpwnam("postgres");
  if (account == nullptr)
    throw std::runtime_error{"As root, these tests need an account named postgres."};
  return account;
}

fs::path given_to_server(fs::path folder) {
  const auto* account = server_account();
  if (account != nullptr && ::chown(folder.c_str(), account->pw_uid, account->pw_gid) != 0)
    throw std::runtime_error{"Cannot give a folder to the account postgres."};
  return folder;
}

fs::path temporary_folder() {
  std::string pattern = "/tmp/salus-postgres-XXXXXX";
  if (::mkdtemp(pattern.data()) == nullptr)
    throw std::runtime_error{"Cannot make a folder in /tmp."};
  return given_to_server(pattern);
}

fs::path kept_folder(const fs::path& folder) {
  fs::create_directories(folder);
  return given_to_server(folder);
}

void execute(PGconn* connection, const std::string& sql) {
  const std::unique_ptr<PGresult, decltype(&PQclear)> result{PQexec(connection, sql.c_str()),
                                                             &PQclear};
  if (PQresultStatus(result.get()) != PGRES_COMMAND_OK)
    throw std::runtime_error{PQerrorMessage(connection)};
}

/// A kept cluster has it already.
void create_role(PGconn* connection, const std::string& name) {
  execute(connection,
          "do $$begin create role " + name +
              " login; exception when duplicate_object then null; end$$");
}

Connection connect(const std::string& uri) {
  Connection connection{PQconnectdb(uri.c_str()), &PQfinish};
  if (PQstatus(connection.get()) != CONNECTION_OK)
    throw std::runtime_error{PQerrorMessage(connection.get())};
  return connection;
}

/// Its folder may be gone before anybody reads it there.
std::string end_of_log(const fs::path& folder) {
  constexpr std::size_t enough = 2'000;
  std::ostringstream log;
  log << std::ifstream{folder / "log"}.rdbuf();
  auto text = log.str();
  return text.size() < enough ? text : text.substr(text.size() - enough);
}

}  // namespace

PostgresServer::PostgresServer() : PostgresServer{temporary_folder(), ""} {}

PostgresServer::PostgresServer(const fs::path& kept) : PostgresServer{kept_folder(kept), "INT"} {}

PostgresServer::PostgresServer(fs::path folder, std::string end_signal)
    : folder_{std::move(folder)}, end_signal_{std::move(end_signal)}, port_{free_port()} {
  launch(find_binaries());
  try {
    wait_until_ready();
    const auto connection = connect(uri("postgres", "postgres"));
    for (const auto* role : {"salus_owner", "salus_app"}) create_role(connection.get(), role);
  } catch (...) {
    stop();
    throw;
  }
}

PostgresServer::~PostgresServer() { stop(); }

PostgresServer& PostgresServer::shared() {
  static PostgresServer server;
  return server;
}

void PostgresServer::launch(const fs::path& binaries) {
  const auto* account = server_account();
  int pipe_ends[2];
  if (::pipe2(pipe_ends, O_CLOEXEC) != 0) throw std::runtime_error{"Cannot make a pipe."};
  const auto port = std::to_string(port_);
  launcher_ = ::fork();
  if (launcher_ == 0) {
    if (account != nullptr && (::setgroups(0, nullptr) != 0 || ::setgid(account->pw_gid) != 0 ||
                               ::setuid(account->pw_uid) != 0)) {
      ::_exit(126);
    }
    ::dup2(pipe_ends[0], STDIN_FILENO);
    ::execl("/bin/sh",
            "sh",
            "-c",
            launcher_script,
            "sh",
            binaries.c_str(),
            folder_.c_str(),
            port.c_str(),
            end_signal_.c_str(),
            nullptr);
    ::_exit(127);
  }
  ::close(pipe_ends[0]);
  life_line_ = pipe_ends[1];
  if (launcher_ < 0) throw std::runtime_error{"Cannot start a process."};
}

void PostgresServer::wait_until_ready() const {
  const auto target = uri("postgres", "postgres");
  for (const auto end = std::chrono::steady_clock::now() + std::chrono::seconds{60};
       std::chrono::steady_clock::now() < end;) {
    if (PQping(target.c_str()) == PQPING_OK) return;
    if (::waitpid(launcher_, nullptr, WNOHANG) == launcher_) break;
    std::this_thread::sleep_for(std::chrono::milliseconds{20});
  }
  throw std::runtime_error{"The PostgreSQL server for the tests did not start:\n" +
                           end_of_log(folder_)};
}

void PostgresServer::stop() noexcept {
  if (life_line_ >= 0) ::close(life_line_);
  if (launcher_ > 0) ::waitpid(launcher_, nullptr, 0);
  life_line_ = -1;
  launcher_ = -1;
}

void PostgresServer::crash() {
  ++crashes_;
  if (::write(life_line_, "\n", 1) != 1) throw std::runtime_error{"The server's launcher is gone."};
  const auto is_done = [this] {
    int crashes = 0;
    return std::ifstream{folder_ / "crashes"} >> crashes && crashes == crashes_;
  };
  while (!is_done()) std::this_thread::sleep_for(std::chrono::milliseconds{2});
  wait_until_ready();
}

PostgresDatabase PostgresServer::create_database() {
  return create_database("test_" + std::to_string(++databases_));
}

PostgresDatabase PostgresServer::create_database(const std::string& name) {
  const auto connection = connect(uri("postgres", "postgres"));
  execute(connection.get(), "create database " + name + " owner salus_owner");
  return database(name);
}

PostgresDatabase PostgresServer::database(const std::string& name) const {
  return {name, uri("salus_owner", name), uri("salus_app", name), uri("postgres", name)};
}

std::string PostgresServer::uri(std::string_view role, std::string_view database) const {
  return "postgresql://" + std::string{role} + "@127.0.0.1:" + std::to_string(port_) + "/" +
         std::string{database};
}

}  // namespace salus::testing
