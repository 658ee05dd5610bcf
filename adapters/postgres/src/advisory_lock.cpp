#include "advisory_lock.hpp"

namespace salus::postgres {

void wait_for_lock(Channel& channel, std::int64_t number) {
  static const Statement statement{"SELECT pg_advisory_xact_lock($1::bigint)"};
  channel.pipeline().statement(statement, Parameters{Cell{number}}, Answer::checked);
}

}  // namespace salus::postgres
