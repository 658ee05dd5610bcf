#pragma once

/// SQL past Salus, for tests that play the administrator or the intruder.

#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include <libpq-fe.h>

namespace salus::postgres_test {

using TextRows = std::vector<std::vector<std::string>>;

class RawSql {
 public:
  explicit RawSql(const std::string& uri) : connection_{PQconnectdb(uri.c_str()), &PQfinish} {
    if (PQstatus(connection_.get()) != CONNECTION_OK)
      throw std::runtime_error{PQerrorMessage(connection_.get())};
    PQsetNoticeProcessor(connection_.get(), [](void*, const char*) {}, nullptr);
  }

  /// The rows of the last statement; throws what failed.
  TextRows operator()(const std::string& sql) {
    const auto result = execute(sql);
    if (!state_of(result).empty()) throw std::runtime_error{PQresultErrorMessage(result.get())};
    TextRows rows(static_cast<std::size_t>(PQntuples(result.get())));
    for (std::size_t row = 0; row < rows.size(); ++row) {
      for (int column = 0; column < PQnfields(result.get()); ++column) {
        rows[row].emplace_back(PQgetvalue(result.get(), static_cast<int>(row), column));
      }
    }
    return rows;
  }

  /// The one value of an answer.
  std::string value(const std::string& sql) { return (*this)(sql).at(0).at(0); }

  /// The SQLSTATE with which a statement fails; empty if it does not.
  std::string failure(const std::string& sql) { return state_of(execute(sql)); }

  int process() const { return PQbackendPID(connection_.get()); }

 private:
  using Result = std::unique_ptr<PGresult, decltype(&PQclear)>;

  Result execute(const std::string& sql) {
    return {PQexec(connection_.get(), sql.c_str()), &PQclear};
  }

  static std::string state_of(const Result& result) {
    const char* state = PQresultErrorField(result.get(), PG_DIAG_SQLSTATE);
    return state != nullptr ? state : "";
  }

  std::unique_ptr<PGconn, decltype(&PQfinish)> connection_;
};

}  // namespace salus::postgres_test
