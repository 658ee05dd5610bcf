#include <catch2/catch_test_macros.hpp>

#include "postgres/clinic_database.hpp"

namespace salus::postgres_test {
namespace {

struct JournalledClinic : ClinicDatabase {
  JournalledClinic() {
    JournalEntry entry;
    entry.organization_id = {here};
    entry.sequence = 1;
    session()->run([&](Transaction& tx) { tx.insert(insert_of({here}, std::vector{entry})); });
  }
};

TEST_CASE("The journal refuses changes through the port") {
  JournalledClinic clinic;
  const auto update = error_of([&] {
    clinic.session()->run([](Transaction& tx) {
      tx.update(update_of<JournalEntry>({}, {assign<&JournalEntry::action>("nothing")}));
    });
  });
  CHECK(update.code() == ErrorCode::storage_failed);
  const auto removal = error_of([&] {
    clinic.session()->run(
        [](Transaction& tx) { tx.remove(entity_info<JournalEntry>(), expr::always()); });
  });
  CHECK(removal.code() == ErrorCode::storage_failed);
}

TEST_CASE("The journal refuses changes by SQL, the owner's too") {
  const JournalledClinic clinic;
  for (const auto* change : {"UPDATE journal_entry SET action = 'nothing'",
                             "DELETE FROM journal_entry",
                             "TRUNCATE journal_entry"}) {
    INFO(change);
    CHECK(clinic.as_application().failure(change) == "42501");
    CHECK(clinic.as_owner().failure(change) == "23000");
    CHECK(clinic.as_superuser().failure(change) == "23000");
  }
}

TEST_CASE("The application removes rows of internal tables only") {
  const ClinicDatabase clinic;
  auto sql = clinic.as_application();
  CHECK(sql.failure("DELETE FROM identifier").empty());
  CHECK(sql.failure("DELETE FROM patient") == "42501");
}

}  // namespace
}  // namespace salus::postgres_test
