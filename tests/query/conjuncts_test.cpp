#include "salus/query/conjuncts.hpp"

#include <catch2/catch_test_macros.hpp>

#include "salus/domain/medical_record.hpp"
#include "salus/query/column.hpp"

using namespace salus;

namespace {

const Expr a = f<&MedicalRecord::title> == std::string{"a"};
const Expr b = f<&MedicalRecord::title> == std::string{"b"};
const Expr c = f<&MedicalRecord::title> == std::string{"c"};
const Expr d = f<&MedicalRecord::title> == std::string{"d"};

}  // namespace

TEST_CASE("what every way asks is asked once") {
  CHECK(expr::any_of_factored({a && b, a && c}) == (a && (b || c)));
  CHECK(expr::any_of_factored({a && b && c, b && a && d}) == (a && b && (c || d)));
}

TEST_CASE("a way that asks nothing else leaves nothing else to ask") {
  CHECK(expr::any_of_factored({a && b, a}) == a);
  CHECK(expr::any_of_factored({a, a}) == a);
}

TEST_CASE("ways without a common part stay apart") {
  CHECK(expr::any_of_factored({a && b, c}) == ((a && b) || c));
}

TEST_CASE("a way that never leads anywhere shares nothing and spoils nothing") {
  CHECK(expr::any_of_factored({a && b, expr::never(), a && c}) == (a && (b || c)));
  CHECK(expr::any_of_factored({expr::never()}).is_never());
  CHECK(expr::any_of_factored({}).is_never());
}

TEST_CASE("a way that is always open makes the others needless") {
  CHECK(expr::any_of_factored({a && b, expr::always()}).is_always());
}

TEST_CASE("of rows of which something is known only the rest is asked") {
  CHECK(expr::given(a && b, a && c) == c);
  CHECK(expr::given(a && b, b && a).is_always());
  CHECK(expr::given(a || b, a || b).is_always());
  CHECK(expr::given(a || b, a) == a);
  CHECK(expr::given(expr::always(), a) == a);
  CHECK(expr::given(a, expr::never()).is_never());
}
