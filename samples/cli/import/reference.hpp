#pragma once

/// A reference of a map: which row of the database a row of a source points to.

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "salus/codec/text_value.hpp"
#include "salus/query/catalog.hpp"

#include "cli/import/formula.hpp"
#include "cli/import/row_finder.hpp"

namespace salus::cli {

/// The entity of a name that a map may use, or null: internal ones have no collection.
const EntityInfo* routed_entity(const Catalog& catalog, std::string_view name);

/// A formula of the kind `reference`, checked. Borrows it.
class Reference {
 public:
  /// Throws `Failure` with the map's line if there is no such entity or field.
  Reference(const Formula& formula, const Catalog& catalog, const std::string& map_file);

  const EntityInfo& entity() const { return *kind_.entity; }

  /// Finds what many rows point to, by one query for each kind of key.
  void look_up(std::span<const SourceRow> rows, RowFinder& finder,
               const LocalTimeReader& clock) const;

  /// The row that is pointed to. Nothing and no problem: what it is known by is not given.
  std::optional<Uuid> row_of(const SourceRow& row, RowFinder& finder, const LocalTimeReader& clock,
                             std::string& problem) const;

 private:
  struct Part {
    const Formula* formula;
    std::unique_ptr<Reference> reference{};  ///< Of a part that is one itself.
  };

  void add_part(const std::string& name, const Formula& formula, const Catalog& catalog,
                const std::string& map_file);
  std::optional<RowKey> key_of(const SourceRow& row, RowFinder& finder,
                               const LocalTimeReader& clock, std::string& problem) const;
  std::optional<Value> part_of(std::size_t part, const SourceRow& row, RowFinder& finder,
                               const LocalTimeReader& clock, std::string& problem) const;

  KeyKind kind_;
  std::vector<Part> parts_;
};

}  // namespace salus::cli
