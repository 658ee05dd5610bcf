#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "salus/domain/user.hpp"
#include "salus/storage/session.hpp"

#include "clinic_state.hpp"

namespace salus {

/// Notes in its transaction that a log-in succeeded (`log_in`) or ended (`log_out`). `session` is its name,
/// which all that is done in it has in the journal too.
void note_log_in(const ClinicState& state, Transaction& transaction, std::string_view action,
                 Id<User> user, std::string session);

/// Notes that a log-in was refused, with the email that was given; returns when that is written. Attempts
/// that throttling turned away are not noted: the ones that led to it are.
void note_refused_log_in(const ClinicState& state, std::optional<Id<User>> user,
                         std::string_view email);

}  // namespace salus
