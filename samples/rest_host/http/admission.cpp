#include "rest_host/http/admission.hpp"

#include <utility>

namespace salus::rest {

Admission::Admission(const std::array<LaneLimits, lane_count>& limits) {
  for (std::size_t i = 0; i < lane_count; ++i) lanes_[i].limits = limits[i];
}

std::optional<Admitted> Admission::enter(Lane lane, std::unique_ptr<Connection>& connection) {
  const std::scoped_lock lock{mutex_};
  auto& state = state_of(lane);
  const bool may_run = state.running < state.limits.running;
  if (!may_run && state.waiting.size() >= state.limits.waiting) return std::nullopt;
  state.waiting.push_back(std::move(connection));
  if (!may_run) return std::nullopt;
  ++state.running;
  Admitted first{std::move(state.waiting.front()), lane};
  state.waiting.pop_front();
  return first;
}

std::optional<Admitted> Admission::leave(Lane lane) {
  const std::scoped_lock lock{mutex_};
  auto& state = state_of(lane);
  if (state.waiting.empty() || state.running > state.limits.running) {
    --state.running;
    return std::nullopt;
  }
  Admitted next{std::move(state.waiting.front()), lane};
  state.waiting.pop_front();
  return next;
}

void Admission::raise(Lane lane) {
  const std::scoped_lock lock{mutex_};
  ++state_of(lane).limits.running;
}

void Admission::lower(Lane lane) {
  const std::scoped_lock lock{mutex_};
  --state_of(lane).limits.running;
}

std::size_t Admission::running() const {
  const std::scoped_lock lock{mutex_};
  std::size_t sum = 0;
  for (const auto& state : lanes_) sum += state.running;
  return sum;
}

std::size_t Admission::waiting() const {
  const std::scoped_lock lock{mutex_};
  std::size_t sum = 0;
  for (const auto& state : lanes_) sum += state.waiting.size();
  return sum;
}

}  // namespace salus::rest
