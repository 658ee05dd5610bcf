#include <filesystem>
#include <stdexcept>

#include <sqlite3.h>

#include "salus/sqlite.hpp"

#include "bench/kept_folder.hpp"
#include "bench/scale_cases.hpp"

namespace salus::bench {
namespace {

/// The best count that we know how to write by hand.
class CountByHand {
 public:
  CountByHand(const std::filesystem::path& file, std::string_view key_digits) {
    const std::string key = "x'" + std::string{key_digits} + "'";
    require(sqlite3_open_v2(file.c_str(), &database_, SQLITE_OPEN_READWRITE, nullptr));
    require(sqlite3_key_v2(database_, "main", key.data(), static_cast<int>(key.size())));
    require(sqlite3_exec(database_, "PRAGMA cache_size = -65536", nullptr, nullptr, nullptr));
    require(sqlite3_prepare_v2(
        database_,
        "SELECT count(*) FROM medical_record m WHERE m.organization_id = ?1 AND m.deleted_at IS "
        "NULL AND m.patient IN (SELECT r.patient FROM care_relationship r WHERE "
        "r.organization_id = ?1 AND r.doctor = ?2 AND r.status = 'active' AND +r.valid_from <= ?3 "
        "AND (+r.valid_to IS NULL OR +r.valid_to > ?3) AND r.deleted_at IS NULL) AND "
        "(m.confidentiality = 'normal' OR m.author = ?2)",
        -1,
        &statement_,
        nullptr));
  }
  CountByHand(const CountByHand&) = delete;
  CountByHand& operator=(const CountByHand&) = delete;
  ~CountByHand() {
    sqlite3_finalize(statement_);
    sqlite3_close(database_);
  }

  std::int64_t operator()(const Uuid& doctor) {
    const auto organization = organization_id_of(hospital).value;
    sqlite3_reset(statement_);
    sqlite3_bind_blob(statement_, 1, organization.bytes.data(), 16, SQLITE_STATIC);
    sqlite3_bind_blob(statement_, 2, doctor.bytes.data(), 16, SQLITE_STATIC);
    sqlite3_bind_int64(statement_, 3, system_environment().clock().time_since_epoch().count());
    if (sqlite3_step(statement_) != SQLITE_ROW) throw std::runtime_error{sqlite3_errmsg(database_)};
    return sqlite3_column_int64(statement_, 0);
  }

 private:
  void require(int result) const {
    if (result != SQLITE_OK) throw std::runtime_error{sqlite3_errmsg(database_)};
  }

  sqlite3* database_ = nullptr;
  sqlite3_stmt* statement_ = nullptr;
};

struct SqliteScale {
  KeptFolder folder{"sqlite", description_of_scale()};
  std::filesystem::path file = folder.path() / "clinic.db";
  sqlite::Key key = sqlite::Key::generate(testing::random_source(2));  // the same in each run
  ScaleClinic clinic{loaded()};
  CountByHand count_by_hand{file, key.to_hex().reveal()};

  std::shared_ptr<Backend> loaded() const {
    if (folder.is_complete()) return sqlite::open(file, key);
    auto backend = sqlite::open(file, key, {.mode = sqlite::OpenMode::create});
    ScaleData{backend}.load();
    folder.complete();
    return backend;
  }

  static SqliteScale& the() {
    static SqliteScale fixture;
    return fixture;
  }
};

[[maybe_unused]] const bool registered = (register_scale_cases<SqliteScale>("sqlite"), true);

}  // namespace
}  // namespace salus::bench
