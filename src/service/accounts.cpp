#include "accounts.hpp"

#include <utility>

namespace salus {

std::optional<Stored<User>> find_account(Session& directory, Expr which) {
  auto accounts = directory.list<User>(where(std::move(which)), limit(1));
  return accounts.empty() ? std::nullopt : std::optional{std::move(accounts.front())};
}

std::optional<Stored<User>> find_account(Session& directory, std::string_view email) {
  return find_account(directory, equals_ignoring_case(f<&User::email>, email));
}

Principal principal_of(Session& directory, const Stored<User>& account, std::string session) {
  Principal principal;
  principal.organization = directory.principal().organization;
  principal.user = account->id;
  principal.session = std::move(session);
  principal.roles.add(Role::user);
  if (account->access_level) {
    principal.roles.add(Role::staff);
    principal.access_level = account->access_level;
  } else if (account->is_admin_staff) {
    principal.roles.add(Role::administrator);
  }
  const auto is_linked = [id = account->id](auto link) { return where(link == id); };
  if (account->is_doctor) {
    principal.roles.add(Role::doctor);
    for (const auto& doctor : directory.list<Doctor>(is_linked(f<&Doctor::user>), limit(1)))
      principal.doctor = doctor->id;
  }
  if (account->is_patient) {
    principal.roles.add(Role::patient);
    for (const auto& patient : directory.list<Patient>(is_linked(f<&Patient::user>), limit(1)))
      principal.patient = patient->id;
  }
  return principal;
}

Error refused(std::string_view text) { return {ErrorCode::unauthenticated, std::string{text}}; }

}  // namespace salus
