#include "group_commit.hpp"

#include <atomic>
#include <future>
#include <string>
#include <thread>

#include <catch2/catch_test_macros.hpp>

#include "salus/core/error.hpp"

using namespace salus;
using namespace std::chrono_literals;
using sqlite::GroupCommit;

namespace {

/// Writes down what is asked of it.
class Recorder : public sqlite::GroupTarget {
 public:
  void begin(std::chrono::milliseconds) override { log += "begin "; }
  void commit() override {
    log += "commit ";
    if (commit_fails) throw Error{ErrorCode::storage_failed, "The disk is full."};
  }
  void rollback() noexcept override { log += "rollback "; }
  void begin_savepoint() override { log += "( "; }
  void end_savepoint() override { log += ") "; }
  void undo_savepoint() override {
    log += "undo ";
    if (all_is_lost) throw Error{ErrorCode::storage_failed, "There is no transaction."};
  }

  std::string log;
  bool commit_fails = false;
  bool all_is_lost = false;
};

/// Leads a group while others come: runs `followers`, each in a thread, behind a leader's work that
/// waits until they stand in line. Answers how each call ended.
class Group {
 public:
  explicit Group(GroupCommit& queue) : queue_{queue} {}

  std::vector<std::future<void>> run(const GroupCommit::Work& lead,
                                     const std::vector<GroupCommit::Work>& followers) {
    std::vector<std::future<void>> calls;
    std::atomic<bool> leads = false;
    std::atomic<bool> all_wait = false;
    calls.push_back(std::async(std::launch::async, [&, lead] {
      queue_.run(
          [&] {
            lead();
            leads = true;
            all_wait.wait(false);
          },
          10s);
    }));
    while (!leads) std::this_thread::yield();
    for (const auto& follower : followers) {
      calls.push_back(
          std::async(std::launch::async, [this, follower] { queue_.run(follower, 10s); }));
      std::this_thread::sleep_for(30ms);  // so that they stand in this order
    }
    all_wait = true;
    all_wait.notify_all();
    for (auto& call : calls) call.wait();
    return calls;
  }

 private:
  GroupCommit& queue_;
};

const GroupCommit::Work nothing = [] {};
const GroupCommit::Work failing = [] { throw std::string{"my own mistake"}; };

}  // namespace

TEST_CASE("One who comes alone writes without a savepoint, on their own thread") {
  Recorder target;
  GroupCommit queue{target};
  std::thread::id thread;
  queue.run([&] { thread = std::this_thread::get_id(); }, 1s);
  CHECK(target.log == "begin commit ");
  CHECK(thread == std::this_thread::get_id());
}

TEST_CASE("One who throws alone is rolled back") {
  Recorder target;
  GroupCommit queue{target};
  CHECK_THROWS_AS(queue.run(failing, 1s), std::string);
  CHECK(target.log == "begin rollback ");
  queue.run(nothing, 1s);
  CHECK(target.log == "begin rollback begin commit ");
}

TEST_CASE("Those who wait share the next commit") {
  Recorder target;
  GroupCommit queue{target};
  // The first holds the lead longer than a group may last, so the others make the next group.
  for (auto& call : Group{queue}.run(nothing, {nothing, nothing, nothing}))
    CHECK_NOTHROW(call.get());
  CHECK(target.log == "begin commit begin ( ) ( ) commit ");
}

TEST_CASE("A member that throws undoes itself alone") {
  Recorder target;
  GroupCommit queue{target};
  auto calls = Group{queue}.run(nothing, {nothing, failing, nothing});
  CHECK(target.log == "begin commit begin ( undo ( ) commit ");
  CHECK_NOTHROW(calls[1].get());
  CHECK_THROWS_AS(calls[2].get(), std::string);
  CHECK_NOTHROW(calls[3].get());
}

TEST_CASE("A commit that fails fails every member") {
  Recorder target;
  GroupCommit queue{target};
  auto calls = Group{queue}.run([&] { target.commit_fails = true; }, {nothing, failing, nothing});
  CHECK(target.log == "begin commit rollback begin ( undo ( ) commit rollback ");
  CHECK_THROWS_AS(calls[0].get(), Error);
  CHECK_THROWS_AS(calls[1].get(), Error);
  CHECK_THROWS_AS(calls[2].get(), std::string);
  CHECK_THROWS_AS(calls[3].get(), Error);
}

TEST_CASE("When the engine has lost the whole transaction, every member is told") {
  Recorder target;
  GroupCommit queue{target};
  auto calls = Group{queue}.run([&] { target.all_is_lost = true; }, {nothing, failing, nothing});
  CHECK(target.log == "begin commit begin ( undo rollback begin commit ");
  CHECK_THROWS_AS(calls[1].get(), Error);
  CHECK_THROWS_AS(calls[2].get(), std::string);
  CHECK_NOTHROW(calls[3].get());
}

TEST_CASE("One whose turn does not come in time is told that storage is busy, and never runs") {
  Recorder target;
  GroupCommit queue{target};
  std::atomic<bool> ran = false;
  ErrorCode code{};
  queue.run(
      [&] {
        std::thread{[&] {
          try {
            queue.run([&] { ran = true; }, 20ms);
          } catch (const Error& error) {
            code = error.code();
          }
        }}.join();
      },
      1s);
  CHECK(code == ErrorCode::storage_busy);
  CHECK_FALSE(ran);
}

TEST_CASE("A transaction inside a transaction is refused, as it would wait for itself") {
  Recorder target;
  GroupCommit queue{target};
  CHECK_THROWS_AS(queue.run([&] { queue.run(nothing, 1s); }, 1s), Error);
  Recorder other_target;
  GroupCommit other{other_target};
  CHECK_NOTHROW(queue.run([&] { other.run(nothing, 1s); }, 1s));
}
