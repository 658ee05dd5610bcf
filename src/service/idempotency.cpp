#include "salus/service/idempotency.hpp"

#include "salus/core/error.hpp"

#include "internals.hpp"
#include "request_keys.hpp"

namespace salus {

namespace {

/// Gives the key back. An error on the way does not hide the one that matters: then the lease runs out.
void give_back(const RequestKeys& keys) noexcept {
  try {
    keys.give_back();
  } catch (...) {
    return;
  }
}

}  // namespace

OnceOutcome do_once(Session& session, const RequestKey& request,
                    const std::function<MadeRow()>& make) {
  auto& caller = Internals::of(session);
  const auto& user = caller.principal().user;
  if (!user) throw Error{ErrorCode::invalid_input, "Request keys are for users."};
  RequestKeys keys{caller.state(), *user, request};
  auto outcome = keys.take();
  if (outcome.state != OnceState::done) return outcome;
  try {
    session.run_in_transaction([&] {
      outcome.made = make();
      caller.as_log_in([&](Transaction& transaction) { keys.finish(transaction, outcome.made); });
    });
  } catch (const Error& error) {
    if (!error.in_doubt()) give_back(keys);
    throw;
  } catch (...) {
    give_back(keys);
    throw;
  }
  return outcome;
}

}  // namespace salus
