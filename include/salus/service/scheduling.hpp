#pragma once

/// Appointments: when a doctor has time, and the steps of making, moving and cancelling one.
///
/// @code
/// const auto slots = session.free_slots(doctor, {monday, monday + days{5}});
/// auto visit = book(session, {.doctor = doctor, .patient = patient, .starts_at = slots[0].starts_at,
///                             .ends_at = slots[0].ends_at});
/// visit = reschedule(session, visit, {slots[1].starts_at, slots[1].ends_at});
/// cancel(session, visit, "Feels better.");
/// @endcode
///
/// A doctor or a patient who has another appointment at the time is refused by the database itself, on every
/// connection: `conflict`, with `Error::constraint()` `doctor_busy` or `patient_busy`, in words that tell
/// nothing of the other appointment. Whoever may give `override_reason` may overlap all the same, with a
/// reason; an appointment that has one takes no time from others. Each of these is a write like any other, and
/// throws as `Session::create` and `update` do. Hours outside of the doctor's availability are not refused:
/// who may make an appointment there is the policy's to say.

#include <string>
#include <utility>

#include "salus/domain/appointment.hpp"
#include "salus/service/session.hpp"

namespace salus {

/// Makes an appointment.
inline Stored<Appointment> book(Session& session, const Appointment& appointment) {
  return session.create(appointment);
}

/// Moves an appointment that was read to another time.
inline Stored<Appointment> reschedule(Session& session, const Stored<Appointment>& appointment,
                                      const DayRange& time) {
  return session.update(appointment,
                        set(f<&Appointment::starts_at>, time.begin),
                        set(f<&Appointment::ends_at>, time.end));
}

/// Cancels an appointment that was read; its time is free from then on. Throws `invalid_input` for a blank reason.
inline Stored<Appointment> cancel(Session& session, const Stored<Appointment>& appointment,
                                  std::string reason) {
  if (reason.find_first_not_of(" \t\r\n") == std::string::npos) {
    Issues issues;
    issues.add("cancel_reason", "required", "This field may not be blank.");
    throw Error{std::move(issues)};
  }
  return session.update(appointment,
                        set(f<&Appointment::status>, AppointmentStatus::cancelled),
                        set(f<&Appointment::cancel_reason>, std::optional{std::move(reason)}));
}

}  // namespace salus
