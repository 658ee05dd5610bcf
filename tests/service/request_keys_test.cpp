#include "service/request_keys.hpp"

#include <stdexcept>

#include <catch2/catch_test_macros.hpp>

#include "salus/testing/error_of.hpp"

#include "service/internals.hpp"
#include "support/every_adapter.hpp"

using namespace salus;
using namespace salus::test;
using salus::testing::error_of;

namespace {

constexpr RequestKey request{.key = "k1", .request = "POST"};

RequestKeys attempt(SmallClinic& world, const RequestKey& key = request) {
  return {Internals::of(world.clinic), *world.as_root().principal().user, key};
}

MadeRow ben_of(const SmallClinic& world) { return {&entity_info<Patient>(), world.ben.value}; }

void finish(SmallClinic& world, const RequestKeys& keys) {
  auto root = world.as_root();
  root.run_in_transaction([&] {
    Internals::of(root).as_log_in(
        [&](Transaction& transaction) { keys.finish(transaction, ben_of(world)); });
  });
}

std::vector<Stored<IdempotencyKey>> rows_in(SmallClinic& world) {
  return world.clinic.act_as_system(Role::authenticator).list<IdempotencyKey>();
}

void on_every_engine(const std::function<void(SmallClinic&)>& check) {
  on_every_adapter(domain_catalog(), default_policy(), check);
}

}  // namespace

TEST_CASE("a key that somebody serves is under way, and of another request mismatched") {
  on_every_engine([](SmallClinic& world) {
    CHECK(attempt(world).take().state == OnceState::done);
    CHECK(attempt(world).take().state == OnceState::under_way);
    CHECK(attempt(world, {.key = "k1", .request = "PUT"}).take().state == OnceState::mismatched);
    CHECK(attempt(world, {.key = "k2", .request = "PUT"}).take().state == OnceState::done);
  });
}

TEST_CASE("what was finished is repeated, with its row") {
  on_every_engine([](SmallClinic& world) {
    auto keys = attempt(world);
    REQUIRE(keys.take().state == OnceState::done);
    finish(world, keys);
    const auto again = attempt(world).take();
    CHECK(again.state == OnceState::repeated);
    CHECK(again.made.entity == &entity_info<Patient>());
    CHECK(again.made.id == world.ben.value);
  });
}

TEST_CASE("a key that was given back is free") {
  on_every_engine([](SmallClinic& world) {
    auto keys = attempt(world);
    REQUIRE(keys.take().state == OnceState::done);
    keys.give_back();
    CHECK(attempt(world, {.key = "k1", .request = "PUT"}).take().state == OnceState::done);
  });
}

TEST_CASE("an attempt that was given up for dead cannot finish, nor free the key") {
  on_every_engine([](SmallClinic& world) {
    auto slow = attempt(world);
    REQUIRE(slow.take().state == OnceState::done);
    world.world->now += idempotency_lease;
    auto quick = attempt(world);
    REQUIRE(quick.take().state == OnceState::done);
    CHECK(error_of([&] { finish(world, slow); }).code() == ErrorCode::storage_busy);
    slow.give_back();
    CHECK(attempt(world).take().state == OnceState::under_way);
    CHECK_NOTHROW(finish(world, quick));
  });
}

TEST_CASE("what died in its transaction made nothing, and may be sent again") {
  on_every_engine([](SmallClinic& world) {
    auto root = world.as_root();
    const auto before = root.count<User>();
    const auto make = [&root] {
      return MadeRow{&entity_info<User>(), add_user(root, "new@example.org", {}).value};
    };
    const auto dies = [&] {
      do_once(root, request, [&] {
        make();
        throw std::runtime_error{"died"};
        return MadeRow{};
      });
    };
    CHECK_THROWS_AS(dies(), std::runtime_error);
    CHECK(root.count<User>() == before);
    CHECK(do_once(root, request, make).state == OnceState::done);
    CHECK(do_once(root, request, make).state == OnceState::repeated);
    CHECK(root.count<User>() == before + 1);
  });
}

TEST_CASE("neither a key nor a request stands in the database") {
  on_every_engine([](SmallClinic& world) {
    REQUIRE(attempt(world, {.key = "my-secret-key", .request = "Amara"}).take().state ==
            OnceState::done);
    const auto rows = rows_in(world);
    REQUIRE(rows.size() == 1);
    CHECK(rows.front()->key_hash.size() == 64);
    CHECK(rows.front()->request_hash.size() == 64);
  });
}

TEST_CASE("whoever adds a key takes away those that are forgotten") {
  on_every_engine([](SmallClinic& world) {
    REQUIRE(attempt(world).take().state == OnceState::done);
    world.world->now += idempotency_memory;
    REQUIRE(attempt(world, {.key = "k2", .request = "POST"}).take().state == OnceState::done);
    CHECK(rows_in(world).size() == 1);
  });
}
