// expect: This member's type cannot be a field
#include <vector>

#include "salus/schema/entity.hpp"

struct Ward {
  salus::Id<Ward> id;
  std::vector<int> beds;
};

constexpr auto field = salus::field<&Ward::beds>("beds");
