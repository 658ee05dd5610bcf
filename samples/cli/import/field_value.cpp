#include "cli/import/field_value.hpp"

#include <array>
#include <charconv>
#include <cmath>
#include <utility>

#include "cli/words/nearest_name.hpp"

namespace salus::cli {

namespace {

using std::chrono::microseconds;
using Seconds = std::chrono::duration<double>;

Seconds length_of(TimeUnit unit) {
  using namespace std::chrono;
  constexpr std::array<Seconds, 5> lengths{
      seconds{1}, minutes{1}, hours{1}, std::chrono::days{1}, std::chrono::weeks{1}};
  return lengths[static_cast<std::size_t>(unit)];
}

std::optional<double> number_of(const std::string& text) {
  double number = 0;
  const char* end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, number);
  const bool is_number = read.ec == std::errc{} && read.ptr == end && std::isfinite(number);
  return is_number ? std::optional{number} : std::nullopt;
}

/// `45`, `1.5`; hours also as a clock shows them, `1:30`.
std::optional<Seconds> read_length(TimeUnit unit, const std::string& text) {
  if (const auto number = number_of(text)) return *number * length_of(unit);
  const bool is_clock = unit == TimeUnit::hours && text.find(':') != std::string::npos;
  const auto time = is_clock ? parse_time_of_day(text) : std::nullopt;
  return time ? std::optional{Seconds{time->since_midnight}} : std::nullopt;
}

std::optional<Seconds> sum_of(std::span<const Delay> delays, const SourceRow& row,
                              std::string& problem) {
  constexpr Seconds longest = std::chrono::years{200};
  Seconds sum{0};
  for (const auto& delay : delays) {
    const auto text = make_text(delay.count, row, problem);
    if (!problem.empty() || text.empty()) return std::nullopt;
    const auto length = read_length(delay.unit, text);
    if (!length || std::abs(length->count()) > longest.count()) {
      problem = "This is no number of " + std::string{to_name(delay.unit)} + ".";
      return std::nullopt;
    }
    sum += *length;
  }
  return sum;
}

bool is_in_calendar(Timestamp moment) {
  using namespace std::chrono;
  return moment >= sys_days{year{1} / 1 / 1} && moment < sys_days{year{10000} / 1 / 1};
}

}  // namespace

LocalTimeReader clock_of(std::string time_zone) {
  return [zone = std::move(time_zone)](LocalTime shown) { return first_moment(zone, shown); };
}

std::optional<Value> field_value(const FieldFacts& field, const std::string& text,
                                 const LocalTimeReader& clock, std::string& problem) {
  auto value = parse_value(field, text, problem, clock);
  if (!value && !field.choices.empty()) problem = "It is none of: " + joined(field.choices) + ".";
  return value;
}

bool can_be_delayed(const FieldFacts& field, std::span<const Delay> delays) {
  if (delays.empty() || field.type == FieldType::timestamp) return true;
  return field.type == FieldType::date && std::ranges::all_of(delays, [](const Delay& delay) {
           return delay.unit == TimeUnit::days || delay.unit == TimeUnit::weeks;
         });
}

std::optional<Value> delayed(const Value& value, std::span<const Delay> delays,
                             const SourceRow& row, std::string& problem) {
  const auto sum = sum_of(delays, row, problem);
  if (!sum) return std::nullopt;
  const auto* day = std::get_if<Date>(&value);
  const auto begin = day != nullptr ? Timestamp{*day} : std::get<Timestamp>(value);
  const auto end = begin + microseconds{std::llround(sum->count() * 1e6)};
  if (!is_in_calendar(end)) {
    problem = "So long after it there is no calendar.";
    return std::nullopt;
  }
  return day != nullptr ? Value{date_of(end)} : Value{end};
}

}  // namespace salus::cli
