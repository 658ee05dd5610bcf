#include "channel.hpp"

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
  pipeline_.command(context_->command);
}

}  // namespace salus::postgres
