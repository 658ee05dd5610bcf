#pragma once

/// Which state the access levels and rules of an organization are in.

#include "salus/core/id.hpp"
#include "salus/schema/entity.hpp"

namespace salus {

struct Organization;

/// One row an organization, never routed. Every process compares it before it uses the rules that it
/// remembers; a change of a rule changes it in the same transaction.
struct PolicyRevision {
  Id<Organization> organization_id;
  Uuid revision;  ///< Another one after each change; equal means unchanged, and no more.
};

template <>
struct Describe<PolicyRevision> {
  static constexpr auto entity =
      salus::entity<PolicyRevision>(
          "policy_revision", "",
          field<&PolicyRevision::organization_id>("organization_id", primary_key),
          field<&PolicyRevision::revision>("revision"))
          .without_row_metadata();
};

}  // namespace salus
