#include "transaction.hpp"

#include <algorithm>
#include <array>

#include "constraint.hpp"
#include "result.hpp"
#include "rows.hpp"
#include "savepoint.hpp"

namespace salus::sqlite {

namespace {

constexpr std::string_view journal_head =
    R"(SELECT "sequence", "hash" FROM "journal_entry" WHERE "organization_id" = ?1 AND "stream" = 0)"
    R"( ORDER BY "sequence" DESC LIMIT 1)";

[[noreturn]] void refuse(const EntityInfo& entity, std::string_view why) {
  throw Error{ErrorCode::storage_failed,
              "Rows of " + std::string{entity.name} + " are " + std::string{why}};
}

/// The guards refuse rows; this refuses the attempt, on every engine alike.
void refuse_append_only(const EntityInfo& entity) {
  if (entity.append_only) refuse(entity, "never changed or removed.");
}

/// What can be marked as deleted is a record of something, and stays.
void refuse_marked(const EntityInfo& entity) {
  if (entity.metadata == RowMetadata::present)
    refuse(entity, "marked as deleted, and never removed.");
}

/// Runs a write; `explain` completes the account of what was tried, for a constraint that refuses.
template <class Explain>
void run_write(Connection& connection, Statement& statement, RefusedWrite tried,
               const Explain& explain) {
  {
    const RunGuard guard{statement};
    tried.result = statement.try_step();
    if (tried.result == SQLITE_DONE) return;
    if ((tried.result & 0xFF) != SQLITE_CONSTRAINT) throw error_of(tried.result);
    tried.message = connection.last_message();
  }
  explain(tried);
  throw constraint_error(connection, tried);
}

std::vector<Assignment> assignments_of(const EntityInfo& entity,
                                       std::span<const std::vector<Value>> rows) {
  std::vector<Assignment> assignments;
  for (const auto& row : rows) {
    for (const auto& column : entity.columns)
      assignments.push_back({&column, row[column.position]});
  }
  return assignments;
}

/// A prepared INSERT run again and again is as fast here as one of many rows, and needs no text for each number of them.
/// But references are checked after each statement, and rows of one batch may refer to each other.
std::size_t rows_per_statement(const EntityInfo& entity) {
  constexpr std::size_t most_placeholders = 32'000;
  const auto refers_to_itself = [&](const FieldInfo& column) {
    return column.references == entity.name;
  };
  return std::ranges::any_of(entity.columns, refers_to_itself)
             ? most_placeholders / entity.columns.size()
             : 1;
}

}  // namespace

template <class Query>
Statement& WriteTransaction::prepared(const Query& query, Lifetime texts) {
  connection_.begin_call(options_.deadline);
  invocation_.describe(query, options_.organization);
  Statement& statement = connection_.statement_of(query, invocation_);
  statement.bind(invocation_.parameters(), texts);
  return statement;
}

std::unique_ptr<Cursor> WriteTransaction::select(const Select& query) {
  return std::make_unique<Rows>(
      query, connection_, prepared(query, Lifetime::copy), options_.deadline);
}

std::uint64_t WriteTransaction::count(const Count& query) {
  Statement& statement = prepared(query, Lifetime::outlives_run);
  const RunGuard guard{statement};
  statement.step();
  return static_cast<std::uint64_t>(statement.integer(0));
}

void WriteTransaction::insert(const Insert& rows) {
  const std::span<const std::vector<Value>> all{rows.rows};
  const std::size_t most = rows_per_statement(*rows.entity);
  const auto piece = [&](std::size_t first, std::size_t size) {
    insert_rows({*rows.entity, all.subspan(first, size), rows.skips_existing});
  };
  if (all.size() == 1) return piece(0, 1);
  with_savepoint([&] {
    for (std::size_t i = 0; i < all.size(); i += most) piece(i, std::min(most, all.size() - i));
  });
}

void WriteTransaction::insert_rows(const sql::Insertion& insertion) {
  const auto& entity = insertion.entity;
  Statement& statement = prepared(insertion, Lifetime::outlives_run);
  run_write(connection_,
            statement,
            {.entity = entity, .organization = options_.organization},
            [&](RefusedWrite& tried) { tried.written = assignments_of(entity, insertion.rows); });
}

std::uint64_t WriteTransaction::update(const Update& change) {
  refuse_append_only(*change.entity);
  if (change.assignments.empty())
    return count({.entity = change.entity, .where = change.where, .now = change.now});
  Statement& statement = prepared(change, Lifetime::outlives_run);
  run_write(connection_,
            statement,
            {.entity = *change.entity, .organization = options_.organization},
            [&](RefusedWrite& tried) { tried.written = change.assignments; });
  return connection_.changes();
}

std::uint64_t WriteTransaction::remove(const EntityInfo& entity, const Expr& where) {
  refuse_append_only(entity);
  refuse_marked(entity);
  Statement& statement = prepared(sql::Removal{entity, where}, Lifetime::outlives_run);
  run_write(connection_,
            statement,
            {.entity = entity, .organization = options_.organization},
            [](RefusedWrite&) {});
  return connection_.changes();
}

// One writer, one stream: nobody else appends before this transaction ends.
JournalHead WriteTransaction::claim_journal_stream() {
  connection_.begin_call(options_.deadline);
  Statement& statement = connection_.statement_of(journal_head);
  const RunGuard guard{statement};
  const std::array values{Cell{options_.organization}};
  statement.bind(values, Lifetime::outlives_run);
  if (!statement.step()) return {};
  return {.sequence = statement.integer(0), .hash = statement.text(1)};
}

void WriteTransaction::with_savepoint(const std::function<void()>& body) {
  begin_savepoint(connection_);
  try {
    body();
  } catch (...) {
    undo_savepoint(connection_);
    throw;
  }
  end_savepoint(connection_);
}

}  // namespace salus::sqlite
