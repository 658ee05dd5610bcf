#pragma once

/// Finds rows that are in the database already: by a source system's id, or by the value of a field.

#include <map>
#include <optional>
#include <string>
#include <tuple>

#include "salus/query/expr.hpp"
#include "salus/service/session.hpp"

#include "cli/import/formula.hpp"

namespace salus::cli {

/// Remembers references, so that a doctor of a thousand rows is looked up once, until `forget`.
class RowFinder {
 public:
  explicit RowFinder(Session& session) : session_{session} {}

  std::optional<Uuid> by_identifier(const EntityInfo& entity, const std::string& system,
                                    const std::string& value);
  std::optional<Uuid> by_condition(const EntityInfo& entity, Expr condition);

  /// The row that a text points to; remembered.
  std::optional<Uuid> by_reference(const ReferenceRule& rule, const EntityInfo& entity,
                                   const std::string& text);

  /// To be called where a transaction begins: what the last one wrote may have been undone.
  void forget() { known_.clear(); }

 private:
  Session& session_;
  std::map<std::tuple<const EntityInfo*, std::string, std::string>, std::optional<Uuid>> known_;
};

}  // namespace salus::cli
