#pragma once

/// A statement as connections prepare it.

#include <string>

namespace salus::postgres {

/// The text, and the name under which a connection prepares it: a hash of the text, so that equal
/// texts have equal names on every connection, through a pooler too.
struct Statement {
  explicit Statement(std::string sql);

  std::string text;
  std::string name;
};

}  // namespace salus::postgres
