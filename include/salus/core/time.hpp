#pragma once

/// Moments, calendar days and times of day.
///
/// A `Timestamp` is a moment in UTC to the microsecond; a `Date` is a calendar day and a `TimeOfDay` what a wall
/// clock shows, both without a zone.
/// Text is ISO 8601. Parsing is strict: what cannot be a real day or time of day is refused.

#include <charconv>
#include <chrono>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace salus {

using Timestamp = std::chrono::sys_time<std::chrono::microseconds>;
using Date = std::chrono::sys_days;

/// What a calendar and a wall clock show together, of a place that is said elsewhere.
using LocalTime = std::chrono::local_time<std::chrono::microseconds>;

/// A calendar day of some place, as the moments from `begin` up to, but not including, `end`.
struct DayRange {
  Timestamp begin{};
  Timestamp end{};
};

/// From 00:00 up to 24:00, which is the next day's.
struct TimeOfDay {
  std::chrono::microseconds since_midnight{};
  friend auto operator<=>(const TimeOfDay&, const TimeOfDay&) = default;
};

namespace detail {

inline void append_number(std::string& text, std::int64_t number, int width) {
  char digits[20];
  const auto end = std::to_chars(digits, digits + sizeof digits, number).ptr;
  for (auto missing = width - (end - digits); missing > 0; --missing) text += '0';
  text.append(digits, end);
}

/// Reads numbers from the front of a text.
class DigitReader {
 public:
  explicit DigitReader(std::string_view text) : rest_{text} {}

  /// Between `least` and `most` digits.
  std::optional<int> number(std::size_t least, std::size_t most) {
    std::size_t length = 0;
    while (length < most && length < rest_.size() && rest_[length] >= '0' && rest_[length] <= '9')
      ++length;
    if (length < least) return std::nullopt;
    int value = 0;
    for (const char digit : rest_.substr(0, length)) value = value * 10 + (digit - '0');
    rest_.remove_prefix(length);
    return value;
  }

  bool skip(char c) {
    if (rest_.empty() || rest_.front() != c) return false;
    rest_.remove_prefix(1);
    return true;
  }

  bool at_digit() const { return !rest_.empty() && rest_.front() >= '0' && rest_.front() <= '9'; }
  bool done() const { return rest_.empty(); }

 private:
  std::string_view rest_;
};

inline std::optional<Date> read_date(DigitReader& reader) {
  const auto year = reader.number(4, 4);
  if (!year || *year == 0) return std::nullopt;
  const bool dashes = reader.skip('-');
  const auto month = reader.number(dashes ? 1 : 2, 2);
  if (!month || (dashes && !reader.skip('-'))) return std::nullopt;
  const auto day = reader.number(dashes ? 1 : 2, 2);
  if (!day) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year{*year},
                                         std::chrono::month{static_cast<unsigned>(*month)},
                                         std::chrono::day{static_cast<unsigned>(*day)}};
  return date.ok() ? std::optional{Date{date}} : std::nullopt;
}

inline std::optional<std::chrono::microseconds> read_fraction(DigitReader& reader) {
  std::int64_t fraction = 0;
  std::int64_t unit = 100'000;
  while (reader.at_digit()) {
    fraction += *reader.number(1, 1) * unit;
    unit /= 10;
  }
  return unit == 100'000 ? std::nullopt : std::optional{std::chrono::microseconds{fraction}};
}

inline std::optional<std::chrono::microseconds> read_time_of_day(DigitReader& reader) {
  using namespace std::chrono;
  auto hour = reader.number(2, 2);
  const bool is_brief = !hour;
  if (is_brief) hour = reader.number(1, 1);
  if (!hour || *hour > 23) return std::nullopt;
  const bool colons = reader.skip(':');
  if (is_brief && !colons) return std::nullopt;
  const std::size_t least = colons ? 1 : 2;
  const auto minute = colons || reader.at_digit() ? reader.number(least, 2) : std::optional{0};
  if (!minute || *minute > 59) return std::nullopt;
  microseconds time = hours{*hour} + minutes{*minute};
  if (colons ? reader.skip(':') : reader.at_digit()) {
    const auto second = reader.number(least, 2);
    if (!second || *second > 59) return std::nullopt;
    time += seconds{*second};
    if (reader.skip('.') || reader.skip(',')) {
      const auto fraction = read_fraction(reader);
      if (!fraction) return std::nullopt;
      time += *fraction;
    }
  }
  return time;
}

