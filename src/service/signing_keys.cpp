#include "signing_keys.hpp"

#include <algorithm>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "digest.hpp"
#include "own_rows.hpp"

namespace salus {

namespace {

/// Whoever sends nonsense must not make us ask the database each time.
constexpr std::chrono::seconds least_time_between_looks{1};

std::string random_bytes(const RandomSource& random, std::size_t count) {
  std::string bytes(count, '\0');
  random(std::as_writable_bytes(std::span{bytes}));
  return bytes;
}

/// The one that signs first.
std::vector<SigningKey> load_keys(const ClinicState& state, Reader& reader, Timestamp now) {
  auto keys = read_own<SigningKey>(state, reader, {}, now);
  std::erase_if(keys, [now](const auto& key) { return key.retires_at && *key.retires_at <= now; });
  std::ranges::sort(keys, [](const SigningKey& left, const SigningKey& right) {
    if (left.retires_at.has_value() != right.retires_at.has_value()) return !left.retires_at;
    return std::pair{left.made_at, left.key_id} > std::pair{right.made_at, right.key_id};
  });
  return keys;
}

void add_key(const ClinicState& state, Transaction& transaction, Timestamp now) {
  const auto& random = state.environment.random;
  const SigningKey key{.organization_id = state.organization,
                       .key_id = to_hex(random_bytes(random, 8)),
                       .algorithm = state.identity.token_algorithm,
                       .secret = Bytes{random_bytes(random, TokenKey::least_bytes)},
                       .made_at = now,
                       .retires_at = {}};
  OwnRows{state, entity_info<SigningKey>(), now}.insert(transaction, values_of(key));
}

std::vector<SigningKey> load_or_make_keys(const ClinicState& state, Timestamp now) {
  const auto storage = open_for_log_in(state);
  auto keys = load_keys(state, *storage, now);
  if (!keys.empty() && !keys.front().retires_at) return keys;
  storage->run([&](Transaction& transaction) { add_key(state, transaction, now); });
  return load_keys(state, *storage, now);
}

}  // namespace

std::shared_ptr<SigningKeys::Memory> SigningKeys::not_older_than(const ClinicState& state,
                                                                 std::chrono::seconds age) const {
  const std::scoped_lock hold{mutex_};
  const auto now = state.environment.clock();
  if (memory_ != nullptr && now - loaded_at_ < age) return memory_;
  std::vector<TokenKey> keys;
  for (auto& key : load_or_make_keys(state, now))
    keys.emplace_back(Secret{std::move(key.secret.data)}, key.key_id, key.algorithm);
  memory_ = std::make_shared<Memory>(
      TokenAuthority{std::move(keys), state.environment, state.identity.token_lifetimes});
  loaded_at_ = now;
  return memory_;
}

std::shared_ptr<const TokenAuthority> SigningKeys::current(const ClinicState& state) const {
  const auto memory = not_older_than(state, longest_memory);
  return {memory, &memory->authority};
}

/// A refresh token is used once, so it is not remembered.
TokenSubject SigningKeys::Memory::verify(std::string_view token, TokenType type, Timestamp now) {
  if (type == TokenType::refresh) return authority.verify(token, type);
  if (const auto subject = verified.find(token, now)) return *subject;
  const auto subject = authority.verify(token, type);
  verified.remember(token, subject);
  return subject;
}

TokenSubject SigningKeys::verify(const ClinicState& state, std::string_view token,
                                 TokenType type) const {
  const auto known = not_older_than(state, longest_memory);
  const auto now = state.environment.clock();
  try {
    return known->verify(token, type, now);
  } catch (const Error&) {
    const auto latest = not_older_than(state, least_time_between_looks);
    if (latest == known) throw;
    return latest->verify(token, type, now);
  }
}

void SigningKeys::rotate(const ClinicState& state) const {
  const auto now = state.environment.clock();
  const auto longest_life =
      std::max(state.identity.token_lifetimes.access, state.identity.token_lifetimes.refresh);
  const OwnRows rows{state, entity_info<SigningKey>(), now};
  open_for_log_in(state)->run([&](Transaction& transaction) {
    rows.remove(transaction, f<&SigningKey::retires_at> <= now);
    // Another process may sign with what it remembers for a while.
    rows.update(transaction,
                is_null(f<&SigningKey::retires_at>),
                {assign<&SigningKey::retires_at>(now + longest_life + longest_memory)});
    add_key(state, transaction, now);
  });
  const std::scoped_lock hold{mutex_};
  memory_ = nullptr;
}

}  // namespace salus
