#include "transaction.hpp"

#include <algorithm>
#include <bit>
#include <charconv>

#include "cursors.hpp"
#include "journal_streams.hpp"
#include "overlap_locks.hpp"

namespace salus::postgres {

namespace {

/// Batches are cut into pieces of 64, 32, 16 … rows, so that few statements serve any number of rows.
constexpr std::size_t most_rows_of_an_insert = 64;

std::vector<sql::Insertion> pieces_of(const Insert& rows) {
  std::vector<sql::Insertion> pieces;
  std::span<const std::vector<Value>> left{rows.rows};
  while (!left.empty()) {
    const auto size = std::min(std::bit_floor(left.size()), most_rows_of_an_insert);
    pieces.push_back({*rows.entity, left.first(size), rows.skips_existing});
    left = left.subspan(size);
  }
  return pieces;
}

/// Unanswered statements are answered at the latest when there are so many: neither side may have to
/// keep more than its socket holds.
constexpr std::size_t most_unanswered = 256;

/// Two writers have met on one stream of the journal: not the caller's mistake, and gone when it is
/// run again behind the other one.
bool is_met_on_a_stream(const Failure& failure) {
  return failure.error.constraint() == "journal_entry_primary_key";
}

std::uint64_t affected(const Result& result) {
  const std::string_view digits = PQcmdTuples(result.get());
  std::uint64_t rows = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), rows);
  return rows;
}

}  // namespace

void PostgresTransaction::begin() {
  if (failure_) throw failure_->error;
  if (!begun_) channel_.begin(Access::read_write);
  begun_ = true;
}

Answers PostgresTransaction::settle(Deadline deadline) {
  unanswered_ = 0;
  auto answers = channel_.pipeline().settle(deadline);
  if (!answers.failure) return answers;
  if (is_met_on_a_stream(*answers.failure)) {
    answers.failure->remedy = Remedy::rerun;
    channel_.connection().remembered_head().guessed_wrong();
  }
  failure_ = std::move(answers.failure);
  throw failure_->error;
}

template <class Query>
Result PostgresTransaction::ask(const Query& query) {
  begin();
  channel_.ask(query, Answer::kept);
  return std::move(settle().kept.front());
}

std::unique_ptr<Cursor> PostgresTransaction::select(const Select& query) {
  if (!is_streamed(query)) return std::make_unique<PageCursor>(query, ask(query));
  begin();
  channel_.ask(query, Answer::streamed);
  settle();
  return std::make_unique<StreamCursor>(query, channel_, time_);
}

std::uint64_t PostgresTransaction::count(const Count& query) {
  const auto result = ask(query);
  return static_cast<std::uint64_t>(
      std::get<std::int64_t>(decode(FieldType::integer, result.get(), 0, 0)));
}

void PostgresTransaction::insert(const Insert& rows) {
  begin();
  const auto pieces = pieces_of(rows);
  const auto locks = overlap_locks(channel_.organization(), *rows.entity, rows.rows);
  // All are checked before one is queued: a value that is refused must leave nothing behind.
  if (pieces.size() > 1 || !locks.empty())
    std::ranges::for_each(pieces, [this](const auto& piece) { channel_.check(piece); });
  hold(channel_, locks);
  // The library's own tables have no rules about the caller, and their rows no time.
  if (rows.now != Timestamp{}) channel_.introduce(rows.now);
  for (const auto& piece : pieces) {
    channel_.ask(piece, Answer::checked);
    if (++unanswered_ >= most_unanswered) settle();
  }
  if (auto appended = last_entry_of(rows)) head_ = std::move(appended);
}

std::uint64_t PostgresTransaction::update(const Update& change) {
  if (may_overlap(change)) {
    const auto rows = ask(rows_of(change));
    hold(channel_, overlap_locks(channel_.organization(), change, rows.get()));
  }
  return affected(ask(change));
}

std::uint64_t PostgresTransaction::remove(const EntityInfo& entity, const Expr& where) {
  return affected(ask(sql::Removal{entity, where}));
}

JournalHead PostgresTransaction::claim_journal_stream() {
  begin();
  if (head_) return *head_;
  if (may_guess_) head_ = channel_.connection().remembered_head().guess(channel_.organization());
  guessed_ = head_.has_value();
  if (guessed_)
    hold_stream(channel_, head_->stream);
  else
    head_ = claim_stream(channel_, [this] { return settle(); });
  return *head_;
}

void PostgresTransaction::with_savepoint(const std::function<void()>& body) {
  begin();
  if (unanswered_ > 0) settle();  // what failed before is not the body's failure
  const auto savepoint = "salus_" + std::to_string(++depth_);
  channel_.pipeline().command("SAVEPOINT " + savepoint);
  try {
    body();
    begin();  // throws what failed and was swallowed
    settle();
  } catch (...) {
    --depth_;
    roll_back_to(savepoint);
    throw;
  }
  --depth_;
  channel_.pipeline().command("RELEASE SAVEPOINT " + savepoint);
}

/// Unless the whole transaction is lost: then the savepoint is no help, and the failure stays.
void PostgresTransaction::roll_back_to(const std::string& savepoint) {
  if (!failure_) {
    // What the body queued must be answered first: its failure would skip the rollback.
    failure_ = channel_.pipeline().settle(deadline_).failure;
  }
  if ((failure_ && failure_->remedy != Remedy::none) || !channel_.connection().usable()) return;
  failure_.reset();
  head_.reset();  // of which entries may be gone
  may_guess_ = false;
  channel_.forget_introduction();
  channel_.pipeline().command("ROLLBACK TO SAVEPOINT " + savepoint);
  channel_.pipeline().command("RELEASE SAVEPOINT " + savepoint);
  failure_ = channel_.pipeline().settle(deadline_).failure;
}

CommitOutcome PostgresTransaction::commit() {
  if (failure_) throw failure_->error;
  if (!begun_) return CommitOutcome::committed;
  channel_.pipeline().commit();
  // The commit has time of its own: when it is not answered nobody knows what became of it.
  const auto answers = settle(deadline_in(time_));
  if (head_ && !head_->hash.empty()) {
    channel_.connection().remembered_head().remember(
        channel_.organization(), *std::move(head_), guessed_);
  }
  return answers.warned ? CommitOutcome::committed_on_one_machine : CommitOutcome::committed;
}

}  // namespace salus::postgres
