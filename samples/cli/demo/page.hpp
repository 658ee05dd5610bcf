#pragma once

/// How the demo's page is laid out.

#include <cstddef>
#include <iosfwd>
#include <string>
#include <string_view>

namespace salus::cli {

/// The width of the page: of the terminal, but not so wide that lines cannot be read.
std::size_t page_width();

/// A numbered heading, with a line under it.
void print_heading(std::ostream& out, std::string_view heading);

/// Text in lines that fit the page, each behind `indent`; the first behind `first`.
void print_wrapped(std::ostream& out, std::string_view text, std::string_view first,
                   std::string_view indent);
void print_wrapped(std::ostream& out, std::string_view text);

}  // namespace salus::cli
