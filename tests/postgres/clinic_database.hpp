#pragma once

/// A database with Salus's own tables, as tests of this adapter need it.

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <thread>

#include "salus/domain/domain_catalog.hpp"
#include "salus/postgres.hpp"
#include "salus/testing/builders.hpp"

#include "postgres/raw_sql.hpp"
#include "support/migrated_postgres.hpp"
#include "support/postgres_server.hpp"

namespace salus::postgres_test {

using namespace salus::
    testing;  // NOLINT(google-build-using-namespace): the builders are these tests' words

inline SchemaSnapshot clinic_schema() { return snapshot_of(domain_catalog()); }

inline const Uuid here = numbered_uuid(1);
inline const Uuid there = numbered_uuid(2);

inline Patient patient(std::uint32_t number) {
  Patient made;
  made.id = numbered<Patient>(number);
  made.name = "Ada Okafor";
  made.mrn = "M-" + std::to_string(number);
  return made;
}

/// Migrated by the owner, opened as the application.
struct ClinicDatabase {
  explicit ClinicDatabase(postgres::OpenOptions options = {}) {
    backend = open_migrated(database, clinic_schema(), std::move(options));
  }

  std::unique_ptr<StorageSession> session(const Uuid& organization = here,
                                          std::chrono::milliseconds deadline = std::chrono::seconds{
                                              30}) {
    return backend->open({organization, deadline});
  }

  RawSql as_application() const { return RawSql{database.application_uri}; }
  RawSql as_owner() const { return RawSql{database.owner_uri}; }
  RawSql as_superuser() const { return RawSql{database.superuser_uri}; }

  /// Adds patients with the numbers from 1.
  void add_patients(const Uuid& organization, std::uint32_t count) {
    std::vector<Patient> patients;
    for (std::uint32_t i = 1; i <= count; ++i) patients.push_back(patient(i));
    session(organization)->run([&](Transaction& tx) {
      tx.insert(insert_of({organization}, patients));
    });
  }

  PostgresDatabase database = PostgresServer::shared().create_database();
  std::shared_ptr<Backend> backend;
};

inline std::string quoted(const Uuid& uuid) { return "'" + uuid.to_string() + "'"; }

/// The error that a call throws; `internal` if it throws none.
inline Error error_of(const std::function<void()>& call) {
  try {
    call();
  } catch (const Error& error) {
    return error;
  }
  return Error{ErrorCode::internal, "no error was thrown"};
}

/// Waits until something has happened on another connection; gives up after a minute.
inline bool eventually(const std::function<bool()>& happened) {
  const auto end = std::chrono::steady_clock::now() + std::chrono::minutes{1};
  while (!happened()) {
    if (std::chrono::steady_clock::now() > end) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds{10});
  }
  return true;
}

}  // namespace salus::postgres_test
