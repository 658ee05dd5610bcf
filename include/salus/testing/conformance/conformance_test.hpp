#pragma once

/// What the conformance tests are made of: a sentence with a function, and what those functions use.

#include <string>
#include <string_view>
#include <vector>

#include <catch2/catch_message.hpp>
#include <catch2/catch_test_macros.hpp>
#include <catch2/catch_tostring.hpp>

#include "salus/core/error.hpp"
#include "salus/testing/conformance/tenant.hpp"
#include "salus/testing/describe.hpp"
#include "salus/testing/error_of.hpp"
#include "salus/testing/storage_fixture.hpp"
#include "salus/testing/toy_entities.hpp"

namespace salus::testing {

/// One behaviour of the port. The function is called with nothing made yet.
struct ConformanceTest {
  std::string_view sentence;
  void (*run)(StorageFixture& fixture);
};

using ConformanceTests = std::vector<ConformanceTest>;

/// Makes a new database have these tables.
inline void apply_schema(StorageFixture& fixture, Backend& backend, const SchemaSnapshot& wanted) {
  fixture.apply(backend, compare(backend.inspect(), wanted));
}

/// A new database with the toy tables, and two organizations in it.
struct ToyStore {
  explicit ToyStore(StorageFixture& fixture) : backend{fixture.make_empty()} {
    apply_schema(fixture, *backend, toy_schema());
    here = std::make_unique<Tenant>(*backend, numbered_uuid(1001));
    there = std::make_unique<Tenant>(*backend, numbered_uuid(1002));
  }

  std::shared_ptr<Backend> backend;
  std::unique_ptr<Tenant> here;
  std::unique_ptr<Tenant> there;
};

}  // namespace salus::testing

template <>
struct Catch::StringMaker<salus::Value> {
  static std::string convert(const salus::Value& value) { return salus::testing::describe(value); }
};

template <>
struct Catch::StringMaker<salus::ErrorCode> {
  static std::string convert(salus::ErrorCode code) {
    return std::string{salus::error_facts(code).name};
  }
};
