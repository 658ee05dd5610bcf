/// Lists as files: CSV and NDJSON.

#include <algorithm>
#include <fstream>
#include <sstream>

#include <catch2/catch_test_macros.hpp>
#include <malloc.h>
#include <unistd.h>

#include "salus/codec/csv.hpp"
#include "salus/service/journal.hpp"

#include "rest_host/rest_world.hpp"

using namespace salus;
using namespace salus::test;

namespace {

std::vector<std::vector<std::string>> csv_rows(const std::string& text) {
  std::istringstream in{text};
  CsvReader reader{in};
  std::vector<std::vector<std::string>> rows;
  for (std::vector<std::string> row; reader.next(row);) rows.push_back(row);
  return rows;
}

std::string cell(const std::vector<std::vector<std::string>>& rows, std::size_t row,
                 const std::string& column) {
  const auto place = std::ranges::find(rows.front(), column) - rows.front().begin();
  return rows.at(row).at(static_cast<std::size_t>(place));
}

std::vector<nlohmann::json> ndjson_rows(const std::string& text) {
  std::vector<nlohmann::json> rows;
  std::istringstream in{text};
  for (std::string line; std::getline(in, line);) rows.push_back(nlohmann::json::parse(line));
  return rows;
}

std::vector<JournalEntry> entries_of(const SmallClinic& small, const std::string& action) {
  small.clinic.settle_journal();
  std::vector<JournalEntry> entries;
  auto auditor = small.clinic.act_as_system(Role::auditor);
  for (const auto& row : auditor.list<JournalEntry>(where(f<&JournalEntry::action> == action)))
    entries.push_back(*row);
  return entries;
}

std::size_t resident_bytes() {
  std::size_t pages = 0;
  std::size_t resident = 0;
  std::ifstream{"/proc/self/statm"} >> pages >> resident;
  return resident * static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
}

/// Straight into storage: through sessions it would take minutes.
void add_wards(const SmallClinic& small, int wards) {
  constexpr int batch = 1000;
  const auto organization = small.as_root().principal().organization;
  const auto storage = small.backend->open({.organization = organization.value});
  for (int begin = 0; begin < wards; begin += batch) {
    storage->run([&](Transaction& transaction) {
      Insert insert{&entity_info<vendor::Ward>(), {}, noon};
      for (int i = begin; i < std::min(begin + batch, wards); ++i) {
        vendor::Ward ward;
        ward.id = Id<vendor::Ward>{Uuid::v7(noon, small.world->environment().random)};
        ward.name = "Ward " + std::to_string(i) + " of the long corridor in the old building";
        auto row = values_of(ward);
        row.insert(row.end(), {organization.value, std::int64_t{1}, noon, noon, Null{}});
        insert.rows.push_back(std::move(row));
      }
      transaction.insert(insert);
    });
  }
}

}  // namespace

TEST_CASE("a list is a file by suffix, by parameter and by Accept") {
  const RestWorld world;
  const auto by_suffix = world.get("/api/patients.csv", world.ada());
  CHECK(by_suffix.status == 200);
  CHECK(by_suffix.header("Content-Type") == "text/csv; charset=utf-8; header=present");
  CHECK(by_suffix.header("Content-Disposition") == "attachment; filename=\"patients.csv\"");
  const auto text = by_suffix.text();
  CHECK(world.get("/api/patients/?format=csv", world.ada()).text() == text);
  CHECK(world.get("/api/patients/", world.ada(), {{"Accept", "text/csv"}}).text() == text);
  CHECK(csv_rows(text).size() == 3);
  const auto lines = world.get("/api/patients/", world.ada(), {{"Accept", "application/x-ndjson"}});
  CHECK(lines.header("Content-Type") == "application/x-ndjson");
  CHECK(lines.header("Content-Disposition") == "attachment; filename=\"patients.ndjson\"");
  CHECK(ndjson_rows(lines.text()) == world.get("/api/patients/", world.ada())
                                         .json()
                                         .at("results")
                                         .get<std::vector<nlohmann::json>>());
}

TEST_CASE("of several formats the one that is wanted most is sent") {
  const RestWorld world;
  const auto type = [&world](const char* accept) {
    return world.get("/api/doctors/", world.ada(), {{"Accept", accept}}).header("Content-Type");
  };
  CHECK(type("*/*") == "application/json");
  CHECK(type("text/csv, */*").starts_with("text/csv"));
  CHECK(type("text/csv;q=0.5, application/json") == "application/json");
  CHECK(type("text/*, application/json;q=0.9").starts_with("text/csv"));
  CHECK(type("application/json;q=0.1, application/x-ndjson;q=0.2") == "application/x-ndjson");
}

