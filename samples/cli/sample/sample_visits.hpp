#pragma once

/// What happened at the sample clinic, and what is booked.

#include "salus/service/session.hpp"

namespace salus::cli {

/// Of every relationship that is active: visits with what was written down at them, and for some the
/// next one. Nobody is in two places at a time.
void add_visits(Session& session, Timestamp now);

}  // namespace salus::cli
