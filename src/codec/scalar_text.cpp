#include "codec/scalar_text.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <string>
#include <system_error>

#include "salus/schema/validation.hpp"

namespace salus::codec {

namespace {

struct BooleanWord {
  std::string_view word;
  bool truth;
};

constexpr std::array boolean_words{
    BooleanWord{"true", true},
    BooleanWord{"false", false},
    BooleanWord{"1", true},
    BooleanWord{"0", false},
    BooleanWord{"yes", true},
    BooleanWord{"no", false},
    BooleanWord{"on", true},
    BooleanWord{"off", false},
    BooleanWord{"t", true},
    BooleanWord{"f", false},
    BooleanWord{"y", true},
    BooleanWord{"n", false},
};

bool equal_ignoring_case(std::string_view text, std::string_view lower_case) {
  return std::ranges::equal(text, lower_case, {}, [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
}

template <class Number>
std::optional<Number> read_whole(std::string_view text) {
  if (text.starts_with('+') && !text.starts_with("+-")) text.remove_prefix(1);
  Number number{};
  const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
  if (read.ec != std::errc{} || read.ptr != text.data() + text.size()) return std::nullopt;
  return number;
}

/// `7.000` is 7.
std::string_view without_zero_fraction(std::string_view text) {
  const auto dot = text.find('.');
  const bool zeros = dot != std::string_view::npos &&
                     text.find_first_not_of('0', dot + 1) == std::string_view::npos;
  return zeros ? text.substr(0, dot) : text;
}

bool has_zone(std::string_view text) {
  const auto time = text.find_first_of("T ");
  return time != std::string_view::npos &&
         text.find_first_of("Z+-", time) != std::string_view::npos;
}

bool is_in_calendar(Timestamp moment) {
  using namespace std::chrono;
  return moment >= sys_days{year{1} / 1 / 1} && moment < sys_days{year{10000} / 1 / 1};
}

}  // namespace

std::optional<bool> read_boolean(std::string_view text) {
  const auto found =
      std::ranges::find_if(boolean_words, [text = detail::trimmed(text)](const BooleanWord& entry) {
        return equal_ignoring_case(text, entry.word);
      });
  return found == boolean_words.end() ? std::nullopt : std::optional{found->truth};
}

std::optional<std::int64_t> read_integer(std::string_view text) {
  return read_whole<std::int64_t>(without_zero_fraction(detail::trimmed(text)));
}

std::optional<double> read_number(std::string_view text) {
  const auto number = read_whole<double>(detail::trimmed(text));
  return number && std::isfinite(*number) ? number : std::nullopt;
}

std::optional<Uuid> read_uuid(std::string_view text) {
  text = detail::trimmed(text);
  if (text.starts_with("urn:uuid:")) text.remove_prefix(9);
  if (text.size() > 2 && text.front() == '{' && text.back() == '}')
    text = text.substr(1, text.size() - 2);
  if (text.size() != 32) return Uuid::parse(text);
  std::string dashed{text};
  for (const std::size_t dash : {8U, 13U, 18U, 23U}) dashed.insert(dash, 1, '-');
  return Uuid::parse(dashed);
}

std::optional<Timestamp> read_timestamp(std::string_view text, const LocalTimeReader& local_time) {
  auto moment = parse_timestamp(text);
  if (!moment) return std::nullopt;
  if (local_time && !has_zone(text)) {
    moment = local_time(LocalTime{moment->time_since_epoch()});
  }
  return is_in_calendar(*moment) ? moment : std::nullopt;
}

std::string normal_text(const FieldFacts& field, std::string_view text) {
  text = detail::trimmed(text);
  const auto time =
      field.format == TextFormat::time_of_day ? parse_time_of_day(text) : std::nullopt;
  return time ? to_string(*time) : std::string{text};
}

}  // namespace salus::codec
