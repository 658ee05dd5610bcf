#pragma once

/// From the options of the command line to an open clinic.

#include <memory>
#include <string>

#include "salus/service/clinic.hpp"
#include "salus/storage/backend.hpp"

#include "cli/global_options.hpp"

namespace salus::cli {

/// The database that --db or SALUS_DB names. Throws `Failure` if there is none.
std::shared_ptr<Backend> open_backend(const GlobalOptions& options);

/// A PostgreSQL database; with the role that `init` gives the application's rights to.
std::shared_ptr<Backend> open_postgres(const std::string& uri,
                                       const std::string& application_role = {});

/// What a clinic is opened or installed with.
ClinicOptions clinic_options(const GlobalOptions& options);

/// The organization's clinic in that database. Throws `Failure` if it is not there. A command that ends with
/// its answer has no other reads to gather entries with: its journal is strict.
Clinic open_clinic(const GlobalOptions& options, JournalReads reads = JournalReads::strict);

/// A session for an account of the clinic: whoever holds the key of the database may act as anybody,
/// and the journal says so. Throws `Failure` if there is no such active account.
Session act_as(const Clinic& clinic, const std::string& email);

}  // namespace salus::cli
