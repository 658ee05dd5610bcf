#pragma once

/// Small answers as JSON text: errors, links, log lines. Rows are written by the codec.

#include <string>
#include <string_view>

namespace salus::rest {

/// A text in which everything that is no UTF-8 became U+FFFD: what a client sent may be any bytes, and
/// an answer that repeats it may not.
std::string valid_utf8(std::string_view text);

/// An object, member by member.
class JsonObject {
 public:
  JsonObject& add(std::string_view name, std::string_view text);
  JsonObject& add_json(std::string_view name, std::string_view json);

  std::string text() const { return text_ + "}"; }

 private:
  void add_name(std::string_view name);

  std::string text_ = "{";
};

/// A list of JSON values.
class JsonList {
 public:
  JsonList& add(std::string_view text);
  JsonList& add_json(std::string_view json);

  std::string text() const { return text_ + "]"; }

 private:
  std::string text_ = "[";
};

}  // namespace salus::rest
