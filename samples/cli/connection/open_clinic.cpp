#include "cli/connection/open_clinic.hpp"

#if __has_include("salus/postgres.hpp")
#include "salus/postgres.hpp"
#endif

#include "cli/connection/database_name.hpp"
#include "cli/connection/key_source.hpp"
#include "cli/failure.hpp"

namespace salus::cli {

#if __has_include("salus/postgres.hpp")
std::shared_ptr<Backend> open_postgres(const std::string& uri,
                                       const std::string& application_role) {
  postgres::OpenOptions options;
  if (!application_role.empty()) options.application_role = application_role;
  return postgres::open(uri, options);
}
#else
std::shared_ptr<Backend> open_postgres(const std::string&, const std::string&) {
  throw Failure{ExitCode::failed,
                "this program was built without PostgreSQL.",
                "Build it with SALUS_POSTGRES=ON."};
}
#endif

std::shared_ptr<Backend> open_backend(const GlobalOptions& options) {
  if (options.database.empty()) {
    throw Failure{ExitCode::usage,
                  "no database is named.",
                  "Use --db FILE or --db postgresql://HOST/NAME, or set SALUS_DB; \"salus init\" "
                  "makes a new file."};
  }
  if (is_postgres(options.database)) return open_postgres(options.database);
  if (!std::filesystem::exists(options.database)) {
    throw Failure{ExitCode::failed,
                  "there is no file " + options.database + ".",
                  "Make one: salus init --db " + options.database + " --admin-email EMAIL"};
  }
  return open_file(options.database, key_of_existing(options), sqlite::OpenMode::existing);
}

ClinicOptions clinic_options(const GlobalOptions& options) {
  ClinicOptions clinic;
  clinic.organization = options.organization;
  clinic.row_security = from_name<RowSecurityProfile>(options.row_security).value();
  clinic.journal.reads = JournalReads::strict;
  return clinic;
}

Clinic open_clinic(const GlobalOptions& options, JournalReads reads) {
  auto opened_with = clinic_options(options);
  opened_with.journal.reads = reads;
  Clinic clinic{open_backend(options), std::move(opened_with)};
  auto session = clinic.act_as_system(Role::authenticator);
  if (!session.get(organization_id_of(options.organization))) {
    throw Failure{ExitCode::not_found,
                  "the database has no organization \"" + options.organization + "\".",
                  "Name one with --organization, or make it: salus init --organization " +
                      options.organization};
  }
  return clinic;
}

Session act_as(const Clinic& clinic, const std::string& email) {
  try {
    return clinic.act_as(email);
  } catch (const Error& error) {
    if (error.code() != ErrorCode::unauthenticated) throw;
    throw Failure{ExitCode::denied,
                  "there is no active account with this email.",
                  "An administrator sees every account: salus as EMAIL list users."};
  }
}

}  // namespace salus::cli
