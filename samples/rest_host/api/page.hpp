#pragma once

/// Pages of a list: which rows, and the links to the pages beside it.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "rest_host/api/refusal.hpp"
#include "rest_host/api/url.hpp"

namespace salus::rest {

/// One page out of a list whose length is known.
struct Page {
  std::uint64_t number = 1;  ///< From 1.
  std::uint64_t count = 1;   ///< Of pages: an empty list has one.
  std::uint32_t size = 50;

  std::uint64_t offset() const { return (number - 1) * size; }
};

/// The rows of a page that a query asks for; one size for numbered pages and others.
std::uint32_t page_size_of(const Parameters& parameters);

/// The page that a query asks for out of a list whose length nobody counted: its `count` says nothing.
Page find_uncounted_page(const Parameters& parameters);

/// The address of the same list with another value of a parameter, or, with an empty one, without it. Other
/// parameters are kept but `page` and `cursor`, of which there is one.
std::string address_with(std::string_view name, std::string_view value, std::string_view address,
                         const Parameters& parameters);

/// 404 "Invalid page."
Refusal invalid_page();

/// The page that a query asks for. Throws 404 "Invalid page." for one that is not there.
Page find_page(const Parameters& parameters, std::uint64_t rows);

/// The links of a page, absolute, or nothing where it is the last or first. Other parameters are kept.
/// `address` is that of the list without its query.
struct PageLinks {
  std::optional<std::string> next;
  std::optional<std::string> previous;
};
PageLinks links_of(const Page& page, std::string_view address, const Parameters& parameters);

}  // namespace salus::rest
