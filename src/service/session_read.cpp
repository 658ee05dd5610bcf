#include <algorithm>
#include <map>
#include <ranges>
#include <set>
#include <string>
#include <utility>

#include "salus/access/filter_guard.hpp"

#include "access_rules.hpp"
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
      policy_{state_->policies->built_in()},
      principal_{std::move(principal)},
      entitlements_{state_->entitlements.take(policy_, principal_)},
      storage_{state_->backend->open(state_->session_options(principal_))},
      journal_{*state_, principal_, policy_} {}

Session::Implementation::Implementation(const Implementation& caller, Principal principal)
    : state_{caller.state_},
      policy_{caller.policy_},
      principal_{std::move(principal)},
      entitlements_{state_->entitlements.take(policy_, principal_)},
      transaction_{caller.transaction_},
      journal_{*state_, principal_, policy_} {}

Session::Implementation::~Implementation() {
  state_->entitlements.give_back(policy_, std::move(entitlements_));
}

void Session::Implementation::follow_policy(Reader& reader) {
  if (!principal().access_level) return;
  auto latest = state_->policies->current(reader, state_->catalog, now());
  if (latest == policy_) return;
  principal_.access_level = access_level_of(reader, latest->policy, principal_, now());
  auto next = state_->entitlements.take(latest, principal_);
  state_->entitlements.give_back(policy_, std::exchange(entitlements_, std::move(next)));
  policy_ = std::move(latest);
  const auto caller = caller_of(principal());
  for (Reader* follower : {&reader, static_cast<Reader*>(storage_.get())}) follower->act_as(caller);
}

Reader& Session::Implementation::reader() {
  if (transaction_ != nullptr) return *transaction_;
  return *storage_;
}

/// Read as a system principal: whoever may not see the organization has days all the same.
std::string_view Session::Implementation::time_zone() {
  if (time_zone_) return *time_zone_;
  Entitlements entitlements{policy_of(policy_), system_principal(Role::authenticator)};
  const ActingAs acting{reader(), caller_of(entitlements.principal())};
  const auto& plan = entitlements.plan(Action::read, entity_info<Organization>());
  time_zone_ = Organization{}.time_zone;
  if (plan.reaches_nothing()) return *time_zone_;
  const auto query =
      row_query(entity_info<Organization>(), state_->organization.value, plan, now());
  read(query, plan, [this](const RowView& row) {
    time_zone_ = Stored<Organization>{row}->time_zone;
  });
  return *time_zone_;
}

std::uint64_t Session::Implementation::read(const Select& query, const AccessPlan& plan,
                                            const RowVisitor& visit, ShownRows* shown) {
  const auto& entity = *query.entity;
  std::vector<Cell> cells(query.cell_count());
  const auto cursor = reader().select(query);
  std::uint64_t rows = 0;
  for (; cursor->next(cells); ++rows) {
    if (shown != nullptr) shown->add(cells);
    visit(view_of(entity, cells, plan.access_of(bits_of(entity, query, cells))));
  }
  return rows;
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

void Session::Implementation::get(const EntityInfo& entity, Uuid id, const RowVisitor& visit,
                                  ShownRows* shown) {
  require_row_metadata(entity);
  follow_policy();
  const auto& plan = entitlements_.plan(Action::read, entity);
  if (plan.reaches_nothing()) return;
  read(row_query(entity, id, plan, now()), plan, visit, shown);
}

std::vector<Record> Session::Implementation::get(const EntityInfo& entity,
                                                 std::span<const Uuid> ids, ShownRows* shown) {
  require_row_metadata(entity);
  follow_policy();
  const auto& plan = entitlements_.plan(Action::read, entity);
  std::set<Uuid> keys{ids.begin(), ids.end()};
  std::vector<Record> records;
  if (plan.reaches_nothing() || keys.empty()) return records;
  Select query;
  query.entity = &entity;
  query.visible = plan.visible();
  query.where = expr::in(entity.key(), {keys.begin(), keys.end()});
  query.row_bits = plan.row_bits();
  query.limit = static_cast<std::uint32_t>(keys.size());
  query.now = now();
  read(query, plan, [&records](const RowView& row) { records.emplace_back(row); }, shown);
  return records;
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
                                       const RowVisitor& visit, ShownRows* shown) {
  follow_policy();
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
  if (options.cursor.empty() && is_numbered)
    read(query, plan, visit, shown);
  else
    read_page(query, plan, options, visit, shown);
}

void Session::Implementation::check_list(const EntityInfo& entity, ListOptions options) {
  follow_policy();
  guard_order(entitlements_, entity, options.order);
  question_of(entity, entitlements_.plan(Action::read, entity), options);
  if (!options.cursor.empty())
    read_cursor(options.cursor, entity, completed_order(entity, options.order));
}

/// The rows beyond a cursor, or the first ones, range by range until there are enough.
void Session::Implementation::read_page(Select& query, const AccessPlan& plan,
                                        const ListOptions& options, const RowVisitor& visit,
                                        ShownRows* shown) {
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
    const auto found = read(query, plan, backwards ? RowVisitor{keep} : visit, shown);
    if (!query.limit) continue;
    *query.limit -= static_cast<std::uint32_t>(found);
    if (*query.limit == 0) break;
  }
  for (const auto& record : turned | std::views::reverse) {
    const auto cells = cells_of(record);
    visit(RowView{&entity, cells, record.facts});
  }
}

