#pragma once

/// Ed25519 signatures, RFC 8032.

#include <cstddef>
#include <string>
#include <string_view>

#include "salus/core/secret.hpp"

namespace salus::ed25519 {

inline constexpr std::size_t seed_bytes = 32;
inline constexpr std::size_t public_key_bytes = 32;
inline constexpr std::size_t signature_bytes = 64;

/// The seed and, behind it, the public key that follows from it. The seed has `seed_bytes`.
Secret key_pair(const Secret& seed);

/// The public half; lives as long as the pair.
std::string_view public_key_of(const Secret& pair);

std::string sign(const Secret& pair, std::string_view text);

/// Whether the owner of the key, of `public_key_bytes`, signed the text.
bool is_signature(std::string_view signature, std::string_view text, std::string_view public_key);

}  // namespace salus::ed25519
