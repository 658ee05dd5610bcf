#include "salus/service/system_environment.hpp"

#include <chrono>

#include <sodium.h>

#include "salus/core/error.hpp"

namespace salus {

Environment system_environment() {
  if (sodium_init() < 0) throw Error{ErrorCode::internal, "libsodium does not start."};
  return {
      .clock =
          [] {
            return std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now());
          },
      .random = [](std::span<std::byte> bytes) { randombytes_buf(bytes.data(), bytes.size()); },
  };
}

}  // namespace salus
