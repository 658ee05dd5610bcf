#pragma once

/// Somebody who can log in.

#include <array>
#include <cstdint>
#include <optional>
#include <string>

#include "salus/core/id.hpp"
#include "salus/core/json.hpp"
#include "salus/domain/access_level.hpp"
#include "salus/query/filter.hpp"
#include "salus/schema/entity.hpp"

namespace salus {

/// What an account is for, in the words of its flags.
enum class AccountRole : std::uint8_t { patient, doctor, admin_staff };

/// An account. What it may do follows from its flags, and from the doctor or patient linked to it.
struct User {
  Id<User> id;
  std::string email;
  std::string name;
  bool is_patient = false;
  bool is_doctor = false;
  bool is_admin_staff = false;
  bool requested_doctor = false;       ///< Asked for at registration; pending while `is_doctor` is
  bool requested_admin_staff = false;  ///< false. An administrator grants by the flag itself.
  bool is_active = true;
  std::optional<Id<AccessLevel>>
      access_level;  ///< What staff are limited to; none: administrators.
  std::optional<std::string> phone_number;
  std::optional<std::string> address;
  std::optional<Timestamp> last_login;
  std::string password_hash;       ///< PHC string; empty: no log-in by password.
  std::int64_t session_epoch = 0;  ///< Tokens of an earlier one are dead.
  Json metadata = Json::empty_object();
};

template <>
struct Describe<User> {
  static constexpr auto entity = salus::entity<User>(
      "user", "users", field<&User::id>("id", primary_key, read_only, compartment),
      field<&User::email>("email", required, unique, ignores_case, filterable, sortable, searchable,
                          email_address, phi, max_length{254}),
      field<&User::name>("name", required, sortable, searchable, phi, max_length{200}),
      field<&User::is_patient>("is_patient"), field<&User::is_doctor>("is_doctor"),
      field<&User::is_admin_staff>("is_admin_staff"),
      field<&User::requested_doctor>("requested_doctor"),
      field<&User::requested_admin_staff>("requested_admin_staff"),
      field<&User::is_active>("is_active", filterable),
      field<&User::access_level>("access_level", filterable),
      field<&User::phone_number>("phone_number", phi, max_length{50}),
      field<&User::address>("address", phi, max_length{500}),
      field<&User::last_login>("last_login", read_only),
      field<&User::password_hash>("password_hash", write_only, read_only),
      field<&User::session_epoch>("session_epoch", write_only, read_only),
      field<&User::metadata>("metadata"));
};

template <>
struct Filters<User> {
  static constexpr std::array filters{
      filter<AccountRole>("role", "With this role.",
                          [](AccountRole role) {
                            if (role == AccountRole::patient) return f<&User::is_patient> == true;
                            if (role == AccountRole::doctor) return f<&User::is_doctor> == true;
                            return f<&User::is_admin_staff> == true;
                          }),
      filter<bool>("pending", "Whether a request to be a doctor or staff waits for approval.",
                   [](bool pending) {
                     const auto waits =
                         (f<&User::requested_doctor> == true && f<&User::is_doctor> == false) ||
                         (f<&User::requested_admin_staff> == true &&
                          f<&User::is_admin_staff> == false);
                     return pending ? waits : !waits;
                   }),
  };
};

}  // namespace salus
