#include "session.hpp"

#include "cursors.hpp"
#include "retry.hpp"
#include "transaction.hpp"

namespace salus::postgres {

template <class Query>
PostgresSession::Asked PostgresSession::ask(const Query& query, Answer answer) {
  static const Statement commit{"COMMIT"};
  const auto deadline = deadline_in(time_);
  for (Retry retry{*pool_, deadline};;) {
    auto lease = pool_->lease(deadline);
    auto channel = std::make_unique<Channel>(*lease, context_);
    channel->begin(Access::read_only);
    channel->ask(query, answer);
    channel->pipeline().statement(commit);
    auto answers = channel->pipeline().settle(deadline);
    if (!answers.failure) return {std::move(lease), std::move(channel), std::move(answers)};
    if (!retry.helps_against(*answers.failure)) throw answers.failure->error;
  }
}

std::unique_ptr<Cursor> PostgresSession::select(const Select& query) {
  const auto shape = panel_sizes_.shape_of(query, [this](const Count& c) { return count(c); });
  if (shape == query.shape) return run_select(query);
  Select reshaped = query;
  reshaped.shape = shape;
  return run_select(reshaped);
}

std::unique_ptr<Cursor> PostgresSession::run_select(const Select& query) {
  if (!is_streamed(query)) {
    return std::make_unique<PageCursor>(query,
                                        std::move(ask(query, Answer::kept).answers.kept.front()));
  }
  auto asked = ask(query, Answer::streamed);
  return std::make_unique<StreamCursor>(
      query, std::move(asked.lease), std::move(asked.channel), time_);
}

std::uint64_t PostgresSession::count(const Count& query) {
  const auto asked = ask(query, Answer::kept);
  const auto* result = asked.answers.kept.front().get();
  return static_cast<std::uint64_t>(
      std::get<std::int64_t>(decode(FieldType::integer, result, 0, 0)));
}

CommitOutcome PostgresSession::run(const TransactionBody& body) {
  const auto deadline = deadline_in(time_);
  for (Retry retry{*pool_, deadline};;) {
    std::optional<Failure> failure;
    try {
      return run_once(body, deadline, failure);
    } catch (...) {
      // Whatever the body made of it: if another run helps, that is the answer. It is rolled back by now.
      if (!failure || !retry.helps_against(*failure)) throw;
    }
  }
}

CommitOutcome PostgresSession::run_once(const TransactionBody& body, Deadline deadline,
                                        std::optional<Failure>& failure) {
  const auto lease = pool_->lease(deadline);
  PostgresTransaction transaction{*lease, context_, time_, deadline};
  try {
    body(transaction);
    return transaction.commit();
  } catch (...) {
    failure = transaction.failure();
    throw;
  }
}

}  // namespace salus::postgres
