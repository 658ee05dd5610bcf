#if __has_include("salus/postgres.hpp")

#include <catch2/catch_test_macros.hpp>

#include "salus/memory.hpp"
#include "salus/postgres.hpp"
#include "salus/testing/storage_conformance.hpp"

#include "support/postgres_server.hpp"

namespace {

/// A database after the other on one server: changed by its owner, used by the application's role.
class PostgresStorage : public salus::testing::StorageFixture {
 public:
  std::shared_ptr<salus::Backend> make_empty() override {
    database_ = salus::testing::PostgresServer::shared().create_database();
    return reopen();
  }
  std::shared_ptr<salus::Backend> reopen() override {
    return salus::postgres::open(database_.application_uri);
  }
  void apply(salus::Backend&, std::span<const salus::SchemaChange> changes) override {
    salus::postgres::open(database_.owner_uri)->apply(changes);
  }
  std::shared_ptr<salus::Backend> make_reference() override { return salus::memory::open(); }

 private:
  salus::testing::PostgresDatabase database_;
};

}  // namespace

TEST_CASE("The PostgreSQL adapter does what the storage port says") {
  PostgresStorage storage;
  salus::testing::check_storage(storage);
}

#endif
