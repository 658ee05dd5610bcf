#include "salus/core/time_zone.hpp"

#include <stdexcept>
#include <string>

#include <date/tz.h>

#include "salus/core/error.hpp"

namespace salus {

namespace {

using LocalMicroseconds = date::local_time<std::chrono::microseconds>;

/// Null: unknown, or there is no database.
const date::time_zone* find_zone(std::string_view name) {
  try {
    return date::locate_zone(name);
  } catch (const std::runtime_error&) {
    return nullptr;
  }
}

const date::time_zone& zone_of(std::string_view name) {
  if (const auto* zone = find_zone(name)) return *zone;
  throw Error{ErrorCode::invalid_input,
              "There is no time zone \"" + std::string{name} + "\" in the system's database."};
}

bool is_utc(std::string_view name) { return name == "UTC"; }

/// The first moment of a day: midnight, or when clocks were set past it.
Timestamp start_of(const date::time_zone& zone, Date day) {
  return zone.to_sys(LocalMicroseconds{day.time_since_epoch()}, date::choose::earliest);
}

}  // namespace

bool is_known_time_zone(std::string_view name) {
  return is_utc(name) || find_zone(name) != nullptr;
}

Timestamp to_utc(std::string_view time_zone, LocalTime wall_clock) {
  if (is_utc(time_zone)) return Timestamp{wall_clock.time_since_epoch()};
  const LocalMicroseconds local{wall_clock.time_since_epoch()};
  const auto info = zone_of(time_zone).get_info(local);
  if (info.result == date::local_info::ambiguous) {
    throw Error{ErrorCode::invalid_input,
                "Invalid datetime for the timezone \"" + std::string{time_zone} + "\"."};
  }
  return Timestamp{wall_clock.time_since_epoch()} - info.first.offset;
}

Timestamp first_moment(std::string_view time_zone, LocalTime wall_clock) {
  const LocalMicroseconds local{wall_clock.time_since_epoch()};
  if (is_utc(time_zone)) return Timestamp{local.time_since_epoch()};
  return zone_of(time_zone).to_sys(local, date::choose::earliest);
}

LocalTime to_local(std::string_view time_zone, Timestamp moment) {
  if (is_utc(time_zone)) return LocalTime{moment.time_since_epoch()};
  return LocalTime{zone_of(time_zone).to_local(moment).time_since_epoch()};
}

DayRange day_range(std::string_view time_zone, Date day) {
  const auto next = day + std::chrono::days{1};
  if (is_utc(time_zone)) return {Timestamp{day}, Timestamp{next}};
  const auto& zone = zone_of(time_zone);
  return {start_of(zone, day), start_of(zone, next)};
}

Date Calendar::day_of(Timestamp moment) {
  auto date = date_of(moment) - std::chrono::days{1};  // no zone is further away than a day
  while (day(date).end <= moment) date += std::chrono::days{1};
  return date;
}

}  // namespace salus
