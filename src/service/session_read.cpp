#include <algorithm>
#include <ranges>
#include <string>
#include <utility>

#include "salus/access/filter_guard.hpp"

#include "row_place.hpp"
#include "search_condition.hpp"
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

auto Session::Implementation::question_of(const EntityInfo& entity, const AccessPlan& plan,
                                          ListOptions& options) -> Question {
  Question question{guard_filter(entitlements_, entity, std::move(options.filter)),
                    options.limit ? Shape::page : Shape::set};
  const auto terms = search_terms(options.search);
  if (terms.empty()) return question;
  question.where = search_condition(plan, entity, terms) && std::move(question.where);
  if (plan.reaches_nothing() || question.where.is_never()) return question;
  if (auto candidates = few_candidates(reader(), entity, terms)) {
    question.where = expr::in(entity.key(), std::move(*candidates)) && std::move(question.where);
    question.shape = Shape::page;
  }
  return question;
}

void Session::Implementation::for_each(const EntityInfo& entity, ListOptions options,
                                       const RowVisitor& visit) {
  const auto& plan = entitlements_.plan(Action::read, entity);
  guard_order(entitlements_, entity, options.order);
  auto [where, shape] = question_of(entity, plan, options);
  if (plan.reaches_nothing() || where.is_never()) return;
  Select query;
  query.entity = &entity;
  query.where = std::move(where);
  query.shape = shape;
  query.visible = plan.visible();
  query.row_bits = plan.row_bits();
  query.order = options.order;
  query.limit = options.limit;
  query.offset = options.offset;
  query.now = now();
  const bool is_numbered = !options.limit || options.offset != 0 || options.order.empty();
  if (options.cursor.empty() && is_numbered) return read(query, plan, visit);
  read_page(query, plan, options, visit);
}

/// The rows beyond a cursor, or the first ones, range by range until there are enough.
void Session::Implementation::read_page(Select& query, const AccessPlan& plan,
                                        const ListOptions& options, const RowVisitor& visit) {
  const auto& entity = *query.entity;
  query.order = completed_order(entity, options.order);
  const bool has_place = !options.cursor.empty();
  const bool backwards = has_place && options.side == PageSide::before;
  const auto place =
      has_place ? read_cursor(options.cursor, entity, query.order) : std::vector<Value>{};
  if (backwards) query.order = reversed_order(std::move(query.order));
  std::vector<Record> turned;
  const auto keep = [&turned](const RowView& row) { turned.emplace_back(row); };
  const Expr where = query.where;
  auto ranges = has_place ? ranges_behind(query.order, place)
                          : ranges_from_the_beginning(query.order.front());
  for (auto& range : ranges) {
    query.where = std::move(range) && where;
    const auto found = read_range(query, plan, backwards ? RowVisitor{keep} : visit);
    if (query.limit && (*query.limit -= static_cast<std::uint32_t>(found)) == 0) break;
  }
  for (const auto& record : turned | std::views::reverse) {
    const auto cells = cells_of(record);
    visit(RowView{&entity, cells, record.facts});
  }
}

std::uint64_t Session::Implementation::read_range(Select& query, const AccessPlan& plan,
                                                  const RowVisitor& visit) {
  std::uint64_t found = 0;
  read(query, plan, [&](const RowView& row) {
    ++found;
    visit(row);
  });
  return found;
}

std::uint64_t Session::Implementation::count(const EntityInfo& entity, ListOptions options) {
  const auto& plan = entitlements_.plan(Action::read, entity);
  const auto limit = std::exchange(options.limit, std::nullopt);
  auto [where, shape] = question_of(entity, plan, options);
  if (plan.reaches_nothing() || where.is_never()) return 0;
  Count query;
  query.entity = &entity;
  query.where = std::move(where);
  query.visible = plan.visible();
  query.limit = limit;
  query.shape = shape;
  query.now = now();
  return reader().count(query);
}

Decision Session::Implementation::can(Action action, const EntityInfo& entity, Uuid id) {
  require_row_metadata(entity);
  const auto& grants = entitlements_.grants(action, entity);
  std::vector<Expr> conditions;
  for (const auto* list : {&grants.permits, &grants.forbids}) {
    for (const auto& grant : *list) conditions.push_back(grant.condition);
  }
  const auto bit_of = [&conditions](const Grant& grant) {
    return static_cast<std::size_t>(std::ranges::find(conditions, grant.condition) -
                                    conditions.begin());
  };
  Select facts;
  facts.entity = &entity;
  facts.where = key_is(entity, id);
  facts.limit = 1;
  facts.now = now();
  if (!conditions.empty()) facts.row_bits = std::make_shared<const std::vector<Expr>>(conditions);
  std::vector<Cell> cells(facts.cell_count());
  const bool found = reader().select(facts)->next(cells);
  const std::uint64_t bits = found ? bits_of(entity, facts, cells) : 0;
  return decide(grants, action, entity, [&](const Grant& grant) {
    return (bits >> bit_of(grant) & 1U) != 0;
  });
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
