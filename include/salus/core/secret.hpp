#pragma once

/// Keys, passwords and tokens: wiped when they go, and impossible to print by accident.

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

namespace salus {

/// Owns secret bytes. Movable, not copyable, not comparable, not streamable.
class Secret {
 public:
  Secret() = default;
  explicit Secret(std::string bytes) : bytes_{std::move(bytes)} {}
  Secret(Secret&& other) noexcept : bytes_{std::move(other.bytes_)} { other.wipe(); }
  Secret& operator=(Secret&& other) noexcept {
    if (this != &other) {
      wipe();
      bytes_ = std::move(other.bytes_);
      other.wipe();
    }
    return *this;
  }
  Secret(const Secret&) = delete;
  Secret& operator=(const Secret&) = delete;
  ~Secret() { wipe(); }

  /// The bytes, for the one call that needs them. Valid while the secret lives.
  std::string_view reveal() const noexcept { return bytes_; }
  bool empty() const noexcept { return bytes_.empty(); }
  Secret clone() const { return Secret{bytes_}; }

 private:
  void wipe() noexcept {
    // volatile: the compiler may not drop a store that nobody reads.
    volatile char* byte = bytes_.data();
    for (std::size_t i = 0; i < bytes_.capacity(); ++i) byte[i] = 0;
    bytes_.clear();
  }

  std::string bytes_;
};

}  // namespace salus
