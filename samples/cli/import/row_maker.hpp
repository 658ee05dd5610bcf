#pragma once

/// Rows of a source become patches of an entity, as a section of a map says.

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "salus/codec/text_value.hpp"
#include "salus/core/issues.hpp"
#include "salus/query/catalog.hpp"
#include "salus/schema/patch.hpp"

#include "cli/import/import_map.hpp"
#include "cli/import/reference.hpp"
#include "cli/import/row_finder.hpp"

namespace salus::cli {

/// What a row wants to be; with issues it is rejected.
struct RowDraft {
  Patch patch;
  RowKey key{};                   ///< By which the row is found again.
  std::string override_reason{};  ///< With which it may overlap others; empty: it may not.
  Issues issues{};
};

class RowMaker {
 public:
  /// Borrows the section and the map's name. Times without a zone are what `clock` shows. Throws
  /// `Failure` if the section does not fit the columns or the entities: a map is checked whole before
  /// the first row is written.
  RowMaker(ImportSection& section, const std::vector<std::string>& columns, const Catalog& catalog,
           const std::string& map_file, LocalTimeReader clock);

  const EntityInfo& entity() const { return *entity_; }

  /// How a row is found again.
  const KeyKind& key_kind() const { return key_kind_; }

  /// Whether a row may point to one that the same file makes.
  bool refers_to_itself() const;

  /// Finds what many rows point to by few queries, before they are made.
  void look_up(std::span<const SourceRow> rows, RowFinder& finder) const;

  RowDraft make(const SourceRow& row, RowFinder& finder) const;

  /// What a new row has besides: its source's id, or nothing.
  Patch completed(const RowDraft& draft) const;

 private:
  struct FieldPlan {
    const FieldInfo* field = nullptr;
    const Formula* formula = nullptr;
    std::unique_ptr<Reference> reference{};
    const FieldPlan* of = nullptr;     ///< Whose row the value is taken from …
    const FieldInfo* taken = nullptr;  ///< … and which of its fields.
  };

  void bind(const std::vector<std::string>& columns);
  void plan_field(const std::string& name, const Formula& formula, const Catalog& catalog);
  void plan_taken(FieldPlan& plan);
  void plan_identifier();
  void plan_match();
  void check_override() const;
  const FieldPlan* plan_of(std::string_view name) const;

  void set_identifier(const SourceRow& row, RowDraft& draft) const;
  void set_match(RowDraft& draft) const;
  void set_field(const FieldPlan& plan, const SourceRow& row, RowFinder& finder,
                 RowDraft& draft) const;
  std::optional<Value> value_of(const FieldPlan& plan, const SourceRow& row, RowFinder& finder,
                                RowDraft& draft, std::string& problem) const;
  static std::optional<Value> taken_value(const FieldPlan& plan, RowFinder& finder,
                                          const RowDraft& draft, std::string& problem);

  ImportSection& section_;
  const std::string& map_file_;
  LocalTimeReader clock_;
  const EntityInfo* entity_;
  KeyKind key_kind_;
  std::vector<Value> defaults_;
  std::vector<std::unique_ptr<FieldPlan>> fields_;  ///< Those that are taken from others last.
};

}  // namespace salus::cli
