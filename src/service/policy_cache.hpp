#pragma once

#include <memory>
#include <mutex>
#include <string>

#include "salus/access/policy.hpp"
#include "salus/domain/policy_revision.hpp"
#include "salus/storage/session.hpp"

namespace salus {

/// A policy and the name by which the journal knows it.
struct EffectivePolicy {
  Policy policy;
  std::string version;  ///< SHA-256 of the policy's text, in hexadecimal digits.
};

inline std::shared_ptr<const Policy> policy_of(
    const std::shared_ptr<const EffectivePolicy>& effective) {
  return {effective, &effective->policy};
}

/// The program's own rules, and those together with the rules of access levels, which are rows.
/// Thread-safe.
class PolicyCache {
 public:
  PolicyCache(Policy built_in, const Catalog& catalog);

  /// The program's own rules: all that roles other than `staff` need.
  const std::shared_ptr<const EffectivePolicy>& built_in() const { return built_in_; }

  /// With the rules of access levels as they are now: asks the database whether they have changed, and
  /// reads them if so.
  std::shared_ptr<const EffectivePolicy> current(Reader& reader, const Catalog& catalog,
                                                 Timestamp now) const;

 private:
  std::shared_ptr<const EffectivePolicy> built_in_;
  mutable std::mutex mutex_;
  mutable Uuid revision_;  ///< Of `latest_`.
  mutable std::shared_ptr<const EffectivePolicy> latest_;
};

/// Tells every process that the rules have changed; part of the transaction that changes them.
void change_policy_revision(Transaction& transaction, Id<Organization> organization, Uuid revision,
                            Timestamp now);

}  // namespace salus
