#pragma once

#include <memory>
#include <string>

#include "salus/service/clinic.hpp"

namespace salus {

/// What a Clinic and its sessions share. Immutable.
struct ClinicState {
  std::shared_ptr<Backend> backend;
  Catalog catalog;
  std::shared_ptr<const Policy> policy;
  std::string policy_version;
  Environment environment;
  Id<Organization> organization;
};

}  // namespace salus
