#include "cli/sample/sample_reception.hpp"

#include <array>
#include <string>
#include <string_view>

#include "salus/codec/json.hpp"
#include "salus/domain/access_rule.hpp"

#include "cli/sample/sample_clinic.hpp"

namespace salus::cli {

namespace {

struct SampleRule {
  std::string_view name;
  Action action;
  std::string_view entity;
  std::string_view fields;
};

/// Who comes to whom and when, and how to reach them; nothing of why.
constexpr std::array rules{
    SampleRule{"reception finds patients",
               Action::read,
               "patient",
               R"(["name","birth_date","mrn","phone_number"])"},
    SampleRule{"reception finds doctors",
               Action::read,
               "doctor",
               R"(["name","specialization","location","languages","availability"])"},
    SampleRule{"reception sees appointments",
               Action::read,
               "appointment",
               R"(["doctor","patient","starts_at","ends_at","status","kind"])"},
    SampleRule{"reception books appointments",
               Action::create,
               "appointment",
               R"(["doctor","patient","starts_at","ends_at","kind"])"},
};

AccessRule rule_of(Id<AccessLevel> level, const SampleRule& sample) {
  AccessRule rule;
  rule.access_level = level;
  rule.name = sample.name;
  rule.action = sample.action;
  rule.entity = sample.entity;
  rule.scope = Scope::organization;
  rule.fields = parse_json(sample.fields);
  return rule;
}

}  // namespace

void add_reception(Session& administrator) {
  administrator.run_in_transaction([&] {
    const auto level = administrator.create(AccessLevel{.name = "Reception"})->id;
    for (const auto& rule : rules) administrator.create(rule_of(level, rule));
    administrator.create(User{.email = std::string{sample_receptionist},
                              .name = "Grace Hughes",
                              .is_admin_staff = true,
                              .access_level = level});
  });
}

}  // namespace salus::cli
