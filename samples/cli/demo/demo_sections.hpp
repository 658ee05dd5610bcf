#pragma once

/// What the demo shows. Every number and every row is the answer of a call that an application would
/// make; nothing is written by hand.

#include <filesystem>
#include <iosfwd>
#include <string>
#include <vector>

#include "salus/service/clinic.hpp"

#include "cli/sample/sample_clinic.hpp"

namespace salus::cli {

/// Somebody who looks at the clinic.
struct Viewer {
  std::string name;
  std::string role;
  std::string email;
};

/// The doctor, the patient and the administrator of the sample.
std::vector<Viewer> viewers_of(const SampleClinic& sample);

/// Where the file is, and that nothing can be read in it.
void show_file(std::ostream& out, const Clinic& clinic, const std::filesystem::path& database);

/// How many rows each of them sees, and some of them.
void show_views(std::ostream& out, const Clinic& clinic, const SampleClinic& sample);

/// One row, and which of its fields each of them sees.
void show_masks(std::ostream& out, const Clinic& clinic, const SampleClinic& sample);

/// A chart that a doctor may no longer see, and why.
void show_refusal(std::ostream& out, const Clinic& clinic, const SampleClinic& sample);

/// Verifies the journal.
void show_journal(std::ostream& out, const Clinic& clinic);

/// Log-ins, and commands to copy.
void show_server(std::ostream& out, const Clinic& clinic, const SampleClinic& sample, int port);

}  // namespace salus::cli
