#include "journal_queue.hpp"

#include <algorithm>
#include <chrono>
#include <ranges>
#include <utility>

#include "salus/core/error.hpp"

#include "journal_append.hpp"

namespace salus {

namespace {

constexpr std::string_view application = "application";
constexpr std::string_view own_name = "journal";
/// So that the others who write to the same database need not wait long.
constexpr std::size_t most_of_a_transaction = 256;
constexpr std::chrono::milliseconds pause_after_failure{200};

Error no_room() {
  return {ErrorCode::storage_busy,
          "Too many entries wait to be written into the journal; nothing was shown."};
}

}  // namespace

JournalQueue::JournalQueue(std::shared_ptr<Backend> backend, SessionOptions session,
                           Environment environment, JournalOptions options)
    : backend_{std::move(backend)},
      session_options_{std::move(session)},
      environment_{std::move(environment)},
      options_{options} {
  process_ = Uuid::v7(environment_.clock(), environment_.random).to_string();
}

JournalQueue::~JournalQueue() {
  {
    const std::scoped_lock lock{mutex_};
    if (!thread_.joinable()) return;
    if (began_) waiting_.push_back(mark("stop"));
    stopping_ = true;
    work_.notify_one();
  }
  thread_.join();
}

void JournalQueue::add(JournalDraft draft) {
  Lock lock{mutex_};
  const bool is_first = !std::exchange(began_, true);
  if (is_first) put(lock, mark("start"));
  const auto number = put(lock, std::move(draft));
  if (failure_) wait_until_written(lock, number);
}

void JournalQueue::add_and_wait(JournalDraft draft) {
  Lock lock{mutex_};
  const auto number = put(lock, std::move(draft));
  wait_until_written(lock, number);
}

void JournalQueue::settle() {
  Lock lock{mutex_};
  wait_until_written(lock, added_);
}

std::uint64_t JournalQueue::put(Lock& lock, JournalDraft draft) {
  const auto has_room = [this] { return waiting_.size() < options_.most_waiting; };
  if (!has_room()) {
    work_.notify_one();
    if (!written_.wait_for(lock, options_.longest_wait, has_room)) {
      if (failure_) std::rethrow_exception(failure_);
      throw no_room();
    }
  }
  waiting_.push_back(std::move(draft));
  ++added_;
  start(lock);
  if (waiting_.size() == 1 || waiting_.size() == options_.most_waiting / 2) work_.notify_one();
  return added_;
}

void JournalQueue::wait_until_written(Lock& lock, std::uint64_t number) {
  if (done_ >= number) return;
  const auto failures = failures_;
  ++impatient_;
  work_.notify_one();
  written_.wait(lock, [&] { return done_ >= number || failures_ != failures; });
  --impatient_;
  if (done_ < number) std::rethrow_exception(failure_);
}

/// The thread begins with the first entry: a program that only writes needs none.
void JournalQueue::start(Lock&) {
  if (!thread_.joinable()) thread_ = std::thread{[this] { work(); }};
}

void JournalQueue::work() {
  Lock lock{mutex_};
  while (true) {
    work_.wait(lock, [this] { return stopping_ || !waiting_.empty(); });
    if (waiting_.empty()) return;
    const auto is_urgent = [this] {
      return stopping_ || impatient_ > 0 || waiting_.size() >= options_.most_waiting / 2;
    };
    work_.wait_for(lock, options_.longest_delay, is_urgent);
    // Whatever waits now has waited long enough, though it takes several transactions.
    const auto due = added_;
    do {
      write_waiting(lock);
    } while (!failure_ && done_ < due);
    if (!failure_) continue;
    if (stopping_) return;
    work_.wait_for(lock, pause_after_failure, [this] { return stopping_; });
  }
}

/// What fails goes back to where it was.
void JournalQueue::write_waiting(Lock& lock) {
  const auto size = doubtful_ != 0 ? doubtful_ : std::min(waiting_.size(), most_of_a_transaction);
  std::vector<JournalDraft> batch;
  for (; batch.size() < size; waiting_.pop_front()) batch.push_back(std::move(waiting_.front()));
  lock.unlock();
  std::exception_ptr failure;
  try {
    write(batch);
  } catch (...) {
    failure = std::current_exception();
    storage_.reset();
  }
  lock.lock();
  failure_ = failure;
  if (failure) {
    ++failures_;
    for (auto& draft : batch | std::views::reverse) waiting_.push_front(std::move(draft));
  } else {
    done_ += size;
  }
  written_.notify_all();
}

void JournalQueue::write(std::span<JournalDraft> batch) {
  if (!storage_) storage_ = backend_->open(session_options_);
  const bool is_known = doubtful_ != 0 && is_appended(*storage_, batch.back());
  doubtful_ = 0;
  if (is_known) return;
  std::vector<JournalDraft*> drafts;
  for (auto& draft : batch) drafts.push_back(&draft);
  try {
    storage_->run([&](Transaction& transaction) { append_to_journal(transaction, drafts); });
  } catch (const Error& error) {
    if (error.in_doubt()) doubtful_ = batch.size();
    throw;
  }
}

JournalDraft JournalQueue::mark(std::string_view action) const {
  JournalDraft draft;
  auto& entry = draft.entry;
  entry.organization_id = Id<Organization>{session_options_.organization};
  entry.at = environment_.clock();
  entry.acting_as = own_name;
  entry.session = process_;
  entry.action = action;
  entry.entity = application;
  set_body(entry, "{}", environment_.random);
  return draft;
}

}  // namespace salus
