#pragma once

/// A doctor of the organization.

#include <array>
#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "salus/core/id.hpp"
#include "salus/core/json.hpp"
#include "salus/domain/free_slots.hpp"
#include "salus/domain/source_identifier.hpp"
#include "salus/domain/user.hpp"
#include "salus/query/filter.hpp"
#include "salus/schema/entity.hpp"

namespace salus {

/// FHIR: Practitioner with their PractitionerRole.
struct Doctor {
  Id<Doctor> id;
  std::optional<Id<User>> user;  ///< The account they log in with.
  std::string name;
  std::string specialization;
  std::optional<std::string> location;
  std::optional<std::string> phone_number;
  std::optional<std::string> email;
  std::optional<std::string> license_number;
  Json credentials = Json::empty_list();  ///< By custom {title, institution, year, expires?}.
  std::vector<std::string> languages;
  std::vector<Availability> availability;
  std::vector<TimeOff> time_off;
  bool accepting_patients = true;
  std::optional<std::string> bio;
  std::vector<SourceIdentifier> identifiers;
  Json metadata = Json::empty_object();
};

template <>
struct Describe<Doctor> {
  static constexpr auto entity = salus::entity<Doctor>(
      "doctor", "doctors", field<&Doctor::id>("id", primary_key, read_only, compartment),
      field<&Doctor::user>("user", unique),
      field<&Doctor::name>("name", required, sortable, searchable, max_length{200}),
      field<&Doctor::specialization>("specialization", required, ignores_case, filterable, sortable,
                                     searchable, max_length{100}),
      field<&Doctor::location>("location", filterable, searchable, max_length{200}),
      field<&Doctor::phone_number>("phone_number", max_length{50}),
      field<&Doctor::email>("email", email_address, max_length{254}),
      field<&Doctor::license_number>("license_number", max_length{100}),
      field<&Doctor::credentials>("credentials"),
      field<&Doctor::languages>("languages", max_length{100}),
      field<&Doctor::availability>("availability"), field<&Doctor::time_off>("time_off"),
      field<&Doctor::accepting_patients>("accepting_patients", filterable),
      field<&Doctor::bio>("bio", max_length{4000}), field<&Doctor::identifiers>("identifiers"),
      field<&Doctor::metadata>("metadata"));
};

namespace detail {

/// A part of a day, on the organization's clock; an end that is missing is the day's.
struct PartOfDay {
  std::optional<TimeOfDay> begin{};
  std::optional<TimeOfDay> end{};
};

inline Expr has_hours(Weekday day, const PartOfDay& part) {
  const auto at = [](std::string_view name) { return json_text(f<&Doctor::availability>, name); };
  Expr hours = at("weekday") == to_name(day);
  if (part.begin) hours = std::move(hours) && at("ends") > to_string(*part.begin);
  if (part.end) hours = std::move(hours) && at("starts") < to_string(*part.end);
  return has_element(f<&Doctor::availability>, std::move(hours));
}

inline Expr is_off(Date day) {
  const auto at = [](std::string_view name) { return json_text(f<&Doctor::time_off>, name); };
  return has_element(f<&Doctor::time_off>,
                     at("from") <= to_string(day) && at("to") >= to_string(day));
}

/// Patients may not see who is away when: for them the weekly hours alone count.
inline Expr is_available(Date day, const PartOfDay& part = {}) {
  return has_hours(weekday_of(day), part) && expr::where_shown(!is_off(day));
}

/// The part of a day that a span takes.
inline PartOfDay part_of_day(const DayRange& span, const DayRange& day, Calendar& calendar) {
  const auto time_of_day = [&calendar](Timestamp moment) {
    const auto clock = calendar.wall_clock(moment);
    return TimeOfDay{clock - std::chrono::floor<std::chrono::days>(clock)};
  };
  PartOfDay part;
  if (span.begin > day.begin) part.begin = time_of_day(span.begin);
  if (span.end < day.end) part.end = time_of_day(span.end);
  return part;
}

/// Some hours overlap the span, on a day that is not off. One end alone: the span is the rest of its day.
struct AvailableWithin {
  Expr operator()(std::optional<Timestamp> begin, std::optional<Timestamp> end,
                  Calendar& calendar) const {
    const auto given_day = calendar.day_of(begin ? *begin : *end - std::chrono::microseconds{1});
    const DayRange span{begin.value_or(calendar.day(given_day).begin),
                        end.value_or(calendar.day(given_day).end)};
    require_answerable(span, "available_from", "available_to");
    std::vector<Expr> days;
    auto day = given_day;
    for (auto range = calendar.day(day); range.begin < span.end; range = calendar.day(++day)) {
      if (range.begin != range.end)
        days.push_back(is_available(day, part_of_day(span, range, calendar)));
    }
    return expr::any_of(std::move(days));
  }
};

}  // namespace detail

template <>
struct Filters<Doctor> {
  static constexpr std::array filters{
      filter<std::string>(
          "language", "Speaking this language, as their card spells it.",
          [](const std::string& language) { return has_element(f<&Doctor::languages>, language); }),
      filter<Date>(
          "available_on",
          "With weekly hours on the weekday of this day, which is not among their time off. A "
          "caller who may not see time off gets those with weekly hours.",
          [](Date day) { return detail::is_available(day); }),
      span_filter<Timestamp>(
          SpanEnd::begin, "available_from",
          "With weekly hours that overlap the span from here to available_to, at most "
          "31 days, on a day that is not among their time off. Without "
          "available_to: on this day, from here on.",
          detail::AvailableWithin{}),
      span_filter<Timestamp>(
          SpanEnd::end, "available_to",
          "The end of the span that begins with available_from. Without that: on "
          "this day, up to here.",
          detail::AvailableWithin{}),
  };
};

}  // namespace salus
