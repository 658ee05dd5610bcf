#pragma once

/// A request that is sent twice is done once (draft-ietf-httpapi-idempotency-key-header).
///
/// @code
/// const auto outcome = do_once(session, {.key = header, .request = method + path + body}, [&] {
///   const auto row = session.create(patch);
///   return MadeRow{row.entity, row.id()};
/// });
/// if (outcome.state == OnceState::repeated) answer_again(outcome.made);
/// @endcode
///
/// What a key stands for is a row of the database, finished in the transaction that makes what it asks for: so it
/// outlives the program, holds for every process of a clinic, and after a crash there is never a second row. A key
/// belongs to its user and is kept for a day. The answer is not kept: of what the row was, its reader is told what
/// they may know today.

#include <chrono>
#include <cstdint>
#include <functional>
#include <string_view>

#include "salus/core/export.hpp"
#include "salus/service/session.hpp"

namespace salus {

/// What a client calls a request by.
struct RequestKey {
  std::string_view key;      ///< Of the client's choice; of any length.
  std::string_view request;  ///< What a repeat has in common with the first: method, path, body.
};

/// A row that a request made.
struct MadeRow {
  const EntityInfo* entity = nullptr;
  Uuid id;
};

enum class OnceState : std::uint8_t {
  done,        ///< Now, by this call.
  repeated,    ///< It was done before; nothing was done.
  under_way,   ///< Another call is doing it; nothing was done.
  mismatched,  ///< The key was given to another request; nothing was done.
};

struct OnceOutcome {
  OnceState state = OnceState::done;
  MadeRow made{};  ///< If it is done or repeated. Its entity is null if the catalog has it no more.
};

inline constexpr std::chrono::hours idempotency_memory{24};
/// How long others wait for a call that does not end, because its process died. One that ends later than that is undone.
inline constexpr std::chrono::seconds idempotency_lease{60};

/// Runs `make` in a transaction of the session unless its request was made before. If `make` throws, the key is free
/// again and may stand for a request that was put right. As in `run_in_transaction`, `make` may be run again. Throws
/// `invalid_input` for a principal who is no user, `storage_busy` if the lease ran out, and whatever `make` throws.
/// Not to be called inside a transaction.
SALUS_EXPORT OnceOutcome do_once(Session& session, const RequestKey& request,
                                 const std::function<MadeRow()>& make);

}  // namespace salus
