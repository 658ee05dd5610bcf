#pragma once

/// Statements on their way: queued without waiting, answered together in one round trip.
///
/// @code
/// pipeline.command("SET LOCAL …");
/// pipeline.statement(insert, parameters, Answer::checked);
/// pipeline.statement(query, parameters, Answer::kept);
/// Answers answers = pipeline.settle(deadline);
/// @endcode
///
/// The first statement that fails stops all that were queued behind it, COMMIT too; its failure is
/// the one that is told. https://www.postgresql.org/docs/current/libpq-pipeline-mode.html

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "binary.hpp"
#include "connection.hpp"
#include "failure.hpp"
#include "result.hpp"
#include "statement.hpp"

namespace salus::postgres {

/// What becomes of the answer to a statement.
enum class Answer : std::uint8_t {
  checked,   ///< Only whether it failed.
  kept,      ///< Its rows are in `Answers::kept`.
  streamed,  ///< Its rows are taken one by one with `next_row`.
};

struct Answers {
  std::vector<Result> kept;  ///< In the order of the statements.
  std::optional<Failure> failure;
  bool warned = false;  ///< The server warned while it committed.
};

class Pipeline {
 public:
  explicit Pipeline(Connection& connection) : connection_{&connection} {}

  /// Text without parameters, parsed each time.
  void command(const std::string& text);

  /// Prepared on first use by this connection.
  void statement(const Statement& statement, const Parameters& parameters, Answer answer);
  void statement(const Statement& statement) { this->statement(statement, {}, Answer::checked); }

  /// Text with values in text format in the answer, for questions to the catalog.
  void catalog_query(const std::string& text, const Parameters& parameters = {});

  /// A COMMIT of something written: no answer leaves the transaction in doubt.
  void commit();

  /// Sends all and waits for the answers, up to a streamed one, whose rows are the caller's then.
  Answers settle(Deadline deadline);

  /// The next row of the streamed answer (a result with one row); null after the last, when
  /// everything behind it is settled too. A failure is thrown as `Error`.
  Result next_row(Deadline deadline);

  /// Gives up the rows of the streamed answer that were not taken: cancels the query, or, if that
  /// would undo a transaction, reads on. A failure is told by the next `settle`.
  enum class Leftover : std::uint8_t { cancel, read };
  void skip_rows(Leftover leftover, Deadline deadline) noexcept;

  /// Settles what is queued and rolls back an open transaction, or marks the connection broken.
  void make_idle(Deadline deadline) noexcept;

 private:
  enum class Role : std::uint8_t { prepare, checked, kept, streamed, commit };
  struct Step {
    Role role;
    std::string prepared_name;
  };

  void queue(Role role, int sent, std::string prepared_name = {});
  void prepare(const Statement& statement);
  Result take(Deadline deadline);
  void collect(Deadline deadline);
  bool finish_step(Result result);
  void judge(const Step& step, Result result);
  void judge_commit(PGresult* result);
  void judge_failure(const Step& step, const PGresult* result);
  void fail(Failure failure);
  void lose_connection();
  void give_up(Failure failure);
  bool commit_is_queued() const;

  Connection* connection_;
  std::deque<Step> steps_;
  Answers answers_;
  bool synced_ = true;  ///< No sync is on its way.
  bool cancelled_ = false;
};

}  // namespace salus::postgres
