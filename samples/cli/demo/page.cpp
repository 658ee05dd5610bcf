#include "cli/demo/page.hpp"

#include <algorithm>
#include <ostream>

#include "cli/terminal/terminal.hpp"
#include "cli/terminal/text_width.hpp"
#include "cli/words/split.hpp"

namespace salus::cli {

namespace {

constexpr std::size_t widest_page = 100;
constexpr std::string_view margin = "  ";

}  // namespace

std::size_t page_width() { return std::min(output_width().value_or(widest_page), widest_page); }

void print_heading(std::ostream& out, std::string_view heading) {
  const auto used = width_of(heading) + 1;
  std::string rule;
  for (auto cell = used; cell < page_width(); ++cell) rule += "─";
  const Style style{Stream::output};
  out << '\n' << style.bold(heading) << ' ' << style.dim(rule) << "\n\n";
}

void print_wrapped(std::ostream& out, std::string_view text, std::string_view first,
                   std::string_view indent) {
  std::string line{first};
  bool is_empty = true;
  for (const auto word : split(text, ' ')) {
    if (!is_empty && width_of(line) + 1 + width_of(word) > page_width()) {
      out << line << '\n';
      line = indent;
      is_empty = true;
    }
    if (!is_empty) line += ' ';
    line += word;
    is_empty = false;
  }
  out << line << '\n';
}

void print_wrapped(std::ostream& out, std::string_view text) {
  print_wrapped(out, text, margin, margin);
}

}  // namespace salus::cli
