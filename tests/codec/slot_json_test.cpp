#include "salus/codec/slot_json.hpp"

#include <catch2/catch_test_macros.hpp>

using namespace salus;

namespace {

const Timestamp half_past_eight = Timestamp{Date{std::chrono::year{2036} / 3 / 3}} +
                                  std::chrono::hours{8} + std::chrono::minutes{30};

}  // namespace

TEST_CASE("a slot without a location says so") {
  const Slot slot{half_past_eight, half_past_eight + std::chrono::minutes{20}, std::nullopt};
  CHECK(to_json(slot) ==
        R"({"starts_at":"2036-03-03T08:30:00Z","ends_at":"2036-03-03T08:50:00Z","location":null})");
}

TEST_CASE("a slot's location is a JSON string whatever stands in it") {
  const Slot slot{
      half_past_eight, half_past_eight + std::chrono::minutes{20}, R"(Ward "B\C", 2e étage)"};
  CHECK(to_json(slot).ends_with(R"("location":"Ward \"B\\C\", 2e étage"})"));
}
