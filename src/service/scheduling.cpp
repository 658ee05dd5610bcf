#include "salus/service/scheduling.hpp"

#include <algorithm>

#include "salus/service/no_such_row.hpp"

#include "patch_rules.hpp"
#include "session_implementation.hpp"

namespace salus {

namespace {

/// Appointments that take a part of the span; those with a reason to overlap do too.
Expr takes_time(Id<Doctor> doctor, const DayRange& span) {
  return f<&Appointment::doctor> == doctor && f<&Appointment::ends_at> > span.begin &&
         f<&Appointment::starts_at> < span.end &&
         !is_one_of(f<&Appointment::status>,
                    {AppointmentStatus::cancelled, AppointmentStatus::no_show});
}

}  // namespace

std::vector<Slot> Session::Implementation::free_slots(Id<Doctor> doctor, const DayRange& span) {
  detail::require_answerable(span, "from", "to");
  bool is_there = false;
  bool shows_hours = false;
  get(entity_info<Doctor>(), doctor.value, [&](const RowView& row) {
    is_there = true;
    shows_hours = row.facts.shows(field_info<&Doctor::availability>());
  });
  if (!is_there) throw no_such_row(entity_info<Doctor>());
  if (!shows_hours)
    throw Error{ErrorCode::forbidden, "You may not read this doctor's availability."};
  const DayRange ahead{std::max(span.begin, now()), span.end};
  return salus::free_slots(time_of(doctor, ahead), ahead, *this);
}

/// Read as a system principal: whoever books may not see what the doctor does in the time that is taken.
DoctorTime Session::Implementation::time_of(Id<Doctor> doctor, const DayRange& span) {
  Entitlements entitlements{policy_of(policy_), system_principal(Role::scheduler)};
  const ActingAs acting{reader(), caller_of(entitlements.principal())};
  DoctorTime time;
  const auto& doctors = entitlements.plan(Action::read, entity_info<Doctor>());
  if (!doctors.reaches_nothing()) {
    read(row_query(entity_info<Doctor>(), doctor.value, doctors, now()),
         doctors,
         [&time](const RowView& row) {
           const Stored<Doctor> read{row};
           time.availability = read->availability;
           time.time_off = read->time_off;
         });
  }
  const auto& appointments = entitlements.plan(Action::read, entity_info<Appointment>());
  Select query;
  query.entity = &entity_info<Appointment>();
  query.where = takes_time(doctor, span);
  query.visible = appointments.visible();
  query.row_bits = appointments.row_bits();
  query.shape = Shape::set;
  query.now = now();
  if (appointments.reaches_nothing()) return time;
  read(query, appointments, [&time](const RowView& row) {
    time.taken.push_back({std::get<Timestamp>(row[field_info<&Appointment::starts_at>()]),
                          std::get<Timestamp>(row[field_info<&Appointment::ends_at>()])});
  });
  return time;
}

}  // namespace salus
