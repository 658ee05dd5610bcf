#pragma once

/// Identities: 128-bit UUIDs, and `Id<T>`, which does not let a patient's id pass for a doctor's.
///
/// New ids are UUIDv7 (RFC 9562 §5.7): time first, so that rows made together lie together in an
/// index, and made without asking a database, so that an offline kiosk can create rows.

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "salus/core/environment.hpp"
#include "salus/core/time.hpp"

namespace salus {

/// 16 bytes in network order.
struct Uuid {
  std::array<std::uint8_t, 16> bytes{};

  bool is_nil() const noexcept { return *this == Uuid{}; }
  friend auto operator<=>(const Uuid&, const Uuid&) = default;

  /// The form of RFC 9562 §4: 36 characters, lower case.
  std::string to_string() const {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    text.reserve(36);
    for (std::size_t i = 0; i < bytes.size(); ++i) {
      if (i == 4 || i == 6 || i == 8 || i == 10) text += '-';
      text += digits[bytes[i] >> 4U];
      text += digits[bytes[i] & 0x0FU];
    }
    return text;
  }

  /// Reads the 36-character form, in either case; nothing else.
  static std::optional<Uuid> parse(std::string_view text) {
    if (text.size() != 36) return std::nullopt;
    Uuid uuid;
    std::size_t at = 0;
    for (std::size_t i = 0; i < uuid.bytes.size(); ++i) {
      if (i == 4 || i == 6 || i == 8 || i == 10) {
        if (text[at++] != '-') return std::nullopt;
      }
      const int high = hex_digit(text[at++]);
      const int low = hex_digit(text[at++]);
      if (high < 0 || low < 0) return std::nullopt;
      uuid.bytes[i] = static_cast<std::uint8_t>(high * 16 + low);
    }
    return uuid;
  }

  /// A new UUIDv7 of this moment.
  static Uuid v7(Timestamp now, const RandomSource& random) {
    Uuid uuid;
    random(std::as_writable_bytes(std::span{uuid.bytes}).subspan(6));
    auto milliseconds = static_cast<std::uint64_t>(
        std::chrono::floor<std::chrono::milliseconds>(now).time_since_epoch().count());
    for (std::size_t i = 6; i-- > 0; milliseconds >>= 8U) {
      uuid.bytes[i] = static_cast<std::uint8_t>(milliseconds & 0xFFU);
    }
    uuid.bytes[6] = static_cast<std::uint8_t>((uuid.bytes[6] & 0x0FU) | 0x70U);
    uuid.bytes[8] = static_cast<std::uint8_t>((uuid.bytes[8] & 0x3FU) | 0x80U);
    return uuid;
  }

 private:
  static constexpr int hex_digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
  }
};

/// The identity of one row of entity `T`. A default-made id is nil and means "not given".
template <class T>
struct Id {
  Uuid value;

  bool is_nil() const noexcept { return value.is_nil(); }
  std::string to_string() const { return value.to_string(); }
  static std::optional<Id> parse(std::string_view text) {
    const auto uuid = Uuid::parse(text);
    return uuid ? std::optional{Id{*uuid}} : std::nullopt;
  }
  friend auto operator<=>(const Id&, const Id&) = default;
};

}  // namespace salus

template <>
struct std::hash<salus::Uuid> {
  std::size_t operator()(const salus::Uuid& uuid) const noexcept {
    std::uint64_t halves[2];
    std::memcpy(halves, uuid.bytes.data(), sizeof halves);
    return static_cast<std::size_t>(halves[0] ^ (halves[1] * 0x9E3779B97F4A7C15ULL));
  }
};

template <class T>
struct std::hash<salus::Id<T>> {
  std::size_t operator()(const salus::Id<T>& id) const noexcept {
    return std::hash<salus::Uuid>{}(id.value);
  }
};
