#include "session.hpp"

#include "rows.hpp"

namespace salus::sqlite {

std::unique_ptr<Cursor> Session::select(const Select& query) {
  const auto shape = panel_sizes_.shape_of(query, [this](const Count& c) { return count(c); });
  if (shape == query.shape) return run_select(query);
  Select reshaped = query;
  reshaped.shape = shape;
  return run_select(reshaped);
}

std::unique_ptr<Cursor> Session::run_select(const Select& query) {
  invocation_.describe(query, options_.organization);
  auto lease = readers_.lease(options_.deadline);
  Statement& statement = lease->statement_of(query, invocation_);
  statement.bind(invocation_.parameters(), Lifetime::copy);
  return std::make_unique<Rows>(query, std::move(lease), statement, options_.deadline);
}

std::uint64_t Session::count(const Count& query) {
  invocation_.describe(query, options_.organization);
  const auto lease = readers_.lease(options_.deadline);
  Statement& statement = lease->statement_of(query, invocation_);
  const RunGuard guard{statement};
  statement.bind(invocation_.parameters(), Lifetime::outlives_run);
  statement.step();
  return static_cast<std::uint64_t>(statement.integer(0));
}

CommitOutcome Session::run(const TransactionBody& body) {
  writer_.run(options_, body);
  return CommitOutcome::committed;
}

}  // namespace salus::sqlite
