#pragma once

/// The clinic or hospital that rows belong to. Nothing is shared between two organizations.

#include <string>

#include "salus/core/id.hpp"
#include "salus/core/json.hpp"
#include "salus/core/time_zone.hpp"
#include "salus/schema/entity.hpp"

namespace salus {

/// FHIR: Organization. Its id is made from its slug (`organization_id_of`), so that a request can
/// name it before anything was read.
struct Organization {
  Id<Organization> id;
  std::string slug;
  std::string name;
  std::string time_zone = "UTC";  ///< IANA name. Calendar days and wall clocks are of this zone.
  Json metadata = Json::empty_object();
};

template <>
struct Describe<Organization> {
  static constexpr auto entity =
      salus::entity<Organization>(
          "organization", "organizations", field<&Organization::id>("id", primary_key, read_only),
          field<&Organization::slug>("slug", required, unique, read_only, max_length{50}),
          field<&Organization::name>("name", required, max_length{200}),
          field<&Organization::time_zone>("time_zone", max_length{64}),
          field<&Organization::metadata>("metadata"))
          .check("unknown_time_zone", "time_zone",
                 "Give a zone of the IANA database, such as Europe/Berlin.",
                 [](const Organization& it) { return is_known_time_zone(it.time_zone); });
};

}  // namespace salus
