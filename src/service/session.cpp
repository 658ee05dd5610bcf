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
  implementation_->answer("read", entity, id, [&] { implementation_->show(entity, id, visit); });
}

std::optional<Record> Session::get(const EntityInfo& entity, Uuid id) {
  std::optional<Record> found;
  get_row(entity, id, [&found](const RowView& row) { found.emplace(row); });
  return found;
}

std::vector<Record> Session::get(const EntityInfo& entity, std::span<const Uuid> ids) {
  return implementation_->answer(
      "read", entity, {}, [&] { return implementation_->show(entity, ids); });
}

void Session::for_each(const EntityInfo& entity, ListOptions options,
                       const std::function<void(const RowView&)>& visit) {
  implementation_->answer(journal_action_of(options.use), entity, {}, [&] {
    implementation_->show_each(entity, std::move(options), visit);
  });
}

void Session::check_list(const EntityInfo& entity, ListOptions options) {
  implementation_->answer(journal_action_of(options.use), entity, {}, [&] {
    implementation_->check_list(entity, std::move(options));
  });
}

std::uint64_t Session::count(const EntityInfo& entity, ListOptions options) {
  return implementation_->answer("search", entity, {}, [&] {
    return implementation_->show_count(entity, std::move(options));
  });
}

Record Session::create(const Patch& patch) {
  return implementation_->answer(
      "create", patch.entity(), {}, [&] { return implementation_->create(patch); });
}

Record Session::update(Uuid id, std::optional<std::int64_t> expected_version, const Patch& patch) {
  return implementation_->answer("update", patch.entity(), id, [&] {
    return implementation_->update(id, expected_version, patch);
  });
}

void Session::remove(const EntityInfo& entity, Uuid id,
                     std::optional<std::int64_t> expected_version) {
  implementation_->answer(
      "remove", entity, id, [&] { implementation_->remove(entity, id, expected_version); });
}

Decision Session::can(Action action, const EntityInfo& entity, Uuid id) {
  return can(action, entity, std::span{&id, 1}).front();
}

std::vector<Decision> Session::can(Action action, const EntityInfo& entity,
                                   std::span<const Uuid> ids) {
  return implementation_->can(action, entity, ids);
}

bool Session::may_ever(Action action, const EntityInfo& entity) {
  return implementation_->may_ever(action, entity);
}

std::vector<Record> Session::versions(const EntityInfo& entity, Uuid id) {
  return implementation_->answer(
      "read", entity, id, [&] { return implementation_->show_versions(entity, id); });
}

std::vector<RowRevision> Session::history(const EntityInfo& entity, Uuid id) {
  return implementation_->answer(
      "read", entity, id, [&] { return implementation_->show_history(entity, id); });
}

Stored<CareRelationship> Session::break_glass(Id<Patient> patient, const EmergencyAccess& request) {
  return Stored<CareRelationship>{
      implementation_->answer("break_glass", entity_info<Patient>(), patient.value, [&] {
        return implementation_->break_glass(patient, request);
      })};
}

std::vector<Slot> Session::free_slots(Id<Doctor> doctor, const DayRange& span) {
  return implementation_->answer("read", entity_info<Doctor>(), doctor.value, [&] {
    return implementation_->free_slots(doctor, span);
  });
}

void Session::run_in_transaction(const std::function<void()>& body) {
  implementation_->run_in_transaction(body);
}

}  // namespace salus
