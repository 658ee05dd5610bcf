#pragma once

/// The password among the fields of an account: taken in, and never given out.

#include <string>

#include "salus/schema/entity.hpp"

namespace salus::rest {

/// Described as entities are, so that it is read and judged as their fields are.
struct PasswordForm {
  std::string password;
};

}  // namespace salus::rest

template <>
struct salus::Describe<salus::rest::PasswordForm> {
  static constexpr auto entity =
      salus::entity<salus::rest::PasswordForm>(
          "password_form", "", field<&salus::rest::PasswordForm::password>("password"))
          .without_row_metadata();
};
