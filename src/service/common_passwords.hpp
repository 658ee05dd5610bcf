#pragma once

#include <string_view>

namespace salus {

/// Whether a password, in lower case, is one of the 19,727 that Django's validator calls too common.
bool is_common_password(std::string_view lower_case);

}  // namespace salus
