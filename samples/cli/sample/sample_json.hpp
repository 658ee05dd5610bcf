#pragma once

/// JSON for sample rows: texts in objects in lists.

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "salus/core/json.hpp"

namespace salus::cli {

using TextMembers = std::initializer_list<std::pair<std::string_view, std::string_view>>;

/// `{"name":"Metformin","dose":"500 mg"}`; members without a text are left out.
std::string object_text(TextMembers members);

Json json_object(TextMembers members);
Json json_list(const std::vector<std::string>& elements);

}  // namespace salus::cli
