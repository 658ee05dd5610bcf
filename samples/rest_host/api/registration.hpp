#pragma once

/// POST /api/auth/register/: an account for oneself.

#include <optional>
#include <string>

#include "salus/service/identity.hpp"

#include "rest_host/api/http_message.hpp"

namespace salus::rest {

/// The body of a registration. Its fields keep the rules of the account's.
struct RegistrationForm {
  std::string email;
  std::string name;
  std::string password;
  bool is_patient = false;
  bool is_doctor = false;
  bool is_admin_staff = false;
  std::optional<std::string> phone_number;
  std::optional<std::string> address;
};

/// The answer has the new user's own fields, and the tokens of their first log-in beside them.
Response register_account(const Clinic& clinic, const Request& request);

}  // namespace salus::rest

template <>
struct salus::Describe<salus::rest::RegistrationForm> {
  using Form = salus::rest::RegistrationForm;
  static constexpr auto entity =
      salus::entity<Form>(
          "registration_form", "",
          field<&Form::email>("email", required, email_address, max_length{254}),
          field<&Form::name>("name", required, max_length{200}),
          field<&Form::password>("password", required), field<&Form::is_patient>("is_patient"),
          field<&Form::is_doctor>("is_doctor"), field<&Form::is_admin_staff>("is_admin_staff"),
          field<&Form::phone_number>("phone_number", max_length{50}),
          field<&Form::address>("address", max_length{500}))
          .without_row_metadata();
};
