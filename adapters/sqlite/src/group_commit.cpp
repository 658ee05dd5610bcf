#include "group_commit.hpp"

#include <algorithm>

#include "salus/core/error.hpp"

namespace salus::sqlite {

namespace {

/// The queue whose work this thread is doing.
thread_local const GroupCommit* at_work = nullptr;

class AtWork {
 public:
  explicit AtWork(const GroupCommit* queue) : before_{std::exchange(at_work, queue)} {}
  AtWork(const AtWork&) = delete;
  AtWork& operator=(const AtWork&) = delete;
  ~AtWork() { at_work = before_; }

 private:
  const GroupCommit* before_;
};

}  // namespace

void GroupCommit::run(const Work& work, std::chrono::milliseconds deadline) {
  if (at_work == this) {
    throw Error{ErrorCode::internal,
                "A transaction's body started another transaction; it would wait for itself."};
  }
  Member member{.work = work, .deadline = deadline};
  if (takes_lead(member)) lead(member);
  if (member.error) std::rethrow_exception(member.error);
}

std::size_t GroupCommit::waiting() const {
  const std::scoped_lock lock{mutex_};
  return waiting_.size();
}

/// Waits until the member has to lead a group, or its work was done by another one.
bool GroupCommit::takes_lead(Member& member) {
  std::unique_lock lock{mutex_};
  if (!is_led_) return is_led_ = true;
  waiting_.push_back(&member);
  const auto end = std::chrono::steady_clock::now() + member.deadline;
  const auto called = [&member] { return member.leads || member.done; };
  if (member.wake.wait_until(lock, end, called)) return member.leads;
  if (std::erase(waiting_, &member) != 0) {
    throw Error{ErrorCode::storage_busy,
                "The database was busy with other transactions; nothing was written."};
  }
  member.wake.wait(lock, called);  // A leader is at its work already.
  return member.leads;
}

void GroupCommit::lead(Member& leader) {
  Group group;
  try {
    target_.begin(leader.deadline);
    serve(leader, group);
    target_.commit();
  } catch (...) {
    target_.rollback();
    if (group.empty()) group.push_back(&leader);
    for (auto* member : group) {
      if (!member->error) member->error = std::current_exception();
    }
  }
  dismiss(group);
}

/// Fills `group` with those who wait for the commit; those whose work failed are among them.
void GroupCommit::serve(Member& leader, Group& group) {
  const auto end = std::chrono::steady_clock::now() + longest_;
  const AtWork mark{this};
  leader.work();
  group.push_back(&leader);
  while (std::chrono::steady_clock::now() < end) {
    Member* follower = next_waiting();
    if (follower == nullptr) break;
    group.push_back(follower);
    serve_follower(*follower);
  }
}

void GroupCommit::serve_follower(Member& member) {
  target_.begin_savepoint();
  try {
    member.work();
  } catch (...) {
    member.error = std::current_exception();
    target_.undo_savepoint();
    return;
  }
  target_.end_savepoint();
}

GroupCommit::Member* GroupCommit::next_waiting() {
  const std::scoped_lock lock{mutex_};
  if (waiting_.empty()) return nullptr;
  Member* first = waiting_.front();
  waiting_.pop_front();
  return first;
}

/// Wakes the group, and the one who leads the next. A member may be gone as soon as it is done and the lock is free.
void GroupCommit::dismiss(const Group& group) {
  const std::scoped_lock lock{mutex_};
  for (auto* member : group) {
    member->done = true;
    member->wake.notify_one();
  }
  is_led_ = !waiting_.empty();
  if (!is_led_) return;
  waiting_.front()->leads = true;
  waiting_.front()->wake.notify_one();
  waiting_.pop_front();
}

}  // namespace salus::sqlite
