#pragma once

#include <string>

#include "salus/service/stored.hpp"

namespace salus::cli {

/// A row as one line of JSON, as the REST host writes it; what is hidden is left out.
std::string json_of(const RowView& row);
std::string json_of(const Record& record);

}  // namespace salus::cli
