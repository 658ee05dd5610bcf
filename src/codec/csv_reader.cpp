#include <algorithm>
#include <istream>
#include <streambuf>
#include <utility>

#include "salus/codec/csv.hpp"
#include "salus/core/error.hpp"

namespace salus {

namespace {

constexpr int end_of_file = std::char_traits<char>::eof();

constexpr bool ends_line(int byte) { return byte == '\n' || byte == '\r'; }

}  // namespace

CsvReader::CsvReader(std::istream& in, CsvOptions options) : in_{in}, options_{options} {
  // Without a buffer of bytes there is nothing to read from: the stream says so by its state.
  if (in_.rdbuf() == nullptr || in_.fail()) fail("the file cannot be read");
}

bool CsvReader::next(std::vector<std::string>& row) {
  try {
    return read_row(row);
  } catch (const std::ios_base::failure&) {
    fail("the file cannot be read further");
  }
}

void CsvReader::fail(std::string_view what) const {
  throw Error{ErrorCode::invalid_input,
              "CSV line " + std::to_string(row_line_) + ": " + std::string{what}};
}

// The buffer itself: a stream's own functions check its state at every byte.
int CsvReader::peek() const { return in_.rdbuf()->sgetc(); }
int CsvReader::take() { return in_.rdbuf()->sbumpc(); }

/// Drops a byte order mark. Other characters begin with a part of it: such a part is where the first cell begins.
std::string CsvReader::skip_byte_order_mark() {
  constexpr std::string_view mark = "\xEF\xBB\xBF";
  std::string taken;
  while (taken.size() < mark.size() &&
         peek() == std::char_traits<char>::to_int_type(mark[taken.size()])) {
    taken += std::char_traits<char>::to_char_type(take());
  }
  return taken == mark ? std::string{} : taken;
}

void CsvReader::skip_empty_lines() {
  while (ends_line(peek())) end_line(take());
}

void CsvReader::end_line(int first) {
  if (first == '\r' && peek() == '\n') take();
  ++next_line_;
}

bool CsvReader::read_row(std::vector<std::string>& row) {
  row.clear();
  std::string begun = std::exchange(at_beginning_, false) ? skip_byte_order_mark() : std::string{};
  if (begun.empty()) skip_empty_lines();
  row_line_ = next_line_;
  if (begun.empty() && peek() == end_of_file) return false;
  row.push_back(std::move(begun));
  while (read_cell(row.back()) == Ending::separator) {
    if (row.size() == options_.most_cells)
      fail("more than " + std::to_string(options_.most_cells) + " cells");
    row.emplace_back();
  }
  return true;
}

CsvReader::Ending CsvReader::read_cell(std::string& cell) {
  if (!cell.empty() || peek() != '"') return read_bare_cell(cell);
  take();
  return read_quoted_cell(cell);
}

/// What a byte that was taken ends; a cell goes on with any other.
CsvReader::Ending CsvReader::ending(int next) {
  if (next == end_of_file) return Ending::file;
  if (next == std::char_traits<char>::to_int_type(options_.separator)) return Ending::separator;
  end_line(next);
  return Ending::line;
}

CsvReader::Ending CsvReader::read_bare_cell(std::string& cell) {
  const int separator = std::char_traits<char>::to_int_type(options_.separator);
  for (;;) {
    const int byte = take();
    if (byte == end_of_file || byte == separator || ends_line(byte)) return ending(byte);
    append(cell, byte);
  }
}

CsvReader::Ending CsvReader::read_quoted_cell(std::string& cell) {
  const int separator = std::char_traits<char>::to_int_type(options_.separator);
  for (;;) {
    const int byte = take();
    if (byte == end_of_file) fail("a quoted cell does not end");
    if (byte == '"' && peek() != '"') break;
    if (byte == '"') take();
    if (byte == '\n' || (byte == '\r' && peek() != '\n')) ++next_line_;
    append(cell, byte);
  }
  const int next = take();
  if (next != end_of_file && next != separator && !ends_line(next))
    fail("text behind the quotes of a cell");
  return ending(next);
}

void CsvReader::append(std::string& cell, int byte) const {
  if (cell.size() == options_.longest_cell) {
    fail("a cell is longer than " + std::to_string(options_.longest_cell) + " bytes");
  }
  cell += std::char_traits<char>::to_char_type(byte);
}

CsvTable::CsvTable(std::istream& in, CsvOptions options) : reader_{in, options} {
  if (!reader_.next(header_)) reader_.fail("there is no row of names");
  auto names = header_;
  std::ranges::sort(names);
  if (std::ranges::adjacent_find(names) != names.end())
    reader_.fail("a name stands twice in the row of names");
}

std::optional<std::size_t> CsvTable::column(std::string_view name) const {
  const auto found = std::ranges::find(header_, name);
  if (found == header_.end()) return std::nullopt;
  return static_cast<std::size_t>(found - header_.begin());
}

bool CsvTable::next(std::vector<std::string>& row) {
  if (!reader_.next(row)) return false;
  if (row.size() != header_.size()) {
    reader_.fail(std::to_string(row.size()) + " cells under " + std::to_string(header_.size()) +
                 " names");
  }
  return true;
}

}  // namespace salus
