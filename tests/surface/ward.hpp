#pragma once

/// An entity as a vendor would write it: one header, and no other file of Salus changes.

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "salus/access/default_policy.hpp"
#include "salus/domain/domain_catalog.hpp"
#include "salus/schema/nested.hpp"

namespace vendor {

enum class WardKind : std::uint8_t { general, intensive_care, maternity };

struct VisitingHours {
  salus::Weekday weekday = salus::Weekday::sunday;
  salus::TimeOfDay starts;
  salus::TimeOfDay ends;
  std::optional<std::string> note;
};

struct Ward {
  salus::Id<Ward> id;
  std::string name;
  WardKind kind = WardKind::general;
  std::int32_t beds = 1;
  std::optional<salus::Id<salus::Doctor>> head;
  std::optional<std::string> door_code;
  std::vector<VisitingHours> visiting_hours;
};

}  // namespace vendor

template <>
struct salus::Describe<vendor::VisitingHours> {
  using Hours = vendor::VisitingHours;
  static constexpr auto value =
      salus::value<Hours>(
          field<&Hours::weekday>("weekday", required), field<&Hours::starts>("starts", required),
          field<&Hours::ends>("ends", required), field<&Hours::note>("note", max_length{80}))
          .check("ends_before_start", "ends", "Visits must end after they start.",
                 [](const Hours& hours) { return hours.starts < hours.ends; });
};

template <>
struct salus::Describe<vendor::Ward> {
  using Ward = vendor::Ward;
  static constexpr auto entity =
      salus::entity<Ward>("ward", "wards", field<&Ward::id>("id", primary_key, read_only),
                          field<&Ward::name>("name", required, unique, sortable, max_length{80}),
                          field<&Ward::kind>("kind", filterable),
                          field<&Ward::beds>("beds", sortable),
                          field<&Ward::head>("head", filterable),
                          field<&Ward::door_code>("door_code", max_length{20}),
                          field<&Ward::visiting_hours>("visiting_hours"))
          .check("no_beds", "beds", "A ward has at least one bed.",
                 [](const Ward& ward) { return ward.beds > 0; });
};

template <>
struct salus::Filters<vendor::Ward> {
  static constexpr std::array filters{
      filter<std::int32_t>("beds_at_least", "With at least so many beds.",
                           [](std::int32_t beds) { return f<&vendor::Ward::beds> >= beds; }),
  };
};

namespace vendor {

inline salus::Catalog catalog() { return salus::domain_catalog().with<Ward>(); }

inline salus::Policy policy() {
  using enum salus::Action;
  return salus::default_policy()
      .with({.name = "an administrator manages wards",
             .role = salus::Role::administrator,
             .actions = {read, create, update},
             .entity = "ward",
             .scope = salus::Scope::organization,
             .fields = salus::every_field()})
      .with({.name = "a doctor reads every ward",
             .role = salus::Role::doctor,
             .actions = {read},
             .entity = "ward",
             .scope = salus::Scope::organization,
             .fields = salus::only({"name", "kind", "beds", "head", "visiting_hours"})});
}

}  // namespace vendor
