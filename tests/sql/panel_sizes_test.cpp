#include "salus/sql/panel_sizes.hpp"

#include <algorithm>

#include <catch2/catch_test_macros.hpp>

#include "salus/access/access_plan.hpp"
#include "salus/access/default_policy.hpp"
#include "salus/domain/word_token.hpp"

using namespace salus;
using salus::sql::PanelSizes;

namespace {

/// What a doctor with so many relationships asks, and how often they were counted.
struct Panel {
  explicit Panel(std::uint64_t size) : size_{size} {
    page.entity = &entity_info<Patient>();
    page.visible = AccessPlan{grants_for(policy_, doctor(), Action::read, *page.entity)}.visible();
    page.limit = 50;
  }

  Shape shape() {
    return sizes_.shape_of(page, [this](const Count& count) { return answer(count); });
  }

  Select page;
  int counts = 0;

 private:
  static Principal doctor() {
    Principal principal;
    principal.roles = {Role::user, Role::doctor};
    principal.doctor = Id<Doctor>{Uuid{.bytes = {1}}};
    return principal;
  }

  std::uint64_t answer(const Count& count) {
    ++counts;
    CHECK(count.entity == &entity_info<CareRelationship>());
    CHECK(count.where == (f<&CareRelationship::doctor> == *doctor().doctor));
    REQUIRE(count.limit);
    return std::min<std::uint64_t>(size_, *count.limit);
  }

  Policy policy_ = default_policy();
  PanelSizes sizes_;
  std::uint64_t size_;
};

Expr has_word() {
  auto word = expr::exists(entity_info<Patient>().key(),
                           entity_info<WordToken>(),
                           field_info<&WordToken::row_id>(),
                           expr::always());
  word.row_by_row = true;
  return word;
}

}  // namespace

TEST_CASE(
    "a page of a short panel comes from the list of it, one of a long panel along its order") {
  CHECK(Panel{1'000}.shape() == Shape::set);
  CHECK(Panel{1'001}.shape() == Shape::page);
}

TEST_CASE("a search is worth a longer list") {
  Panel panel{2'000};
  panel.page.where = has_word();
  CHECK(panel.shape() == Shape::set);
  Panel longer{2'001};
  longer.page.where = has_word();
  CHECK(longer.shape() == Shape::page);
}

TEST_CASE("a predicate is counted once") {
  Panel panel{10};
  panel.shape();
  panel.shape();
  CHECK(panel.counts == 1);
}

TEST_CASE("a row by its key, a set, and a page that nothing narrows are left as they are") {
  Panel row{10};
  row.page.limit = 1;
  CHECK(row.shape() == Shape::page);
  Panel set{2'000};
  set.page.shape = Shape::set;
  CHECK(set.shape() == Shape::set);
  Panel everything{10};
  everything.page.visible = nullptr;
  CHECK(everything.shape() == Shape::page);
  CHECK(row.counts + set.counts + everything.counts == 0);
}
