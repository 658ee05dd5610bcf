#include "salus/codec/csv.hpp"

#include <array>
#include <sstream>
#include <string>
#include <vector>

#include <catch2/catch_test_macros.hpp>

#include "salus/core/error.hpp"

#include "codec/shared_data.hpp"
#include "codec/specimen.hpp"

namespace {

using namespace salus;

using Row = std::vector<std::string>;

std::vector<Row> rows_of(const std::string& text, CsvOptions options = {}) {
  std::istringstream in{text};
  CsvReader reader{in, options};
  std::vector<Row> rows;
  for (Row row; reader.next(row);) rows.push_back(row);
  return rows;
}

std::string problem_of(const std::string& text, CsvOptions options = {}) {
  try {
    rows_of(text, options);
  } catch (const Error& error) {
    CHECK(error.code() == ErrorCode::invalid_input);
    return error.what();
  }
  return "";
}

std::string written(std::string_view text) {
  std::string out;
  append_csv_cell(out, text);
  return out;
}

/// The rows of a table as csv-spectrum writes them in JSON.
nlohmann::json objects_of(const std::filesystem::path& path) {
  std::ifstream file{path, std::ios::binary};
  CsvTable table{file};
  auto objects = nlohmann::json::array();
  for (Row row; table.next(row);) {
    nlohmann::json object;
    for (std::size_t i = 0; i < row.size(); ++i) object[table.header()[i]] = row[i];
    objects.push_back(object);
  }
  return objects;
}

}  // namespace

TEST_CASE("Rows end in LF, CRLF, CR or with the file") {
  const std::vector<Row> rows{{"a", "b"}, {"1", ""}};
  for (const auto* text : {"a,b\n1,",
                           "a,b\r\n1,\r\n",
                           "a,b\r1,\r",
                           "\xEF\xBB\xBF"
                           "a,b\n\n1,\n\n"}) {
    CHECK(rows_of(text) == rows);
  }
  CHECK(rows_of("").empty());
}

TEST_CASE("A character that begins like a byte order mark is none") {
  CHECK(rows_of("＝,b") == std::vector<Row>{{"＝", "b"}});
  CHECK(rows_of("\xEF") == std::vector<Row>{{"\xEF"}});
  CHECK(rows_of("\xEF\xBB\xBF\"a,b\"") == std::vector<Row>{{"a,b"}});
}

TEST_CASE("Quoted cells hold separators, line breaks and quotes") {
  CHECK(rows_of("\"a,\"\"b\"\"\r\nc\",\"\"\n2,3\n") ==
        std::vector<Row>{{"a,\"b\"\r\nc", ""}, {"2", "3"}});
}

TEST_CASE("A quote inside a bare cell is a quote") {
  CHECK(rows_of("a\"b\",c") == std::vector<Row>{{"a\"b\"", "c"}});
}

TEST_CASE("Another separator may be named") {
  CHECK(rows_of("a;b,c", {.separator = ';'}) == std::vector<Row>{{"a", "b,c"}});
}

TEST_CASE("What is wrong is said with the line it began on") {
  CHECK(problem_of("a\n\"b\nc\nd") == "CSV line 2: a quoted cell does not end");
  CHECK(problem_of("\"a\r\nb\"\r\n\"c\"d") == "CSV line 3: text behind the quotes of a cell");
  CHECK(problem_of("1\n123456", {.longest_cell = 5}) ==
        "CSV line 2: a cell is longer than 5 bytes");
  CHECK(problem_of("1,2,3", {.most_cells = 2}) == "CSV line 1: more than 2 cells");
}

TEST_CASE("A file that cannot be read is an error") {
  std::ifstream missing{"/nowhere/at/all.csv"};
  CHECK_THROWS_AS(CsvReader{missing}, Error);
  std::ifstream folder{"/"};
  CHECK_THROWS_AS(CsvTable{folder}, Error);
}

TEST_CASE("A table finds cells by the names in its first row") {
  std::istringstream in{"mrn,name\nM-1,Ana\n"};
  CsvTable table{in};
  CHECK(table.column("name") == 1U);
  CHECK_FALSE(table.column("Name"));
  Row row;
  REQUIRE(table.next(row));
  CHECK(row == Row{"M-1", "Ana"});
  CHECK(table.line() == 2);
  CHECK_FALSE(table.next(row));
}

