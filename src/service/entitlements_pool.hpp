#pragma once

#include <cstddef>
#include <list>
#include <memory>
#include <mutex>

#include "salus/access/entitlements.hpp"

#include "policy_cache.hpp"

namespace salus {

/// Entitlements that nobody uses now. They follow from a policy and a principal alone, so what one session has worked
/// out, the next of the same principal need not: a host opens one for each request. Thread-safe.
class EntitlementsPool {
 public:
  static constexpr std::size_t most = 256;

  /// Of this principal, but for the name of the log-in.
  Entitlements take(const std::shared_ptr<const EffectivePolicy>& policy,
                    const Principal& principal);
  void give_back(const std::shared_ptr<const EffectivePolicy>& policy,
                 Entitlements entitlements) noexcept;

 private:
  struct Idle {
    std::shared_ptr<const EffectivePolicy> policy;
    Entitlements entitlements;
  };

  std::mutex mutex_;
  std::list<Idle> idle_;  ///< The last used first.
};

}  // namespace salus
