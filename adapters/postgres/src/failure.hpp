#pragma once

/// What went wrong at the server, sorted by what it means for the transaction.

#include <cstdint>
#include <string>
#include <string_view>

#include <libpq-fe.h>

#include "salus/core/error.hpp"

namespace salus::postgres {

/// What helps.
enum class Remedy : std::uint8_t {
  none,       ///< The error is the answer.
  rerun,      ///< The transaction was undone and may be run again.
  reconnect,  ///< The connection is dead; the transaction may be run again on another.
};

/// The error for the caller, and the remedy that the adapter tries first.
struct Failure {
  Error error;
  Remedy remedy = Remedy::none;
};

/// Reads an error of the server. The error's message is ours: PostgreSQL's quotes values of the row.
Failure failure_of(const PGresult* result);

/// The same for an answer to COMMIT: if it does not say that the transaction was undone, nobody knows.
Failure commit_failure_of(const PGresult* result);

Failure connection_lost();
Failure out_of_time();
Failure commit_in_doubt();

/// The constraint's name. Citus sends it in the message only, with a shard's number behind it.
std::string constraint_of(const PGresult* result);

/// The last quoted word of a message without a shard's number: `… "doctor_busy_102112"` → `doctor_busy`.
std::string constraint_in_message(std::string_view message);

}  // namespace salus::postgres
