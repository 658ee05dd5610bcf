#include <algorithm>
#include <string>

#include "salus/access/filter_guard.hpp"

#include "session_implementation.hpp"

namespace salus {

namespace {

void require_row_metadata(const EntityInfo& entity) {
  if (entity.metadata == RowMetadata::absent) {
    throw Error{ErrorCode::unsupported,
                std::string{entity.name} + " has no single key; list it instead."};
  }
}

Expr key_is(const EntityInfo& entity, Uuid id) {
  return expr::compare(Operator::equal, entity.key(), id);
}

RowFacts facts_of(const EntityInfo& entity, std::span<const Cell> cells, const RowAccess& access) {
  RowFacts facts;
  facts.readable = access.fields;
  facts.allowed = access.actions;
  if (entity.metadata == RowMetadata::absent) return facts;
  facts.version = std::get<std::int64_t>(cells[entity.version().position]);
  facts.created_at = std::get<Timestamp>(cells[entity.created_at().position]);
  facts.updated_at = std::get<Timestamp>(cells[entity.updated_at().position]);
  return facts;
}

std::uint64_t bits_of(const EntityInfo& entity, const Select& query, std::span<const Cell> cells) {
  return query.row_bits
             ? static_cast<std::uint64_t>(std::get<std::int64_t>(cells[entity.columns.size()]))
             : 0;
}

}  // namespace

Session::Implementation::Implementation(std::shared_ptr<const ClinicState> state,
                                        Principal principal)
    : state_{std::move(state)},
      entitlements_{state_->policy, std::move(principal)},
      storage_{state_->backend->open({.organization = state_->organization.value})},
      journal_{*state_, entitlements_.principal()} {}

Reader& Session::Implementation::reader() {
  if (transaction_ != nullptr) return *transaction_;
  return *storage_;
}

void Session::Implementation::read(const Select& query, const AccessPlan& plan,
                                   const RowVisitor& visit) {
  const auto& entity = *query.entity;
  std::vector<Cell> cells(query.cell_count());
  const auto cursor = reader().select(query);
  while (cursor->next(cells))
    visit(view_of(entity, cells, plan.access_of(bits_of(entity, query, cells))));
}

RowView Session::Implementation::view_of(const EntityInfo& entity, std::span<Cell> cells,
                                         const RowAccess& access) {
  // Blanked before anything decodes them: a hidden cell exists for nobody above this line.
  for (const auto& field : entity.fields()) {
    if (!access.fields.contains(field)) cells[field.position] = Null{};
  }
  const auto columns = std::span<const Cell>{cells}.first(entity.columns.size());
  return {&entity, columns, facts_of(entity, columns, access)};
}

void Session::Implementation::get(const EntityInfo& entity, Uuid id, const RowVisitor& visit) {
  require_row_metadata(entity);
  const auto& plan = entitlements_.plan(Action::read, entity);
  if (plan.reaches_nothing()) return;
  Select query;
  query.entity = &entity;
  query.visible = plan.visible();
  query.where = key_is(entity, id);
  query.row_bits = plan.row_bits();
  query.limit = 1;
  query.now = now();
  read(query, plan, visit);
}

void Session::Implementation::for_each(const EntityInfo& entity, ListOptions options,
                                       const RowVisitor& visit) {
  const auto& plan = entitlements_.plan(Action::read, entity);
  guard_order(entitlements_, entity, options.order);
  Select query;
  query.entity = &entity;
  query.where = guard_filter(entitlements_, entity, std::move(options.filter));
  if (plan.reaches_nothing() || query.where.is_never()) return;
  query.visible = plan.visible();
  query.row_bits = plan.row_bits();
  query.order = std::move(options.order);
  query.limit = options.limit;
  query.offset = options.offset;
  query.shape = options.limit ? Shape::page : Shape::set;
  query.now = now();
  read(query, plan, visit);
}

std::uint64_t Session::Implementation::count(const EntityInfo& entity, Expr filter) {
  const auto& plan = entitlements_.plan(Action::read, entity);
  Count query;
  query.entity = &entity;
  query.where = guard_filter(entitlements_, entity, std::move(filter));
  if (plan.reaches_nothing() || query.where.is_never()) return 0;
  query.visible = plan.visible();
  query.now = now();
  return reader().count(query);
}

Decision Session::Implementation::can(Action action, const EntityInfo& entity, Uuid id) {
  require_row_metadata(entity);
  const auto& grants = entitlements_.grants(action, entity);
  const auto& read_grants = entitlements_.grants(Action::read, entity);
  std::vector<Expr> conditions;
  const auto bit_of = [&conditions](const Grant& grant) {
    return static_cast<std::size_t>(std::ranges::find(conditions, grant.condition) -
                                    conditions.begin());
  };
  for (const auto* list :
       {&grants.permits, &grants.forbids, &read_grants.permits, &read_grants.forbids}) {
    for (const auto& grant : *list) {
      if (bit_of(grant) == conditions.size()) conditions.push_back(grant.condition);
    }
  }
  Select facts;
  facts.entity = &entity;
  facts.where = key_is(entity, id);
  facts.limit = 1;
  facts.now = now();
  if (!conditions.empty()) facts.row_bits = std::make_shared<const std::vector<Expr>>(conditions);
  std::vector<Cell> cells(facts.cell_count());
  const bool found = reader().select(facts)->next(cells);
  const std::uint64_t bits = found ? bits_of(entity, facts, cells) : 0;
  const auto holds = [&](const Grant& grant) { return (bits >> bit_of(grant) & 1U) != 0; };
  const auto shown = decide(read_grants, Action::read, entity, holds, {}).fields();
  return decide(grants, action, entity, holds, shown);
}

auto Session::Implementation::find(Action action, const EntityInfo& entity, Uuid id,
                                   Timestamp call_time) -> std::optional<FoundRow> {
  require_row_metadata(entity);
  const auto& plan = entitlements_.plan(action, entity);
  if (plan.reaches_nothing()) return std::nullopt;
  Select query;
  query.entity = &entity;
  query.visible = plan.visible();
  query.where = key_is(entity, id);
  query.row_bits = plan.row_bits();
  query.limit = 1;
  query.now = call_time;
  std::vector<Cell> cells(query.cell_count());
  const auto cursor = reader().select(query);
  if (!cursor->next(cells)) return std::nullopt;
  FoundRow row{{}, plan.access_of(bits_of(entity, query, cells))};
  row.values.reserve(entity.columns.size());
  for (std::size_t i = 0; i < entity.columns.size(); ++i) row.values.push_back(own(cells[i]));
  return row;
}

}  // namespace salus
