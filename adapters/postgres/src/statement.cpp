#include "statement.hpp"

#include <cstdint>
#include <string_view>
#include <utility>

namespace salus::postgres {

namespace {

/// FNV-1a, 64 bits: the same in every process, which std::hash need not be.
std::uint64_t hash_of(std::string_view text) {
  std::uint64_t hash = 0xCBF29CE484222325U;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3U;
  return hash;
}

}  // namespace

Statement::Statement(std::string sql) : text{std::move(sql)}, name{"salus_"} {
  constexpr std::string_view digits = "0123456789abcdef";
  for (auto rest = hash_of(text); rest != 0; rest >>= 4U) name += digits[rest & 0x0FU];
}

}  // namespace salus::postgres
