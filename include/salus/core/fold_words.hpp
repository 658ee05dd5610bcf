#pragma once

/// The words of a text, in the form in which a search compares them.
///
/// @code
/// fold_words("Søren Ångström-O'Neil");  // {"soren", "angstrom", "o", "neil"}
/// @endcode
///
/// Pure; any thread.

#include <string>
#include <string_view>
#include <vector>

#include "salus/core/export.hpp"

namespace salus {

/// The words of a text in its order, without case, accents and compatibility forms (NFKD, case
/// folding; letters such as ł and æ by a table). The vowel signs of Indic scripts and the sound marks
/// of kana are not accents and stay.
///
/// A word is a run of letters, marks and numbers: a name in a script without spaces (Chinese, Japanese,
/// Thai) is one word. Of a longer word the first 64 code points count. A text that is not UTF-8 has none.
SALUS_EXPORT std::vector<std::string> fold_words(std::string_view text);

}  // namespace salus
