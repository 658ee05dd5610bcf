#pragma once

#include <memory>

#include "salus/service/clinic.hpp"

#include "id_sequence.hpp"
#include "policy_cache.hpp"

namespace salus {

/// What a Clinic and its sessions share. Immutable, but for what guards itself.
struct ClinicState {
  std::shared_ptr<Backend> backend;
  Catalog catalog;
  std::unique_ptr<const PolicyCache> policies;
  Environment environment;
  Id<Organization> organization;
  mutable IdSequence ids;

  Uuid new_id(Timestamp now) const { return ids.next(now, environment.random); }
};

}  // namespace salus
