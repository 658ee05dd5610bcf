// expect: An entity's name is its type's name in snake_case.
#include "salus/schema/entity.hpp"

struct Ward {
  salus::Id<Ward> id;
};

template <>
struct salus::Describe<Ward> {
  static constexpr auto entity =
      salus::entity<Ward>("room", "wards", salus::field<&Ward::id>("id", salus::primary_key));
};

constexpr auto& info = salus::entity_info<Ward>();
