#pragma once

#include <string>

namespace salus::cli {

/// How results are written.
enum class OutputFormat : unsigned char {
  text,  ///< For people.
  json,  ///< For programs: one JSON value a line.
};

/// What every command takes, before its name or after it.
struct GlobalOptions {
  std::string database;                 ///< A file, or a PostgreSQL URI.
  std::string key_file;                 ///< Empty: see connection/key_source.hpp.
  std::string organization = "clinic";  ///< A slug.
  std::string row_security = "wall";    ///< A RowSecurityProfile.
  OutputFormat format = OutputFormat::text;
};

}  // namespace salus::cli
