#pragma once

/// What a source system calls a row.

#include <string>

#include "salus/schema/nested.hpp"

namespace salus {

/// One of a row's `identifiers`; FHIR: Identifier. No two rows of an entity share one in an organization: any
/// entity with a `std::vector<SourceIdentifier>` member is held to it.
struct SourceIdentifier {
  std::string system;  ///< The namespace of the value, a URI by custom.
  std::string value;

  friend bool operator==(const SourceIdentifier&, const SourceIdentifier&) = default;
};

template <>
struct Describe<SourceIdentifier> {
  static constexpr auto value = salus::value<SourceIdentifier>(
      field<&SourceIdentifier::system>("system", required, max_length{200}),
      field<&SourceIdentifier::value>("value", required, max_length{200}));
};

}  // namespace salus
