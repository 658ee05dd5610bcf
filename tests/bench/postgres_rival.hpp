#pragma once

/// What a good programmer writes by hand on libpq for one purpose: prepared statements with binary
/// values, the same policy as SQL, the same rows decoded into the same structs. Row-level security
/// needs its context, so a read is BEGIN, SET LOCAL, the query and COMMIT in one pipeline, and a
/// write is the same with its inserts.

#include <array>
#include <bit>
#include <chrono>
#include <cstring>
#include <set>
#include <stdexcept>
#include <string>
#include <vector>

#include <libpq-fe.h>

#include "salus/domain/patient.hpp"

#include "bench/bench_rows.hpp"
#include "bench/rival_values.hpp"

namespace salus::bench {

class PostgresRival {
 public:
  PostgresRival(const std::string& uri, Uuid organization, Uuid doctor)
      : connection_{PQconnectdb(uri.c_str())}, organization_{organization}, doctor_{doctor} {
    if (PQstatus(connection_) != CONNECTION_OK)
      throw std::runtime_error{PQerrorMessage(connection_)};
    context_ = "SET LOCAL app.organization_id = '" + organization.to_string() + "'";
    const std::string from =
        "SELECT " + columns() +
        " FROM patient p WHERE p.organization_id = $1 AND p.deleted_at IS NULL";
    const std::string assigned =
        " AND (SELECT true FROM care_relationship r WHERE r.organization_id = $1 AND r.doctor = $2"
        " AND r.patient = p.id AND r.status = 'active' AND r.valid_from <= $3"
        " AND (r.valid_to IS NULL OR r.valid_to > $3) AND r.deleted_at IS NULL LIMIT 1) IS NOT "
        "NULL";
    prepare("get", from + " AND p.id = $4" + assigned);
    prepare("page", from + assigned + " ORDER BY p.name, p.id LIMIT 50");
    if (PQenterPipelineMode(connection_) != 1) throw std::runtime_error{"no pipeline"};
  }
  ~PostgresRival() { PQfinish(connection_); }
  PostgresRival(const PostgresRival&) = delete;
  PostgresRival& operator=(const PostgresRival&) = delete;

  Patient get(Uuid id) {
    return read("get", {bytes(organization_), bytes(doctor_), now(), bytes(id)}).front();
  }
  std::vector<Patient> page() {
    return read("page", {bytes(organization_), bytes(doctor_), now()});
  }

  void insert(const std::vector<TableRow>& rows) {
    send("BEGIN");
    send(context_);
    for (const auto& row : rows) insert(row);
    send("COMMIT");
    finish(nullptr);
  }

 private:
  using Parameters = std::vector<std::string>;

  static std::string columns() {
    std::string text;
    for (const auto& column : entity_info<Patient>().columns) {
      text += (text.empty() ? "p.\"" : ", p.\"") + std::string{column.name} + "\"";
    }
    return text;
  }

  static std::string bytes(const Uuid& uuid) {
    return {reinterpret_cast<const char*>(uuid.bytes.data()), uuid.bytes.size()};
  }
  static std::string big_endian(std::uint64_t number, std::size_t width) {
    std::string text(width, '\0');
    for (std::size_t i = width; i-- > 0; number >>= 8U) text[i] = static_cast<char>(number & 0xFFU);
    return text;
  }
  // PostgreSQL counts from 2000.
  static constexpr Date epoch{std::chrono::year{2000} / 1 / 1};
  static std::string bytes(Timestamp moment) {
    return big_endian(static_cast<std::uint64_t>((moment - Timestamp{epoch}).count()), 8);
  }
  static std::string now() {
    return bytes(std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now()));
  }

  void prepare(const std::string& name, const std::string& sql) {
    PGresult* result = PQprepare(connection_, name.c_str(), sql.c_str(), 0, nullptr);
    const bool done = PQresultStatus(result) == PGRES_COMMAND_OK;
    PQclear(result);
    if (!done) throw std::runtime_error{PQerrorMessage(connection_)};
  }

  void send(const std::string& sql) {
    PQsendQueryParams(connection_, sql.c_str(), 0, nullptr, nullptr, nullptr, nullptr, 1);
  }
  void send_prepared(const std::string& name, const Parameters& parameters,
                     const std::vector<bool>& nulls = {}) {
    std::vector<const char*> values;
    std::vector<int> lengths;
    const std::vector<int> formats(parameters.size(), 1);
    for (std::size_t i = 0; i < parameters.size(); ++i) {
      values.push_back(!nulls.empty() && nulls[i] ? nullptr : parameters[i].data());
      lengths.push_back(static_cast<int>(parameters[i].size()));
    }
    PQsendQueryPrepared(connection_,
                        name.c_str(),
                        static_cast<int>(values.size()),
                        values.data(),
                        lengths.data(),
                        formats.data(),
                        1);
  }

