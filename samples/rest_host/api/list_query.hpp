#pragma once

/// What the query of a list means: filters and order. Everything in it comes from the entity's table.

#include "salus/core/issues.hpp"
#include "salus/query/catalog.hpp"
#include "salus/service/list_options.hpp"

#include "rest_host/api/api.hpp"
#include "rest_host/api/url.hpp"

namespace salus::rest {

/// Filters AND together; an empty value is no filter; of a repeated parameter the last one counts.
/// Throws `invalid_input` with an issue for each bad value, and for each parameter that is not known.
ListOptions read_list_query(const CatalogEntry& entry, const Parameters& parameters,
                            UnknownParameters unknown, Calendar& calendar);

}  // namespace salus::rest
