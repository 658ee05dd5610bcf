#include <optional>
#include <string>
#include <utility>

#include "salus/service/identity.hpp"
#include "salus/service/password_rules.hpp"

#include "rest_host/api/body.hpp"
#include "rest_host/api/log_in.hpp"
#include "rest_host/api/once.hpp"
#include "rest_host/api/password_form.hpp"
#include "rest_host/api/precondition.hpp"
#include "rest_host/api/representation.hpp"
#include "rest_host/api/resource.hpp"

namespace salus::rest {

namespace {

/// What a body says of an account.
struct AccountChange {
  Patch fields;
  std::optional<Secret> password;
};

/// Fields that are wrong and a password that is are told together.
std::optional<Secret> read_password(const Request& request, const Patch& fields, const User& before,
                                    Issues& issues) {
  if (issues.mentions("non_field_errors")) return std::nullopt;
  const auto form = read_changes(request, entity_info<PasswordForm>(), issues);
  const auto& field = field_info<&PasswordForm::password>();
  if (!form.gives(field)) return std::nullopt;
  auto password = exact_password(request, std::get<std::string>(form.value(field)));
  check_password(password, fields, before, issues);
  return password;
}

AccountChange read_account(const Request& request, bool is_whole, const User& before) {
  Issues issues;
  auto fields = is_whole ? read_new_row(request, entity_info<User>(), issues)
                         : read_changes(request, entity_info<User>(), issues);
  auto password = read_password(request, fields, before, issues);
  if (!issues.empty()) throw Error{std::move(issues)};
  return {std::move(fields), std::move(password)};
}

}  // namespace

Response create_account(const ResourceCall& call) {
  return make_once(call, [&call] {
    const auto account = read_account(call.request, true, {});
    if (!account.password) return call.session.create(account.fields);
    return Identity{call.clinic}.create_account(call.session, account.fields, *account.password);
  });
}

Response change_account(const ResourceCall& call) {
  const auto before = call.row_to_change();
  const auto account =
      read_account(call.request, call.request.method == "PUT", *Stored<User>{before});
  const auto version = expected_version(call.request, before.facts.version);
  if (!account.password)
    return record_response(200, call.session.update(before.id(), version, account.fields));
  return record_response(
      200,
      Identity{call.clinic}.update_account(
          call.session, Id<User>{before.id()}, version, account.fields, *account.password));
}

}  // namespace salus::rest