std::uint64_t Session::Implementation::count(const EntityInfo& entity, ListOptions options) {
  follow_policy();
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

bool Session::Implementation::may_ever(Action action, const EntityInfo& entity) {
  follow_policy();
  return !entitlements_.plan(action, entity).reaches_nothing();
}

std::vector<Decision> Session::Implementation::can(Action action, const EntityInfo& entity,
                                                   std::span<const Uuid> ids) {
  require_row_metadata(entity);
  follow_policy();
  const auto grants = entitlements_.grants(action, entity);
  const auto read_grants = entitlements_.grants(Action::read, entity);
  std::vector<Expr> conditions;
  const auto bit_of = [&conditions](const Grant& grant) {
    return static_cast<std::size_t>(std::ranges::find(conditions, grant.condition) -
                                    conditions.begin());
  };
  for (const auto* list :
       {&grants->permits, &grants->forbids, &read_grants->permits, &read_grants->forbids}) {
    for (const auto& grant : *list) {
      if (bit_of(grant) == conditions.size()) conditions.push_back(grant.condition);
    }
  }
  const auto facts = action == Action::break_glass
                         ? as_emergency([&] { return facts_about(entity, ids, conditions); })
                         : facts_about(entity, ids, conditions);
  const auto decide_for = [&](std::uint64_t bits) {
    const auto holds = [&](const Grant& grant) { return (bits >> bit_of(grant) & 1U) != 0; };
    const auto shown = decide(*read_grants, holds, {}).fields;
    return Decision{grants, decide(*grants, holds, shown)};
  };
  std::map<std::uint64_t, Decision> known;
  std::vector<Decision> decisions;
  decisions.reserve(ids.size());
  for (const auto id : ids) {
    const auto found = facts.find(id);
    const std::uint64_t bits = found == facts.end() ? 0 : found->second;
    auto decision = known.find(bits);
    if (decision == known.end()) decision = known.emplace(bits, decide_for(bits)).first;
    decisions.push_back(decision->second);
  }
  return decisions;
}

/// Which of the conditions hold for which rows, as bits; a row that does not exist is not there.
std::map<Uuid, std::uint64_t> Session::Implementation::facts_about(
    const EntityInfo& entity, std::span<const Uuid> ids, const std::vector<Expr>& conditions) {
  Select query;
  query.entity = &entity;
  query.where = expr::in(entity.key(), {ids.begin(), ids.end()});
  query.limit = static_cast<std::uint32_t>(ids.size());
  query.now = now();
  if (!conditions.empty()) query.row_bits = std::make_shared<const std::vector<Expr>>(conditions);
  std::map<Uuid, std::uint64_t> facts;
  std::vector<Cell> cells(query.cell_count());
  const auto cursor = reader().select(query);
  while (cursor->next(cells))
    facts.emplace(std::get<Uuid>(cells.front()), bits_of(entity, query, cells));
  return facts;
}

std::vector<Record> Session::Implementation::versions(const EntityInfo& entity, Uuid id,
                                                      ShownRows* shown) {
  if (entity.amendment.current.empty()) {
    throw Error{ErrorCode::unsupported,
                "A " + std::string{entity.name} + " is changed in place; it has no versions."};
  }
  const auto& column = entity.columns[entity.amendment.original_position];
  std::optional<Uuid> original;
  get(entity, id, [&](const RowView& row) {
    const auto* first = std::get_if<Uuid>(&row[column]);
    original = first != nullptr ? *first : id;
  });
  std::vector<Record> records;
  if (!original) return records;
  ListOptions options;
  options.filter = key_is(entity, *original) || expr::compare(Operator::equal, column, *original);
  for_each(
      entity, std::move(options), [&](const RowView& row) { records.emplace_back(row); }, shown);
  return records;
}

auto Session::Implementation::find(Action action, const EntityInfo& entity, Uuid id,
                                   Timestamp call_time) -> std::optional<FoundRow> {
  return find(entitlements_.plan(action, entity), entity, id, call_time);
}

auto Session::Implementation::find(const AccessPlan& plan, const EntityInfo& entity, Uuid id,
                                   Timestamp call_time) -> std::optional<FoundRow> {
  require_row_metadata(entity);
  if (plan.reaches_nothing()) return std::nullopt;
  const auto query = row_query(entity, id, plan, call_time);
  std::vector<Cell> cells(query.cell_count());
  const auto cursor = reader().select(query);
  if (!cursor->next(cells)) return std::nullopt;
  FoundRow row{{}, plan.access_of(bits_of(entity, query, cells))};
  row.values.reserve(entity.columns.size());
  for (std::size_t i = 0; i < entity.columns.size(); ++i) row.values.push_back(own(cells[i]));
  return row;
}

}  // namespace salus
