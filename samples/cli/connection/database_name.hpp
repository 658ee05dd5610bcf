#pragma once

#include <string_view>

namespace salus::cli {

/// Whether `--db` names a PostgreSQL database; else it names a file.
inline bool is_postgres(std::string_view database) {
  return database.starts_with("postgresql://") || database.starts_with("postgres://");
}

}  // namespace salus::cli
