#include "salus/access/decision.hpp"

#include <memory>
#include <optional>
#include <type_traits>

#include <catch2/catch_test_macros.hpp>

#include "salus/access/default_policy.hpp"
#include "salus/access/entitlements.hpp"

using namespace salus;

namespace {

const EntityInfo& record = entity_info<MedicalRecord>();

Principal doctor() {
  Principal principal;
  principal.roles = {Role::user, Role::doctor};
  principal.doctor = Id<Doctor>{Uuid{.bytes = {1}}};
  return principal;
}

constexpr auto everything_holds = [](const Grant&) { return true; };
constexpr auto nothing_holds = [](const Grant&) { return false; };

}  // namespace

TEST_CASE("a verdict is a value that is copied like a number") {
  STATIC_CHECK(std::is_trivially_copyable_v<Verdict>);
}

TEST_CASE("a verdict names the first rule that decides") {
  const Policy policy = default_policy();
  const auto grants = grants_for(policy, doctor(), Action::read, record);
  const auto verdict = decide(grants, everything_holds, FieldMask::all());
  CHECK(verdict.allowed);
  CHECK(verdict.decided_by == grants.permits.front().rule);
}

TEST_CASE("a rule that asks about a hidden field decides unnamed") {
  const Policy policy = default_policy();
  const auto grants = grants_for(policy, doctor(), Action::read, record);
  const auto verdict = decide(grants, everything_holds, {});
  CHECK(verdict.allowed);
  CHECK(verdict.decided_by == nullptr);
  CHECK(explain(verdict, grants) == "Allowed by a rule that asks about what you may not read.");
}

TEST_CASE("a forbid of the row wins, and gives no field") {
  const Policy policy = default_policy().with({.name = "nobody reads",
                                               .role = Role::doctor,
                                               .actions = {Action::read},
                                               .entity = "medical_record",
                                               .scope = Scope::organization,
                                               .effect = Effect::forbid});
  const auto grants = grants_for(policy, doctor(), Action::read, record);
  const auto verdict = decide(grants, everything_holds, FieldMask::all());
  CHECK_FALSE(verdict.allowed);
  CHECK(verdict.fields.empty());
  CHECK(explain(verdict, grants) == "Denied by the rule \"nobody reads\".");
}

TEST_CASE("a removal gives no fields: which rule permits it would show by them") {
  const Policy policy = Policy{{{.name = "doctors remove",
                                 .role = Role::doctor,
                                 .actions = {Action::read, Action::remove},
                                 .entity = "medical_record",
                                 .scope = Scope::organization,
                                 .fields = only({"title"})}}};
  const auto removal = grants_for(policy, doctor(), Action::remove, record);
  const auto verdict = decide(removal, everything_holds, FieldMask::all());
  CHECK(verdict.allowed);
  CHECK(verdict.fields.empty());
}

TEST_CASE("a denial tells which rules were asked and what they need") {
  const Policy policy = default_policy();
  const auto grants = grants_for(policy, doctor(), Action::update, record);
  CHECK(
      explain(decide(grants, nothing_holds, {}), grants) ==
      "Denied: no rule lets you update this medical_record. Asked: \"a doctor amends own records\" "
      "(needs a care relationship with the patient that is active now, in one's own name).");
}

TEST_CASE("where no rule concerns the principal none is asked") {
  const Policy policy = default_policy();
  const auto grants = grants_for(policy, {}, Action::update, record);
  CHECK(explain(decide(grants, nothing_holds, {}), grants) ==
        "Denied: no rule lets you update this medical_record.");
}

TEST_CASE("a decision explains itself after everything it was made from is gone") {
  std::optional<Decision> decision;
  {
    Entitlements entitlements{std::make_shared<const Policy>(default_policy()), doctor()};
    const auto grants = entitlements.grants(Action::read, record);
    decision.emplace(grants, decide(*grants, everything_holds, FieldMask::all()));
  }
  CHECK(decision->explain() ==
        "Allowed by the rule \"a doctor reads assigned patients' records\".");
}
