#include "statement.hpp"

#include <cstring>
#include <variant>

#include "result.hpp"

namespace salus::sqlite {

namespace {

/// Binds one value, each type in its form: an id as 16 bytes, a moment as microseconds and a day as days since 1970.
struct Bind {
  sqlite3_stmt* statement;
  int number;
  sqlite3_destructor_type texts;

  int operator()(Null) const { return sqlite3_bind_null(statement, number); }
  int operator()(bool held) const { return sqlite3_bind_int64(statement, number, held ? 1 : 0); }
  int operator()(std::int64_t held) const { return sqlite3_bind_int64(statement, number, held); }
  int operator()(double held) const { return sqlite3_bind_double(statement, number, held); }
  int operator()(std::string_view held) const {
    // An empty view may have no address, and SQLite takes none for a missing value.
    return sqlite3_bind_text64(
        statement, number, held.empty() ? "" : held.data(), held.size(), texts, SQLITE_UTF8);
  }
  int operator()(BytesView held) const {
    return sqlite3_bind_blob64(
        statement, number, held.data.empty() ? "" : held.data.data(), held.data.size(), texts);
  }
  int operator()(const Uuid& held) const {
    return sqlite3_bind_blob(
        statement, number, held.bytes.data(), static_cast<int>(held.bytes.size()), SQLITE_STATIC);
  }
  int operator()(Timestamp held) const {
    return (*this)(std::int64_t{held.time_since_epoch().count()});
  }
  int operator()(Date held) const { return (*this)(std::int64_t{held.time_since_epoch().count()}); }
};

// sqlite3_value_blob also gives a text, without a look at its end or its encoding; the database is UTF-8.
std::string_view bytes_of(sqlite3_value* value) {
  const auto* start = static_cast<const char*>(sqlite3_value_blob(value));
  return {start, static_cast<std::size_t>(sqlite3_value_bytes(value))};
}

Uuid uuid_of(sqlite3_value* value) {
  const std::string_view bytes = bytes_of(value);
  Uuid uuid;
  if (bytes.size() != uuid.bytes.size())
    throw Error{ErrorCode::damaged_database, "A stored id is not 16 bytes long."};
  std::memcpy(uuid.bytes.data(), bytes.data(), bytes.size());
  return uuid;
}

Cell cell_of(sqlite3_value* value, FieldType type) {
  if (sqlite3_value_type(value) == SQLITE_NULL) return {};
  switch (type) {
    case FieldType::boolean:
      return sqlite3_value_int64(value) != 0;
    case FieldType::integer:
      return std::int64_t{sqlite3_value_int64(value)};
    case FieldType::number:
      return sqlite3_value_double(value);
    case FieldType::bytes:
      return BytesView{bytes_of(value)};
    case FieldType::uuid:
      return uuid_of(value);
    case FieldType::timestamp:
      return Timestamp{std::chrono::microseconds{sqlite3_value_int64(value)}};
    case FieldType::date:
      return Date{std::chrono::days{sqlite3_value_int64(value)}};
    case FieldType::text:
    case FieldType::json:
    case FieldType::choice:
      return bytes_of(value);
  }
  return {};
}

}  // namespace

Statement::Statement(sqlite3* database, std::string_view sql) {
  sqlite3_stmt* prepared = nullptr;
  const int result = sqlite3_prepare_v3(database,
                                        sql.data(),
                                        static_cast<int>(sql.size()),
                                        SQLITE_PREPARE_PERSISTENT,
                                        &prepared,
                                        nullptr);
  handle_.reset(prepared);
  if (result != SQLITE_OK) throw preparation_error(database, result);
}

void Statement::bind(std::span<const Cell> values, Lifetime texts) {
  Bind bind{handle_.get(), 0, texts == Lifetime::copy ? SQLITE_TRANSIENT : SQLITE_STATIC};
  for (const auto& value : values) {
    ++bind.number;
    require_ok(std::visit(bind, value));
  }
}

bool Statement::step() {
  const int result = try_step();
  if (result == SQLITE_ROW) return true;
  if (result != SQLITE_DONE) throw error_of(result);
  return false;
}

// The values of a row are unprotected: fine, as a connection is used by one thread at a time.
Cell Statement::cell(int column, FieldType type) const {
  return cell_of(sqlite3_column_value(handle_.get(), column), type);
}

std::string Statement::text(int column) const {
  return std::string{bytes_of(sqlite3_column_value(handle_.get(), column))};
}

void Statement::read(std::span<const FieldInfo> columns, std::span<Cell> row) const {
  for (std::size_t i = 0; i < columns.size(); ++i)
    row[i] = cell(static_cast<int>(i), columns[i].type);
}

}  // namespace salus::sqlite
