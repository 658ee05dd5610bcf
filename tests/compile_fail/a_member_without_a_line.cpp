// expect: This member is not in the entity's table; add a field<…> line for it.
#include "salus/query/column.hpp"

struct Ward {
  salus::Id<Ward> id;
  std::string name;
};

template <>
struct salus::Describe<Ward> {
  static constexpr auto entity =
      salus::entity<Ward>("ward", "wards", salus::field<&Ward::id>("id", salus::primary_key));
};

const salus::Expr condition = salus::f<&Ward::name> == "North";
