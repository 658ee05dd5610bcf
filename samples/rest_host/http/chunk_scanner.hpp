#pragma once

/// Finds the end of a chunked body (RFC 9112 §7.1) in bytes that come piece by piece.

#include <cstddef>
#include <string_view>

namespace salus::rest {

/// Looks at each byte once. Extensions are skipped within bounds; trailer fields are refused, as nobody here
/// reads them and two servers may differ about what they mean.
class ChunkScanner {
 public:
  /// At most so many bytes of data; and of everything around them.
  ChunkScanner(std::size_t most_data, std::size_t most_framing)
      : most_data_{most_data}, most_framing_{most_framing} {}

  enum class State : unsigned char { incomplete, complete, malformed, too_large };

  /// The next bytes. `scanned()` then says how many of all belong to the body.
  State look_at(std::string_view piece);

  std::size_t scanned() const noexcept { return scanned_; }

 private:
  enum class Place : unsigned char {
    first_digit,
    digits,
    extension,
    size_end,
    data,
    data_return,
    data_end,
    last_return,
    last_end,
  };

  State step(char c);
  State read_digit(char c);
  State expect(char c, char wanted, Place next);
  std::size_t skip_data(std::string_view rest);

  std::size_t most_data_;
  std::size_t most_framing_;
  Place place_ = Place::first_digit;
  std::size_t scanned_ = 0;
  std::size_t data_ = 0;
  std::size_t framing_ = 0;
  std::size_t left_ = 0;  ///< Of this chunk's data.
};

}  // namespace salus::rest
