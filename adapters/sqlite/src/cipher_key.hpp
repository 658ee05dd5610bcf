#pragma once

/// Keys in the form that SQLCipher takes them.

#include <string_view>

#include "salus/core/secret.hpp"

namespace salus::sqlite {

/// The length of the salt that SQLCipher keeps in the first bytes of a file.
inline constexpr std::size_t salt_bytes = 16;

/// `x'<64 digits>'`: the key itself, without the derivation that SQLCipher would do at every open.
class CipherKey {
 public:
  static CipherKey from_raw(std::string_view key_digits);

  /// Derives the key with Argon2id. The salt is the file's; a new file will get it with the key.
  static CipherKey from_passphrase(const Secret& passphrase, std::string_view salt);

  std::string_view reveal() const { return text_.reveal(); }

 private:
  explicit CipherKey(Secret text) : text_{std::move(text)} {}

  Secret text_;
};

/// A salt for a new file.
std::string new_salt();

}  // namespace salus::sqlite
