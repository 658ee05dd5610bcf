#pragma once

/// Errors of the whole library: one exception type with a closed code.
///
/// @code
/// try {
///   session.update(patient, set(field<&Patient::phone_number>, phone));
/// } catch (const salus::Error& error) {
///   if (error.retryable()) return try_again();
///   for (const auto& issue : error.issues()) show(issue.path, issue.message);
/// }
/// @endcode
///
/// Messages never contain patient data or secrets, so they may be logged.

#include <array>
#include <chrono>
#include <cstdint>
#include <exception>
#include <string>
#include <string_view>
#include <utility>

#include "salus/core/export.hpp"
#include "salus/core/issues.hpp"

namespace salus {

/// What went wrong, as something a program can branch on.
enum class ErrorCode : std::uint8_t {
  invalid_input,        ///< The input breaks a rule; `issues()` names each field.
  unauthenticated,      ///< Nobody is logged in, or the credentials are wrong.
  forbidden,            ///< The policy never lets this principal do that.
  not_found,            ///< No such row, or one the caller may not see: the answer is the same.
  conflict,             ///< Another row is in the way (uniqueness, overlap).
  version_conflict,     ///< The row changed since it was read; read again and decide again.
  throttled,            ///< Too many failures; `retry_after()` says how long to wait.
  unsupported,          ///< This engine or this version cannot do it.
  storage_busy,         ///< The engine could not get a lock in time; nothing was written.
  storage_unavailable,  ///< The engine cannot be reached; nothing was written.
  commit_in_doubt,      ///< The connection died during COMMIT; whether it was written is not known.
  storage_failed,       ///< The engine refused for a reason that trying again will not mend.
  wrong_key,            ///< The key does not open this encrypted file. The file is untouched.
  not_a_database,       ///< The file is something else. It is untouched.
  plaintext_database,   ///< The file is an SQLite database without encryption. It is untouched.
  damaged_database,     ///< A page of the file fails its integrity check. It is untouched.
  newer_schema,         ///< The database was written by a newer version of the program.
  schema_mismatch,      ///< The database lacks tables or guards that this program needs.
  journal_broken,       ///< The journal's chain does not verify.
  internal,             ///< A defect of the library.
};

/// What an error means on each surface; one line per code.
struct ErrorFacts {
  ErrorCode code;
  std::string_view name;              ///< The code as text.
  int http_status;                    ///< RFC 9110 status.
  std::string_view fhir_issue_type;   ///< http://hl7.org/fhir/R4/valueset-issue-type.html
  std::string_view python_exception;  ///< The class in the `salus` module.
  bool retryable;                     ///< The same call may succeed later, unchanged.
};

inline constexpr std::array error_table{
    ErrorFacts{ErrorCode::invalid_input, "invalid_input", 400, "invalid", "InvalidInput", false},
    ErrorFacts{
        ErrorCode::unauthenticated, "unauthenticated", 401, "login", "Unauthenticated", false},
    ErrorFacts{ErrorCode::forbidden, "forbidden", 403, "forbidden", "Forbidden", false},
    ErrorFacts{ErrorCode::not_found, "not_found", 404, "not-found", "NotFound", false},
    ErrorFacts{ErrorCode::conflict, "conflict", 409, "conflict", "Conflict", false},
    ErrorFacts{
        ErrorCode::version_conflict, "version_conflict", 412, "conflict", "VersionConflict", false},
    ErrorFacts{ErrorCode::throttled, "throttled", 429, "throttled", "Throttled", true},
    ErrorFacts{ErrorCode::unsupported, "unsupported", 501, "not-supported", "Unsupported", false},
    ErrorFacts{ErrorCode::storage_busy, "storage_busy", 503, "lock-error", "StorageBusy", true},
    ErrorFacts{ErrorCode::storage_unavailable,
               "storage_unavailable",
               503,
               "transient",
               "StorageUnavailable",
               true},
    ErrorFacts{
        ErrorCode::commit_in_doubt, "commit_in_doubt", 503, "timeout", "CommitInDoubt", false},
    ErrorFacts{
        ErrorCode::storage_failed, "storage_failed", 500, "exception", "StorageFailed", false},
    ErrorFacts{ErrorCode::wrong_key, "wrong_key", 500, "security", "WrongKey", false},
    ErrorFacts{
        ErrorCode::not_a_database, "not_a_database", 500, "exception", "NotADatabase", false},
    ErrorFacts{ErrorCode::plaintext_database,
               "plaintext_database",
               500,
               "security",
               "PlaintextDatabase",
               false},
    ErrorFacts{ErrorCode::damaged_database,
               "damaged_database",
               500,
               "exception",
               "DamagedDatabase",
               false},
    ErrorFacts{ErrorCode::newer_schema, "newer_schema", 500, "exception", "NewerSchema", false},
    ErrorFacts{
        ErrorCode::schema_mismatch, "schema_mismatch", 500, "exception", "SchemaMismatch", false},
    ErrorFacts{
        ErrorCode::journal_broken, "journal_broken", 500, "security", "JournalBroken", false},
    ErrorFacts{ErrorCode::internal, "internal", 500, "exception", "InternalError", false},
};

/// The facts of a code.
constexpr const ErrorFacts& error_facts(ErrorCode code) {
  return error_table[static_cast<std::size_t>(code)];
}

namespace detail {
constexpr bool error_table_is_in_order() {
  for (std::size_t i = 0; i < error_table.size(); ++i) {
    if (static_cast<std::size_t>(error_table[i].code) != i) return false;
  }
  return error_table.size() == static_cast<std::size_t>(ErrorCode::internal) + 1;
}
static_assert(error_table_is_in_order(), "error_table has one line per ErrorCode, in its order.");
}  // namespace detail

/// The one exception that Salus throws. Copyable; may be thrown across threads.
class SALUS_EXPORT Error : public std::exception {
 public:
  Error(ErrorCode code, std::string message) : code_{code}, message_{std::move(message)} {}

  /// Invalid input: everything that is wrong, at once.
  explicit Error(Issues issues)
      : code_{ErrorCode::invalid_input}, message_{issues.summary()}, issues_{std::move(issues)} {}

  /// A database constraint refused; `constraint` is its name in the schema.
  static Error violates(std::string constraint, std::string message) {
    Error error{ErrorCode::conflict, std::move(message)};
    error.constraint_ = std::move(constraint);
    return error;
  }

  /// To be tried again, and not before.
  static Error throttled(std::chrono::seconds retry_after) {
    Error error{ErrorCode::throttled,
                "Request was throttled. Expected available in " +
                    std::to_string(retry_after.count()) +
                    (retry_after.count() == 1 ? " second." : " seconds.")};
    error.retry_after_ = retry_after;
    return error;
  }

  const char* what() const noexcept override { return message_.c_str(); }
  ErrorCode code() const noexcept { return code_; }
  const ErrorFacts& facts() const noexcept { return error_facts(code_); }
  bool retryable() const noexcept { return facts().retryable; }
  /// The write may have been committed: look before repeating it.
  bool in_doubt() const noexcept { return code_ == ErrorCode::commit_in_doubt; }
  const Issues& issues() const noexcept { return issues_; }
  const std::string& constraint() const noexcept { return constraint_; }
  /// How long to wait before the next attempt; zero, but for `throttled`.
  std::chrono::seconds retry_after() const noexcept { return retry_after_; }

 private:
  ErrorCode code_;
  std::string message_;
  Issues issues_;
  std::string constraint_;
  std::chrono::seconds retry_after_{0};
};

}  // namespace salus
