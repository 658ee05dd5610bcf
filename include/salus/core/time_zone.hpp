#pragma once

/// Days and wall clocks of a place, by the IANA time-zone database of the system.
///
/// @code
/// const auto day = day_range("Europe/Berlin", Date{2026y / 3 / 29});  // 23 hours long
/// @endcode
///
/// Compiled into the library. Any thread. An unknown zone throws `invalid_input`; "UTC" needs no database.

#include <string>
#include <string_view>

#include "salus/core/export.hpp"
#include "salus/core/time.hpp"

namespace salus {

/// Whether a name, "Europe/Berlin", is that of a zone; in the database's own spelling.
SALUS_EXPORT bool is_known_time_zone(std::string_view name);

/// The moment at which a wall clock shows this. Throws `invalid_input` if it does so twice, when clocks are set
/// back; what it leaves out, when they are set forward, is read as if they had not been.
SALUS_EXPORT Timestamp to_utc(std::string_view time_zone, LocalTime wall_clock);

/// The first moment at which a wall clock shows this or later: of what it shows twice the first, and of what it
/// leaves out the moment at which clocks are set forward. Never throws for a wall clock; for what recurs.
SALUS_EXPORT Timestamp first_moment(std::string_view time_zone, LocalTime wall_clock);

/// What calendar and wall clock show at a moment.
SALUS_EXPORT LocalTime to_local(std::string_view time_zone, Timestamp moment);

/// A calendar day: not always 24 hours, not always from midnight, and empty if the place has left it out.
SALUS_EXPORT DayRange day_range(std::string_view time_zone, Date day);

/// The days and wall clocks of an organization, whose zone is looked up when it is needed.
class SALUS_EXPORT Calendar {
 public:
  Calendar() = default;
  Calendar(const Calendar&) = delete;
  Calendar& operator=(const Calendar&) = delete;
  virtual ~Calendar() = default;

  virtual std::string_view time_zone() = 0;

  DayRange day(Date day) { return day_range(time_zone(), day); }
  Timestamp moment(LocalTime wall_clock) { return to_utc(time_zone(), wall_clock); }
  Timestamp first_moment(LocalTime wall_clock) {
    return salus::first_moment(time_zone(), wall_clock);
  }
  LocalTime wall_clock(Timestamp moment) { return to_local(time_zone(), moment); }
  Date day_of(Timestamp moment);
};

}  // namespace salus
