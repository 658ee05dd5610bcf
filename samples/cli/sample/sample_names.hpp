#pragma once

/// Names of people who do not exist, from several places of the world.

#include <string>

#include "salus/domain/patient.hpp"

#include "cli/sample/sample_random.hpp"

namespace salus::cli {

struct SampleName {
  std::string given;
  std::string family;
  std::string full;  ///< In the order of the culture.
};

SampleName sample_name(SampleRandom& random, Sex sex);

}  // namespace salus::cli
