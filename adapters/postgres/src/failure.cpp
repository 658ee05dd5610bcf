#include "failure.hpp"

#include <algorithm>
#include <array>

#include "result.hpp"

namespace salus::postgres {

namespace {

/// An SQLSTATE, or its class if it has two characters only. The first line that fits holds.
struct Meaning {
  std::string_view state;
  ErrorCode code;
  Remedy remedy;
  std::string_view message;
};

// https://www.postgresql.org/docs/current/errcodes-appendix.html
constexpr std::array meanings{
    Meaning{"23505", ErrorCode::conflict, Remedy::none, "Another row has the same value."},
    Meaning{"23503",
            ErrorCode::conflict,
            Remedy::none,
            "A row that is referred to is missing, or still needed."},
    Meaning{"23P01", ErrorCode::conflict, Remedy::none, "Another row is in the way."},
    Meaning{"23514", ErrorCode::conflict, Remedy::none, "A rule of the table refuses the row."},
    Meaning{"23502",
            ErrorCode::storage_failed,
            Remedy::none,
            "A column that must have a value was given none."},
    Meaning{"23",
            ErrorCode::storage_failed,
            Remedy::none,
            "The table is append-only: rows are neither changed nor removed."},
    Meaning{"22", ErrorCode::invalid_input, Remedy::none, "A value cannot be kept in its column."},
    Meaning{"40",
            ErrorCode::storage_busy,
            Remedy::rerun,
            "Other transactions were in the way again and again."},
    Meaning{"55P03", ErrorCode::storage_busy, Remedy::none, "A lock was not free in time."},
    Meaning{"57014", ErrorCode::storage_busy, Remedy::none, "The database did not answer in time."},
    Meaning{"53300", ErrorCode::storage_busy, Remedy::none, "The database has no free connection."},
    Meaning{"53",
            ErrorCode::storage_unavailable,
            Remedy::none,
            "The database is out of memory, disk or another resource."},
    Meaning{"08", ErrorCode::storage_unavailable, Remedy::rerun, "The database cannot be reached."},
    Meaning{"57P",
            ErrorCode::storage_unavailable,
            Remedy::reconnect,
            "The database is shutting down or starting up."},
    Meaning{"25006",
            ErrorCode::storage_unavailable,
            Remedy::reconnect,
            "This server is a standby and takes no writes."},
    Meaning{"26000",
            ErrorCode::storage_unavailable,
            Remedy::rerun,
            "Prepared statements are lost again and again."},
    Meaning{"42P05",
            ErrorCode::storage_unavailable,
            Remedy::rerun,
            "Prepared statements of others are in the way."},
    Meaning{"25P02",
            ErrorCode::storage_failed,
            Remedy::none,
            "An earlier statement of the transaction had failed."},
    Meaning{"42501",
            ErrorCode::storage_failed,
            Remedy::none,
            "The database role lacks a right, or row-level security refuses the row: reading and "
            "writing is for the "
            "application's role, changing the schema for the owner."},
    Meaning{"42P01",
            ErrorCode::schema_mismatch,
            Remedy::none,
            "The database lacks a table that this program needs."},
    Meaning{"42703",
            ErrorCode::schema_mismatch,
            Remedy::none,
            "The database lacks a column that this program needs."},
    Meaning{
        "42P07",
        ErrorCode::schema_mismatch,
        Remedy::none,
        "A table or index is there already: perhaps another process migrated at the same time."},
    Meaning{"42701",
            ErrorCode::schema_mismatch,
            Remedy::none,
            "A column is there already: perhaps another process migrated at the same time."},
};

const Meaning* meaning_of(std::string_view state) {
  const auto found = std::ranges::find_if(
      meanings, [state](const Meaning& line) { return state.starts_with(line.state); });
  return found == meanings.end() ? nullptr : &*found;
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// A policy's check has failed, rather than a right of the role: PostgreSQL tells it by the place alone.
bool refuses_written_row(const PGresult* result) {
  return error_field(result, PG_DIAG_SQLSTATE) == "42501" &&
         error_field(result, PG_DIAG_SOURCE_FUNCTION) == "ExecWithCheckOptions";
}

}  // namespace

Failure connection_lost() {
  return {Error{ErrorCode::storage_unavailable,
                "The connection to the database was lost; nothing was written."},
          Remedy::reconnect};
}

Failure out_of_time() {
  return {Error{ErrorCode::storage_busy, "The database did not answer in time."}};
}

Failure commit_in_doubt() {
  return {Error{
      ErrorCode::commit_in_doubt,
      "The database did not answer COMMIT: whether the transaction was written is not known."}};
}

Failure failure_of(const PGresult* result) {
  const auto state = error_field(result, PG_DIAG_SQLSTATE);
  if (state.empty()) return connection_lost();  // libpq's own words: the server said nothing
  if (refuses_written_row(result)) {
    return {
        Error{ErrorCode::forbidden, "Row-level security refuses the row that would be written."}};
  }
  const auto* meaning = meaning_of(state);
  if (meaning == nullptr) {
    return {Error{ErrorCode::storage_failed,
                  "PostgreSQL refused with SQLSTATE " + std::string{state} + "."}};
  }
  if (meaning->code == ErrorCode::conflict) {
    return {Error::violates(constraint_of(result), std::string{meaning->message}), meaning->remedy};
  }
  return {Error{meaning->code, std::string{meaning->message}}, meaning->remedy};
}

Failure commit_failure_of(const PGresult* result) {
  const auto state = error_field(result, PG_DIAG_SQLSTATE);
  const bool undone = state.starts_with("23") || state.starts_with("40");
  return undone ? failure_of(result) : commit_in_doubt();
}

std::string constraint_of(const PGresult* result) {
  const auto name = error_field(result, PG_DIAG_CONSTRAINT_NAME);
  return name.empty() ? constraint_in_message(error_field(result, PG_DIAG_MESSAGE_PRIMARY))
                      : std::string{name};
}

std::string constraint_in_message(std::string_view message) {
  const auto end = message.rfind('"');
  const auto begin = end == std::string_view::npos || end == 0 ? end : message.rfind('"', end - 1);
  if (begin == std::string_view::npos || begin == end) return {};
  auto name = message.substr(begin + 1, end - begin - 1);
  const auto last_other = std::find_if_not(name.rbegin(), name.rend(), is_digit);
  const auto digits = static_cast<std::size_t>(last_other - name.rbegin());
  if (digits >= 6 && last_other != name.rend() && *last_other == '_')
    name.remove_suffix(digits + 1);
  return std::string{name};
}

}  // namespace salus::postgres
