#pragma once

/// What a doctor says when they break the glass.

#include <chrono>
#include <string>

namespace salus {

/// Why, and for how long. HIPAA 45 CFR §164.312(a)(2)(ii), emergency access procedure.
struct EmergencyAccess {
  static constexpr std::chrono::minutes longest{24 * 60};

  std::string reason;                  ///< For the review; required, at most 1,000 characters.
  std::chrono::minutes duration{120};  ///< From now; at most `longest`.
};

}  // namespace salus
