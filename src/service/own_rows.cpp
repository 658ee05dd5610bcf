#include "own_rows.hpp"

#include <string>
#include <utility>

#include "salus/access/access_plan.hpp"

#include "patch_rules.hpp"
#include "system_principal.hpp"

namespace salus {

std::unique_ptr<StorageSession> open_for_log_in(const ClinicState& state) {
  return state.backend->open(state.session_options(system_principal(Role::authenticator)));
}

auto OwnRows::reach(Action action) const -> Reach {
  const auto grants = grants_for(
      state_.policies->built_in()->policy, system_principal(Role::authenticator), action, entity_);
  const AccessPlan plan{grants};
  if (plan.reaches_nothing()) {
    throw Error{ErrorCode::forbidden,
                "The policy lets log-in not " + std::string{to_name(action)} + " " +
                    std::string{entity_.name} + "."};
  }
  return {*plan.visible(), plan.access_of(0).fields};
}

void OwnRows::read(Reader& reader, Expr where,
                   const std::function<void(std::span<const Cell>)>& visit) const {
  Select query;
  query.entity = &entity_;
  query.where = std::move(where) && reach(Action::read).rows;
  query.shape = Shape::set;
  query.now = now_;
  std::vector<Cell> cells(query.cell_count());
  const auto cursor = reader.select(query);
  while (cursor->next(cells)) visit(cells);
}

void OwnRows::insert(Transaction& transaction, std::vector<Value> row) const {
  reach(Action::create);
  transaction.insert({&entity_, {std::move(row)}, now_});
}

std::uint64_t OwnRows::update(Transaction& transaction, Expr where,
                              std::vector<Assignment> assignments) const {
  auto [rows, fields] = reach(Action::update);
  FieldMask given;
  for (const auto& [column, value] : assignments) given.add(*column);
  refuse_masked(entity_, given, fields);
  return transaction.update({.entity = &entity_,
                             .assignments = std::move(assignments),
                             .where = std::move(where) && std::move(rows),
                             .now = now_});
}

void OwnRows::remove(Transaction& transaction, Expr where) const {
  transaction.remove(entity_, std::move(where) && reach(Action::remove).rows);
}

}  // namespace salus
