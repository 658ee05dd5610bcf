#pragma once

/// Which appointments a doctor's week has room for: from weekly hours, time off and what is taken already.
///
/// Pure but for the calendar; one thread at a time, as that.

#include <algorithm>
#include <chrono>
#include <compare>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "salus/core/error.hpp"
#include "salus/core/issues.hpp"
#include "salus/core/time_zone.hpp"
#include "salus/domain/availability.hpp"

namespace salus {

/// Room for one appointment.
struct Slot {
  Timestamp starts_at{};
  Timestamp ends_at{};
  std::optional<std::string> location;

  friend auto operator<=>(const Slot&, const Slot&) = default;
};

/// What is known of a doctor's time.
struct DoctorTime {
  std::vector<Availability> availability;
  std::vector<TimeOff> time_off;
  std::vector<DayRange> taken;  ///< In any order; each from its begin up to its end.
};

namespace detail {

/// Throws `invalid_input`, under the name of its end, unless the span is one that a person would ask about.
inline void require_answerable(const DayRange& span, std::string_view begin_name,
                               std::string_view end_name) {
  constexpr std::chrono::days most{31};
  Issues issues;
  if (span.begin >= span.end)
    issues.add(end_name, "invalid", "This must be later than " + std::string{begin_name} + ".");
  else if (span.end - span.begin > most)
    issues.add(end_name, "invalid", "Ask for at most 31 days.");
  if (!issues.empty()) throw Error{std::move(issues)};
}

inline Weekday weekday_of(Date day) {
  return static_cast<Weekday>(std::chrono::weekday{day}.iso_encoding() - 1);
}

inline bool is_off(std::span<const TimeOff> time_off, Date day) {
  return std::ranges::any_of(
      time_off, [day](const TimeOff& off) { return off.from <= day && day <= off.to; });
}

inline bool is_taken(std::span<const DayRange> taken, const Slot& slot) {
  return std::ranges::any_of(taken, [&slot](const DayRange& other) {
    return other.begin < slot.ends_at && slot.starts_at < other.end;
  });
}

/// The hours of one day as moments. Where clocks are set forward they are shorter, and where back longer.
inline DayRange moments_of(const Availability& hours, Date day, Calendar& calendar) {
  const LocalTime midnight{day.time_since_epoch()};
  return {calendar.first_moment(midnight + hours.starts.since_midnight),
          calendar.first_moment(midnight + hours.ends.since_midnight)};
}

inline void add_slots_of(const Availability& hours, const DayRange& open, const DayRange& span,
                         std::span<const DayRange> taken, std::vector<Slot>& slots) {
  const std::chrono::minutes length{hours.slot_minutes};
  if (length <= std::chrono::minutes{0}) return;
  for (auto begin = open.begin; begin + length <= open.end; begin += length) {
    Slot slot{begin, begin + length, hours.location};
    if (span.begin <= slot.starts_at && slot.ends_at <= span.end && !is_taken(taken, slot))
      slots.push_back(std::move(slot));
  }
}

}  // namespace detail

/// The slots inside a span, by their beginnings: weekly hours on the calendar's clock, divided from their
/// beginning by `slot_minutes`, without days off and what overlaps something taken.
inline std::vector<Slot> free_slots(const DoctorTime& time, const DayRange& span,
                                    Calendar& calendar) {
  std::vector<Slot> slots;
  if (span.begin >= span.end) return slots;
  auto day = calendar.day_of(span.begin);
  for (auto range = calendar.day(day); range.begin < span.end; range = calendar.day(++day)) {
    if (range.begin == range.end || detail::is_off(time.time_off, day)) continue;
    for (const auto& hours : time.availability) {
      if (hours.weekday != detail::weekday_of(day)) continue;
      detail::add_slots_of(
          hours, detail::moments_of(hours, day, calendar), span, time.taken, slots);
    }
  }
  std::ranges::sort(slots);
  return slots;
}

}  // namespace salus
