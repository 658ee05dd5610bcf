#include "salus/service/password_rules.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "salus/core/error.hpp"
#include "salus/core/fold_words.hpp"

#include "common_passwords.hpp"

namespace salus {

namespace {

constexpr std::size_t least_length = 8;
constexpr double most_similar = 0.7;

std::string in_lower_case(std::string_view text) {
  std::string lower{text};
  for (auto& c : lower) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return lower;
}

/// The code points of a text, each as its bytes.
std::vector<std::string_view> characters_of(std::string_view text) {
  std::vector<std::string_view> characters;
  const auto continues = [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U; };
  for (std::size_t begin = 0; begin < text.size();) {
    std::size_t end = begin + 1;
    while (end < text.size() && continues(text[end])) ++end;
    characters.push_back(text.substr(begin, end - begin));
    begin = end;
  }
  return characters;
}

/// The `quick_ratio` of Python's difflib: twice the characters in common, in whatever order, by all characters.
double similarity(std::string_view left, std::string_view right) {
  const auto left_characters = characters_of(left);
  const auto right_characters = characters_of(right);
  std::map<std::string_view, int> available;
  for (const auto character : right_characters) ++available[character];
  const auto common = std::ranges::count_if(
      left_characters, [&available](auto character) { return available[character]-- > 0; });
  return 2.0 * static_cast<double>(common) /
         static_cast<double>(left_characters.size() + right_characters.size());
}

/// A part that is ten times shorter than the password says nothing of it.
bool is_too_short_to_tell(std::string_view password, std::string_view part) {
  const auto length = characters_of(password).size();
  const auto part_length = characters_of(part).size();
  return length >= 10 * part_length &&
         static_cast<double>(part_length) < most_similar / 2 * static_cast<double>(length);
}

bool is_similar(std::string_view password, std::string_view attribute) {
  auto parts = fold_words(attribute);
  parts.push_back(in_lower_case(attribute));
  return std::ranges::any_of(parts, [password](const std::string& part) {
    return !part.empty() && !is_too_short_to_tell(password, part) &&
           similarity(password, part) >= most_similar;
  });
}

bool is_all_digits(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

/// As Django, which says so of the first attribute alone.
void check_similarity(std::string_view password, const PasswordOwner& owner, Issues& issues) {
  for (const auto& [attribute, value] :
       {std::pair{"name", owner.name}, std::pair{"email", owner.email}}) {
    if (!is_similar(password, value)) continue;
    issues.add("password",
               "password_too_similar",
               "The password is too similar to the " + std::string{attribute} + ".");
    return;
  }
}

}  // namespace

void check_password(const Secret& password, const PasswordOwner& owner, Issues& issues) {
  const Secret lower{in_lower_case(password.reveal())};
  check_similarity(lower.reveal(), owner, issues);
  if (characters_of(password.reveal()).size() < least_length) {
    issues.add("password",
               "password_too_short",
               "This password is too short. It must contain at least 8 characters.");
  }
  if (is_common_password(lower.reveal()))
    issues.add("password", "password_too_common", "This password is too common.");
  if (is_all_digits(password.reveal()))
    issues.add("password", "password_entirely_numeric", "This password is entirely numeric.");
}

void check_password(const Secret& password, const Patch& changes, const User& before,
                    Issues& issues) {
  auto row = values_of(before);
  changes.apply_to(row);
  User after;
  Describe<User>::entity.decode_into(after, row);
  check_password(password, PasswordOwner{.email = after.email, .name = after.name}, issues);
}

void require_good_password(const Secret& password, const PasswordOwner& owner) {
  Issues issues;
  check_password(password, owner, issues);
  if (!issues.empty()) throw Error{std::move(issues)};
}

}  // namespace salus
