#pragma once

/// What a good programmer writes by hand on SQLCipher for one purpose: prepared statements, the same
/// policy as SQL, the same rows decoded into the same structs, the same inserts in one transaction.

#include <chrono>
#include <filesystem>
#include <map>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include <sqlite3.h>

#include "salus/domain/patient.hpp"

#include "bench/bench_rows.hpp"
#include "bench/rival_values.hpp"

namespace salus::bench {

class SqliteRival {
 public:
  SqliteRival(const std::filesystem::path& file, std::string_view key_digits, Uuid organization,
              Uuid doctor)
      : organization_{organization}, doctor_{doctor} {
    const std::string key = "x'" + std::string{key_digits} + "'";
    require(sqlite3_open_v2(
        file.c_str(), &database_, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, nullptr));
    require(sqlite3_key_v2(database_, "main", key.data(), static_cast<int>(key.size())));
    for (const auto* pragma : {"PRAGMA journal_mode = WAL",
                               "PRAGMA synchronous = FULL",
                               "PRAGMA cache_size = -65536",
                               "PRAGMA foreign_keys = ON",
                               "PRAGMA secure_delete = ON"}) {
      require(sqlite3_exec(database_, pragma, nullptr, nullptr, nullptr));
    }
    const std::string assigned =
        " AND EXISTS (SELECT 1 FROM care_relationship r WHERE r.organization_id = ?1 AND r.doctor "
        "= ?2"
        " AND r.patient = p.id AND r.status = 'active' AND +r.valid_from <= ?3"
        " AND (+r.valid_to IS NULL OR +r.valid_to > ?3) AND r.deleted_at IS NULL)";
    const std::string from =
        "SELECT " + columns() +
        " FROM patient p WHERE p.organization_id = ?1 AND p.deleted_at IS NULL";
    const std::string in_panel =
        " AND p.id IN (SELECT r.patient FROM care_relationship r WHERE r.organization_id = ?1 AND "
        "r.doctor = ?2"
        " AND r.status = 'active' AND +r.valid_from <= ?3 AND (+r.valid_to IS NULL OR +r.valid_to "
        "> ?3)"
        " AND r.deleted_at IS NULL)";
    get_ = prepare(from + " AND p.id = ?4" + assigned);
    get_without_policy_ = prepare(from + " AND p.id = ?4");
    page_exists_ = prepare(from + assigned + " ORDER BY p.name, p.id LIMIT 50");
    page_in_ = prepare(from + in_panel + " ORDER BY p.name, p.id LIMIT 50");
    begin_ = prepare("BEGIN IMMEDIATE");
    commit_ = prepare("COMMIT");
  }
  ~SqliteRival() {
    for (auto* statement : statements_) sqlite3_finalize(statement);
    sqlite3_close(database_);
  }
  SqliteRival(const SqliteRival&) = delete;
  SqliteRival& operator=(const SqliteRival&) = delete;

  Patient get(Uuid id) { return first(get_, id); }
  Patient get_without_policy(Uuid id) { return first(get_without_policy_, id); }
  std::vector<Patient> page_by_exists() { return all(page_exists_); }
  std::vector<Patient> page_by_in() { return all(page_in_); }

  /// The same rows that `Session::create` inserts, cell by cell, in a transaction.
  void insert(const std::vector<TableRow>& rows) {
    run(begin_);
    for (const auto& row : rows) insert(row);
    run(commit_);
  }

 private:
  void require(int result) const {
    if (result != SQLITE_OK) throw std::runtime_error{sqlite3_errmsg(database_)};
  }

  static std::string columns() {
    std::string text;
    for (const auto& column : entity_info<Patient>().columns) {
      text += (text.empty() ? "p.\"" : ", p.\"") + std::string{column.name} + "\"";
    }
    return text;
  }

  sqlite3_stmt* prepare(const std::string& sql) {
    sqlite3_stmt* statement = nullptr;
    require(sqlite3_prepare_v3(
        database_, sql.c_str(), -1, SQLITE_PREPARE_PERSISTENT, &statement, nullptr));
    statements_.push_back(statement);
    return statement;
  }

  void run(sqlite3_stmt* statement) const {
    if (sqlite3_step(statement) != SQLITE_DONE) throw std::runtime_error{sqlite3_errmsg(database_)};
    sqlite3_reset(statement);
  }

  static void bind_uuid(sqlite3_stmt* statement, int place, const Uuid& uuid) {
    sqlite3_bind_blob(statement, place, uuid.bytes.data(), 16, SQLITE_STATIC);
  }

  void bind_caller(sqlite3_stmt* statement) const {
    bind_uuid(statement, 1, organization_);
    bind_uuid(statement, 2, doctor_);
    sqlite3_bind_int64(
        statement,
        3,
        std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now())
            .time_since_epoch()
            .count());
  }

