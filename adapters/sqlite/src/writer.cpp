#include "writer.hpp"

#include "result.hpp"
#include "savepoint.hpp"
#include "transaction.hpp"

namespace salus::sqlite {

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
  connection_.begin_call(deadline);
  connection_.run("BEGIN IMMEDIATE");
}

void Writer::commit() {
  Statement& statement = connection_.statement_of("COMMIT");
  const RunGuard guard{statement};
  const int result = statement.try_step();
  if (result == SQLITE_DONE) return;
  if ((result & 0xFF) == SQLITE_IOERR) {
    // The pages may have reached the log and only the answer of the disk is missing; then the next start finds them.
    throw Error{ErrorCode::commit_in_doubt,
                "The disk failed during the commit; whether it was written is not known."};
  }
  throw error_of(result);
}

void Writer::rollback() noexcept {
  try {
    connection_.run("ROLLBACK");
  } catch (...) {
    // There is no transaction any more: SQLite has rolled it back by itself.
  }
}

void Writer::begin_savepoint() { sqlite::begin_savepoint(connection_); }

void Writer::end_savepoint() { sqlite::end_savepoint(connection_); }

void Writer::undo_savepoint() { sqlite::undo_savepoint(connection_); }

}  // namespace salus::sqlite
