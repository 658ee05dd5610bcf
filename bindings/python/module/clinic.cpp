#include "salus/service/clinic.hpp"

#include <memory>
#include <optional>
#include <string>
#include <utility>

#include <pybind11/stl.h>

#include "salus/service/identity.hpp"
#include "salus/service/journal.hpp"

#include "bindings.hpp"
#include "casters.hpp"
#include "shared_session.hpp"
#include "to_value.hpp"

namespace salus::python {

namespace {

using Database = std::shared_ptr<Backend>;
using OpenedSession = std::unique_ptr<SharedSession>;

OpenedSession share(const Clinic& clinic, Session session) {
  return std::make_unique<SharedSession>(clinic, std::move(session));
}

ClinicOptions options_of(const std::string& organization, const std::string& row_security,
                         const std::string& journal_reads) {
  const auto profile = from_name<RowSecurityProfile>(row_security);
  if (!profile) throw Error{ErrorCode::invalid_input, R"(row_security is "wall" or "full".)"};
  const auto reads = from_name<JournalReads>(journal_reads);
  if (!reads)
    throw Error{ErrorCode::invalid_input, R"(journal_reads is "off", "batched" or "strict".)"};
  ClinicOptions options;
  options.organization = organization;
  options.row_security = *profile;
  options.journal.reads = *reads;
  return options;
}

Clinic open(Database database, const std::string& organization, const std::string& row_security,
            const std::string& journal_reads) {
  Clinic clinic{std::move(database), options_of(organization, row_security, journal_reads)};
  auto session = clinic.act_as_system(Role::authenticator);
  if (session.get(organization_id_of(organization))) return clinic;
  throw Error{ErrorCode::not_found, "The database has no organization \"" + organization + "\"."};
}

Clinic install(Database database, const std::string& organization,
               const std::string& organization_name, const std::string& time_zone,
               const std::string& administrator_email, const std::string& administrator_name,
               std::string administrator_password, const std::string& row_security,
               const std::string& journal_reads) {
  const Installation installation{
      organization_name, time_zone, administrator_email, administrator_name};
  return Clinic::install(std::move(database),
                         installation,
                         Secret{std::move(administrator_password)},
                         options_of(organization, row_security, journal_reads));
}

OpenedSession log_in(const Clinic& clinic, const std::string& email, std::string password) {
  return share(clinic, clinic.log_in(email, Secret{std::move(password)}));
}

using Tokens = std::pair<std::string, std::string>;

Tokens issue_tokens(const Clinic& clinic, SharedSession& shared) {
  auto tokens =
      shared.run([&clinic](Session& session) { return Identity{clinic}.issue_tokens(session); });
  return {std::move(tokens.access), std::move(tokens.refresh)};
}

OpenedSession session_of(const Clinic& clinic, const std::string& access_token) {
  return share(clinic, clinic.session(access_token));
}

Tokens refresh(const Clinic& clinic, const std::string& refresh_token) {
  auto tokens = Identity{clinic}.refresh(refresh_token);
  return {std::move(tokens.access), std::move(tokens.refresh)};
}

void log_out(const Clinic& clinic, const std::string& refresh_token) {
  Identity{clinic}.log_out(refresh_token);
}

OpenedSession act_as(const Clinic& clinic, py::handle account) {
  if (PyUnicode_Check(account.ptr())) {
    const auto email = text_of(account);
    const py::gil_scoped_release unlocked;
    return share(clinic, clinic.act_as(email));
  }
  const Id<User> id{read_id(account)};
  const py::gil_scoped_release unlocked;
  return share(clinic, clinic.act_as(id));
}

void set_password(const Clinic& clinic, const std::string& email, std::string password) {
  clinic.set_password(email, Secret{std::move(password)});
}

JournalReport verify_journal_with(const Clinic& clinic, const py::object& progress) {
  const py::gil_scoped_release unlocked;
  JournalVerification verification;
  verification.progress = [&progress](std::uint64_t entries) {
    const py::gil_scoped_acquire locked;
    if (!progress.is_none()) progress(entries);
  };
  return verify_journal(clinic, verification);
}

}  // namespace

void bind_clinic(const py::module_& module) {
  using py::arg;
  const py::call_guard<py::gil_scoped_release> unlocked;
  py::class_<Clinic>(module, "Clinic", py::release_gil_before_calling_cpp_dtor{})
      .def_static("open",
                  open,
                  unlocked,
                  arg("database"),
                  arg("organization"),
                  arg("row_security"),
                  arg("journal_reads"))
      .def_static("install",
                  install,
                  unlocked,
                  arg("database"),
                  arg("organization"),
                  arg("organization_name"),
                  arg("time_zone"),
                  arg("administrator_email"),
                  arg("administrator_name"),
                  arg("administrator_password"),
                  arg("row_security"),
                  arg("journal_reads"))
      .def("settle_journal", &Clinic::settle_journal, unlocked)
      .def("log_in", log_in, unlocked, arg("email"), arg("password"))
      .def("issue_tokens", issue_tokens, arg("session"))
      .def("session", session_of, unlocked, arg("access_token"))
      .def("refresh", refresh, unlocked, arg("refresh_token"))
      .def("log_out", log_out, unlocked, arg("refresh_token"))
      .def("act_as", act_as, arg("account"))
      .def("set_password", set_password, unlocked, arg("email"), arg("password"))
      .def("verify_journal", verify_journal_with, arg("progress"))
      .def_property_readonly("policy_version",
                             [](const Clinic& clinic) { return clinic.policy_version(); });
}

}  // namespace salus::python
