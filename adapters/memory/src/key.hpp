#pragma once

/// Keys as byte strings: equal where the values are equal, and integers and ids in their order.

#include <string>
#include <string_view>

#include "salus/core/value.hpp"

namespace salus::memory {

/// How the texts of a key are compared.
enum class KeyCase : std::uint8_t {
  exact,
  ignored,  ///< ASCII letters without case.
};

/// Appends a value that is not missing. No value's bytes are the beginning of another's, so a key of
/// several values is the keys of each in a row.
void append_to_key(std::string& key, const Cell& cell, KeyCase letters = KeyCase::exact);

/// What every key of an organization's rows begins with.
std::string key_prefix(const Uuid& organization);

}  // namespace salus::memory
