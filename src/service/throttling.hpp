#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "salus/domain/throttle.hpp"
#include "salus/service/identity_options.hpp"

#include "clinic_state.hpp"

namespace salus {

/// Slows down who guesses: one log-in's account and address.
///
/// An attempt counts as failed before its password is looked at, and is taken back if it was right: so many attempts
/// at once, in however many processes, are no more than one after the other.
class Throttling {
 public:
  /// Of an address that is empty nothing is counted.
  Throttling(const ClinicState& state, std::string_view email, std::string_view address);

  /// The same of those who ask for accounts, where nobody is forgiven.
  static Throttling of_registrations(const ClinicState& state, std::string_view address);

  /// Counts an attempt; throws `throttled` if it comes too early.
  void admit() const;

  /// Takes the attempt back: the account starts anew, the address has one failure less.
  void forgive(Transaction& transaction, Timestamp now) const;

 private:
  struct Counted {
    std::string subject;
    ThrottleRule rule;
    bool is_account;
  };

  explicit Throttling(const ClinicState& state) : state_{state} {}
  void count_address(std::string_view kind, std::string_view address, const ThrottleRule& rule);

  const ClinicState& state_;
  std::vector<Counted> counted_;
};

}  // namespace salus
