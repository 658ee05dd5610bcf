#include "writer.hpp"

#include "result.hpp"
#include "savepoint.hpp"
#include "transaction.hpp"

namespace salus::sqlite {

namespace {

constexpr std::chrono::seconds commit_deadline{30};

}  // namespace

void Writer::run(const SessionOptions& options, const TransactionBody& body) {
  const auto work = [&] {
    WriteTransaction transaction{connection_, invocation_, options};
    body(transaction);
  };
  queue_.run(work, options.deadline);
}

void Writer::run(std::chrono::milliseconds deadline, const std::function<void(Connection&)>& work) {
  queue_.run([&] { work(connection_); }, deadline);
}

void Writer::begin(std::chrono::milliseconds deadline) {
  connection_.run("BEGIN IMMEDIATE", deadline);
}

void Writer::commit() {
  connection_.begin_call(commit_deadline);  // however long the bodies took
  Statement& statement = connection_.statement_of("COMMIT");
  const RunGuard guard{statement};
  const int result = statement.try_step();
  if (result == SQLITE_DONE) return;
  if ((result & 0xFF) == SQLITE_IOERR) {
    // The pages may have reached the log and only the disk's answer is missing: then they are found at the next start.
    throw Error{ErrorCode::commit_in_doubt,
                "The disk failed during the commit; whether it was written is not known."};
  }
  throw error_of(result);
}

// Nothing is left to do where it fails: SQLite has rolled back by itself.
void Writer::rollback() noexcept { connection_.try_run("ROLLBACK"); }

void Writer::begin_savepoint() { sqlite::begin_savepoint(connection_); }

void Writer::end_savepoint() { sqlite::end_savepoint(connection_); }

void Writer::undo_savepoint() { sqlite::undo_savepoint(connection_); }

}  // namespace salus::sqlite
