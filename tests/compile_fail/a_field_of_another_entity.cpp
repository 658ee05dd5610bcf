// expect: Every field must be a member of this entity.
#include "salus/domain/patient.hpp"

struct Ward {
  salus::Id<Ward> id;
};

constexpr auto ward =
    salus::entity<Ward>("ward", "wards", salus::field<&salus::Patient::name>("name"));
