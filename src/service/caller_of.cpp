#include "caller_of.hpp"

#include <optional>
#include <string>

namespace salus {

std::shared_ptr<const Caller> caller_of(const Principal& principal) {
  const auto unwrap = [](const auto& id) { return id ? std::optional{id->value} : std::nullopt; };
  auto caller = std::make_shared<Caller>();
  for (const auto name : names_of(principal.roles)) caller->roles.emplace_back(name);
  caller->user = unwrap(principal.user);
  caller->doctor = unwrap(principal.doctor);
  caller->patient = unwrap(principal.patient);
  caller->access_level = unwrap(principal.access_level);
  return caller;
}

}  // namespace salus
