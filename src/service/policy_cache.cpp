#include "policy_cache.hpp"

#include <algorithm>
#include <iterator>
#include <utility>
#include <vector>

#include "access_rules.hpp"
#include "digest.hpp"

namespace salus {

namespace {

std::shared_ptr<const EffectivePolicy> with_version(Policy policy) {
  auto version = to_hex(sha256(policy.to_string()));
  return std::make_shared<const EffectivePolicy>(
      EffectivePolicy{std::move(policy), std::move(version)});
}

Policy verified(Policy policy, const Catalog& catalog) {
  policy.verify(catalog);
  return policy;
}

/// The nil UUID if no rule was ever saved.
Uuid read_revision(Reader& reader, Timestamp now) {
  Select query;
  query.entity = &entity_info<PolicyRevision>();
  query.limit = 1;
  query.now = now;
  std::vector<Cell> cells(query.cell_count());
  PolicyRevision row;
  if (reader.select(query)->next(cells)) Describe<PolicyRevision>::entity.decode_into(row, cells);
  return row.revision;
}

}  // namespace

PolicyCache::PolicyCache(Policy built_in, const Catalog& catalog)
    : built_in_{with_version(verified(std::move(built_in), catalog))}, latest_{built_in_} {}

std::shared_ptr<const EffectivePolicy> PolicyCache::current(Reader& reader, const Catalog& catalog,
                                                            Timestamp now) const {
  const auto revision = read_revision(reader, now);
  {
    const std::scoped_lock hold{mutex_};
    if (revision == revision_) return latest_;
  }
  // Rules that are newer than the revision do no harm: the next call finds another revision.
  auto rules = built_in_->policy.rules();
  std::ranges::move(load_access_rules(reader, built_in_->policy, catalog, now),
                    std::back_inserter(rules));
  auto loaded = with_version(Policy{std::move(rules)});
  const std::scoped_lock hold{mutex_};
  revision_ = revision;
  latest_ = loaded;
  return loaded;
}

void change_policy_revision(Transaction& transaction, Id<Organization> organization, Uuid revision,
                            Timestamp now) {
  const auto& entity = entity_info<PolicyRevision>();
  const auto& column = field_info<&PolicyRevision::revision>();
  const auto changed = transaction.update(
      {.entity = &entity, .assignments = {{&column, revision}}, .where = {}, .now = now});
  if (changed == 0)
    transaction.insert({&entity, {values_of(PolicyRevision{organization, revision})}});
}

}  // namespace salus
