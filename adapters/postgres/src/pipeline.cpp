#include "pipeline.hpp"

#include <algorithm>
#include <utility>

namespace salus::postgres {

namespace {

constexpr std::chrono::seconds patience_after_cancel{2};
constexpr int text_format = 0;
constexpr int binary_format = 1;

bool ends_connection(const PGresult* result) {
  const auto severity = error_field(result, PG_DIAG_SEVERITY_NONLOCALIZED);
  return severity == "FATAL" || severity == "PANIC";
}

}  // namespace

void Pipeline::queue(Role role, int sent, std::string prepared_name) {
  // What libpq refuses to queue never reaches the server; settle() sees the broken connection.
  if (sent == 0)
    connection_->mark_broken();
  else
    steps_.push_back({role, std::move(prepared_name)});
  synced_ = false;
}

void Pipeline::command(const std::string& text) {
  queue(Role::checked,
        PQsendQueryParams(connection_->libpq(),
                          text.c_str(),
                          0,
                          nullptr,
                          nullptr,
                          nullptr,
                          nullptr,
                          binary_format));
}

void Pipeline::catalog_query(const std::string& text, const Parameters& parameters) {
  queue(Role::kept,
        PQsendQueryParams(connection_->libpq(),
                          text.c_str(),
                          parameters.count(),
                          nullptr,
                          parameters.values(),
                          parameters.lengths(),
                          parameters.formats(),
                          text_format));
}

void Pipeline::prepare(const Statement& statement) {
  if (!connection_->prepared().insert(statement.name).second) return;
  // Without types: the server infers each from the column beside it, which is how we encode the values.
  queue(Role::prepare,
        PQsendPrepare(
            connection_->libpq(), statement.name.c_str(), statement.text.c_str(), 0, nullptr),
        statement.name);
}

void Pipeline::statement(const Statement& statement, const Parameters& parameters, Answer answer) {
  prepare(statement);
  const auto role = answer == Answer::kept       ? Role::kept
                    : answer == Answer::streamed ? Role::streamed
                                                 : Role::checked;
  queue(role,
        PQsendQueryPrepared(connection_->libpq(),
                            statement.name.c_str(),
                            parameters.count(),
                            parameters.values(),
                            parameters.lengths(),
                            parameters.formats(),
                            binary_format));
}

void Pipeline::commit() {
  static const Statement statement{"COMMIT"};
  prepare(statement);
  queue(Role::commit,
        PQsendQueryPrepared(connection_->libpq(),
                            statement.name.c_str(),
                            0,
                            nullptr,
                            nullptr,
                            nullptr,
                            binary_format));
}

Answers Pipeline::settle(Deadline deadline) {
  if (!synced_ && connection_->usable() && PQpipelineSync(connection_->libpq()) == 0)
    connection_->mark_broken();
  if (!connection_->usable())
    lose_connection();
  else if (!synced_)
    collect(deadline);
  return std::exchange(answers_, {});
}

Result Pipeline::take(Deadline deadline) {
  while (connection_->wait(deadline) == Wait::out_of_time) {
    // Never cancel a COMMIT: one that waits for its standby would be acknowledged without it.
    if (cancelled_ || commit_is_queued()) {
      give_up(out_of_time());
      return nullptr;
    }
    cancelled_ = true;
    connection_->cancel();
    deadline = deadline_in(patience_after_cancel);
  }
  Result result{PQgetResult(connection_->libpq())};
  if (result == nullptr || error_field(result.get(), PG_DIAG_SQLSTATE).empty()) {
    if (result == nullptr || PQstatus(connection_->libpq()) != CONNECTION_OK) {
      lose_connection();
      return nullptr;
    }
  }
  return result;
}

void Pipeline::collect(Deadline deadline) {
  while (!steps_.empty()) {
    if (steps_.front().role == Role::streamed && !answers_.failure) {
      PQsetSingleRowMode(connection_->libpq());
      return;
    }
    if (steps_.front().role == Role::commit) connection_->take_warning();
    auto result = take(deadline);
    if (result == nullptr || !finish_step(std::move(result))) return;
  }
  // All is answered: a connection that dies from now on spoils nothing that was done.
  synced_ = connection_->wait(deadline) == Wait::answered &&
            PQresultStatus(Result{PQgetResult(connection_->libpq())}.get()) == PGRES_PIPELINE_SYNC;
  if (!synced_) connection_->mark_broken();
  cancelled_ = false;
}

bool Pipeline::finish_step(Result result) {
  const auto step = std::move(steps_.front());
  steps_.pop_front();
  judge(step, std::move(result));
  if (connection_->usable())
    PQgetResult(connection_->libpq());  // the null that ends each answer
  else
    lose_connection();
  return connection_->usable();
}

void Pipeline::judge(const Step& step, Result result) {
  switch (PQresultStatus(result.get())) {
    case PGRES_COMMAND_OK:
    case PGRES_TUPLES_OK:
      if (step.role == Role::commit) judge_commit(result.get());
      if (step.role == Role::kept) answers_.kept.push_back(std::move(result));
      return;
    case PGRES_PIPELINE_ABORTED:
      if (step.role == Role::prepare) connection_->prepared().erase(step.prepared_name);
      return;
    default:
      return judge_failure(step, result.get());
  }
}

void Pipeline::judge_commit(PGresult* result) {
  answers_.warned = connection_->take_warning();
  if (PQcmdStatus(result) == std::string_view{"COMMIT"}) return;
  fail({Error{ErrorCode::storage_failed,
              "The transaction was undone: one of its statements had failed."}});
}

void Pipeline::judge_failure(const Step& step, const PGresult* result) {
  const auto state = error_field(result, PG_DIAG_SQLSTATE);
  // A pooler may give us a server connection that knows other statements than we think.
  if (state == "26000")
    connection_->prepared().clear();
  else if (step.role == Role::prepare && state != "42P05")
    connection_->prepared().erase(step.prepared_name);
  if (ends_connection(result)) connection_->mark_broken();
  fail(step.role == Role::commit ? commit_failure_of(result) : failure_of(result));
}

void Pipeline::fail(Failure failure) {
  if (!answers_.failure) answers_.failure = std::move(failure);
}

void Pipeline::lose_connection() { give_up(connection_lost()); }

void Pipeline::give_up(Failure failure) {
  connection_->mark_broken();
  fail(commit_is_queued() ? commit_in_doubt() : std::move(failure));
  steps_.clear();
}

bool Pipeline::commit_is_queued() const {
  return std::ranges::any_of(steps_, [](const Step& step) { return step.role == Role::commit; });
}

Result Pipeline::next_row(Deadline deadline) {
  auto result = take(deadline);
  if (result != nullptr && PQresultStatus(result.get()) == PGRES_SINGLE_TUPLE) return result;
  if (result != nullptr && finish_step(std::move(result))) collect(deadline);
  if (const auto failure = std::exchange(answers_, {}).failure) throw failure->error;
  return nullptr;
}

void Pipeline::skip_rows(Leftover leftover, Deadline deadline) noexcept {
  if (steps_.empty() || steps_.front().role != Role::streamed) return;
  try {
    if (leftover == Leftover::cancel) {
      cancelled_ = true;
      connection_->cancel();
    }
    while (next_row(deadline) != nullptr) {
    }
  } catch (const Error& error) {
    if (leftover == Leftover::read) answers_.failure = Failure{error};
  } catch (...) {
    connection_->mark_broken();
  }
}

void Pipeline::make_idle(Deadline deadline) noexcept {
  try {
    if (!synced_) settle(deadline);
    if (!steps_.empty()) connection_->mark_broken();
    if (connection_->usable() && !connection_->idle()) {
      static const Statement rollback{"ROLLBACK"};
      statement(rollback);
      if (settle(deadline).failure) connection_->mark_broken();
    }
  } catch (...) {
    connection_->mark_broken();
  }
}

}  // namespace salus::postgres
