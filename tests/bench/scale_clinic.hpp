#pragma once

/// Who asks in the data of scale_data.hpp.

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "salus/service/clinic.hpp"

#include "bench/scale_data.hpp"

namespace salus::bench {

class ScaleClinic {
 public:
  explicit ScaleClinic(std::shared_ptr<Backend> backend) : backend_{std::move(backend)} {}

  Clinic open(std::string_view slug) const {
    return Clinic{backend_,
                  {.organization = std::string{slug}, .journal = {.reads = JournalReads::off}}};
  }

  static Principal administrator() {
    Principal principal;
    principal.roles = {Role::user, Role::administrator};
    return principal;
  }

  /// The first doctor of a town; in the hospital, the one with that panel of `scale_panels`.
  Principal doctor(std::string_view slug, std::size_t panel = 0) const {
    Principal principal;
    principal.roles = {Role::user, Role::doctor};
    principal.doctor = doctors_of(slug).at(panel);
    return principal;
  }

  Backend& backend() const { return *backend_; }

 private:
  /// In the order in which they were added: their ids grow with time.
  std::vector<Id<Doctor>> doctors_of(std::string_view slug) const {
    auto session = open(slug).act_as(administrator());
    std::vector<Id<Doctor>> ids;
    for (const auto& row : session.list<Doctor>(order_by(f<&Doctor::name>))) ids.push_back(row->id);
    std::ranges::sort(ids, {}, &Id<Doctor>::value);
    return ids;
  }

  std::shared_ptr<Backend> backend_;
};

}  // namespace salus::bench
