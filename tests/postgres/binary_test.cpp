#include "binary.hpp"

#include <limits>

#include <catch2/catch_test_macros.hpp>

#include "postgres/clinic_database.hpp"

namespace salus::postgres_test {
namespace {

using namespace std::chrono_literals;

/// Sends a value to the server and gets it back, beside what the server reads in it.
class EchoServer {
 public:
  Value operator()(FieldType type, const std::string& name, const Value& value) {
    const postgres::Parameters parameters{borrow(value)};
    const std::string sql = "SELECT $1::" + name + ", $1::" + name + "::text";
    const std::unique_ptr<PGresult, decltype(&PQclear)> result{PQexecParams(connection_.get(),
                                                                            sql.c_str(),
                                                                            1,
                                                                            nullptr,
                                                                            parameters.values(),
                                                                            parameters.lengths(),
                                                                            parameters.formats(),
                                                                            1),
                                                               &PQclear};
    REQUIRE(PQresultStatus(result.get()) == PGRES_TUPLES_OK);
    read = PQgetvalue(result.get(), 0, 1);
    return own(postgres::decode(type, result.get(), 0, 0));
  }

  std::string read;

 private:
  std::unique_ptr<PGconn, decltype(&PQfinish)> connection_{
      PQconnectdb((PostgresServer::shared().uri("postgres", "postgres") +
                   "?options=-ctimezone%3DAsia/Kolkata")
                      .c_str()),
      &PQfinish};
};

TEST_CASE("Values go to the server and back unchanged, and the server reads them right") {
  EchoServer echo;
  const auto check =
      [&](FieldType type, const std::string& name, const Value& value, const std::string& read) {
        INFO(name << " " << read);
        CHECK(echo(type, name, value) == value);
        CHECK(echo.read == read);
      };
  check(FieldType::boolean, "boolean", true, "true");
  check(FieldType::boolean, "boolean", false, "false");
  check(FieldType::integer, "bigint", std::int64_t{-2}, "-2");
  check(FieldType::integer,
        "bigint",
        std::numeric_limits<std::int64_t>::min(),
        "-9223372036854775808");
  check(FieldType::number, "double precision", 0.1, "0.1");
  check(
      FieldType::number, "double precision", -std::numeric_limits<double>::infinity(), "-Infinity");
  check(FieldType::text, "text", std::string{"naïve ☃"}, "naïve ☃");
  check(FieldType::text, "text", std::string{}, "");
  check(FieldType::bytes, "bytea", Bytes{std::string{"a\0b", 3}}, "\\x610062");
  check(FieldType::bytes, "bytea", Bytes{}, "\\x");
  check(FieldType::uuid, "uuid", numbered_uuid(0xABCDEF), numbered_uuid(0xABCDEF).to_string());
  check(FieldType::timestamp,
        "timestamptz",
        moment("1969-12-31T23:59:59.999999Z"),
        "1970-01-01 05:29:59.999999+05:30");
  check(FieldType::date, "date", day("1980-02-29"), "1980-02-29");
  check(FieldType::date, "date", day("0001-01-01"), "0001-01-01");
  check(FieldType::text, "text", Null{}, "");
}

TEST_CASE("What lies outside of PostgreSQL's calendar sorts where it should") {
  EchoServer echo;
  CHECK(echo(FieldType::timestamp, "timestamptz", Timestamp::min()) == Value{Timestamp::min()});
  CHECK(echo.read == "-infinity");
  CHECK(echo(FieldType::timestamp, "timestamptz", Timestamp::max()) == Value{Timestamp::max()});
  CHECK(echo(FieldType::date, "date", Date::min()) == Value{Date::min()});
  CHECK(echo.read == "-infinity");
  CHECK(echo(FieldType::date, "date", Date::max()) == Value{Date::max()});
  CHECK(echo.read == "infinity");
}

}  // namespace
}  // namespace salus::postgres_test
