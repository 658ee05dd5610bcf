#pragma once

/// Which fields of an entity: what a reader sees, what a writer gave.

#include <cstddef>
#include <cstdint>

#include "salus/schema/field.hpp"

namespace salus {

/// A set of fields of one entity, by position.
class FieldMask {
 public:
  constexpr FieldMask() = default;
  static constexpr FieldMask all() { return FieldMask{~std::uint64_t{0}}; }
  constexpr void add(std::size_t position) { bits_ |= std::uint64_t{1} << position; }
  constexpr void add(const FieldInfo& field) { add(field.position); }
  constexpr void remove(const FieldInfo& field) { bits_ &= ~(std::uint64_t{1} << field.position); }
  /// Row metadata is visible wherever the row is.
  constexpr bool contains(const FieldInfo& field) const {
    return field.load == nullptr || (bits_ >> field.position & 1U) != 0;
  }
  constexpr bool empty() const { return bits_ == 0; }
  friend constexpr FieldMask operator|(FieldMask a, FieldMask b) {
    return FieldMask{a.bits_ | b.bits_};
  }
  friend constexpr FieldMask operator&(FieldMask a, FieldMask b) {
    return FieldMask{a.bits_ & b.bits_};
  }
  friend constexpr FieldMask operator~(FieldMask a) { return FieldMask{~a.bits_}; }
  friend constexpr bool operator==(FieldMask, FieldMask) = default;

 private:
  explicit constexpr FieldMask(std::uint64_t bits) : bits_{bits} {}
  std::uint64_t bits_ = 0;
};

}  // namespace salus
