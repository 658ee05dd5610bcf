#pragma once

/// Everything one principal may do, worked out on first use and kept.

#include <map>
#include <memory>
#include <utility>

#include "salus/access/access_plan.hpp"

namespace salus {

/// The grants and access plans of one principal. One thread at a time.
class Entitlements {
 public:
  Entitlements(std::shared_ptr<const Policy> policy, Principal principal)
      : policy_{std::move(policy)}, principal_{std::move(principal)} {}

  const Principal& principal() const { return principal_; }

  /// With the rules they name: whoever keeps the grants keeps the policy.
  const std::shared_ptr<const Grants>& grants(Action action, const EntityInfo& entity) {
    auto& slot = grants_[{&entity, action}];
    if (slot) return slot;
    struct Kept {
      std::shared_ptr<const Policy> policy;
      Grants grants;
    };
    const auto kept =
        std::make_shared<const Kept>(policy_, grants_for(*policy_, principal_, action, entity));
    return slot = {kept, &kept->grants};
  }

  const AccessPlan& plan(Action action, const EntityInfo& entity) {
    auto& slot = plans_[{&entity, action}];
    if (!slot) slot = std::make_unique<AccessPlan>(make_plan(action, entity));
    return *slot;
  }

  /// What a write may make of a row.
  const AccessPlan& plan_for_written(Action action, const EntityInfo& entity) {
    auto& slot = written_plans_[{&entity, action}];
    if (!slot)
      slot = std::make_unique<AccessPlan>(
          grants_for(*policy_, principal_, action, entity, RowState::written));
    return *slot;
  }

 private:
  using Key = std::pair<const EntityInfo*, Action>;

  /// Rows that are read carry what else may be done with them.
  AccessPlan make_plan(Action action, const EntityInfo& entity) {
    if (action != Action::read) return AccessPlan{*grants(action, entity)};
    return AccessPlan{*grants(action, entity),
                      {grants(Action::update, entity).get(), grants(Action::remove, entity).get()}};
  }

  std::shared_ptr<const Policy> policy_;
  Principal principal_;
  std::map<Key, std::shared_ptr<const Grants>> grants_;
  std::map<Key, std::unique_ptr<AccessPlan>> plans_;
  std::map<Key, std::unique_ptr<AccessPlan>> written_plans_;
};

}  // namespace salus
