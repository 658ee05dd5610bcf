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

/// Runs a leader's work, and followers who stand in line, each in a thread, before it is done.
/// Answers how each call ended.
std::vector<std::future<void>> run_together(GroupCommit& queue, const GroupCommit::Work& lead,
                                            const std::vector<GroupCommit::Work>& followers) {
  std::vector<std::future<void>> calls;
  std::atomic<bool> leads = false;
  const auto work = [&] {
    leads = true;
    while (queue.waiting() < followers.size()) std::this_thread::yield();
    lead();
  };
  calls.push_back(std::async(std::launch::async, [&] { queue.run(work, 1h); }));
  while (!leads) std::this_thread::yield();
  for (std::size_t i = 0; i < followers.size(); ++i) {
    while (queue.waiting() < i) std::this_thread::yield();
    calls.push_back(std::async(std::launch::async, [&, i] { queue.run(followers[i], 1h); }));
  }
  for (auto& call : calls) call.wait();
  return calls;
}

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

TEST_CASE("Those who wait share the commit of the one who leads") {
  Recorder target;
  GroupCommit queue{target, 1h};
  for (auto& call : run_together(queue, nothing, {nothing, nothing})) CHECK_NOTHROW(call.get());
  CHECK(target.log == "begin ( ) ( ) commit ");
}

TEST_CASE("A group that has lasted long enough commits, and the next in line leads") {
  Recorder target;
  GroupCommit queue{target, 0ms};
  for (auto& call : run_together(queue, nothing, {nothing, nothing})) CHECK_NOTHROW(call.get());
  CHECK(target.log == "begin commit begin commit begin commit ");
}

TEST_CASE("A leader that throws undoes itself alone, and the next in line leads") {
  Recorder target;
  GroupCommit queue{target, 1h};
  auto calls = run_together(queue, failing, {nothing, nothing});
  CHECK(target.log == "begin rollback begin ( ) commit ");
  CHECK_THROWS_AS(calls[0].get(), std::string);
  CHECK_NOTHROW(calls[1].get());
  CHECK_NOTHROW(calls[2].get());
}

TEST_CASE("A follower that throws undoes itself alone") {
  Recorder target;
  GroupCommit queue{target, 1h};
  auto calls = run_together(queue, nothing, {nothing, failing, nothing});
  CHECK(target.log == "begin ( ) ( undo ( ) commit ");
  CHECK_NOTHROW(calls[0].get());
  CHECK_NOTHROW(calls[1].get());
  CHECK_THROWS_AS(calls[2].get(), std::string);
  CHECK_NOTHROW(calls[3].get());
}

TEST_CASE("A commit that fails fails every member") {
  Recorder target;
  target.commit_fails = true;
  GroupCommit queue{target, 1h};
  auto calls = run_together(queue, nothing, {nothing, failing});
  CHECK(target.log == "begin ( ) ( undo commit rollback ");
  CHECK_THROWS_AS(calls[0].get(), Error);
  CHECK_THROWS_AS(calls[1].get(), Error);
  CHECK_THROWS_AS(calls[2].get(), std::string);
}

TEST_CASE("When the engine has lost the whole transaction, everyone who was in it is told") {
  Recorder target;
  target.all_is_lost = true;
  GroupCommit queue{target, 1h};
  auto calls = run_together(queue, nothing, {failing, nothing});
  CHECK(target.log == "begin ( undo rollback begin commit ");
  CHECK_THROWS_AS(calls[0].get(), Error);
  CHECK_THROWS_AS(calls[1].get(), std::string);
  CHECK_NOTHROW(calls[2].get());
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
