// expect: The first field of an entity is its primary key
#include "salus/schema/entity.hpp"

struct Ward {
  std::string name;
};

template <>
struct salus::Describe<Ward> {
  static constexpr auto entity =
      salus::entity<Ward>("ward", "wards", salus::field<&Ward::name>("name"));
};

constexpr auto& info = salus::entity_info<Ward>();
