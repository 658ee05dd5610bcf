#include "cli/import/date_format.hpp"

#include <charconv>
#include <ctime>

#include "salus/core/time.hpp"

namespace salus::cli {

namespace {

bool has_any(const std::string& format, std::initializer_list<const char*> conversions) {
  for (const auto* conversion : conversions) {
    if (format.find(conversion) != std::string::npos) return true;
  }
  return false;
}

/// strptime would read them by the zone of the process.
std::optional<std::string> moment_of_seconds(const std::string& text) {
  std::int64_t seconds = 0;
  const char* end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, seconds);
  constexpr std::int64_t end_of_9999 = 253'402'300'800;
  constexpr std::int64_t begin_of_1 = -62'135'596'800;
  if (read.ec != std::errc{} || read.ptr != end || seconds < begin_of_1 || seconds >= end_of_9999)
    return std::nullopt;
  return to_string(Timestamp{std::chrono::seconds{seconds}});
}

}  // namespace

std::optional<std::string> iso_date(const std::string& text, const std::string& format) {
  if (format == "%s") return moment_of_seconds(text);
  std::tm read{};
  const char* end = ::strptime(text.c_str(), format.c_str(), &read);
  if (end == nullptr || *end != '\0') return std::nullopt;
  using namespace std::chrono;
  // strptime takes the 31st of any month.
  const year_month_day day{year{read.tm_year + 1900},
                           month{static_cast<unsigned>(read.tm_mon + 1)},
                           std::chrono::day{static_cast<unsigned>(read.tm_mday)}};
  if (!day.ok()) return std::nullopt;
  if (!has_any(format, {"%H", "%I", "%k", "%l", "%T", "%R", "%r"})) return to_string(Date{day});
  const auto shown =
      Timestamp{Date{day}} + hours{read.tm_hour} + minutes{read.tm_min} + seconds{read.tm_sec};
  if (has_any(format, {"%z"})) return to_string(shown - seconds{read.tm_gmtoff});
  auto iso = to_string(shown);
  iso.pop_back();  // the Z
  return iso;
}

}  // namespace salus::cli
