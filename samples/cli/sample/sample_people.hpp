#pragma once

/// The people of the sample clinic: twelve doctors written by hand, two hundred patients made by a
/// generator that makes the same ones in every run.

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "salus/domain/doctor.hpp"
#include "salus/domain/patient.hpp"

#include "cli/sample/sample_random.hpp"

namespace salus::cli {

struct SampleDoctor {
  std::string_view name;
  std::string_view email;
  std::string_view specialization;
  std::string_view location;
  std::string_view language;  ///< Besides English.
  std::size_t patients;       ///< How many are in their care.
};

/// The first is the one whose day the demo shows. Those of general practice and paediatrics come last.
extern const std::array<SampleDoctor, 12> sample_doctors;

/// How many of them give primary care: the last so many.
inline constexpr std::size_t primary_care_doctors = 5;

/// A doctor's row, without the account.
Doctor doctor_row(const SampleDoctor& sample, std::size_t number);

/// The patients' rows, without accounts; the first ones will have one each.
std::vector<Patient> sample_patients();

inline constexpr std::array<std::string_view, 3> patient_accounts{
    "amelie.rousseau@mail.example", "chinedu.eze@mail.example", "noor.almasri@mail.example"};

/// Of a range that is reserved for fiction.
std::string sample_phone_number(SampleRandom& random);

}  // namespace salus::cli
