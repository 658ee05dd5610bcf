#pragma once

/// The rows that a page refers to, read by one query for the whole page.
///
/// @code
/// const auto page = session.list<Appointment>(limit(50));
/// const auto doctors = session.related<&Appointment::doctor>(page);
/// for (const auto& appointment : page) {
///   if (const auto* doctor = doctors.find(appointment->doctor)) std::cout << (*doctor)->name << '\n';
/// }
/// @endcode
///
/// They obey the policy of their own entity: one that the reader may not see is not there, like one that
/// does not exist.

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "salus/core/id.hpp"
#include "salus/service/stored.hpp"

namespace salus {

/// Rows by their ids.
template <Described T>
class Related {
 public:
  /// `rows` are in the order of their ids.
  explicit Related(std::vector<Stored<T>> rows) : rows_{std::move(rows)} {}

  /// The row, or null; lives as long as this object.
  const Stored<T>* find(Id<T> id) const {
    const auto found =
        std::ranges::lower_bound(rows_, id, {}, [](const Stored<T>& row) { return row->id; });
    return found != rows_.end() && (*found)->id == id ? &*found : nullptr;
  }
  const Stored<T>* find(const std::optional<Id<T>>& id) const { return id ? find(*id) : nullptr; }

  const std::vector<Stored<T>>& rows() const { return rows_; }

 private:
  std::vector<Stored<T>> rows_;
};

namespace detail {

template <class T>
struct IdTarget;
template <class T>
struct IdTarget<Id<T>> {
  using type = T;
};

/// The entity that a member refers to.
template <auto Member>
using Target = typename IdTarget<typename Unwrapped<typename Field<Member>::Type>::type>::type;

}  // namespace detail

}  // namespace salus
