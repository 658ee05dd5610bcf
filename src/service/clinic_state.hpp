#pragma once

#include <memory>

#include "salus/service/clinic.hpp"

#include "caller_of.hpp"
#include "entitlements_pool.hpp"
#include "id_sequence.hpp"
#include "journal_queue.hpp"
#include "policy_cache.hpp"
#include "signing_keys.hpp"

namespace salus {

/// What a Clinic and its sessions share. Immutable, but for what guards itself.
struct ClinicState {
  std::shared_ptr<Backend> backend;
  Catalog catalog;
  std::unique_ptr<const PolicyCache> policies;
  Environment environment;
  Id<Organization> organization;
  SchemaSnapshot schema;  ///< What the database is held to.
  IdentityOptions identity;
  SigningKeys keys;
  mutable IdSequence ids;
  mutable EntitlementsPool entitlements;
  std::unique_ptr<JournalQueue>
      journal;  ///< Last: what waits in it is written before the rest goes.

  SessionOptions session_options(const Principal& principal) const {
    return {.organization = organization.value,
            .caller = schema.row_security == nullptr ? nullptr : caller_of(principal)};
  }
  Uuid new_id(Timestamp now) const { return ids.next(now, environment.random); }
};

}  // namespace salus
