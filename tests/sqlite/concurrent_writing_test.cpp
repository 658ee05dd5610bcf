#include <future>
#include <thread>

#include <catch2/catch_test_macros.hpp>

#include "salus/core/error.hpp"

#include "other_process.hpp"
#include "test_database.hpp"

using namespace salus;
using namespace sqlite_test;
using salus::testing::Specimen;
using sqlite::OpenMode;

namespace {

constexpr std::uint32_t rows_each = 200;

/// Adds rows first + 1 … first + rows_each, each in its own transaction.
void add_rows(Backend& backend, std::uint32_t first) {
  const auto session = backend.open({organization});
  for (std::uint32_t i = 1; i <= rows_each; ++i) add(*session, specimen(first + i));
}

}  // namespace

TEST_CASE("Eight threads write, and everything is there") {
  const Folder folder;
  const auto file = folder / "clinic.db";
  make_database(file, 0);
  {
    const auto backend = sqlite::open(file, key());
    std::vector<std::future<void>> threads;
    for (std::uint32_t i = 0; i < 8; ++i) {
      threads.push_back(
          std::async(std::launch::async, [&backend, i] { add_rows(*backend, i * rows_each); }));
    }
    for (auto& thread : threads) thread.get();
    CHECK(specimens(*backend) == 8 * rows_each);
  }
  CHECK(specimens(*sqlite::open(file, key())) == 8 * rows_each);
}

TEST_CASE("A body that throws in the middle of a crowd undoes itself alone") {
  const Folder folder;
  make_database(folder / "clinic.db", 0);
  const auto backend = sqlite::open(folder / "clinic.db", key());
  std::vector<std::future<int>> threads;
  for (std::uint32_t i = 0; i < 4; ++i) {
    threads.push_back(std::async(std::launch::async, [&backend, i] {
      const auto session = backend->open({organization});
      int thrown = 0;
      for (std::uint32_t j = 1; j <= 100; ++j) {
        try {
          session->run([&](Transaction& tx) {
            tx.insert(insert_of(specimen(1000 * i + j)));
            if (j % 3 == 0) throw j;
          });
        } catch (std::uint32_t own) {
          thrown += own == j ? 1 : 0;
        }
      }
      return thrown;
    }));
  }
  for (auto& thread : threads) CHECK(thread.get() == 33);
  CHECK(specimens(*backend) == 4 * 67);
}

TEST_CASE("Two processes write one file") {
  const Folder folder;
  const auto file = folder / "clinic.db";
  make_database(file, 0);
  OtherProcess other{[&] { add_rows(*sqlite::open(file, key()), rows_each); }};
  const auto backend = sqlite::open(file, key());
  add_rows(*backend, 0);
  REQUIRE(other.wait());
  CHECK(specimens(*backend) == 2 * rows_each);
}

TEST_CASE("What was acknowledged before a crash is there after it") {
  const Folder folder;
  const auto file = folder / "clinic.db";
  make_database(file, 0);
  in_other_process([&] {
    const auto backend = sqlite::open(file, key());
    add_rows(*backend, 0);
    backend->open({organization})->run([&](Transaction& tx) {
      tx.insert(insert_of(specimen(999)));
      crash();
    });
  });
  CHECK(specimens(*sqlite::open(file, key())) == rows_each);
}

TEST_CASE("Queries beyond the number of readers wait, and give up at their deadline") {
  const Folder folder;
  make_database(folder / "clinic.db");
  const auto backend = sqlite::open(folder / "clinic.db", key(), {.readers = 1});
  const auto session = backend->open({organization});
  const auto impatient = backend->open({organization, std::chrono::milliseconds{20}});
  const auto query = testing::select_of<Specimen>();
  auto cursor = session->select(query);
  std::vector<Cell> row(query.cell_count());
  REQUIRE(cursor->next(row));
  try {
    impatient->select(query);
    FAIL("There was a second reader.");
  } catch (const Error& error) {
    CHECK(error.code() == ErrorCode::storage_busy);
  }
  cursor.reset();
  CHECK(testing::rows(*impatient, query).size() == 3);
}

TEST_CASE("A query that takes longer than its deadline is given up") {
  const Folder folder;
  make_database(folder / "clinic.db", 2'000);
  const auto backend = sqlite::open(folder / "clinic.db", key());
  const auto impatient = backend->open({organization, std::chrono::milliseconds{5}});
  auto query = testing::count_of<Specimen>();
  for (int i = 0; i < 400; ++i)
    query.where = std::move(query.where) && !contains(f<&Specimen::text>, "nothing like it");
  try {
    impatient->count(query);
    FAIL("It took less than its deadline.");
  } catch (const Error& error) {
    CHECK(error.code() == ErrorCode::storage_busy);
  }
}
