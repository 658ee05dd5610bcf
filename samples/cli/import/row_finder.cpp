#include "cli/import/row_finder.hpp"

#include "salus/codec/text_value.hpp"
#include "salus/domain/identifier.hpp"
#include "salus/query/column.hpp"

namespace salus::cli {

std::optional<Uuid> RowFinder::by_identifier(const EntityInfo& entity, const std::string& system,
                                             const std::string& value) {
  const auto found = session_.list<Identifier>(
      where(f<&Identifier::entity> == std::string{entity.name} &&
            f<&Identifier::system> == system && f<&Identifier::value> == value),
      limit(1));
  return found.empty() ? std::nullopt : std::optional{found.front()->row_id};
}

std::optional<Uuid> RowFinder::by_condition(const EntityInfo& entity, Expr condition) {
  ListOptions options;
  options.filter = std::move(condition);
  options.limit = 1;
  std::optional<Uuid> found;
  session_.for_each(entity, std::move(options), [&found](const RowView& row) { found = row.id(); });
  return found;
}

std::optional<Uuid> RowFinder::by_reference(const ReferenceRule& rule, const EntityInfo& entity,
                                            const std::string& text) {
  const auto [entry, is_new] = known_.try_emplace({&entity, rule.system + rule.field, text});
  if (!is_new) return entry->second;
  if (!rule.system.empty()) return entry->second = by_identifier(entity, rule.system, text);
  const auto& field = *entity.find(rule.field);
  std::string problem;
  const auto value = parse_value(field, text, problem);
  if (!value) return std::nullopt;
  const auto op = field.ignores_case ? Operator::equal_ignoring_case : Operator::equal;
  return entry->second = by_condition(entity, expr::compare(op, field, *value));
}

}  // namespace salus::cli
