#include <algorithm>

#include <catch2/catch_test_macros.hpp>

#include "salus/testing/error_of.hpp"

#include "support/every_adapter.hpp"

using namespace salus;
using namespace salus::test;
using salus::testing::error_of;

namespace {

using Ids = std::vector<Uuid>;

Ids ids_of(const std::vector<Stored<CareRelationship>>& rows) {
  Ids ids;
  for (const auto& row : rows) ids.push_back(row->id.value);
  return ids;
}

/// Many relationships that are equal, or have nothing, in what lists are ordered by.
void fill(SmallClinic& world) {
  auto root = world.as_root();
  root.run_in_transaction([&] {
    for (int i = 0; i < 24; ++i) {
      CareRelationship row;
      row.doctor = i % 2 == 0 ? world.ada : world.bo;
      row.patient = world.dara;
      row.status = RelationshipStatus::ended;
      row.valid_from = noon - std::chrono::days{i % 5};
      if (i % 3 != 0) row.valid_to = noon + std::chrono::days{1 + i % 2};
      if (i % 4 != 0) row.established_on = std::chrono::year{2020} / 1 / (1 + i % 3);
      root.create(row);
    }
  });
}

template <class... Order>
void check_pages(Session& session, const Order&... order) {
  const auto whole = ids_of(session.list<CareRelationship>(order...));
  REQUIRE(whole.size() == 29);
  for (const std::uint32_t size : {1U, 4U, 29U, 40U}) {
    CAPTURE(size);
    Ids forwards;
    auto page = session.list<CareRelationship>(order..., limit(size));
    while (!page.empty()) {
      for (const auto id : ids_of(page)) forwards.push_back(id);
      page = session.list<CareRelationship>(
          order..., limit(size), after(cursor_of(page.back(), order...)));
    }
    CHECK(forwards == whole);

    auto last = session.list<CareRelationship>(order..., offset(28));
    Ids backwards{last.back()->id.value};
    page = session.list<CareRelationship>(
        order..., limit(size), before(cursor_of(last.back(), order...)));
    while (!page.empty()) {
      const auto ids = ids_of(page);
      backwards.insert(backwards.begin(), ids.begin(), ids.end());
      page = session.list<CareRelationship>(
          order..., limit(size), before(cursor_of(page.front(), order...)));
    }
    CHECK(backwards == whole);
  }
}

}  // namespace

TEST_CASE("pages after and before a cursor have every row once, whatever is equal or missing") {
  on_every_adapter(domain_catalog(), default_policy(), [](SmallClinic& world) {
    fill(world);
    auto root = world.as_root();
    const auto up = Direction::ascending;
    const auto down = Direction::descending;
    check_pages(root);
    check_pages(root, order_by(f<&CareRelationship::id>, down));
    for (const auto first : {up, down}) {
      check_pages(root, order_by(f<&CareRelationship::valid_to>, first));
      check_pages(root, order_by(f<&CareRelationship::valid_from>, first));
      for (const auto second : {up, down}) {
        check_pages(root,
                    order_by(f<&CareRelationship::established_on>, first),
                    order_by(f<&CareRelationship::valid_to>, second));
      }
    }
  });
}

TEST_CASE("a cursor goes on behind its place after its row has gone") {
  on_every_adapter(domain_catalog(), default_policy(), [](SmallClinic& world) {
    auto root = world.as_root();
    const auto by_mrn = order_by(f<&Patient::mrn>);
    const auto ben = root.get(world.ben);
    const auto cursor = cursor_of(*ben, by_mrn);
    root.remove(*ben);
    const auto page = root.list<Patient>(by_mrn, after(cursor));
    REQUIRE(page.size() == 2);
    CHECK(page.front()->id == world.cleo);
    CHECK(root.list<Patient>(by_mrn, after(cursor), search("dara")).size() == 1);
    CHECK(root.list<Patient>(by_mrn, after(cursor), where(f<&Patient::mrn> == "M-1")).empty());
  });
}

TEST_CASE("a cursor is of one order of one list, and whole") {
  SmallClinic world;
  auto root = world.as_root();
  const auto by_mrn = order_by(f<&Patient::mrn>);
  const auto cursor = cursor_of(*root.get(world.ben), by_mrn);
  const auto refuses = [](const auto& call) {
    const auto error = error_of(call);
    return error.code() == ErrorCode::invalid_input && error.issues().mentions("cursor");
  };
  CHECK(root.list<Patient>(by_mrn, after(cursor)).size() == 2);
  CHECK(refuses([&] { root.list<Patient>(after(cursor)); }));
  CHECK(refuses([&] {
    root.list<Patient>(order_by(f<&Patient::mrn>, Direction::descending), after(cursor));
  }));
  CHECK(refuses([&] { root.list<Patient>(order_by(f<&Patient::name>), after(cursor)); }));
  CHECK(refuses([&] { root.list<Patient>(by_mrn, after("x")); }));
  for (std::size_t i = 0; i < cursor.size(); ++i) {
    auto damaged = cursor;
    damaged[i] = damaged[i] == 'A' ? 'B' : 'A';
    CAPTURE(i);
    CHECK(refuses([&] { root.list<Patient>(by_mrn, after(damaged)); }));
  }
}

TEST_CASE("a cursor is not a way around the order that a reader may have") {
  SmallClinic world;
  const auto ben = world.as_root().get(world.ben);
  auto amara = world.as_amara();
  const auto by_start = order_by(f<&CareRelationship::valid_from>);
  const auto cursor = cursor_of(*ben, order_by(f<&Patient::mrn>));
  CHECK(amara.list<Patient>(order_by(f<&Patient::mrn>), after(cursor)).empty());
  CHECK(amara.list<CareRelationship>(by_start).size() == 1);
}
