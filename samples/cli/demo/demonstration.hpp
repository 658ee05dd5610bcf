#pragma once

/// What `salus demo` prints. Every line comes from a call that the person in question could make.

#include <filesystem>
#include <iosfwd>
#include <string>

#include "salus/service/clinic.hpp"

#include "cli/sample/sample_clinic.hpp"
#include "cli/terminal/terminal.hpp"

namespace salus::cli {

class Demonstration {
 public:
  Demonstration(const Clinic& clinic, const SampleClinic& sample, std::ostream& out)
      : clinic_{clinic}, sample_{sample}, out_{out} {}

  void where_it_is(const std::filesystem::path& database, bool stays) const;
  void what_each_person_sees() const;
  void a_refusal() const;
  void the_journal() const;
  void how_to_ask(int port) const;

 private:
  void heading(const std::string& text) const;
  void sample_rows(const std::string& email) const;

  const Clinic& clinic_;
  const SampleClinic& sample_;
  std::ostream& out_;
  Style style_{Stream::output};
};

}  // namespace salus::cli
