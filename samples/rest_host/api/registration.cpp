#include "rest_host/api/registration.hpp"

#include <utility>

#include "salus/service/password_rules.hpp"

#include "rest_host/api/body.hpp"
#include "rest_host/api/json_text.hpp"
#include "rest_host/api/log_in.hpp"
#include "rest_host/api/refusal.hpp"

namespace salus::rest {

namespace {

/// The body and everything that is wrong with it, the password among it.
Registration read_registration(const Request& request) {
  Issues issues;
  const auto patch = read_new_row(request, entity_info<RegistrationForm>(), issues);
  auto row = entity_info<RegistrationForm>().defaults();
  patch.apply_to(row);
  RegistrationForm form;
  Describe<RegistrationForm>::entity.decode_into(form, row);
  auto password = exact_password(request, form.password);
  if (patch.gives(field_info<&RegistrationForm::password>()))
    check_password(password, {.email = form.email, .name = form.name}, issues);
  if (!issues.empty()) throw Error{std::move(issues)};
  return {.email = std::move(form.email),
          .name = std::move(form.name),
          .password = std::move(password),
          .is_patient = form.is_patient,
          .is_doctor = form.is_doctor,
          .is_admin_staff = form.is_admin_staff,
          .phone_number = std::move(form.phone_number),
          .address = std::move(form.address)};
}

}  // namespace

Response register_account(const Clinic& clinic, const Request& request) {
  auto [session, tokens] =
      Identity{clinic}.register_account(read_registration(request), request.client_address);
  auto body = own_account(session);
  body.pop_back();
  body += "," + JsonObject{}
                    .add("access", tokens.access)
                    .add("refresh", tokens.refresh)
                    .add("token", tokens.access)
                    .text()
                    .substr(1);
  return json_response(201, std::move(body));
}

}  // namespace salus::rest
