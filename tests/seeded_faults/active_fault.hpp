#pragma once

/// The one fault that the planted copies of the emitters make at present.

#include <atomic>
#include <string_view>

namespace salus::seeded_faults {

/// A fault on an engine that has to find it.
struct PlantedFault {
  int number;
  std::string_view emitter;
  std::string_view name;
  std::string_view engine;
};

/// The number of the fault that is made; 0: none.
inline std::atomic<int> active_fault{0};

inline bool is_on(int number) { return active_fault == number; }

/// Makes a fault while it lives.
class Active {
 public:
  explicit Active(const PlantedFault& fault) { active_fault = fault.number; }
  Active(const Active&) = delete;
  Active& operator=(const Active&) = delete;
  ~Active() { active_fault = 0; }
};

}  // namespace salus::seeded_faults
