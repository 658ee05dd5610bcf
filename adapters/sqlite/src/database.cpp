#include "database.hpp"

#include <algorithm>
#include <utility>

#include "catalog.hpp"
#include "migration.hpp"
#include "session.hpp"

namespace salus::sqlite {

namespace {

constexpr std::chrono::seconds schema_deadline{30};

std::string engine_of(Connection& connection) {
  return "SQLite " + connection.ask("SELECT sqlite_version()") + " (SQLCipher " +
         connection.ask("PRAGMA cipher_version") + ")";
}

}  // namespace

Database::Database(std::filesystem::path file, CipherKey key, std::size_t readers)
    : file_{std::move(file)},
      key_{std::move(key)},
      writer_{file_, key_},
      readers_{std::max<std::size_t>(readers, 1),
               [this] { return std::make_unique<Connection>(file_, key_, Role::reader); }},
      engine_{engine_of(*readers_.lease(schema_deadline))} {}

Capabilities Database::capabilities() const {
  return {.engine = engine_, .durable = true, .encrypted = true};
}

std::unique_ptr<StorageSession> Database::open(SessionOptions options) {
  return std::make_unique<Session>(readers_, writer_, std::move(options));
}

SchemaSnapshot Database::inspect() {
  const auto lease = readers_.lease(schema_deadline);
  return read_catalog(*lease);
}

void Database::apply(std::span<const SchemaChange> changes) {
  writer_.run(schema_deadline, [changes](Connection& connection) { migrate(connection, changes); });
}

void Database::verify_guards(const SchemaSnapshot& expected) {
  const auto lease = readers_.lease(schema_deadline);
  sqlite::verify_guards(*lease, expected);
}

}  // namespace salus::sqlite
