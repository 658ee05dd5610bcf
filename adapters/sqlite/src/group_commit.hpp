#pragma once

/// Many transactions, one wait for the disk.
///
/// Whoever comes while nobody writes becomes the leader and does its work on its own thread, without
/// a hand-off. Those who come meanwhile wait in a line; before it commits, the leader does their work
/// too, each inside a savepoint, for a few milliseconds at most. Then one commit, and everyone learns
/// how it ended. The first who is still waiting leads the next group. (LevelDB's write queue.)

#include <chrono>
#include <condition_variable>
#include <deque>
#include <exception>
#include <functional>
#include <mutex>
#include <vector>

namespace salus::sqlite {

/// What a group needs of the database. Called by one thread at a time.
class GroupTarget {
 public:
  GroupTarget() = default;
  GroupTarget(const GroupTarget&) = delete;
  GroupTarget& operator=(const GroupTarget&) = delete;
  virtual ~GroupTarget() = default;

  virtual void begin(std::chrono::milliseconds deadline) = 0;
  virtual void commit() = 0;
  virtual void rollback() noexcept = 0;
  virtual void begin_savepoint() = 0;
  virtual void end_savepoint() = 0;   ///< Keeps what was done since.
  virtual void undo_savepoint() = 0;  ///< Undoes what was done since. Throws if all is lost.
};

class GroupCommit {
 public:
  using Work = std::function<void()>;

  /// Other processes wait while a group lasts, and so does everyone in it.
  static constexpr std::chrono::milliseconds longest_group{5};

  explicit GroupCommit(GroupTarget& target, std::chrono::milliseconds longest = longest_group)
      : target_{target}, longest_{longest} {}

  /// Does the work in a transaction and answers when it is committed. What the work throws undoes it
  /// alone and is thrown here; if the commit fails, everyone in the group gets its error. Work may be
  /// done on another caller's thread. Throws `storage_busy` if its turn does not come in time.
  void run(const Work& work, std::chrono::milliseconds deadline);

  /// How many stand in the line.
  std::size_t waiting() const;

 private:
  struct Member {
    const Work& work;
    std::chrono::milliseconds deadline;
    std::condition_variable wake;
    bool leads = false;
    bool done = false;
    std::exception_ptr error;
  };
  using Group = std::vector<Member*>;

  bool takes_lead(Member& member);
  void lead(Member& leader);
  void serve(Member& leader, Group& group);
  void serve_follower(Member& member);
  Member* next_waiting();
  void dismiss(const Group& group);

  GroupTarget& target_;
  std::chrono::milliseconds longest_;
  mutable std::mutex mutex_;
  bool is_led_ = false;
  std::deque<Member*> waiting_;
};

}  // namespace salus::sqlite
