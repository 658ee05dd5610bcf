#include <catch2/catch_test_macros.hpp>

#include "salus/core/error.hpp"
#include "salus/domain/domain_catalog.hpp"
#include "salus/testing/error_of.hpp"

#include "test_database.hpp"

using namespace salus;
using namespace sqlite_test;
using sqlite::OpenMode;
using testing::code_of;

namespace {}  // namespace

TEST_CASE("The catalog of the file gives back the schema, word for word") {
  const Folder folder;
  const auto backend = sqlite::open(folder / "clinic.db", key(), {.mode = OpenMode::create});
  CHECK(backend->inspect().tables.empty());
  const auto schema = snapshot_of(domain_catalog());
  backend->apply(compare(SchemaSnapshot{}, schema));
  CHECK(backend->inspect() == schema);
  CHECK(sqlite::open(folder / "clinic.db", key())->inspect() == schema);
}

TEST_CASE("Changes are made all or none") {
  const Folder folder;
  const auto backend = sqlite::open(folder / "clinic.db", key(), {.mode = OpenMode::create});
  const auto schema = testing::toy_schema();
  const std::vector<SchemaChange> changes{CreateTable{schema.tables.front()},
                                          UnknownColumn{"specimen", "colour"}};
  CHECK(code_of([&] { backend->apply(changes); }) == ErrorCode::schema_mismatch);
  CHECK(backend->inspect().tables.empty());
}

TEST_CASE("A table whose guards are missing is told") {
  const Folder folder;
  const auto backend = sqlite::open(folder / "clinic.db", key(), {.mode = OpenMode::create});
  auto schema = testing::toy_schema();
  for (auto& table : schema.tables) table.append_only = false;
  backend->apply(compare(SchemaSnapshot{}, schema));
  CHECK_NOTHROW(backend->verify_guards(schema));
  CHECK(code_of([&] { backend->verify_guards(testing::toy_schema()); }) ==
        ErrorCode::schema_mismatch);
}

TEST_CASE(
    "The file itself refuses to change the journal, even where the program does not know of it") {
  const Folder folder;
  const auto backend = sqlite::open(folder / "clinic.db", key(), {.mode = OpenMode::create});
  make_tables(*backend);
  EntityInfo careless = entity_info<JournalEntry>();
  careless.append_only = false;
  JournalEntry entry;
  entry.organization_id = {organization};
  const auto session = backend->open({organization});
  session->run([&](Transaction& tx) {
    tx.insert(testing::insert_of<JournalEntry>({organization}, {entry}));
  });
  const Update change{.entity = &careless,
                      .assignments = {testing::assign<&JournalEntry::action>("other")}};
  const auto update = [&] { session->run([&](Transaction& tx) { tx.update(change); }); };
  const auto remove = [&] {
    session->run([&](Transaction& tx) { tx.remove(careless, expr::always()); });
  };
  CHECK(code_of(update) == ErrorCode::storage_failed);
  CHECK(code_of(remove) == ErrorCode::storage_failed);
}

TEST_CASE("A program whose tables are missing is told") {
  const Folder folder;
  const auto backend = sqlite::open(folder / "clinic.db", key(), {.mode = OpenMode::create});
  CHECK(code_of([&] { specimens(*backend); }) == ErrorCode::schema_mismatch);
}