TEST_CASE("a format that is known and not served is not acceptable, another not found") {
  const RestWorld world;
  const auto one = RestWorld::path_of(world.small.ben);
  CHECK(world.get("/api/patients/?format=pdf", world.ada()).status == 406);
  CHECK(world.get("/api/patients/?format=fhir", world.ada()).status == 406);
  CHECK(world.get("/api/patients/", world.ada(), {{"Accept", "application/fhir+json"}}).status ==
        406);
  CHECK(world.get(one + "?format=csv", world.ada()).status == 406);
  CHECK(world.get(one, world.ada(), {{"Accept", "text/csv"}}).status == 406);
  CHECK(world.get("/api/patients.docx", world.ada()).status == 404);
  CHECK(world.call("POST", "/api/patients/?format=csv", world.root(), "{}").status == 406);
}

TEST_CASE("a file has every row of the filter, in its order") {
  const RestWorld world;
  add_wards(world.small, 1200);
  const auto rows =
      csv_rows(world.get("/api/wards.csv?beds_at_least=1&ordering=-name", world.ada()).text());
  CHECK(rows.size() == 1201);
  CHECK(cell(rows, 1, "name").starts_with("Ward 999 "));
  const auto of_one = world.get(
      "/api/mappings/patient/" + world.small.amara.to_string() + "/?format=ndjson", world.ada());
  CHECK(ndjson_rows(of_one.text()).size() == 1);
}

TEST_CASE("a part is not taken for the whole") {
  const RestWorld world;
  for (const char* parameter : {"page=1", "page_size=10", "cursor="}) {
    CAPTURE(parameter);
    const auto answer = world.get(std::string{"/api/doctors.csv?"} + parameter, world.ada());
    CHECK(answer.status == 400);
    CHECK(answer.body.find("In this format a list has no pages") != std::string::npos);
  }
}

TEST_CASE("what is hidden is empty in CSV and left out of NDJSON") {
  const RestWorld world;
  auto root = world.small.as_root();
  vendor::Ward ward;
  ward.name = "North";
  ward.door_code = "1234";
  root.create(ward);
  const auto seen = csv_rows(world.get("/api/wards.csv", world.root()).text());
  CHECK(cell(seen, 1, "door_code") == "1234");
  const auto hidden = csv_rows(world.get("/api/wards.csv", world.ada()).text());
  CHECK(cell(hidden, 1, "name") == "North");
  CHECK(cell(hidden, 1, "door_code").empty());
  const auto line = ndjson_rows(world.get("/api/wards.ndjson", world.ada()).text()).front();
  CHECK_FALSE(line.contains("door_code"));
}

TEST_CASE("a cell is no formula and no line break") {
  const RestWorld world;
  auto root = world.small.as_root();
  for (const char* name : {"=1+1", "+1", "-1", "@x", "a, \"b\"\r\nc"}) {
    vendor::Ward ward;
    ward.name = name;
    root.create(ward);
  }
  const auto text = world.get("/api/wards.csv", world.root()).text();
  const auto rows = csv_rows(text);
  CHECK(cell(rows, 1, "name") == "'=1+1");
  CHECK(cell(rows, 2, "name") == "'+1");
  CHECK(cell(rows, 3, "name") == "'-1");
  CHECK(cell(rows, 4, "name") == "'@x");
  CHECK(cell(rows, 5, "name") == "a, \"b\"\r\nc");
  CHECK(text.ends_with("\r\n"));
}

TEST_CASE("what can be refused is refused before the file begins") {
  const RestWorld world;
  CHECK(world.get("/api/patients.csv", RestWorld::nobody).status == 401);
  CHECK(world.get("/api/users.csv", world.ada()).status != 403);  // their own account
  CHECK(world.get("/api/organizations.csv", world.ada()).status == 403);
  CHECK(world.get("/api/wards.csv?beds_at_least=x", world.ada()).status == 400);
  CHECK(world.get("/api/wards.csv?nonsense=x", world.ada()).status == 400);
  const auto hidden = world.get("/api/appointments.csv?ordering=-created_at", world.amara());
  CHECK(hidden.status == 200);
}

