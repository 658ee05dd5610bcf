#pragma once

/// What the query of a list means: filters, search and order. Everything in it comes from the entity's table.

#include <cstdint>

#include "salus/core/issues.hpp"
#include "salus/query/catalog.hpp"
#include "salus/service/list_options.hpp"

#include "rest_host/api/api.hpp"
#include "rest_host/api/url.hpp"

namespace salus::rest {

/// What the count in an answer may cost.
enum class CountMode : std::uint8_t {
  none,      ///< None is made.
  estimate,  ///< Exact up to 10,000; beyond, that there are more.
  exact,
};

struct ListQuery {
  ListOptions options;
  CountMode count = CountMode::exact;
};

/// How a list is answered: page by page, or as a whole.
enum class Paging : std::uint8_t { pages, whole };

/// Filters AND together; an empty value is no filter; of a repeated parameter the last one counts,
/// unless its filter is repeatable: then any of them will do.
/// Throws `invalid_input` with an issue for each bad value, for each parameter that is not known, and for each that
/// chooses a page where there are none.
ListQuery read_list_query(const CatalogEntry& entry, const Parameters& parameters,
                          UnknownParameters unknown, Calendar& calendar,
                          Paging paging = Paging::pages);

}  // namespace salus::rest
