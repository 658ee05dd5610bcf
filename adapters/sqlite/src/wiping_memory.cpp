#include "wiping_memory.hpp"

#include <cstddef>
#include <cstring>
#include <mutex>

#include <sodium.h>

#include "result.hpp"

namespace salus::sqlite {

namespace {

sqlite3_mem_methods& underlying() {
  static sqlite3_mem_methods methods{};
  return methods;
}

void wipe_and_free(void* memory) {
  sodium_memzero(memory, static_cast<std::size_t>(underlying().xSize(memory)));
  underlying().xFree(memory);
}

/// The C library's own would leave a copy where the memory was.
void* wipe_and_resize(void* memory, int size) {
  const int had = underlying().xSize(memory);
  if (size <= had) return memory;
  void* larger = underlying().xMalloc(size);
  if (larger == nullptr) return nullptr;
  std::memcpy(larger, memory, static_cast<std::size_t>(had));
  wipe_and_free(memory);
  return larger;
}

}  // namespace

void use_wiping_memory() {
  static std::once_flag done;
  std::call_once(done, [] {
    require_ok(sqlite3_config(SQLITE_CONFIG_GETMALLOC, &underlying()));
    sqlite3_mem_methods wiping = underlying();
    wiping.xFree = wipe_and_free;
    wiping.xRealloc = wipe_and_resize;
    require_ok(sqlite3_config(SQLITE_CONFIG_MALLOC, &wiping));
  });
}

}  // namespace salus::sqlite