  Patient first(sqlite3_stmt* statement, const Uuid& id) {
    bind_caller(statement);
    bind_uuid(statement, 4, id);
    if (sqlite3_step(statement) != SQLITE_ROW) throw std::runtime_error{"no such patient"};
    Patient patient = decode(statement);
    sqlite3_reset(statement);
    return patient;
  }

  std::vector<Patient> all(sqlite3_stmt* statement) {
    std::vector<Patient> rows;
    bind_caller(statement);
    while (sqlite3_step(statement) == SQLITE_ROW) rows.push_back(decode(statement));
    sqlite3_reset(statement);
    return rows;
  }

  static std::string text(sqlite3_stmt* statement, int column) {
    const auto* bytes = reinterpret_cast<const char*>(sqlite3_column_text(statement, column));
    return {bytes, static_cast<std::size_t>(sqlite3_column_bytes(statement, column))};
  }
  static std::optional<std::string> maybe_text(sqlite3_stmt* statement, int column) {
    if (sqlite3_column_type(statement, column) == SQLITE_NULL) return std::nullopt;
    return text(statement, column);
  }
  static Uuid uuid(sqlite3_stmt* statement, int column) {
    Uuid value;
    std::memcpy(value.bytes.data(), sqlite3_column_blob(statement, column), 16);
    return value;
  }

  static Patient decode(sqlite3_stmt* s) {
    Patient p;
    p.id = {uuid(s, 0)};
    if (sqlite3_column_type(s, 1) != SQLITE_NULL) p.user = Id<User>{uuid(s, 1)};
    p.name = text(s, 2);
    p.family_name = maybe_text(s, 3);
    p.given_name = maybe_text(s, 4);
    p.birth_date = Date{std::chrono::days{sqlite3_column_int64(s, 5)}};
    p.sex = from_name<Sex>(text(s, 6)).value();
    p.mrn = text(s, 7);
    p.phone_number = maybe_text(s, 8);
    p.email = maybe_text(s, 9);
    p.address = maybe_text(s, 10);
    p.blood_group = maybe_text(s, 11);
    p.medical_history = Json::from_canonical(text(s, 12));
    p.current_medications = Json::from_canonical(text(s, 13));
    p.allergies = Json::from_canonical(text(s, 14));
    p.insurance = Json::from_canonical(text(s, 15));
    p.emergency_contact = Json::from_canonical(text(s, 16));
    if (sqlite3_column_type(s, 17) != SQLITE_NULL) {
      p.deceased_at = Timestamp{std::chrono::microseconds{sqlite3_column_int64(s, 17)}};
    }
    p.identifiers = identifiers_in(text(s, 18));
    p.metadata = Json::from_canonical(text(s, 19));
    return p;
  }

  void bind(sqlite3_stmt* statement, int place, const Value& value) const {
    struct Bind {
      sqlite3_stmt* statement;
      int place;
      void operator()(Null) const { sqlite3_bind_null(statement, place); }
      void operator()(bool held) const { sqlite3_bind_int(statement, place, held ? 1 : 0); }
      void operator()(std::int64_t held) const { sqlite3_bind_int64(statement, place, held); }
      void operator()(double held) const { sqlite3_bind_double(statement, place, held); }
      void operator()(const std::string& held) const {
        sqlite3_bind_text(
            statement, place, held.data(), static_cast<int>(held.size()), SQLITE_STATIC);
      }
      void operator()(const Bytes& held) const {
        sqlite3_bind_blob(
            statement, place, held.data.data(), static_cast<int>(held.data.size()), SQLITE_STATIC);
      }
      void operator()(const Uuid& held) const { bind_uuid(statement, place, held); }
      void operator()(Timestamp held) const {
        sqlite3_bind_int64(statement, place, held.time_since_epoch().count());
      }
      void operator()(Date held) const {
        sqlite3_bind_int64(statement, place, held.time_since_epoch().count());
      }
    };
    std::visit(Bind{statement, place}, value);
  }

  void insert(const TableRow& row) {
    auto& statement = inserts_[row.table];
    if (statement == nullptr) {
      std::string places;
      for (std::size_t i = 0; i < row.cells.size(); ++i) places += i == 0 ? "?" : ", ?";
      statement = prepare("INSERT INTO " + std::string{row.table} + " VALUES (" + places +
                          ") ON CONFLICT DO NOTHING");
    }
    for (std::size_t i = 0; i < row.cells.size(); ++i)
      bind(statement, static_cast<int>(i) + 1, row.cells[i]);
    run(statement);
  }

  Uuid organization_;
  Uuid doctor_;
  sqlite3* database_ = nullptr;
  std::vector<sqlite3_stmt*> statements_;
  sqlite3_stmt* get_ = nullptr;
  sqlite3_stmt* get_without_policy_ = nullptr;
  sqlite3_stmt* page_exists_ = nullptr;
  sqlite3_stmt* page_in_ = nullptr;
  sqlite3_stmt* begin_ = nullptr;
  sqlite3_stmt* commit_ = nullptr;
  std::map<std::string_view, sqlite3_stmt*> inserts_;  // by table
};

}  // namespace salus::bench
