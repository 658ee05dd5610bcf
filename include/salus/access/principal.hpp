#pragma once

/// Who acts.

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "salus/core/id.hpp"
#include "salus/domain/access_level.hpp"
#include "salus/domain/doctor.hpp"
#include "salus/domain/organization.hpp"
#include "salus/domain/patient.hpp"
#include "salus/domain/user.hpp"
#include "salus/schema/reflect.hpp"

namespace salus {

/// What a principal is allowed to be. Roles of people first; behind them the closed list of system
/// principals, which act for the library where the caller may not look.
enum class Role : std::uint8_t {
  user,  ///< Everybody who is logged in.
  patient,
  doctor,
  administrator,
  staff,          ///< Has an access level, and what its rules give.
  authenticator,  ///< System: finds the account of a log-in.
  registrar,      ///< System: makes the account of somebody who registers.
  installer,      ///< System: makes the organization and its first administrator.
  importer,       ///< System: brings in the rows of a source system.
  auditor,        ///< System: reads the journal to verify it.
  emergency,      ///< System: opens a patient's data to a doctor who breaks the glass.
  scheduler,  ///< System: sees when a doctor works and is busy, for whoever looks for a free slot.
};

constexpr bool is_system(Role role) { return role >= Role::authenticator; }

/// A set of roles.
class RoleSet {
 public:
  constexpr RoleSet() = default;
  constexpr RoleSet(std::initializer_list<Role> roles) {
    for (const Role role : roles) add(role);
  }
  constexpr void add(Role role) { bits_ |= 1U << static_cast<unsigned>(role); }
  constexpr bool contains(Role role) const {
    return (bits_ >> static_cast<unsigned>(role) & 1U) != 0;
  }
  /// Whether there is a system principal among them.
  constexpr bool has_system() const {
    return bits_ >> static_cast<unsigned>(Role::authenticator) != 0;
  }
  friend constexpr bool operator==(RoleSet, RoleSet) = default;

 private:
  std::uint32_t bits_ = 0;
};

/// Their names, in the order of the enumeration.
inline std::vector<std::string_view> names_of(RoleSet roles) {
  std::vector<std::string_view> names;
  for (std::size_t i = 0; i < enumerator_names<Role>.size(); ++i) {
    if (roles.contains(static_cast<Role>(i))) names.push_back(enumerator_names<Role>[i]);
  }
  return names;
}

/// Somebody, in one organization, with the rows they are linked to. Facts only: what they may do is
/// the policy's answer. Made by the library at log-in, or by a host that has its own log-in.
struct Principal {
  Id<Organization> organization;
  std::optional<Id<User>> user;
  std::optional<Id<Doctor>> doctor;
  std::optional<Id<Patient>> patient;
  std::optional<Id<AccessLevel>> access_level;
  RoleSet roles;
  std::string session;  ///< Which log-in this is, for the journal.
};

}  // namespace salus
