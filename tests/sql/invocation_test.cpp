#include "salus/sql/invocation.hpp"

#include <memory>

#include <catch2/catch_test_macros.hpp>

#include "salus/core/error.hpp"

#include "rendering.hpp"
#include "small_clinic.hpp"

using namespace salus;
using namespace small_clinic;
using rendering::organization;
using rendering::shape_of;

namespace {

Select select(Expr where) { return {.entity = &entity_info<Visit>(), .where = std::move(where)}; }

const Expr done = f<&Visit::status> == VisitStatus::done;
const Expr urgent = f<&Visit::reason> == "urgent";

}  // namespace

TEST_CASE("The values of a query do not change its shape") {
  CHECK(shape_of(select(urgent)) == shape_of(select(f<&Visit::reason> == "other")));
  CHECK(shape_of(select(starts_with(f<&Visit::reason>, "a"))) ==
        shape_of(select(starts_with(f<&Visit::reason>, "bc"))));
}

TEST_CASE("Whatever changes the text changes the shape") {
  CHECK(shape_of(select(urgent)) != shape_of(select(done)));
  CHECK(shape_of(select(urgent)) != shape_of(select(f<&Visit::reason> != "urgent")));
  CHECK(shape_of(select(urgent && done)) != shape_of(select(urgent || done)));
  CHECK(shape_of(select(urgent && done)) != shape_of(select(done && urgent)));
  CHECK(shape_of(select((urgent || done) && done)) != shape_of(select(urgent || (done && done))));
  CHECK(shape_of(select(is_one_of<&Visit::reason>({}, {"a"}))) !=
        shape_of(select(is_one_of<&Visit::reason>({}, {"a", "b"}))));
  CHECK(shape_of(select(starts_with(f<&Visit::reason>, "a"))) !=
        shape_of(select(starts_with(f<&Visit::reason>, ""))));
  CHECK(shape_of(select(f<&Visit::ended_at> < Timestamp{})) !=
        shape_of(select(expr::compare_with_now(Operator::less, field_info<&Visit::ended_at>()))));
}

TEST_CASE("A page, a set, an order and a limit have shapes of their own") {
  const Select plain = select(done);
  Select other = plain;
  other.shape = Shape::set;
  CHECK(shape_of(other) != shape_of(plain));
  other = plain;
  other.limit = 1;
  CHECK(shape_of(other) != shape_of(plain));
  other = plain;
  other.order = {{&field_info<&Visit::ended_at>(), Direction::ascending}};
  CHECK(shape_of(other) != shape_of(plain));
  other = plain;
  other.visible = std::make_shared<const Expr>(done);
  CHECK(shape_of(other) != shape_of(plain));
}

TEST_CASE("Values come in the order of their placeholders, the time of the call once") {
  const FieldInfo& end = field_info<&Visit::ended_at>();
  Select query = select(urgent && expr::compare_with_now(Operator::less, end) && done &&
                        expr::compare_with_now(Operator::not_equal, end) &&
                        starts_with(f<&Visit::reason>, "az"));
  query.now = Timestamp{std::chrono::seconds{5}};
  query.offset = 3;
  sql::Invocation invocation;
  invocation.describe(query, organization);
  const std::vector<Cell> expected{
      organization, "urgent", query.now, "done", "az", "a{", std::int64_t{3}};
  CHECK(std::vector<Cell>(invocation.parameters().begin(), invocation.parameters().end()) ==
        expected);
}

TEST_CASE("Long lists have one shape, and one text as their value") {
  const auto long_list = [](std::size_t length) {
    return select(is_one_of<&Visit::reason>({}, std::vector<std::string>(length, "a\"\\\n")));
  };
  CHECK(shape_of(long_list(300)) == shape_of(long_list(40'000)));
  CHECK(shape_of(long_list(300)) != shape_of(long_list(2)));
  sql::Invocation invocation;
  invocation.describe(long_list(300), organization);
  REQUIRE(invocation.parameters().size() == 2);
  CHECK(
      std::get<std::string_view>(invocation.parameters()[1]).starts_with(R"(["a\"\\\u000a","a\")"));
}

TEST_CASE("A text with a NUL is refused by the name of its column") {
  try {
    shape_of(select(f<&Visit::reason> == std::string("a\0b", 3)));
    FAIL("nothing was thrown");
  } catch (const Error& error) {
    CHECK(error.code() == ErrorCode::invalid_input);
    CHECK(error.issues().mentions("reason"));
  }
}
