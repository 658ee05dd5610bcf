#include "cli/import/date_format.hpp"

#include <ctime>

#include "salus/core/time.hpp"

namespace salus::cli {

namespace {

bool has_time_of_day(const std::string& format) {
  for (const auto* conversion : {"%H", "%I", "%T", "%R"}) {
    if (format.find(conversion) != std::string::npos) return true;
  }
  return false;
}

}  // namespace

std::optional<std::string> iso_date(const std::string& text, const std::string& format) {
  std::tm read{};
  const char* end = ::strptime(text.c_str(), format.c_str(), &read);
  if (end == nullptr || *end != '\0') return std::nullopt;
  using namespace std::chrono;
  // strptime takes the 31st of any month.
  const year_month_day day{year{read.tm_year + 1900},
                           month{static_cast<unsigned>(read.tm_mon + 1)},
                           std::chrono::day{static_cast<unsigned>(read.tm_mday)}};
  if (!day.ok()) return std::nullopt;
  if (!has_time_of_day(format)) return to_string(Date{day});
  return to_string(Timestamp{Date{day}} + hours{read.tm_hour} + minutes{read.tm_min} +
                   seconds{read.tm_sec});
}

}  // namespace salus::cli
