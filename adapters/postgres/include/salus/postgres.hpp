#pragma once

/// Salus on PostgreSQL 13 or newer.
///
/// @code
/// // Once, by the role that owns the database: tables, guards, and rights for the application.
/// salus::postgres::open("postgresql://clinic_owner@db/clinic")->apply(changes);
///
/// // From then on, by a role that owns nothing.
/// const auto backend = salus::postgres::open("postgresql://salus_app@db/clinic");
/// backend->verify_guards(snapshot);
/// @endcode
///
/// Organizations are kept apart twice: by a condition in every statement, and by row-level security.
/// The application's role must not be the tables' owner, for whom PostgreSQL lifts the latter;
/// `verify_guards` refuses one that is.
///
/// High availability is libpq's own: `host=a,b target_session_attrs=read-write`. A connection that
/// dies is replaced at the next call. Through PgBouncer in transaction mode: version 1.21 or newer.
/// Locale and encoding of the database: any that libpq can convert to UTF-8; order and comparison of
/// text are byte by byte whatever they are.

#include <chrono>
#include <cstddef>
#include <memory>
#include <string>

#include "salus/core/export.hpp"
#include "salus/storage/backend.hpp"

namespace salus::postgres {

struct OpenOptions {
  /// At most so many connections at a time; a call that finds none free waits.
  std::size_t connections = 8;

  /// The role that `apply` gives the rights to read and write, and makes if it is missing and the
  /// migrating role may create roles (it can log in then, and has no password).
  std::string application_role = "salus_app";

  /// For a new connection, unless the URI says `connect_timeout`.
  std::chrono::seconds connect_timeout{5};
};

/// A database by its URI (`postgresql://…`) or by `key=value` words, as libpq reads them. Connects at
/// the first call. Throws `invalid_input` if the text cannot be read; the text is in no message, as
/// it may hold a password.
SALUS_EXPORT std::shared_ptr<Backend> open(const std::string& uri, OpenOptions options = {});

}  // namespace salus::postgres
