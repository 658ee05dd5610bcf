#pragma once

/// When a doctor can be booked, and when not: values in a doctor's row.

#include <cstdint>
#include <optional>
#include <string>

#include "salus/core/time.hpp"
#include "salus/schema/nested.hpp"

namespace salus {

enum class Weekday : std::uint8_t {
  monday,
  tuesday,
  wednesday,
  thursday,
  friday,
  saturday,
  sunday,
};

/// Hours of every such day, on the organization's clock. FHIR: PractitionerRole.availableTime.
struct Availability {
  Weekday weekday = Weekday::monday;
  TimeOfDay starts;
  TimeOfDay ends;
  std::optional<std::string> location;
  std::int32_t slot_minutes = 30;  ///< How long an appointment is, unless said otherwise.

  friend bool operator==(const Availability&, const Availability&) = default;
};

/// Days on which a doctor is away. FHIR: PractitionerRole.notAvailable.
struct TimeOff {
  Date from{};
  Date to{};  ///< The last one.
  std::optional<std::string> reason;

  friend bool operator==(const TimeOff&, const TimeOff&) = default;
};

template <>
struct Describe<Availability> {
  static constexpr auto value =
      salus::value<Availability>(field<&Availability::weekday>("weekday", required),
                                 field<&Availability::starts>("starts", required),
                                 field<&Availability::ends>("ends", required),
                                 field<&Availability::location>("location", max_length{200}),
                                 field<&Availability::slot_minutes>("slot_minutes"))
          .check("ends_before_start", "ends", "Hours must end after they start.",
                 [](const Availability& hours) { return hours.starts < hours.ends; })
          .check("no_slot", "slot_minutes", "A slot has between 1 and 1440 minutes.",
                 [](const Availability& hours) {
                   return hours.slot_minutes > 0 && hours.slot_minutes <= 24 * 60;
                 });
};

template <>
struct Describe<TimeOff> {
  static constexpr auto value =
      salus::value<TimeOff>(field<&TimeOff::from>("from", required),
                            field<&TimeOff::to>("to", required),
                            field<&TimeOff::reason>("reason", max_length{200}))
          .check("ends_before_start", "to", "Time off must not end before it starts.",
                 [](const TimeOff& off) { return off.from <= off.to; });
};

}  // namespace salus
