#include "cli/import/row_finder.hpp"

#include <algorithm>
#include <utility>

#include "salus/domain/identifier.hpp"
#include "salus/query/column.hpp"

namespace salus::cli {

namespace {

void add_match(std::map<RowKey, KeyMatch>& matches, const RowKey& key, Uuid id) {
  const auto found = matches.find(key);
  if (found == matches.end()) return;  // near the keys, but none of them
  auto& match = found->second;
  match.is_ambiguous = match.id.has_value();
  if (!match.id) match.id = id;
}

Expr is_current(const EntityInfo& entity) {
  const auto& amendment = entity.amendment;
  if (amendment.superseded.empty()) return expr::always();
  return expr::compare(Operator::not_equal,
                       entity.columns[amendment.status_position],
                       std::string{amendment.superseded});
}

}  // namespace

void RowFinder::look_up(const KeyKind& kind, std::span<const RowKey> keys) {
  auto& matches = known_[&kind];
  std::vector<RowKey> unknown;
  for (const auto& key : keys) {
    if (matches.try_emplace(key).second) unknown.push_back(key);
  }
  if (unknown.empty()) return;
  if (kind.columns.empty())
    add_identified(kind, unknown, matches);
  else
    add_rows(kind, unknown, matches);
}

void RowFinder::add_identified(const KeyKind& kind, std::span<const RowKey> keys,
                               Matches& matches) {
  std::vector<Value> values;
  for (const auto& key : keys) values.push_back(key.front());
  const auto found = session_.list<Identifier>(
      where(f<&Identifier::entity> == std::string{kind.entity->name} &&
            f<&Identifier::system> == kind.system &&
            expr::in(field_info<&Identifier::value>(), std::move(values))));
  for (const auto& row : found) add_match(matches, {row->value}, row->row_id);
}

void RowFinder::add_rows(const KeyKind& kind, std::span<const RowKey> keys, Matches& matches) {
  ListOptions options;
  options.filter = condition_near(kind, keys) && is_current(*kind.entity);
  session_.for_each(*kind.entity, std::move(options), [&](const RowView& row) {
    add_match(matches, key_of(kind, row.cells), row.id());
  });
}

KeyMatch RowFinder::find(const KeyKind& kind, const RowKey& key) {
  look_up(kind, {&key, 1});
  return known_[&kind].at(key);
}

void RowFinder::load(const EntityInfo& entity, std::span<const Uuid> ids) {
  std::vector<Uuid> unknown;
  std::ranges::copy_if(
      ids, std::back_inserter(unknown), [this](Uuid id) { return !rows_.contains(id); });
  if (unknown.empty()) return;
  for (auto& row : session_.get(entity, unknown)) {
    const auto id = row.id();
    rows_.emplace(id, std::move(row));
  }
}

const Record* RowFinder::row(const EntityInfo& entity, Uuid id) {
  load(entity, {&id, 1});
  const auto found = rows_.find(id);
  return found == rows_.end() ? nullptr : &found->second;
}

void RowFinder::note_written(const KeyKind& kind, const RowKey& key, Record row) {
  for (auto& [other, matches] : known_) {
    if (other != &kind && other->entity == kind.entity)
      std::erase_if(matches, [](const auto& entry) { return !entry.second.id; });
  }
  const auto id = row.id();
  known_[&kind][key].id = id;
  rows_.insert_or_assign(id, std::move(row));
}

void RowFinder::forget() {
  known_.clear();
  rows_.clear();
}

}  // namespace salus::cli
