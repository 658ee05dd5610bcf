#pragma once

/// What patients have, take and are insured by: plausible for their age, and invented.

#include "salus/domain/patient.hpp"

#include "cli/sample/sample_random.hpp"

namespace salus::cli {

/// Fills blood group, history, medications, allergies, insurance and emergency contact.
void add_health(SampleRandom& random, Patient& patient);

}  // namespace salus::cli
