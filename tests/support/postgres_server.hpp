#pragma once

/// A real PostgreSQL server for tests: its own cluster in a temporary folder, on a free loopback port.
///
/// @code
/// const auto database = PostgresServer::shared().create_database();
/// const auto backend = salus::postgres::open(database.application_uri);
/// @endcode
///
/// The first use starts it (about a second). It is stopped and its folder removed when the test
/// process ends, however that ends: a small shell holds the server and waits for our end of a pipe.

#include <filesystem>
#include <string>
#include <string_view>

#include <sys/types.h>

namespace salus::testing {

/// One empty database, by the three kinds of role that meet it.
struct PostgresDatabase {
  std::string name;
  std::string owner_uri;        ///< `salus_owner`: owns the database, no superuser.
  std::string application_uri;  ///< `salus_app`: may log in, and what it is granted.
  std::string superuser_uri;
};

class PostgresServer {
 public:
  PostgresServer();

  /// With a folder of its own that stays, with all its databases, for the next program that names it.
  explicit PostgresServer(const std::filesystem::path& kept);

  PostgresServer(const PostgresServer&) = delete;
  PostgresServer& operator=(const PostgresServer&) = delete;
  ~PostgresServer();

  /// The server of this test executable.
  static PostgresServer& shared();

  /// A new empty database (tens of milliseconds).
  PostgresDatabase create_database();
  PostgresDatabase create_database(const std::string& name);

  /// One that is there.
  PostgresDatabase database(const std::string& name) const;

  /// Kills every process of the server at once (SIGKILL) and starts it again; returns when it has recovered.
  void crash();

  std::string uri(std::string_view role, std::string_view database) const;
  int port() const { return port_; }

 private:
  PostgresServer(std::filesystem::path folder, std::string end_signal);

  void launch(const std::filesystem::path& binaries);
  void wait_until_ready() const;
  void stop() noexcept;

  std::filesystem::path folder_;
  std::string end_signal_;  ///< That the launcher sends where the folder is kept; empty: it is not.
  int port_ = 0;
  pid_t launcher_ = -1;
  int life_line_ = -1;  ///< The launcher stops the server when this is closed.
  int databases_ = 0;
  int crashes_ = 0;
};

}  // namespace salus::testing
