#pragma once

/// What the program says when something goes wrong: one line what it is, one line what to do.
///
/// @code
/// throw Failure{ExitCode::usage, "there is no entity \"patiens\".", "Did you mean \"patients\"?"};
/// @endcode

#include <iosfwd>
#include <stdexcept>
#include <string>

#include "salus/core/error.hpp"

#include "cli/exit_code.hpp"

namespace salus::cli {

/// An error of the program itself. Neither line repeats what a user typed as a value: it may be
/// a patient's, or a secret in the wrong place.
class Failure : public std::runtime_error {
 public:
  Failure(ExitCode exit_code, const std::string& problem, std::string advice)
      : std::runtime_error{problem}, exit_code_{exit_code}, advice_{std::move(advice)} {}

  ExitCode exit_code() const noexcept { return exit_code_; }
  const std::string& advice() const noexcept { return advice_; }

 private:
  ExitCode exit_code_;
  std::string advice_;
};

/// The same for an error of the library: its text, with what its code lets one do.
Failure explained(const Error& error);

/// Prints the two lines.
void print(std::ostream& out, const Failure& failure);

}  // namespace salus::cli
