#include "salus/service/system_environment.hpp"

#include <chrono>

#include <openssl/rand.h>

#include "salus/core/error.hpp"

namespace salus {

Environment system_environment() {
  return {
      .clock =
          [] {
            return std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now());
          },
      .random =
          [](std::span<std::byte> bytes) {
            if (RAND_bytes(reinterpret_cast<unsigned char*>(bytes.data()),
                           static_cast<int>(bytes.size())) != 1) {
              throw Error{ErrorCode::internal, "The system's random source failed."};
            }
          },
  };
}

}  // namespace salus
