#pragma once

/// Proves that an adapter means what the storage port says.
///
/// @code
/// class MyStorage : public salus::testing::StorageFixture {
///   std::shared_ptr<salus::Backend> make_empty() override { return my::open(fresh_file()); }
///   std::shared_ptr<salus::Backend> reopen() override { return my::open(file_); }
///   std::shared_ptr<salus::Backend> make_reference() override { return salus::memory::open(); }
/// };
///
/// TEST_CASE("My storage does what the storage port says") {
///   MyStorage storage;
///   salus::testing::check_storage(storage);
/// }
/// @endcode
///
/// Needs Catch2 3 and no more. Each behaviour is a section whose name is a sentence; run one by
/// `-c "A cursor may go before its end, and the session reads on"`. A behaviour that an adapter says
/// it lacks is skipped. The random programs print their seed; repeat them with `--rng-seed`.

#include "salus/testing/conformance/comparing.hpp"
#include "salus/testing/conformance/concurrency.hpp"
#include "salus/testing/conformance/constraints.hpp"
#include "salus/testing/conformance/exists.hpp"
#include "salus/testing/conformance/inside_json.hpp"
#include "salus/testing/conformance/journal_head.hpp"
#include "salus/testing/conformance/missing_values.hpp"
#include "salus/testing/conformance/naughty_texts.hpp"
#include "salus/testing/conformance/ordering.hpp"
#include "salus/testing/conformance/organizations.hpp"
#include "salus/testing/conformance/overlaps.hpp"
#include "salus/testing/conformance/random_programs.hpp"
#include "salus/testing/conformance/reading.hpp"
#include "salus/testing/conformance/row_bits.hpp"
#include "salus/testing/conformance/schema.hpp"
#include "salus/testing/conformance/searching.hpp"
#include "salus/testing/conformance/transactions.hpp"
#include "salus/testing/conformance/writing.hpp"
#include "salus/testing/storage_fixture.hpp"

namespace salus::testing {

/// Every behaviour but the random programs.
inline ConformanceTests conformance_tests() {
  ConformanceTests all;
  for (const auto& part : {schema_tests(),
                           reading_tests(),
                           comparing_tests(),
                           searching_tests(),
                           inside_json_tests(),
                           missing_value_tests(),
                           exists_tests(),
                           ordering_tests(),
                           row_bits_tests(),
                           writing_tests(),
                           constraint_tests(),
                           overlap_tests(),
                           transaction_tests(),
                           concurrency_tests(),
                           journal_head_tests(),
                           organization_tests(),
                           naughty_text_tests()}) {
    all.insert(all.end(), part.begin(), part.end());
  }
  return all;
}

/// Checks every behaviour, each in a section of the test case that calls it and with a database of
/// its own.
inline void check_storage(StorageFixture& fixture, const RandomProgramOptions& options = {}) {
  for (const auto& test : conformance_tests()) {
    DYNAMIC_SECTION(test.sentence) { test.run(fixture); }
  }
  SECTION("Random programs have the answers of the reference") {
    check_random_programs(fixture, options);
  }
}

}  // namespace salus::testing
