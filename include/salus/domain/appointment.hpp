#pragma once

/// A meeting of a doctor and a patient.

#include <array>
#include <optional>
#include <string>

#include "salus/core/id.hpp"
#include "salus/core/json.hpp"
#include "salus/domain/doctor.hpp"
#include "salus/domain/patient.hpp"
#include "salus/query/filter.hpp"
#include "salus/schema/entity.hpp"

namespace salus {

enum class AppointmentStatus : std::uint8_t {
  scheduled,
  confirmed,
  checked_in,
  completed,
  cancelled,
  no_show
};
enum class AppointmentKind : std::uint8_t { in_person, video, phone };

/// The steps an appointment takes. Completed, cancelled and missed ones stay what they are.
constexpr bool may_follow(AppointmentStatus before, AppointmentStatus after) {
  using enum AppointmentStatus;
  if (before == after) return true;
  switch (before) {
    case scheduled:
      return after == confirmed || after == checked_in || after == cancelled || after == no_show;
    case confirmed:
      return after == scheduled || after == checked_in || after == cancelled || after == no_show;
    case checked_in:
      return after == completed || after == cancelled;
    default:
      return false;
  }
}

/// FHIR: Appointment. Takes [starts_at, ends_at), in which its doctor and its patient have no other; but
/// cancelled and missed ones take no time, nor those with a reason to overlap.
struct Appointment {
  Id<Appointment> id;
  Id<Doctor> doctor;
  Id<Patient> patient;
  Timestamp starts_at{};
  Timestamp ends_at{};
  AppointmentStatus status = AppointmentStatus::scheduled;
  AppointmentKind kind = AppointmentKind::in_person;
  std::optional<std::string> location;
  std::optional<std::string> reason;
  std::optional<std::string> notes;
  std::optional<std::string> cancel_reason;
  std::optional<std::string> override_reason;  ///< Why it may overlap others.
  Json metadata = Json::empty_object();
};

template <>
struct Describe<Appointment> {
  static constexpr auto fields = salus::entity<Appointment>(
      "appointment", "appointments", field<&Appointment::id>("id", primary_key, read_only),
      field<&Appointment::doctor>("doctor", required, compartment, filterable),
      field<&Appointment::patient>("patient", required, compartment, filterable),
      field<&Appointment::starts_at>("starts_at", required, label{"Starts"}, sortable),
      field<&Appointment::ends_at>("ends_at", required, label{"Ends"}, sortable),
      field<&Appointment::status>("status", filterable),
      field<&Appointment::kind>("kind", filterable),
      field<&Appointment::location>("location", max_length{200}),
      field<&Appointment::reason>("reason", phi, max_length{500}),
      field<&Appointment::notes>("notes", phi, max_length{4000}),
      field<&Appointment::cancel_reason>("cancel_reason", phi, max_length{500}),
      field<&Appointment::override_reason>("override_reason", phi, max_length{500}),
      field<&Appointment::metadata>("metadata"));

  static constexpr auto timeless =
      fields.timeless_<&Appointment::override_reason, &Appointment::status>(
          AppointmentStatus::cancelled, AppointmentStatus::no_show);

  static constexpr auto entity =
      fields
          .never_overlaps<&Appointment::doctor, &Appointment::starts_at, &Appointment::ends_at>(
              "doctor_busy", "The doctor has another appointment at this time.", timeless)
          .never_overlaps<&Appointment::patient, &Appointment::starts_at, &Appointment::ends_at>(
              "patient_busy", "The patient has another appointment at this time.", timeless)
          .check("ends_before_start", "ends_at", "An appointment must end after it starts.",
                 [](const Appointment& appointment) {
                   return appointment.starts_at < appointment.ends_at;
                 })
          .check_change("forbidden_step", "status",
                        "This status cannot follow the one that the appointment has.",
                        [](const Appointment& before, const Appointment& after) {
                          return may_follow(before.status, after.status);
                        });
};

template <>
struct Filters<Appointment> {
  static constexpr std::array filters{
      filter<Id<Doctor>>("doctor_id", "With this doctor.",
                         [](Id<Doctor> id) { return f<&Appointment::doctor> == id; }),
      filter<Id<Patient>>("patient_id", "With this patient.",
                          [](Id<Patient> id) { return f<&Appointment::patient> == id; }),
      repeatable(filter<AppointmentStatus>(
          "status", "In this status.",
          [](AppointmentStatus status) { return f<&Appointment::status> == status; })),
      filter<DayRange>("start_date", "Starting on this day or later.",
                       [](DayRange day) { return f<&Appointment::starts_at> >= day.begin; }),
      filter<DayRange>("end_date", "Starting on this day or earlier.",
                       [](DayRange day) { return f<&Appointment::starts_at> < day.end; }),
  };
};

}  // namespace salus
