#pragma once

#include <memory>

#include "clinic_state.hpp"
#include "session_implementation.hpp"

namespace salus {

/// What the library's own functions see of a clinic and of a session, and nobody else.
struct Internals {
  static const ClinicState& of(const Clinic& clinic) { return *clinic.state_; }
  static Session::Implementation& of(Session& session) { return *session.implementation_; }
};

}  // namespace salus
