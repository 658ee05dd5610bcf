#include "rest_host/api/page.hpp"

#include <algorithm>
#include <charconv>
#include <system_error>

#include "salus/schema/validation.hpp"

namespace salus::rest {

namespace {

constexpr std::uint32_t default_size = 50;
constexpr std::uint32_t largest_size = 500;

/// A whole number from 1, perhaps behind a plus sign.
std::optional<std::uint64_t> read_positive(std::string_view text) {
  text = detail::trimmed(text);
  if (text.starts_with('+')) text.remove_prefix(1);
  std::uint64_t number = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool whole = read.ec == std::errc{} && read.ptr == text.data() + text.size();
  return whole && number > 0 ? std::optional{number} : std::nullopt;
}

std::optional<std::uint64_t> number_of(const Parameters& parameters, std::uint64_t last) {
  const auto text = find_parameter(parameters, "page").value_or("");
  if (text.empty()) return 1;
  return text == "last" ? std::optional{last} : read_positive(text);
}

/// The first page has no number in its address, so that it is the same page as the list's own.
std::string link_to(std::uint64_t number, std::string_view address, const Parameters& parameters) {
  return address_with("page", number > 1 ? std::to_string(number) : "", address, parameters);
}

}  // namespace

std::uint32_t page_size_of(const Parameters& parameters) {
  const auto size =
      read_positive(find_parameter(parameters, "page_size").value_or("")).value_or(default_size);
  return static_cast<std::uint32_t>(std::min<std::uint64_t>(size, largest_size));
}

std::string address_with(std::string_view name, std::string_view value, std::string_view address,
                         const Parameters& parameters) {
  Parameters changed = parameters;
  std::erase_if(changed, [](const auto& parameter) {
    return parameter.first == "page" || parameter.first == "cursor";
  });
  if (!value.empty()) changed.emplace_back(name, value);
  const auto query = encode_parameters(changed);
  return std::string{address} + (query.empty() ? "" : "?") + query;
}

Refusal invalid_page() { return Refusal{detail_response(404, "Invalid page.")}; }

Page find_uncounted_page(const Parameters& parameters) {
  const auto number = number_of(parameters, 0);
  if (number.value_or(0) == 0) throw invalid_page();
  return {.number = *number, .count = 0, .size = page_size_of(parameters)};
}

Page find_page(const Parameters& parameters, std::uint64_t rows) {
  Page page;
  page.size = page_size_of(parameters);
  page.count = std::max<std::uint64_t>(1, (rows + page.size - 1) / page.size);
  const auto number = number_of(parameters, page.count);
  if (!number || *number > page.count) throw invalid_page();
  page.number = *number;
  return page;
}

PageLinks links_of(const Page& page, std::string_view address, const Parameters& parameters) {
  PageLinks links;
  if (page.number < page.count) links.next = link_to(page.number + 1, address, parameters);
  if (page.number > 1) links.previous = link_to(page.number - 1, address, parameters);
  return links;
}

}  // namespace salus::rest
