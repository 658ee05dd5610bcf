#pragma once

#include <memory>
#include <mutex>

#include "salus/service/token.hpp"

#include "verified_tokens.hpp"

namespace salus {

struct ClinicState;

/// The organization's keys as this process remembers them. Thread-safe.
class SigningKeys {
 public:
  /// Of a key that another process made, this one knows after so long at the latest.
  static constexpr std::chrono::seconds longest_memory = std::chrono::minutes{1};

  /// What signs and verifies now. Makes the first key where there is none.
  std::shared_ptr<const TokenAuthority> current(const ClinicState& state) const;

  /// The subject of a token; looks for keys that are new to this process before it calls one invalid.
  TokenSubject verify(const ClinicState& state, std::string_view token, TokenType type) const;

  /// A new key signs from now on; what signed before retires when the last of its tokens is dead.
  void rotate(const ClinicState& state) const;

 private:
  /// The keys, and what they were lately found to have signed.
  struct Memory {
    TokenAuthority authority;
    VerifiedTokens verified;

    TokenSubject verify(std::string_view token, TokenType type, Timestamp now);
  };

  std::shared_ptr<Memory> not_older_than(const ClinicState& state, std::chrono::seconds age) const;

  mutable std::mutex mutex_;
  mutable std::shared_ptr<Memory> memory_;
  mutable Timestamp loaded_at_{};
};

}  // namespace salus
