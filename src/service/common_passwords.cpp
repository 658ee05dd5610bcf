#include "common_passwords.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

namespace salus {

namespace {

constexpr auto parts = std::to_array<std::string_view>({
#include <common_passwords/parts.inc>
});

}  // namespace

bool is_common_password(std::string_view lower_case) {
  if (lower_case.find('\n') != std::string_view::npos) return false;
  const auto line = "\n" + std::string{lower_case} + "\n";
  return std::ranges::any_of(
      parts, [&line](std::string_view part) { return part.find(line) != part.npos; });
}

}  // namespace salus
