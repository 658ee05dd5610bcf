#pragma once

#include <array>
#include <memory>
#include <string>
#include <string_view>

namespace salus {

/// SHA-256 (FIPS 180-4), for one text after another. One thread at a time.
class Sha256 {
 public:
  Sha256();
  /// 32 bytes, valid until the next call.
  std::string_view operator()(std::string_view bytes);

 private:
  struct Release {
    void operator()(void* context) const;
  };
  std::unique_ptr<void, Release> context_;
  std::array<char, 32> digest_{};
};

/// SHA-256 of one text: 32 bytes.
std::string sha256(std::string_view bytes);

/// Lower-case hexadecimal digits.
std::string to_hex(std::string_view bytes);

}  // namespace salus