TEST_CASE("a HEAD of a file tells what it would be, and exports nothing") {
  on_every_host(
      [](SmallClinic& small, const RestClient& host) {
        const auto head = host.call("HEAD", "/api/patients.csv", host.ada());
        CHECK(head.status == 200);
        CHECK(head.header("Content-Type").starts_with("text/csv"));
        CHECK(head.header("Content-Length").empty());
        CHECK(head.text().empty());
        CHECK(entries_of(small, "export").empty());
      },
      {.reads = JournalReads::batched});
}

TEST_CASE("an export has its own entries in the journal, with the patients that it showed") {
  on_every_host(
      [](SmallClinic& small, const RestClient& host) {
        const auto answer = host.get("/api/patients.csv?sex=female", host.ada());
        CHECK(entries_of(small, "export").empty());
        REQUIRE(csv_rows(answer.text()).size() == 3);
        const auto entries = entries_of(small, "export");
        REQUIRE(entries.size() == 1);
        CHECK(entries.front().entity == "patient");
        CHECK(entries.front().outcome == JournalOutcome::allowed);
        CHECK(entries.front().patients == small.amara.to_string() + " " + small.ben.to_string());
        const auto body = nlohmann::json::parse(journal_body_json(entries.front()).value());
        CHECK(body.at("rows").size() == 2);
        CHECK(body.at("query").at("filter") == nlohmann::json{"equal", "sex", "female"});
        const auto searches = entries_of(small, "search");
        CHECK(std::ranges::find(searches, "patient", &JournalEntry::entity) == searches.end());
      },
      {.reads = JournalReads::batched});
}

TEST_CASE("an export that is refused is denied in the journal by its name") {
  on_every_host(
      [](SmallClinic& small, const RestClient& host) {
        CHECK(host.get("/api/doctors.csv?ordering=name", host.amara()).status == 200);
        const auto refused = host.get("/api/wards.csv?ordering=door_code", host.ada());
        CHECK(refused.status == 400);  // nothing to order by
        auto ada = small.as_ada();
        ListOptions options;
        options.use = ListUse::exported;
        options.filter = f<&vendor::Ward::door_code> == std::string{"1"};
        CHECK_THROWS(ada.check_list(entity_info<vendor::Ward>(), options));
        const auto entries = entries_of(small, "export");
        REQUIRE(entries.size() == 1);
        CHECK(entries.front().outcome == JournalOutcome::denied);
      },
      {.reads = JournalReads::batched});
}

TEST_CASE("who stops listening stops the export, and the journal has what they got") {
  on_every_host(
      [](SmallClinic& small, const RestClient& host) {
        if (small.row_security == RowSecurityProfile::full) return;  // nobody may add wards so
        add_wards(small, 3000);
        const auto answer = host.get("/api/wards.ndjson", host.ada());
        int pieces = 0;
        answer.stream([&pieces](std::string_view) { return ++pieces < 2; });
        CHECK(pieces == 2);
        std::size_t rows = 0;
        for (const auto& entry : entries_of(small, "export"))
          rows += nlohmann::json::parse(journal_body_json(entry).value()).at("rows").size();
        CHECK(rows > 100);
        CHECK(rows < 3000);
        CHECK(host.get("/api/wards/", host.ada()).status == 200);
      },
      {.reads = JournalReads::batched});
}

TEST_CASE("memory does not grow with the rows of a file") {
  constexpr int wards = 200'000;
  constexpr std::size_t most_growth = 16U << 20U;
  on_every_host(
      [](SmallClinic& small, const RestClient& host) {
        if (!small.backend->capabilities().durable) return;          // it has them all in memory
        if (small.row_security == RowSecurityProfile::full) return;  // and nobody may add wards so
        add_wards(small, wards);
        // The first time fills what the engine keeps of its file.
        CHECK(host.get("/api/wards.csv", host.ada()).text().size() > most_growth);
        ::malloc_trim(0);
        const auto answer = host.get("/api/wards.csv", host.ada());
        const auto before = resident_bytes();
        std::size_t most = before;
        std::size_t bytes = 0;
        answer.stream([&](std::string_view piece) {
          bytes += piece.size();
          most = std::max(most, resident_bytes());
          return true;
        });
        CHECK(bytes > most_growth);
        CHECK(most < before + most_growth);
      },
      {.reads = JournalReads::strict});
}
