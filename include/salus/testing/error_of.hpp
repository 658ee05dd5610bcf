#pragma once

/// What a call throws, for tests of refusals.

#include <catch2/catch_test_macros.hpp>

#include "salus/core/error.hpp"

namespace salus::testing {

/// The error that a call throws; fails the test if it throws none.
template <class Call>
Error error_of(const Call& call) {
  try {
    call();
  } catch (const Error& error) {
    return error;
  }
  FAIL("An error was expected, and there was none.");
  return Error{ErrorCode::internal, ""};
}

template <class Call>
ErrorCode code_of(const Call& call) {
  return error_of(call).code();
}

}  // namespace salus::testing
