#pragma once

/// Conditions as SQL text.

#include <string>
#include <vector>

#include "salus/sql/dialect.hpp"
#include "salus/sql/invocation.hpp"

namespace salus::sql {

/// Writes conditions behind a text. Negations are carried down to the leaves as it goes, for the
/// reason that `push_negations_to_leaves` has; the tree is not copied.
class ConditionWriter {
 public:
  /// `filter`, if there is one, stands beside every condition that is written, and is described in the invocation: what it says
  /// of a column holds for all rows that matter.
  ConditionWriter(std::string& text, const Invocation& invocation, const Dialect& dialect,
                  Shape shape, const Expr* filter = nullptr)
      : text_{text}, invocation_{invocation}, dialect_{dialect}, shape_{shape}, filter_{filter} {}

  /// `"table" AS t0 WHERE <organization, live rows>`
  void from(const EntityInfo& entity);

  /// ` WHERE <organization, live rows>`
  void where(const EntityInfo& entity);

  /// ` AND <condition>`; nothing if it always holds.
  void conjunct(const Expr& node, bool negated = false);

  /// The condition alone.
  void condition(const Expr& node) { write(node, false, Operator::any_of); }

  /// `t0."column"`
  void column(const FieldInfo& column);

  void placeholder(std::size_t number);

 private:
  /// An element of a list in a JSON column, while the condition on it is written.
  struct Element {
    const FieldInfo* column = nullptr;
    std::string alias;
  };

  void write(const Expr& node, bool negated, Operator parent);
  void join(const Expr& node, bool negated, Operator parent);
  void leaf(const Expr& node);
  void subject(const Expr& node);
  void inexact_subject(const Expr& node);
  std::string document(const FieldInfo& column) const;
  std::string name_of(const FieldInfo& column) const;
  void comparison(const Expr& node);
  void list(const Expr& node);
  void packed_list(const Expr& node);
  void prefix(const Expr& node);
  void part(const Expr& node);
  void folded_part(const Expr& node);
  void folded(const Expr& node);
  void link(const FieldInfo& column);
  void exists(const Expr& node, bool negated);
  void member(const Expr& node);
  void element(const Expr& node, bool negated);
  void wrapped_subject(const Expr& node, const Wrap& wrap);
  void wrapped_value(const Expr& node, const Wrap& wrap);

  std::string& text_;
  const Invocation& invocation_;
  const Dialect& dialect_;
  Shape shape_;
  const Expr* filter_;             ///< Null: none is known.
  int depth_ = 0;                  ///< Of sub-selects; the table at depth n is called tn.
  std::vector<Element> elements_;  ///< The innermost last; the nth is called en.
};

}  // namespace salus::sql
