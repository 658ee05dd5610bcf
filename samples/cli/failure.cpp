#include "cli/failure.hpp"

#include <array>
#include <cstddef>
#include <ostream>
#include <string_view>

namespace salus::cli {

namespace {

struct Advice {
  ErrorCode code;
  ExitCode exit_code;
  std::string_view text;
};

constexpr std::array advice_table{
    Advice{ErrorCode::invalid_input,
           ExitCode::failed,
           "Correct what is named above, and run the command again."},
    Advice{
        ErrorCode::unauthenticated,
        ExitCode::denied,
        R"(Check the email: an administrator sees every account with "salus as EMAIL list users".)"},
    Advice{
        ErrorCode::forbidden,
        ExitCode::denied,
        R"("salus policy" shows every rule; "salus explain" says which one decides about a row.)"},
    Advice{ErrorCode::not_found,
           ExitCode::not_found,
           "See what this account may see: salus as EMAIL list ENTITY."},
    Advice{ErrorCode::conflict,
           ExitCode::failed,
           "Another row, or a file, is in the way: look at it first."},
    Advice{ErrorCode::version_conflict, ExitCode::failed, "Read the row again, and decide again."},
    Advice{
        ErrorCode::throttled, ExitCode::denied, "Too many attempts failed; wait, and try again."},
    Advice{ErrorCode::unsupported, ExitCode::failed, "This engine or this version cannot do it."},
    Advice{ErrorCode::storage_busy,
           ExitCode::failed,
           "Another program is using the database; run the command again. Nothing was written."},
    Advice{ErrorCode::storage_unavailable,
           ExitCode::failed,
           "Check what --db and the key name, and whether it can be reached. Nothing was written."},
    Advice{ErrorCode::commit_in_doubt,
           ExitCode::failed,
           "Look whether it was written before you repeat it."},
    Advice{ErrorCode::storage_failed,
           ExitCode::failed,
           "Trying again will not help: check the disk, the rights and the database's own log."},
    Advice{ErrorCode::wrong_key,
           ExitCode::failed,
           "Check --key-file, SALUS_KEY_FILE, SALUS_KEY and SALUS_PASSPHRASE. The file was not "
           "touched."},
    Advice{ErrorCode::not_a_database,
           ExitCode::failed,
           "Check what --db names. The file was not touched."},
    Advice{ErrorCode::plaintext_database,
           ExitCode::failed,
           "Salus opens encrypted files only. The file was not touched."},
    Advice{ErrorCode::damaged_database,
           ExitCode::failed,
           "Restore it from a backup. The file was not touched."},
    Advice{ErrorCode::newer_schema, ExitCode::failed, "Use the newer version of this program."},
    Advice{ErrorCode::schema_mismatch,
           ExitCode::failed,
           "Complete it with \"salus init\"; on PostgreSQL, init as the owner of the tables, and "
           "work as the application's role."},
    Advice{ErrorCode::journal_broken,
           ExitCode::failed,
           "Keep a copy of the database as it is, and compare it with a backup."},
    Advice{ErrorCode::internal,
           ExitCode::failed,
           "This is a defect of Salus: please report it with this line."},
};

constexpr bool is_in_order() {
  for (std::size_t i = 0; i < advice_table.size(); ++i) {
    if (static_cast<std::size_t>(advice_table[i].code) != i) return false;
  }
  return advice_table.size() == error_table.size();
}
static_assert(is_in_order(), "advice_table has one line per ErrorCode, in its order.");

/// On one line, whatever an engine had to say.
std::string one_line(std::string_view text) {
  std::string line;
  for (const char c : text) {
    const bool is_space = c == '\n' || c == '\t' || c == ' ';
    if (!is_space)
      line += c;
    else if (!line.ends_with(' '))
      line += ' ';
  }
  return line.substr(0, line.find_last_not_of(' ') + 1);
}

}  // namespace

Failure explained(const Error& error) {
  const auto& advice = advice_table[static_cast<std::size_t>(error.code())];
  return {advice.exit_code, one_line(error.what()), std::string{advice.text}};
}

void print(std::ostream& out, const Failure& failure) {
  out << "salus: " << failure.what() << '\n';
  if (!failure.advice().empty()) out << "       " << failure.advice() << '\n';
}

}  // namespace salus::cli
