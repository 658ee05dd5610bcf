#pragma once

/// JSON as text that has been checked and made canonical once, at the door.

#include <string>
#include <utility>

namespace salus {

/// Canonical JSON text: keys sorted and unique, no white space, at most 64 levels deep.
///
/// Kept and stored as text; `parse_json` (codec/json.hpp) is the way in.
class Json {
 public:
  Json() = default;

  /// Wraps a text that is canonical already: from the database, or a literal in code.
  static Json from_canonical(std::string text) {
    Json json;
    json.text_ = std::move(text);
    return json;
  }
  static Json empty_list() { return from_canonical("[]"); }
  static Json empty_object() { return from_canonical("{}"); }

  const std::string& text() const noexcept { return text_; }
  bool is_null() const noexcept { return text_ == "null"; }
  friend bool operator==(const Json&, const Json&) = default;

 private:
  std::string text_ = "null";
};

}  // namespace salus
