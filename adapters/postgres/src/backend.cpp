#include "salus/core/error.hpp"
#include "salus/postgres.hpp"

#include "catalog.hpp"
#include "guards.hpp"
#include "inspection.hpp"
#include "migration.hpp"
#include "pool.hpp"
#include "renewal.hpp"
#include "session.hpp"

namespace salus::postgres {

namespace {

constexpr std::chrono::seconds time_for_catalog{30};
constexpr std::chrono::hours time_for_migration{4};  // an index over many rows

class PostgresBackend final : public Backend {
 public:
  explicit PostgresBackend(std::shared_ptr<Pool> pool) : pool_{std::move(pool)} {}

  Capabilities capabilities() const override;

  std::unique_ptr<StorageSession> open(SessionOptions options) override {
    return std::make_unique<PostgresSession>(pool_, options);
  }

  SchemaSnapshot inspect() override {
    const auto deadline = deadline_in(time_for_catalog);
    return postgres::inspect(*pool_->lease(deadline), deadline);
  }

  void apply(std::span<const SchemaChange> changes) override {
    const auto deadline = deadline_in(time_for_migration);
    postgres::apply(*pool_->lease(deadline), changes, pool_->options().application_role, deadline);
  }

  void verify_guards(const SchemaSnapshot& expected) override {
    const auto deadline = deadline_in(time_for_catalog);
    postgres::verify_guards(*pool_->lease(deadline), expected, deadline);
  }

  void renew_guards(const SchemaSnapshot& expected) override {
    const auto deadline = deadline_in(time_for_migration);
    renew_row_security(
        *pool_->lease(deadline), expected, pool_->options().application_role, deadline);
  }

 private:
  std::shared_ptr<Pool> pool_;
};

/// Asked of the server each time: a restart or a fail-over may change them.
Capabilities PostgresBackend::capabilities() const {
  const auto deadline = deadline_in(time_for_catalog);
  const auto lease = pool_->lease(deadline);
  const auto answers =
      ask_catalog(*lease,
                  {"SELECT current_setting('server_version'), current_setting('fsync') = 'on' AND "
                   "current_setting('synchronous_commit') <> 'off', NOT (rolsuper OR rolbypassrls) "
                   "FROM pg_roles WHERE rolname = current_user"},
                  deadline);
  const auto* answer = answers.front().get();
  return {.engine = "PostgreSQL " + std::string{text_at(answer, 0, 0)},
          .durable = text_at(answer, 0, 1) == "t",
          .encrypted = false,
          .row_level_security = text_at(answer, 0, 2) == "t"};
}

}  // namespace

std::shared_ptr<Backend> open(const std::string& uri, OpenOptions options) {
  if (!is_connection_string(uri)) {
    throw Error{
        ErrorCode::invalid_input,
        "This is no PostgreSQL connection string; one looks like postgresql://role@host/database."};
  }
  if (options.connections == 0)
    throw Error{ErrorCode::invalid_input, "A database needs at least one connection."};
  return std::make_shared<PostgresBackend>(std::make_shared<Pool>(uri, std::move(options)));
}

}  // namespace salus::postgres
