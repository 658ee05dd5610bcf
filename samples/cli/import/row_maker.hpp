#pragma once

/// Rows of a source become patches of an entity, as a section of a map says.

#include <optional>
#include <string>

#include "salus/core/issues.hpp"
#include "salus/query/catalog.hpp"
#include "salus/schema/patch.hpp"

#include "cli/import/import_map.hpp"
#include "cli/import/row_finder.hpp"

namespace salus::cli {

/// What a row wants to be; with issues it is rejected.
struct RowDraft {
  Patch patch;
  std::string identifier;  ///< The source's id; empty if the section has none.
  Issues issues;
};

class RowMaker {
 public:
  /// Borrows the section and the catalog. Throws `Failure` if the section does not fit the columns
  /// or the entities: a map is checked whole before the first row is written.
  RowMaker(ImportSection& section, const std::vector<std::string>& columns, const Catalog& catalog,
           const std::string& map_file);

  const EntityInfo& entity() const { return *entity_; }

  /// The namespace of the source's ids; only for a section that has an identifier.
  const std::string& system() const { return system_; }

  RowDraft make(const SourceRow& row, RowFinder& finder) const;

  /// What identifies the row: the values of the section's `match` fields.
  Expr match_of(const Patch& patch) const;

  /// `[{"system":…,"value":…}]` for a new row.
  Value identifiers_of(const RowDraft& draft) const;

 private:
  struct FieldPlan {
    const FieldInfo* field;
    const Formula* formula;
  };

  void plan_field(const std::string& name, const Formula& formula);
  void plan_match();
  void check_references(const Formula& formula) const;
  void set_field(const FieldPlan& plan, const SourceRow& row, RowFinder& finder,
                 RowDraft& draft) const;
  std::optional<Value> reference(const ReferenceRule& rule, const std::string& text,
                                 RowFinder& finder, std::string& problem) const;

  const ImportSection& section_;
  const Catalog& catalog_;
  const std::string& map_file_;
  const EntityInfo* entity_;
  std::string system_;
  std::vector<Value> defaults_;
  std::vector<FieldPlan> fields_;
  std::vector<const FieldInfo*> match_;
};

}  // namespace salus::cli
