#include "keyed_handle.hpp"

#include <string>

#include "database_file.hpp"
#include "result.hpp"
#include "wiping_memory.hpp"

namespace salus::sqlite {

namespace {

constexpr int longest_look = 30'000;  // milliseconds

Handle open_handle(const std::string& name, int flags) {
  use_wiping_memory();
  sqlite3* opened = nullptr;
  const int result = sqlite3_open_v2(
      name.c_str(), &opened, flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, nullptr);
  Handle handle{opened};
  require_ok(result);
  return handle;
}

bool answers_something(sqlite3* database, const char* sql) {
  bool answered = false;
  const auto note = [](void* flag, int, char** values, char**) {
    *static_cast<bool*>(flag) = values[0] != nullptr && values[0][0] != '\0';
    return 0;
  };
  require_ok(sqlite3_exec(database, sql, note, &answered, nullptr));
  return answered;
}

/// A host may have linked another SQLite in our place, and that one takes the key and writes plain text.
void require_cipher(sqlite3* database) {
  if (!answers_something(database, "PRAGMA cipher_version")) {
    throw Error{ErrorCode::storage_failed,
                "This program is linked with an SQLite that cannot encrypt; nothing was opened."};
  }
}

void give_key(sqlite3* database, const CipherKey& key) {
  const std::string_view text = key.reveal();
  require_ok(sqlite3_key_v2(database, "main", text.data(), static_cast<int>(text.size())));
  require_cipher(database);
}

/// A path as SQLite's URI, so that nothing in it is taken for an option.
std::string uri_of(const std::filesystem::path& file) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string uri = "file:";
  for (const char c : std::filesystem::absolute(file).string()) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '%' || c == '?' || c == '#')
      ((uri += '%') += digits[byte >> 4U]) += digits[byte & 0x0FU];
    else
      uri += c;
  }
  return uri;
}

/// Without a journal the file is read as if nobody could change it: no lock, no file beside it. With one it has to be
/// opened in the common way, as the first page may be newer there.
Handle open_to_look(const std::filesystem::path& file) {
  if (!has_journal(file))
    return open_handle(uri_of(file) + "?immutable=1", SQLITE_OPEN_READONLY | SQLITE_OPEN_URI);
  Handle handle = open_handle(file.string(), SQLITE_OPEN_READONLY);
  sqlite3_busy_timeout(handle.get(), longest_look);  // another process opens it, or has ended
  // Or the last one to close would move the log into the file.
  require_ok(sqlite3_db_config(handle.get(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr));
  return handle;
}

int look_into(const std::filesystem::path& file, const CipherKey& key) {
  const Handle handle = open_to_look(file);
  give_key(handle.get(), key);
  return sqlite3_exec(
      handle.get(), "SELECT count(*) FROM sqlite_schema", nullptr, nullptr, nullptr);
}

constexpr bool is_unreadable(int result) { return (result & 0xFF) == SQLITE_NOTADB; }

}  // namespace

Handle open_keyed(const std::filesystem::path& file, const CipherKey& key) {
  Handle handle = open_handle(file.string(), SQLITE_OPEN_READWRITE);
  give_key(handle.get(), key);
  // A plan must not depend on the parameters, or a partial index makes every new value prepare the statement again.
  require_ok(sqlite3_db_config(handle.get(), SQLITE_DBCONFIG_ENABLE_QPSG, 1, nullptr));
  return handle;
}

void require_key(const std::filesystem::path& file, const CipherKey& key) {
  const bool is_locked = has_journal(file);
  int result = look_into(file, key);
  // Somebody has begun to write meanwhile, under a look that takes no lock.
  if (is_unreadable(result) && !is_locked && has_journal(file)) result = look_into(file, key);
  if (is_unreadable(result)) {
    throw Error{ErrorCode::wrong_key,
                "The key does not open " + file.string() + "; the file was not touched."};
  }
  require_ok(result);
}

}  // namespace salus::sqlite
