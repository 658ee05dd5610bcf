#pragma once

/// The reception of the sample clinic: what its staff are trusted with, as rows that an administrator keeps.

#include "salus/service/session.hpp"

namespace salus::cli {

/// An access level, its rules, and the account of somebody who has it. `administrator` is the session of one, whom
/// alone the policy lets make levels.
void add_reception(Session& administrator);

}  // namespace salus::cli
