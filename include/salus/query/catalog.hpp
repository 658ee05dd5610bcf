#pragma once

/// The entities of a program: Salus's own and those a vendor adds.

#include <algorithm>
#include <span>
#include <string_view>
#include <vector>

#include "salus/core/error.hpp"
#include "salus/query/filter.hpp"
#include "salus/schema/entity.hpp"
#include "salus/schema/snapshot.hpp"

namespace salus {

/// An entity with its filters.
struct CatalogEntry {
  const EntityInfo* entity = nullptr;
  std::span<const FilterInfo> filters;
};

/// A list of entities in the order in which they refer to each other: a table comes after those it
/// references. Immutable once a Clinic has it.
class Catalog {
 public:
  template <Described T>
  Catalog& add() {
    if (find(entity_info<T>().name) != nullptr) return *this;
    entries_.push_back({&entity_info<T>(), Filters<T>::filters});
    return *this;
  }

  /// The same list and one more: `domain_catalog().with<Ward>()`.
  template <Described T>
  Catalog with() const {
    Catalog next = *this;
    next.add<T>();
    return next;
  }

  /// Borrowed from the catalog, so not from one that is about to go.
  std::span<const CatalogEntry> entries() const& { return entries_; }
  std::span<const CatalogEntry> entries() const&& = delete;

  /// By table name ("care_relationship") or collection ("mappings"), or null.
  const CatalogEntry* find(std::string_view name) const {
    const auto found = std::ranges::find_if(entries_, [name](const CatalogEntry& entry) {
      return !name.empty() && (entry.entity->name == name || entry.entity->collection == name);
    });
    return found == entries_.end() ? nullptr : &*found;
  }

  /// By table name or collection; throws `not_found` naming what there is.
  const CatalogEntry& at(std::string_view name) const {
    if (const auto* entry = find(name)) return *entry;
    std::string known;
    for (const auto& entry : entries_) {
      if (!entry.entity->collection.empty()) known += " " + std::string{entry.entity->collection};
    }
    throw Error{ErrorCode::not_found, "There is no entity of that name; there are:" + known + "."};
  }

 private:
  std::vector<CatalogEntry> entries_;
};

/// The tables that a program's entities ask for.
inline SchemaSnapshot snapshot_of(const Catalog& catalog) {
  SchemaSnapshot snapshot;
  for (const auto& entry : catalog.entries()) snapshot.tables.push_back(table_of(*entry.entity));
  return snapshot;
}

}  // namespace salus