TEST_CASE("A table has one cell for each name, and each name once") {
  std::istringstream short_row{"a,b\n1\n"};
  CsvTable table{short_row};
  Row row;
  CHECK_THROWS_AS(table.next(row), Error);
  std::istringstream twice{"a,b,a\n"};
  CHECK_THROWS_AS(CsvTable{twice}, Error);
  std::istringstream empty{"\n\n"};
  CHECK_THROWS_AS(CsvTable{empty}, Error);
}

TEST_CASE("Cells that a spreadsheet would run get an apostrophe, which reading takes away") {
  for (const std::string formula :
       {"=1+1", "+234 800", "-2", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", "'=1", "''-1"}) {
    CAPTURE(formula);
    const auto cells = rows_of(written(formula) + ",x").at(0);
    CHECK(cells.at(0) == "'" + formula);
    CHECK(restored_csv_cell(cells.at(0)) == formula);
  }
  for (const std::string harmless : {"", "a=b", "1-2", "'quoted'", "O'Brien", "é"}) {
    CHECK(written(harmless) == harmless);
    CHECK(restored_csv_cell(harmless) == harmless);
  }
}

TEST_CASE("Cells are quoted where they need it") {
  CHECK(written("a,b") == "\"a,b\"");
  CHECK(written("say \"hi\"") == "\"say \"\"hi\"\"\"");
  CHECK(written("a\nb") == "\"a\nb\"");
  CHECK(written(" a ") == " a ");
}

TEST_CASE("A row stands under the names of its entity, and what is hidden is empty") {
  const auto& table = entity_info<Specimen>();
  Specimen object;
  object.name = "=Blood, \"A\"";
  object.note = "hidden";
  object.count = -3;
  std::vector<Cell> row;
  const auto values = values_of(object);
  for (const auto& value : values) row.push_back(borrow(value));
  row.resize(table.columns.size());
  row[table.created_at().position] = Timestamp{};
  auto readable = FieldMask::all();
  readable.remove(field_info<&Specimen::note>());

  std::string out;
  append_csv_header(out, table);
  append_csv(out, table, row, readable);
  CHECK(out.find("secret_code") == std::string::npos);
  CHECK(out.ends_with("\r\n"));

  std::istringstream in{out};
  CsvTable read{in};
  Row cells;
  REQUIRE(read.next(cells));
  CHECK(read.header().back() == "updated_at");
  CHECK(cells.at(read.column("name").value()) == "'=Blood, \"A\"");
  CHECK(cells.at(read.column("note").value()).empty());
  CHECK(cells.at(read.column("count").value()) == "-3");
  CHECK(cells.at(read.column("created_at").value()) == "1970-01-01T00:00:00Z");
}

TEST_CASE("The files of csv-spectrum are read as it demands") {
  for (const auto& entry :
       std::filesystem::directory_iterator{test::shared_data("csv/csv-spectrum/csvs")}) {
    const auto name = entry.path().stem().string();
    CAPTURE(name);
    auto expected = test::shared_json("csv/csv-spectrum/json/" + name + ".json");
    if (expected.is_object()) expected = nlohmann::json::array({expected});
    // Its JSON has another telephone number than its CSV.
    if (name == "location_coordinates") expected[0]["Contact Phone Number"] = "2095257564";
    CHECK(objects_of(entry.path()) == expected);
  }
}

TEST_CASE("Naughty strings survive a spreadsheet's table") {
  for (const auto& string : test::shared_json("strings/blns-even.json")) {
    const auto text = string.get<std::string>();
    CAPTURE(text);
    const auto cells = rows_of(written(text) + ",x").at(0);
    CHECK(restored_csv_cell(cells.at(0)) == text);
  }
}

TEST_CASE("A clinic's tables are read whole") {
  const auto truth = test::shared_json("clinic-csv/clinic-500/truth.json");
  for (const auto* name : {"patients", "doctors", "departments"}) {
    const auto rows =
        objects_of(test::shared_data(std::string{"clinic-csv/clinic-500/"} + name + ".csv"));
    CHECK(rows.size() == truth[name]["rows"].get<std::size_t>());
  }
}
