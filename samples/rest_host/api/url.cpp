#include "rest_host/api/url.hpp"

#include <algorithm>
#include <map>
#include <ranges>

#include "salus/schema/validation.hpp"

#include "rest_host/api/json_text.hpp"

namespace salus::rest {

namespace {

unsigned hex_value(char c) {
  if (c <= '9') return static_cast<unsigned>(c - '0');
  return static_cast<unsigned>((c | 0x20) - 'a') + 10;
}

/// A percent sign that begins no byte stands for itself.
std::string bytes_of(std::string_view text) {
  std::string decoded;
  decoded.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool escape = text[i] == '%' && i + 2 < text.size() &&
                        detail::is_hex_digit(text[i + 1]) && detail::is_hex_digit(text[i + 2]);
    if (!escape) {
      decoded += text[i];
      continue;
    }
    decoded += static_cast<char>(hex_value(text[i + 1]) << 4U | hex_value(text[i + 2]));
    i += 2;
  }
  return decoded;
}

std::string form_bytes_of(std::string_view text) {
  std::string spaced{text};
  std::ranges::replace(spaced, '+', ' ');
  return bytes_of(spaced);
}

/// As Python's `quote_plus`, whose links clients have seen.
void append_encoded(std::string& out, std::string_view text) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (detail::is_letter_or_digit(c) || std::string_view{"_.-~"}.find(c) != std::string_view::npos)
      out += c;
    else if (c == ' ')
      out += '+';
    else
      out += {'%', digits[byte >> 4U], digits[byte & 0x0FU]};
  }
}

}  // namespace

Target parse_target(std::string_view target) {
  const auto mark = target.find('?');
  Target parsed{.raw_path = target.substr(0, mark),
                .path = valid_utf8(bytes_of(target.substr(0, mark))),
                .parameters = {}};
  if (mark != std::string_view::npos) parsed.parameters = parse_parameters(target.substr(mark + 1));
  return parsed;
}

Parameters parse_parameters(std::string_view encoded) {
  auto parameters = parse_form(encoded);
  for (auto& [name, value] : parameters) {
    name = valid_utf8(name);
    value = valid_utf8(value);
  }
  return parameters;
}

Parameters parse_form(std::string_view encoded) {
  Parameters fields;
  while (!encoded.empty()) {
    const auto end = encoded.find('&');
    const auto pair = encoded.substr(0, end);
    encoded.remove_prefix(end == std::string_view::npos ? encoded.size() : end + 1);
    if (pair.empty()) continue;
    const auto equals = pair.find('=');
    const auto value =
        equals == std::string_view::npos ? std::string_view{} : pair.substr(equals + 1);
    fields.emplace_back(form_bytes_of(pair.substr(0, equals)), form_bytes_of(value));
  }
  return fields;
}

std::optional<std::string_view> find_parameter(const Parameters& parameters,
                                               std::string_view name) {
  for (const auto& [key, value] : parameters | std::views::reverse) {
    if (key == name) return value;
  }
  return std::nullopt;
}

std::string encode_parameters(const Parameters& parameters) {
  std::multimap<std::string_view, std::string_view> sorted{parameters.begin(), parameters.end()};
  std::string query;
  for (const auto& [name, value] : sorted) {
    if (!query.empty()) query += '&';
    append_encoded(query, name);
    query += '=';
    append_encoded(query, value);
  }
  return query;
}

}  // namespace salus::rest
