#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace salus::cli {

/// The names of the fields that a journal entry's body, `{"after":{…},"before":{…}}`, tells about;
/// without their values.
std::vector<std::string> changed_fields(std::string_view body);

}  // namespace salus::cli