  /// Sends what is queued and takes every answer; rows go to `rows`.
  void finish(std::vector<Patient>* rows) {
    PQpipelineSync(connection_);
    for (bool synced = false; !synced;) {
      PGresult* result = PQgetResult(connection_);
      if (result == nullptr) continue;
      const auto status = PQresultStatus(result);
      synced = status == PGRES_PIPELINE_SYNC;
      const bool failed = status == PGRES_FATAL_ERROR || status == PGRES_PIPELINE_ABORTED;
      if (rows != nullptr && status == PGRES_TUPLES_OK) {
        for (int row = 0; row < PQntuples(result); ++row) rows->push_back(decode(result, row));
      }
      PQclear(result);
      if (failed) throw std::runtime_error{PQerrorMessage(connection_)};
    }
  }

  std::vector<Patient> read(const std::string& statement, const Parameters& parameters) {
    send("BEGIN READ ONLY");
    send(context_);
    send_prepared(statement, parameters);
    send("COMMIT");
    std::vector<Patient> rows;
    finish(&rows);
    return rows;
  }

  static std::string text(const PGresult* result, int row, int column) {
    return {PQgetvalue(result, row, column),
            static_cast<std::size_t>(PQgetlength(result, row, column))};
  }
  static std::optional<std::string> maybe_text(const PGresult* result, int row, int column) {
    if (PQgetisnull(result, row, column) == 1) return std::nullopt;
    return text(result, row, column);
  }
  static Uuid uuid(const PGresult* result, int row, int column) {
    Uuid value;
    std::memcpy(value.bytes.data(), PQgetvalue(result, row, column), 16);
    return value;
  }
  static std::int64_t number(const PGresult* result, int row, int column, std::size_t width) {
    const auto* digits = reinterpret_cast<const unsigned char*>(PQgetvalue(result, row, column));
    std::uint64_t value = (digits[0] & 0x80U) != 0 && width < 8 ? ~std::uint64_t{0} : 0;
    for (std::size_t i = 0; i < width; ++i) value = value << 8U | digits[i];
    return static_cast<std::int64_t>(value);
  }

  static Patient decode(const PGresult* r, int row) {
    Patient p;
    p.id = {uuid(r, row, 0)};
    if (PQgetisnull(r, row, 1) == 0) p.user = Id<User>{uuid(r, row, 1)};
    p.name = text(r, row, 2);
    p.family_name = maybe_text(r, row, 3);
    p.given_name = maybe_text(r, row, 4);
    p.birth_date = epoch + std::chrono::days{number(r, row, 5, 4)};
    p.sex = from_name<Sex>(text(r, row, 6)).value();
    p.mrn = text(r, row, 7);
    p.phone_number = maybe_text(r, row, 8);
    p.email = maybe_text(r, row, 9);
    p.address = maybe_text(r, row, 10);
    p.blood_group = maybe_text(r, row, 11);
    p.medical_history = Json::from_canonical(text(r, row, 12));
    p.current_medications = Json::from_canonical(text(r, row, 13));
    p.allergies = Json::from_canonical(text(r, row, 14));
    p.insurance = Json::from_canonical(text(r, row, 15));
    p.emergency_contact = Json::from_canonical(text(r, row, 16));
    if (PQgetisnull(r, row, 17) == 0) {
      p.deceased_at = Timestamp{epoch} + std::chrono::microseconds{number(r, row, 17, 8)};
    }
    p.identifiers = identifiers_in(text(r, row, 18));
    p.metadata = Json::from_canonical(text(r, row, 19));
    return p;
  }

  void insert(const TableRow& row) {
    const std::string name = "insert_" + std::string{row.table};
    if (prepared_.insert(name).second) {
      std::string places;
      for (std::size_t i = 1; i <= row.cells.size(); ++i)
        places += (i == 1 ? "$" : ", $") + std::to_string(i);
      const auto sql = "INSERT INTO " + std::string{row.table} + " VALUES (" + places +
                       ") ON CONFLICT DO NOTHING";
      PQsendPrepare(connection_, name.c_str(), sql.c_str(), 0, nullptr);
    }
    Parameters parameters;
    std::vector<bool> nulls;
    for (const auto& value : row.cells) {
      parameters.push_back(encoded(value));
      nulls.push_back(is_null(value));
    }
    send_prepared(name, parameters, nulls);
  }

  static std::string encoded(const Value& value) {
    struct Encode {
      std::string operator()(Null) const { return {}; }
      std::string operator()(bool held) const { return std::string(1, held ? '\1' : '\0'); }
      std::string operator()(std::int64_t held) const {
        return big_endian(static_cast<std::uint64_t>(held), 8);
      }
      std::string operator()(double held) const {
        return big_endian(std::bit_cast<std::uint64_t>(held), 8);
      }
      std::string operator()(const std::string& held) const { return held; }
      std::string operator()(const Bytes& held) const { return held.data; }
      std::string operator()(const Uuid& held) const { return bytes(held); }
      std::string operator()(Timestamp held) const { return bytes(held); }
      std::string operator()(Date held) const {
        return big_endian(static_cast<std::uint64_t>((held - epoch).count()), 4);
      }
    };
    return std::visit(Encode{}, value);
  }

  PGconn* connection_;
  Uuid organization_;
  Uuid doctor_;
  std::string context_;
  std::set<std::string> prepared_;
};

}  // namespace salus::bench
