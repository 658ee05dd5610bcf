#pragma once

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <exception>
#include <memory>
#include <mutex>
#include <span>
#include <thread>
#include <vector>

#include "salus/core/environment.hpp"
#include "salus/service/journal_options.hpp"
#include "salus/storage/backend.hpp"

#include "journal_draft.hpp"

namespace salus {

/// The journal's own connection: entries that have no transaction to go with wait here and are written
/// many at once, by one thread of its own. Thread-safe.
///
/// While the writing fails, nothing is dropped: those who wait for it get the error, and everybody waits
/// until it succeeds again.
class JournalQueue {
 public:
  JournalQueue(std::shared_ptr<Backend> backend, SessionOptions session, Environment environment,
               JournalOptions options);
  JournalQueue(const JournalQueue&) = delete;
  JournalQueue& operator=(const JournalQueue&) = delete;
  /// Writes what waits, if it can.
  ~JournalQueue();

  const JournalOptions& options() const { return options_; }

  /// Takes an entry; returns when it will be written soon. Throws `storage_busy` when there is no room
  /// for too long, and what the writing throws while it fails.
  void add(JournalDraft draft);
  /// Takes an entry; returns when it is written. Throws what the writing throws.
  void add_and_wait(JournalDraft draft);
  /// Returns when everything added before is written. Throws what the writing throws.
  void settle();

 private:
  using Lock = std::unique_lock<std::mutex>;

  /// The number of an entry among all that were ever added.
  std::uint64_t put(Lock& lock, JournalDraft draft);
  void wait_until_written(Lock& lock, std::uint64_t number);
  void start(Lock& lock);
  void work();
  void write_waiting(Lock& lock);
  void write(std::span<JournalDraft> batch);
  JournalDraft mark(std::string_view action) const;

  const std::shared_ptr<Backend> backend_;
  const SessionOptions session_options_;
  const Environment environment_;
  const JournalOptions options_;
  std::string process_;  ///< By which a start and its stop are known to be of one process.

  std::mutex mutex_;
  std::condition_variable work_;     ///< For the thread: there is something to do.
  std::condition_variable written_;  ///< For callers: something was written, or failed.
  std::deque<JournalDraft> waiting_;
  std::uint64_t added_ = 0;
  std::uint64_t done_ = 0;
  std::uint64_t failures_ = 0;  ///< Tries that failed, ever.
  std::exception_ptr failure_;  ///< Of the last try.
  std::size_t doubtful_ = 0;    ///< The first ones that wait may have been written already.
  std::size_t impatient_ = 0;   ///< Callers who wait for the writing.
  bool stopping_ = false;
  bool began_ = false;  ///< The journal has this process's start, which wants its stop.
  std::unique_ptr<StorageSession> storage_;
  std::thread thread_;
};

}  // namespace salus
