#pragma once

/// A hospital in memory, as a host holds it that asks the policy about rows of its own: 100,000
/// records, and 1,000,000 care relationships found by their patient.

#include <algorithm>
#include <array>
#include <bit>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "salus/access/decision.hpp"
#include "salus/access/default_policy.hpp"
#include "salus/testing/seeded_random.hpp"

namespace salus::bench {

/// A care relationship that is active, as far as rules ask about it.
struct KnownRelationship {
  Uuid doctor;
  Uuid patient;
  Timestamp valid_from;

  Cell cell_of(const FieldInfo& field) const {
    if (&field == &field_info<&CareRelationship::doctor>()) return doctor;
    if (&field == &field_info<&CareRelationship::valid_from>()) return valid_from;
    if (&field == &field_info<&CareRelationship::status>()) return std::string_view{"active"};
    return Null{};
  }
};

/// The same of a record.
struct KnownRecord {
  Uuid patient;
  Uuid author;
  bool is_restricted;

  Cell cell_of(const FieldInfo& field) const {
    if (&field == &field_info<&MedicalRecord::patient>()) return patient;
    if (&field == &field_info<&MedicalRecord::author>()) return author;
    if (&field == &field_info<&MedicalRecord::confidentiality>())
      return std::string_view{is_restricted ? "restricted" : "normal"};
    return Null{};
  }
};

/// By open addressing. Every patient has equally many, one behind another.
class KnownRelationships {
 public:
  KnownRelationships(std::vector<KnownRelationship> grouped, std::size_t each)
      : all_{std::move(grouped)},
        each_{each},
        slots_(std::bit_ceil(2 * all_.size() / each), empty) {
    for (std::size_t first = 0; first < all_.size(); first += each)
      slots_[place_of(all_[first].patient)] = static_cast<std::uint32_t>(first);
  }

  std::span<const KnownRelationship> of(const Uuid& patient) const {
    const auto first = slots_[place_of(patient)];
    if (first == empty) return {};
    return std::span{all_}.subspan(first, each_);
  }

 private:
  static constexpr std::uint32_t empty = ~std::uint32_t{0};

  std::size_t place_of(const Uuid& patient) const {
    const auto mask = slots_.size() - 1;
    const auto random_half = std::bit_cast<std::array<std::uint64_t, 2>>(patient.bytes)[1];
    auto at = (random_half * 0x9E3779B97F4A7C15U >> 32U) & mask;
    while (slots_[at] != empty && all_[slots_[at]].patient != patient) at = (at + 1) & mask;
    return at;
  }

  std::vector<KnownRelationship> all_;
  std::size_t each_;
  std::vector<std::uint32_t> slots_;
};

struct DecisionWorld {
  const EntityInfo& entity = entity_info<MedicalRecord>();
  Timestamp now{Date{std::chrono::year{2026} / 6 / 1}};
  std::vector<Uuid> doctors = ids(1'000);
  std::vector<Uuid> patients = ids(100'000);
  KnownRelationships relationships{every_relationship(), relationships_each};
  std::vector<KnownRecord> records = every_record();
  Policy policy = default_policy();
  Principal doctor = a_doctor();
  Grants read = grants_for(policy, doctor, Action::read, entity);
  Grants update = grants_for(policy, doctor, Action::update, entity);

  static DecisionWorld& the() {
    static DecisionWorld world;
    return world;
  }

  bool holds(const Grant& grant, const KnownRecord& record) const {
    const auto cell_of = [&](const FieldInfo& field) { return record.cell_of(field); };
    const auto exists = [this](const Expr& node, const Cell& outer) {
      return has_related(node, outer);
    };
    return evaluate(grant.condition, cell_of, exists, now);
  }

 private:
  static constexpr std::size_t relationships_each = 10;

  bool has_related(const Expr& node, const Cell& patient) const {
    const auto none = [](const Expr&, const Cell&) { return false; };
    return std::ranges::any_of(relationships.of(std::get<Uuid>(patient)), [&](const auto& related) {
      const auto cell_of = [&](const FieldInfo& field) { return related.cell_of(field); };
      return evaluate(node.children.front(), cell_of, none, now);
    });
  }

  std::vector<Uuid> ids(std::size_t count) const {
    const auto random = testing::random_source(count);
    std::vector<Uuid> made;
    for (std::size_t i = 0; i < count; ++i) made.push_back(Uuid::v7(now, random));
    return made;
  }

  std::vector<KnownRelationship> every_relationship() const {
    std::vector<KnownRelationship> made;
    for (std::size_t i = 0; i < patients.size() * relationships_each; ++i)
      made.push_back({doctors[(i / relationships_each + i * 17) % doctors.size()],
                      patients[i / relationships_each],
                      now - std::chrono::hours{24}});
    return made;
  }

  /// Every other one is of a patient of the doctor, else nearly all answers were the same.
  std::vector<KnownRecord> every_record() const {
    std::vector<Uuid> panel;
    for (const auto& patient : patients) {
      for (const auto& related : relationships.of(patient)) {
        if (related.doctor == doctors.front()) panel.push_back(patient);
      }
    }
    std::vector<KnownRecord> made;
    for (std::size_t i = 0; i < 100'000; ++i) {
      const auto spread = i * 48'271;
      made.push_back(
          {i % 2 == 0 ? panel[spread % panel.size()] : patients[spread % patients.size()],
           doctors[i % 7],
           i % 20 == 0});
    }
    return made;
  }

  Principal a_doctor() const {
    Principal made;
    made.roles = {Role::user, Role::doctor};
    made.doctor = Id<Doctor>{doctors.front()};
    return made;
  }
};

}  // namespace salus::bench
