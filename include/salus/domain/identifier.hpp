#pragma once

/// Where a source system's id points to: the index behind every `identifiers` field.

#include <string>

#include "salus/core/id.hpp"
#include "salus/schema/entity.hpp"

namespace salus {

struct Organization;

/// One (system, value) of one row; FHIR: Identifier. Kept in step by the library, never routed.
struct Identifier {
  Id<Organization> organization_id;
  std::string entity;  ///< The table of the row.
  std::string system;  ///< The namespace of the value, a URI by custom.
  std::string value;
  Uuid row_id;
};

template <>
struct Describe<Identifier> {
  static constexpr auto entity =
      salus::entity<Identifier>("identifier", "",
                                field<&Identifier::organization_id>("organization_id", primary_key),
                                field<&Identifier::entity>("entity", primary_key),
                                field<&Identifier::system>("system", primary_key, max_length{200}),
                                field<&Identifier::value>("value", primary_key, max_length{200}),
                                field<&Identifier::row_id>("row_id", filterable))
          .without_row_metadata();
};

}  // namespace salus
