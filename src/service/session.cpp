#include "salus/service/session.hpp"

#include "session_implementation.hpp"

namespace salus {

Session::Session(std::unique_ptr<Implementation> implementation)
    : implementation_{std::move(implementation)} {}
Session::Session(Session&&) noexcept = default;
Session& Session::operator=(Session&&) noexcept = default;
Session::~Session() = default;

const Principal& Session::principal() const { return implementation_->principal(); }

Calendar& Session::calendar() { return *implementation_; }

void Session::get_row(const EntityInfo& entity, Uuid id,
                      const std::function<void(const RowView&)>& visit) {
  implementation_->get(entity, id, visit);
}

std::optional<Record> Session::get(const EntityInfo& entity, Uuid id) {
  std::optional<Record> found;
  implementation_->get(entity, id, [&found](const RowView& row) { found.emplace(row); });
  return found;
}

void Session::for_each(const EntityInfo& entity, ListOptions options,
                       const std::function<void(const RowView&)>& visit) {
  implementation_->for_each(entity, std::move(options), visit);
}

std::uint64_t Session::count(const EntityInfo& entity, Expr filter) {
  return implementation_->count(entity, std::move(filter));
}

Record Session::create(const Patch& patch) { return implementation_->create(patch); }

Record Session::update(Uuid id, std::optional<std::int64_t> expected_version, const Patch& patch) {
  return implementation_->update(id, expected_version, patch);
}

void Session::remove(const EntityInfo& entity, Uuid id,
                     std::optional<std::int64_t> expected_version) {
  implementation_->remove(entity, id, expected_version);
}

Decision Session::can(Action action, const EntityInfo& entity, Uuid id) {
  return implementation_->can(action, entity, id);
}

bool Session::may_ever(Action action, const EntityInfo& entity) {
  return !implementation_->entitlements().plan(action, entity).reaches_nothing();
}

void Session::run_in_transaction(const std::function<void()>& body) {
  implementation_->run_in_transaction(body);
}

}  // namespace salus
