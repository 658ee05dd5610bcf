#pragma once

/// A clinic to try things on: made by the program itself, the same in every run, through the SDK's
/// public headers alone.

#include <string>
#include <string_view>
#include <vector>

#include "salus/service/clinic.hpp"

namespace salus::cli {

inline constexpr std::string_view sample_organization = "riverside";
inline constexpr std::string_view sample_administrator = "ines.moreau@riverside.example";
inline constexpr std::string_view sample_receptionist = "grace.hughes@riverside.example";
/// Every account's. It opens nothing but sample data.
inline constexpr std::string_view sample_password = "lindhaven-2026";

/// What the demo shows of it.
struct SampleClinic {
  std::string doctor_email;
  std::string patient_email;
  Id<Doctor> doctor;
  Id<Patient> patient;                ///< In the doctor's care, with an account.
  Id<CareRelationship> relationship;  ///< Of these two.
  Id<Patient> left_yesterday;         ///< The doctor's care of this one ended yesterday …
  Id<Patient> comes_tomorrow;         ///< … and of this one begins tomorrow.
};

/// Makes the tables, the organization and everybody in it, in a database that has none.
Clinic install_sample_clinic(std::shared_ptr<Backend> backend);

/// Fills it. People and what happened to them in one transaction: they are all there, or nobody is.
SampleClinic fill_sample_clinic(const Clinic& clinic);

}  // namespace salus::cli