inline std::optional<std::chrono::minutes> read_zone_offset(DigitReader& reader) {
  using namespace std::chrono;
  if (reader.done() || reader.skip('Z')) return minutes{0};
  const bool west = reader.skip('-');
  if (!west && !reader.skip('+')) return std::nullopt;
  const auto hour = reader.number(2, 2);
  if (!hour || *hour > 23) return std::nullopt;
  const auto minute =
      reader.skip(':') || reader.at_digit() ? reader.number(2, 2) : std::optional{0};
  if (!minute || *minute > 59) return std::nullopt;
  const minutes offset = hours{*hour} + minutes{*minute};
  return west ? -offset : offset;
}

}  // namespace detail

/// `YYYY-MM-DD`.
inline std::string to_string(Date date) {
  const std::chrono::year_month_day day{date};
  std::string text;
  detail::append_number(text, static_cast<int>(day.year()), 4);
  text += '-';
  detail::append_number(text, static_cast<unsigned>(day.month()), 2);
  text += '-';
  detail::append_number(text, static_cast<unsigned>(day.day()), 2);
  return text;
}

/// `hh:mm:ss[.ffffff]`.
inline std::string to_string(TimeOfDay time_of_day) {
  const std::chrono::hh_mm_ss time{time_of_day.since_midnight};
  std::string text;
  detail::append_number(text, time.hours().count(), 2);
  text += ':';
  detail::append_number(text, time.minutes().count(), 2);
  text += ':';
  detail::append_number(text, time.seconds().count(), 2);
  if (time.subseconds().count() != 0) {
    text += '.';
    detail::append_number(text, time.subseconds().count(), 6);
  }
  return text;
}

/// `YYYY-MM-DDThh:mm:ss[.ffffff]Z`.
inline std::string to_string(Timestamp moment) {
  const auto day = std::chrono::floor<std::chrono::days>(moment);
  return to_string(Date{day}) + 'T' + to_string(TimeOfDay{moment - day}) + 'Z';
}

/// Reads `1980-02-29`, `1980-2-29` and `19800229`; years 1 to 9999.
inline std::optional<Date> parse_date(std::string_view text) {
  detail::DigitReader reader{text};
  const auto date = detail::read_date(reader);
  return date && reader.done() ? date : std::nullopt;
}

/// Reads `09:30`, `9:30`, `0930`, `09` and `09:30:00.5`.
inline std::optional<TimeOfDay> parse_time_of_day(std::string_view text) {
  detail::DigitReader reader{text};
  const auto time = detail::read_time_of_day(reader);
  return time && reader.done() ? std::optional{TimeOfDay{*time}} : std::nullopt;
}

/// Reads a date and time, extended or basic, with `Z`, an offset or nothing (then UTC); a date alone
/// is its midnight.
inline std::optional<Timestamp> parse_timestamp(std::string_view text) {
  detail::DigitReader reader{text};
  const auto date = detail::read_date(reader);
  if (!date) return std::nullopt;
  if (reader.done()) return Timestamp{*date};
  if (!reader.skip('T') && !reader.skip(' ')) return std::nullopt;
  const auto time = detail::read_time_of_day(reader);
  if (!time) return std::nullopt;
  const auto offset = detail::read_zone_offset(reader);
  if (!offset || !reader.done()) return std::nullopt;
  return Timestamp{*date} + *time - *offset;
}

/// The calendar day of a moment in UTC.
inline Date date_of(Timestamp moment) { return std::chrono::floor<std::chrono::days>(moment); }

}  // namespace salus
