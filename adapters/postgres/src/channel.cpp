#include "channel.hpp"

#include <algorithm>

#include "salus/query/row_security.hpp"

#include "caller_context.hpp"

namespace salus::postgres {

namespace {

/// Shapes come and go (lists of many lengths), and each statement costs the server some 50 kB.
constexpr std::size_t most_prepared = 512;

constexpr std::chrono::seconds patience_for_rollback{2};

}  // namespace

Channel::~Channel() { pipeline_.make_idle(deadline_in(patience_for_rollback)); }

void Channel::begin(Access access) {
  static const Statement read{"BEGIN ISOLATION LEVEL READ COMMITTED READ ONLY"};
  static const Statement write{"BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE"};
  if (connection_->prepared().size() > most_prepared) {
    pipeline_.command("DEALLOCATE ALL");
    connection_->prepared().clear();
  }
  pipeline_.statement(access == Access::read_only ? read : write);
  pipeline_.command(context_.command);
  // The look-ups of policies are many and short: planned as costly, they would be compiled for seconds.
  static const Statement no_compiling{"SET LOCAL jit = off"};
  if (context_.caller != nullptr) pipeline_.statement(no_compiling);
}

void Channel::introduce(Timestamp now, std::string_view further_word) {
  if (context_.caller == nullptr) return;
  auto command = caller_context::introduction(*context_.caller, now, further_word);
  if (command == introduced_) return;
  pipeline_.command(command);
  introduced_ = std::move(command);
}

void Channel::introduce(const Update& change) {
  const bool removes = std::ranges::any_of(change.assignments, [](const Assignment& assignment) {
    return assignment.column->name == "deleted_at" && !is_null(assignment.value);
  });
  introduce(change.now, removes ? removing_word : std::string_view{});
}

}  // namespace salus::postgres
