#include "throttling.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <span>
#include <utility>

#include <arpa/inet.h>

#include "digest.hpp"
#include "own_rows.hpp"

namespace salus {

namespace {

constexpr int most_collisions = 20;

std::string in_lower_case(std::string_view text) {
  std::string lower{text};
  for (auto& c : lower) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return lower;
}

std::string hex_of(std::span<const unsigned char> bytes) {
  return to_hex({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
}

/// Of IPv6 the first 64 bits: whoever has one address has all of them (RFC 4291 §2.5.4). An IPv4 address may come in the
/// clothes of one (§2.5.5.2); a text that is none stands for itself.
std::string network_of(const std::string& address) {
  constexpr std::array<unsigned char, 12> mapped{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF};
  std::array<unsigned char, 16> bytes{};
  const std::span all{bytes};
  if (::inet_pton(AF_INET, address.c_str(), bytes.data()) == 1) return hex_of(all.first(4));
  if (::inet_pton(AF_INET6, address.c_str(), bytes.data()) != 1) return address;
  const bool is_ipv4 = std::ranges::equal(mapped, all.first(mapped.size()));
  return hex_of(is_ipv4 ? all.last(4) : all.first(8));
}

std::chrono::seconds delay_after(std::int64_t failures, const ThrottleRule& rule) {
  if (failures <= rule.free_failures) return std::chrono::seconds{0};
  auto delay = rule.first_delay;
  for (auto i = rule.free_failures + 1; i < failures && delay < rule.longest_delay; ++i) delay *= 2;
  return std::min(delay, rule.longest_delay);
}

void refuse_early(const Throttle& row, Timestamp now) {
  if (row.blocked_until <= now) return;
  throw Error::throttled(std::chrono::ceil<std::chrono::seconds>(row.blocked_until - now));
}

/// One subject's row, inside a transaction.
class Counter {
 public:
  Counter(const ClinicState& state, Transaction& transaction, std::string_view subject,
          Timestamp now)
      : state_{state},
        transaction_{transaction},
        rows_{state, entity_info<Throttle>(), now},
        is_subject_{f<&Throttle::subject> == std::string{subject}},
        subject_{subject},
        now_{now} {}

  /// Whether there was no row before.
  bool add_failure(const ThrottleRule& rule) const {
    for (int i = 0; i < most_collisions; ++i) {
      const auto row = find();
      if (row) refuse_early(*row, now_);
      const auto next = next_row(row, rule);
      if (row ? replace(*row, next) : insert(next)) return !row;
    }
    throw Error{ErrorCode::storage_busy, "Too many log-ins at once."};
  }

  /// Where others count at the same time it may stay counted: the delay is short.
  void take_back(const ThrottleRule& rule) const {
    const auto row = find();
    if (!row || row->failures == 0) return;
    Throttle next = *row;
    if (--next.failures <= rule.free_failures) next.blocked_until = now_;
    replace(*row, next);
  }

  void forget() const { rows_.remove(transaction_, is_subject_); }

 private:
  std::optional<Throttle> find() const {
    auto rows = read_own<Throttle>(state_, transaction_, is_subject_, now_);
    return rows.empty() ? std::nullopt : std::optional{std::move(rows.front())};
  }

  Throttle next_row(const std::optional<Throttle>& row, const ThrottleRule& rule) const {
    const bool is_remembered = row && row->forgotten_at > now_;
    const auto failures = (is_remembered ? row->failures : 0) + 1;
    const auto blocked_until = now_ + delay_after(failures, rule);
    return {.organization_id = state_.organization,
            .subject = subject_,
            .failures = failures,
            .blocked_until = blocked_until,
            .forgotten_at = blocked_until + rule.memory};
  }

  /// Compares and swaps; false: somebody else was faster.
  bool replace(const Throttle& before, const Throttle& after) const {
    return rows_.update(transaction_,
                        is_subject_ && f<&Throttle::failures> == before.failures &&
                            f<&Throttle::forgotten_at> == before.forgotten_at,
                        {assign<&Throttle::failures>(after.failures),
                         assign<&Throttle::blocked_until>(after.blocked_until),
                         assign<&Throttle::forgotten_at>(after.forgotten_at)}) == 1;
  }

  bool insert(const Throttle& row) const {
    try {
      transaction_.with_savepoint([&] { rows_.insert(transaction_, values_of(row)); });
      return true;
    } catch (const Error& error) {
      if (error.code() != ErrorCode::conflict) throw;
      return false;
    }
  }

  const ClinicState& state_;
  Transaction& transaction_;
  OwnRows rows_;
  Expr is_subject_;
  std::string subject_;
  Timestamp now_;
};

std::string subject_of(std::string_view kind, const std::string& name) {
  return to_hex(sha256("salus.throttle:" + std::string{kind} + ":" + name));
}

}  // namespace

Throttling::Throttling(const ClinicState& state, std::string_view email, std::string_view address)
    : state_{state} {
  const auto& options = state.identity;
  counted_.push_back({subject_of("account", in_lower_case(email)), options.per_account, true});
  count_address("address", address, options.per_address);
}

Throttling Throttling::of_registrations(const ClinicState& state, std::string_view address) {
  Throttling throttling{state};
  throttling.count_address("registrations", address, state.identity.registrations);
  return throttling;
}

void Throttling::count_address(std::string_view kind, std::string_view address,
                               const ThrottleRule& rule) {
  if (address.empty()) return;
  counted_.push_back({subject_of(kind, network_of(std::string{address})), rule, false});
}

void Throttling::admit() const {
  const auto now = state_.environment.clock();
  const auto storage = open_for_log_in(state_);
  bool has_grown = false;
  storage->run([&](Transaction& transaction) {
    has_grown = false;
    for (const auto& [subject, rule, is_account] : counted_)
      has_grown |= Counter{state_, transaction, subject, now}.add_failure(rule);
  });
  if (!has_grown) return;
  // Whoever adds a row takes away what is forgotten; apart, so that nobody waits with a row in hand.
  storage->run([&](Transaction& transaction) {
    OwnRows{state_, entity_info<Throttle>(), now}.remove(transaction,
                                                         f<&Throttle::forgotten_at> <= now);
  });
}

void Throttling::forgive(Transaction& transaction, Timestamp now) const {
  for (const auto& [subject, rule, is_account] : counted_) {
    const Counter counter{state_, transaction, subject, now};
    if (is_account)
      counter.forget();
    else
      counter.take_back(rule);
  }
}

}  // namespace salus
