#include "salus/sql/statement_cache.hpp"

#include <memory>

#include <catch2/catch_test_macros.hpp>

using Cache = salus::sql::StatementCache<std::unique_ptr<int>>;

TEST_CASE("A statement is found by its shape") {
  Cache cache{2};
  CHECK(cache.find("a") == nullptr);
  auto& added = cache.add("a", std::make_unique<int>(1));
  CHECK(cache.find("a") == &added);
}

TEST_CASE("The statement that was used longest ago makes room") {
  Cache cache{2};
  cache.add("a", std::make_unique<int>(1));
  cache.add("b", std::make_unique<int>(2));
  REQUIRE(cache.find("a") != nullptr);
  cache.add("c", std::make_unique<int>(3));
  CHECK(cache.find("b") == nullptr);
  CHECK(**cache.find("a") == 1);
  CHECK(**cache.find("c") == 3);
}
