#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "salus/service/list_options.hpp"

#include "row_change.hpp"

namespace salus {

/// The bodies of the journal's entries: canonical JSON.

/// `{"after":{…},"before":{…}}` of the fields that changed.
std::string change_json(const RowChange& change);

/// What was asked for, as far as it was given: `{"filter":["equal","sex","female"],"limit":50,"order":["-name"]}`.
std::string question_json(const ListOptions& options);

/// `{"query":…,"rows":[…]}`; without the rows where they have no ids of their own, and without the query
/// for a single row.
std::string shown_json(std::string_view question, std::span<const Uuid> rows);

/// `{"count":12,"query":…}`
std::string counted_json(std::string_view question, std::uint64_t count);

/// `{"reason":"…"}`
std::string denial_json(std::string_view reason);

}  // namespace salus
