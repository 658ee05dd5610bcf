#pragma once

/// What the policy costs at the size of a hospital, over a fixture with `clinic` and `count_by_hand`.
/// The same query by an administrator, whom no predicate narrows, is the rival of each read.

#include <array>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <benchmark/benchmark.h>

#include "salus/access/entitlements.hpp"

#include "bench/scale_clinic.hpp"

namespace salus::bench {

inline constexpr std::uint32_t newest = 50;

inline constexpr std::array<std::pair<std::string_view, std::string_view>, 3> searched_words{
    {{"of_all", word_of_all}, {"of_a_tenth", word_of_a_tenth}, {"of_few", word_of_few}}};

inline auto newest_records() {
  return order_by(f<&MedicalRecord::recorded_at>, Direction::descending);
}

/// Records of a doctor's panel, from all over it.
template <class Fixture>
std::vector<Id<MedicalRecord>> records_of_panel(std::size_t panel) {
  const auto& clinic = Fixture::the().clinic;
  auto session = clinic.open(hospital).act_as(clinic.doctor(hospital, panel));
  std::vector<Id<MedicalRecord>> ids;
  for (const auto& row : session.template list<MedicalRecord>(newest_records(), limit(500)))
    ids.push_back(row->id);
  return ids;
}

template <class Fixture>
void record_by_id(benchmark::State& state, const Principal& principal, std::size_t panel) {
  static std::array<std::vector<Id<MedicalRecord>>, scale_panels.size()> ids;
  if (ids[panel].empty()) ids[panel] = records_of_panel<Fixture>(panel);
  const Clinic clinic = Fixture::the().clinic.open(hospital);
  auto session = clinic.act_as(principal);
  std::size_t next = 0;
  for (auto _ : state)
    benchmark::DoNotOptimize(session.get(ids[panel][next++ % ids[panel].size()]).value());
}

template <class Fixture>
void newest_page(benchmark::State& state, const Principal& principal) {
  const Clinic clinic = Fixture::the().clinic.open(hospital);
  auto session = clinic.act_as(principal);
  for (auto _ : state)
    benchmark::DoNotOptimize(session.template list<MedicalRecord>(newest_records(), limit(newest)));
}

/// The first page of the patients that a word finds.
template <class Fixture>
void search_page(benchmark::State& state, const Principal& principal, std::string_view word) {
  const Clinic clinic = Fixture::the().clinic.open(hospital);
  auto session = clinic.act_as(principal);
  const std::string text{word};
  for (auto _ : state)
    benchmark::DoNotOptimize(
        session.template list<Patient>(search(text), order_by(f<&Patient::name>), limit(newest)));
}

template <class Fixture>
void exact_count(benchmark::State& state, const Principal& principal) {
  const Clinic clinic = Fixture::the().clinic.open(hospital);
  auto session = clinic.act_as(principal);
  for (auto _ : state) benchmark::DoNotOptimize(session.template count<MedicalRecord>());
}

template <class Fixture>
void count_by_hand(benchmark::State& state, std::size_t panel) {
  const auto doctor = Fixture::the().clinic.doctor(hospital, panel).doctor->value;
  for (auto _ : state) benchmark::DoNotOptimize(Fixture::the().count_by_hand(doctor));
}

enum class RowBits : std::uint8_t { asked, left_out };

/// The page as the storage port is asked for it, with the integer that masks are made of or without.
template <class Fixture>
void masked_page(benchmark::State& state, std::size_t panel, RowBits bits) {
  const auto& clinic = Fixture::the().clinic;
  Entitlements entitlements{std::make_shared<const Policy>(default_policy()),
                            clinic.doctor(hospital, panel)};
  const auto& plan = entitlements.plan(Action::read, entity_info<MedicalRecord>());
  const auto session = clinic.backend().open({.organization = organization_id_of(hospital).value});
  Select query;
  query.entity = &entity_info<MedicalRecord>();
  query.visible = plan.visible();
  if (bits == RowBits::asked) query.row_bits = plan.row_bits();
  query.order = {{&field_info<&MedicalRecord::recorded_at>(), Direction::descending}};
  query.limit = newest;
  query.shape = Shape::page;
  query.now = system_environment().clock();
  std::vector<Cell> cells(query.cell_count());
  for (auto _ : state) {
    const auto cursor = session->select(query);
    while (cursor->next(cells)) benchmark::DoNotOptimize(cells.data());
  }
}

template <class Fixture>
void patient_by_id(benchmark::State& state, std::string_view slug) {
  const auto& scale = Fixture::the().clinic;
  const Clinic clinic = scale.open(slug);
  auto session = clinic.act_as(scale.doctor(slug));
  const auto rows = session.template list<Patient>();
  std::size_t next = 0;
  for (auto _ : state)
    benchmark::DoNotOptimize(session.get(rows[next++ % rows.size()]->id).value());
}

template <class Fixture>
void patient_page(benchmark::State& state, std::string_view slug) {
  const auto& scale = Fixture::the().clinic;
  const Clinic clinic = scale.open(slug);
  auto session = clinic.act_as(scale.doctor(slug));
  for (auto _ : state)
    benchmark::DoNotOptimize(
        session.template list<Patient>(order_by(f<&Patient::name>), limit(newest)));
}

/// Registers every case under the engine's name.
template <class Fixture>
void register_scale_cases(const std::string& engine) {
  const auto add = [&engine](const std::string& name, const std::string& side, auto run) {
    benchmark::RegisterBenchmark((engine + "_" + name + "/" + side).c_str(), run)->UseRealTime();
  };
  for (std::size_t panel = 0; panel < scale_panels.size(); ++panel) {
    const auto of = "_of_" + std::to_string(scale_panels[panel]);
    const auto doctor = [panel] { return Fixture::the().clinic.doctor(hospital, panel); };
    add("record_by_id" + of, "salus", [=](auto& s) { record_by_id<Fixture>(s, doctor(), panel); });
    add("record_by_id" + of, "rival_without_policy", [=](auto& s) {
      record_by_id<Fixture>(s, ScaleClinic::administrator(), panel);
    });
    add("newest_page" + of, "salus", [=](auto& s) { newest_page<Fixture>(s, doctor()); });
    add("newest_page" + of, "rival_without_policy", [=](auto& s) {
      newest_page<Fixture>(s, ScaleClinic::administrator());
    });
    add("exact_count" + of, "salus", [=](auto& s) { exact_count<Fixture>(s, doctor()); });
    add("exact_count" + of, "rival_by_hand", [=](auto& s) { count_by_hand<Fixture>(s, panel); });
    add("row_bits" + of, "salus", [=](auto& s) { masked_page<Fixture>(s, panel, RowBits::asked); });
    add("row_bits" + of, "rival_without_bits", [=](auto& s) {
      masked_page<Fixture>(s, panel, RowBits::left_out);
    });
    for (const auto& [frequency, word] : searched_words) {
      const auto name = "search_" + std::string{frequency} + of;
      add(name, "salus", [=](auto& s) { search_page<Fixture>(s, doctor(), word); });
      add(name, "rival_without_policy", [=](auto& s) {
        search_page<Fixture>(s, ScaleClinic::administrator(), word);
      });
    }
  }
  add("patient_by_id_beside_10000", "salus", [](auto& s) {
    patient_by_id<Fixture>(s, large_town);
  });
  add("patient_by_id_beside_10000", "rival_smaller", [](auto& s) {
    patient_by_id<Fixture>(s, small_town);
  });
  add("patient_page_beside_10000", "salus", [](auto& s) { patient_page<Fixture>(s, large_town); });
  add("patient_page_beside_10000", "rival_smaller", [](auto& s) {
    patient_page<Fixture>(s, small_town);
  });
}

}  // namespace salus::bench
