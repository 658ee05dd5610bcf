// expect: with schema/nested.hpp also a struct that has a table
#include "salus/schema/entity.hpp"
#include "salus/schema/nested.hpp"

struct Shift {
  int starts;
};

struct Ward {
  salus::Id<Ward> id;
  std::vector<Shift> shifts;
};

template <>
struct salus::Describe<Ward> {
  static constexpr auto entity =
      salus::entity<Ward>("ward", "wards", salus::field<&Ward::id>("id", salus::primary_key),
                          salus::field<&Ward::shifts>("shifts"));
};

constexpr auto& info = salus::entity_info<Ward>();
