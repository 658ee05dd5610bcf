#pragma once

/// A body that is written in pieces, gathered into fewer and larger ones.

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

namespace salus::rest {

class BodyPieces {
 public:
  /// `write` sends a piece, and says whether anybody still listens.
  explicit BodyPieces(std::function<bool(std::string_view)> write) : write_{std::move(write)} {}

  bool add(std::string_view piece) {
    gathered_.append(piece);
    return gathered_.size() < enough || flush();
  }

  bool flush() {
    if (listens_ && !gathered_.empty()) listens_ = write_(gathered_);
    gathered_.clear();
    return listens_;
  }

 private:
  static constexpr std::size_t enough = 32'768;

  std::function<bool(std::string_view)> write_;
  std::string gathered_;
  bool listens_ = true;
};

}  // namespace salus::rest
