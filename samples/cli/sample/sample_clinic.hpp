#pragma once

/// The sample clinic: made up, but shaped like a real one, and the same in every run.

#include <string>
#include <string_view>
#include <vector>

#include "salus/service/clinic.hpp"

namespace salus::cli {

/// The password of every sample account. For a sample only: a real account has one of its own.
inline constexpr std::string_view sample_password = "sample-password-1";

/// What the demonstration shows of the sample clinic.
struct SampleClinic {
  std::string administrator_email = "admin@riverside.example";
  std::string doctor_email;
  std::string patient_email;
  Id<Patient> former_patient;  ///< Whose relationship with that doctor ended yesterday.
  Id<Patient> future_patient;  ///< Whose relationship with that doctor starts tomorrow.
};

/// Fills an installed clinic with 12 doctors, 200 patients, their relationships and a few accounts.
SampleClinic fill_sample_clinic(const Clinic& clinic);

}  // namespace salus::cli
