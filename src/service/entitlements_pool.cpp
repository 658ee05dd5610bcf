#include "entitlements_pool.hpp"

#include <algorithm>
#include <exception>
#include <iterator>
#include <utility>

namespace salus {

namespace {

/// A policy gives both the same.
bool are_equal_in_rights(const Principal& left, const Principal& right) {
  return left.user == right.user && left.roles == right.roles && left.doctor == right.doctor &&
         left.patient == right.patient && left.access_level == right.access_level &&
         left.organization == right.organization;
}

}  // namespace

Entitlements EntitlementsPool::take(const std::shared_ptr<const EffectivePolicy>& policy,
                                    const Principal& principal) {
  const std::scoped_lock hold{mutex_};
  const auto found = std::ranges::find_if(idle_, [&](const Idle& idle) {
    return idle.policy == policy && are_equal_in_rights(idle.entitlements.principal(), principal);
  });
  if (found == idle_.end()) return Entitlements{policy_of(policy), principal};
  auto entitlements = std::move(found->entitlements);
  idle_.erase(found);
  return entitlements;
}

void EntitlementsPool::give_back(const std::shared_ptr<const EffectivePolicy>& policy,
                                 Entitlements entitlements) noexcept {
  try {
    std::list<Idle> returned;
    returned.push_back({policy, std::move(entitlements)});
    const std::scoped_lock hold{mutex_};
    idle_.splice(idle_.begin(), returned);
    if (idle_.size() > most) returned.splice(returned.begin(), idle_, std::prev(idle_.end()));
  } catch (const std::exception&) {  // without memory it is worked out again
  }
}

}  // namespace salus
