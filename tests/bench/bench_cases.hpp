#pragma once

/// The cases that are measured on every engine, over a fixture with `clinic`, `panel`, `rival` and
/// `environment`. A ratio is made of "<name>/salus" and the fastest "<name>/rival…": see ratios.py.

#include <cstddef>
#include <cstdint>

#include <benchmark/benchmark.h>

#include "bench/bench_clinic.hpp"
#include "bench/bench_rows.hpp"

namespace salus::bench {

template <class Fixture, class Get>
void each_of_the_panel(benchmark::State& state, const Get& get) {
  const auto& panel = Fixture::the().panel;
  std::size_t next = 0;
  for (auto _ : state) benchmark::DoNotOptimize(get(panel[next++ % panel.size()]));
}

template <class Fixture>
void get_salus(benchmark::State& state) {
  Session session = Fixture::the().clinic.as_doctor();
  each_of_the_panel<Fixture>(state, [&](Id<Patient> id) { return session.get(id).value(); });
}

template <class Fixture>
void get_rival(benchmark::State& state) {
  each_of_the_panel<Fixture>(state,
                             [](Id<Patient> id) { return Fixture::the().rival.get(id.value); });
}

template <class Fixture>
void page_salus(benchmark::State& state) {
  Session session = Fixture::the().clinic.as_doctor();
  for (auto _ : state) {
    benchmark::DoNotOptimize(session.list<Patient>(order_by(f<&Patient::name>), limit(page)));
  }
}

template <class Fixture>
void create_salus(benchmark::State& state) {
  Session session = Fixture::the().clinic.as_administrator();
  static int number = patients;
  for (auto _ : state) benchmark::DoNotOptimize(session.create(BenchClinic::patient_of(number++)));
}

template <class Fixture>
void create_rival(benchmark::State& state) {
  auto& fixture = Fixture::the();
  const auto organization = organization_id_of("clinic").value;
  static std::int64_t sequence = 0;
  for (auto _ : state) {
    ++sequence;
    fixture.rival.insert(rows_of_creation(sequence, organization, fixture.environment));
  }
}

}  // namespace salus::bench
