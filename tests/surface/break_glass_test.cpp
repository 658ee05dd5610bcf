// Emergency access, the same on every adapter.

#include <functional>
#include <string>

#include <catch2/catch_test_macros.hpp>

#include "salus/domain/access_review.hpp"
#include "salus/service/journal.hpp"
#include "salus/testing/error_of.hpp"

#include "support/every_adapter.hpp"

using namespace salus;
using salus::testing::code_of;
using test::noon;
using test::SmallClinic;

namespace {

const EmergencyAccess collapse{.reason = "Collapsed in the waiting room."};

void on_every_adapter(const std::function<void(SmallClinic&)>& check) {
  test::on_every_adapter(domain_catalog(), default_policy(), check);
}

}  // namespace

TEST_CASE("a doctor who breaks the glass sees the patient until the emergency ends") {
  on_every_adapter([](SmallClinic& world) {
    auto ada = world.as_ada();
    REQUIRE_FALSE(ada.get(world.dara));
    const auto opened = ada.break_glass(world.dara, collapse);
    CHECK(opened->relationship_type == RelationshipType::emergency);
    CHECK(opened->valid_to == noon + std::chrono::hours{2});
    CHECK(ada.get(world.dara).value()->name == "Dara Sok");
    CHECK(ada.list<Patient>().size() == 3);

    world.world->now = noon + std::chrono::hours{2};
    CHECK_FALSE(ada.get(world.dara));
  });
}

TEST_CASE("breaking the glass leaves a review that stays open until it is judged") {
  on_every_adapter([](SmallClinic& world) {
    auto ada = world.as_ada();
    const auto opened = ada.break_glass(world.dara, collapse);
    auto root = world.as_root();
    const auto reviews =
        root.list<AccessReview>(where(f<&AccessReview::status> == AccessReviewStatus::open));
    REQUIRE(reviews.size() == 1);
    const auto& review = reviews.front();
    CHECK(review->reason == collapse.reason);
    CHECK(review->care_relationship == opened->id);
    CHECK(review->doctor == world.ada);
    CHECK(review->patient == world.dara);

    CHECK(ada.get(review->id).value()->reason == collapse.reason);
    CHECK(code_of([&] {
            ada.update(review, set(f<&AccessReview::status>, AccessReviewStatus::justified));
          }) == ErrorCode::forbidden);
    CHECK_FALSE(world.as_bo().get(review->id));
    CHECK(code_of([&] {
            root.update(review, set(f<&AccessReview::reason>, std::string{"No."}));
          }) == ErrorCode::forbidden);
    const auto judged =
        root.update(review, set(f<&AccessReview::status>, AccessReviewStatus::unjustified));
    CHECK(code_of([&] {
            root.update(judged, set(f<&AccessReview::status>, AccessReviewStatus::justified));
          }) == ErrorCode::invalid_input);
    CHECK(code_of([&] { root.remove(judged); }) == ErrorCode::forbidden);
  });
}

TEST_CASE("breaking the glass again begins a new emergency and another review") {
  on_every_adapter([](SmallClinic& world) {
    auto ada = world.as_ada();
    ada.break_glass(world.dara, collapse);
    world.world->now = noon + std::chrono::hours{1};
    const auto again = ada.break_glass(
        world.dara, {.reason = "Still unconscious.", .duration = std::chrono::minutes{30}});
    CHECK(again->valid_to == noon + std::chrono::minutes{90});
    auto root = world.as_root();
    CHECK(root.count<AccessReview>() == 2);
    CHECK(root.count<CareRelationship>(
              where(f<&CareRelationship::relationship_type> == RelationshipType::emergency &&
                    f<&CareRelationship::status> == RelationshipStatus::active)) == 1);
    world.world->now = noon + std::chrono::minutes{90};
    CHECK_FALSE(ada.get(world.dara));
  });
}

TEST_CASE("an emergency needs a doctor, a patient, a reason and an end") {
  on_every_adapter([](SmallClinic& world) {
    auto ada = world.as_ada();
    const Id<Patient> nobody{Uuid::parse("01900000-0000-7000-8000-000000000000").value()};
    CHECK(code_of([&] { ada.break_glass(nobody, collapse); }) == ErrorCode::not_found);
    CHECK(code_of([&] { ada.break_glass(world.dara, {.reason = "  "}); }) ==
          ErrorCode::invalid_input);
    CHECK(code_of([&] { ada.break_glass(world.dara, {.reason = std::string(1001, 'x')}); }) ==
          ErrorCode::invalid_input);
    CHECK(code_of([&] {
            ada.break_glass(world.dara, {.reason = "x", .duration = std::chrono::hours{25}});
          }) == ErrorCode::invalid_input);
    CHECK(code_of([&] { world.as_amara().break_glass(world.dara, collapse); }) ==
          ErrorCode::forbidden);
    CHECK(code_of([&] { world.as_root().break_glass(world.dara, collapse); }) ==
          ErrorCode::forbidden);
    CHECK_FALSE(ada.get(world.dara));
    CHECK(world.as_root().count<AccessReview>() == 0);
    CHECK(world.as_root().count<CareRelationship>() == 5);
  });
}

TEST_CASE("the journal tells an emergency, and who broke the glass") {
  on_every_adapter([](SmallClinic& world) {
    auto ada = world.as_ada();
    ada.break_glass(world.dara, collapse);
    auto auditor = world.clinic.act_as_system(Role::auditor);
    const auto entries =
        auditor.list<JournalEntry>(where(f<&JournalEntry::outcome> == JournalOutcome::emergency));
    REQUIRE(entries.size() == 2);
    for (const auto& entry : entries) {
      CHECK(entry->actor == ada.principal().user);
      CHECK(entry->acting_as == "emergency");
      CHECK(entry->patients == world.dara.to_string());
    }
    CHECK(verify_journal(world.clinic).is_whole());
  });
}

TEST_CASE("what a doctor did in an emergency is undone as a whole if its transaction fails") {
  on_every_adapter([](SmallClinic& world) {
    auto ada = world.as_ada();
    CHECK_THROWS_AS(ada.run_in_transaction([&] {
      ada.break_glass(world.dara, collapse);
      CHECK(ada.get(world.dara));
      throw Error{ErrorCode::internal, "undo"};
    }),
                    Error);
    CHECK_FALSE(ada.get(world.dara));
    CHECK(world.as_root().count<AccessReview>() == 0);
    auto auditor = world.clinic.act_as_system(Role::auditor);
    CHECK(auditor.count<JournalEntry>(
              where(f<&JournalEntry::outcome> == JournalOutcome::emergency)) == 0);
    CHECK(verify_journal(world.clinic).is_whole());
  });
}
