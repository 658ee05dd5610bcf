#pragma once

/// What somebody new to the REST host asks it first, as commands for another terminal.

#include <string>
#include <vector>

#include "salus/service/clinic.hpp"

#include "cli/sample/sample_clinic.hpp"

namespace salus::cli {

struct FirstCall {
  std::string purpose;
  std::string command;  ///< For a POSIX shell, with curl and sed; needs those before it.
};

/// Five calls of a doctor at a host whose interface is at `address` ("http://127.0.0.1:8080/api"): log in, list,
/// be refused, search, book. Rows, counts and the free time in them are those of the clinic.
std::vector<FirstCall> first_calls(const Clinic& clinic, const SampleClinic& sample,
                                   const std::string& address);

}  // namespace salus::cli
