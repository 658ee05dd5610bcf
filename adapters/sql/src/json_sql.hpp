#pragma once

/// How SQLite and PostgreSQL look into JSON that is stored as text.

#include <string>
#include <string_view>

#include "salus/sql/dialect.hpp"

namespace salus::sql {

namespace sqlite_json_functions {
std::string document(std::string_view column);
std::string element(std::string_view alias);
std::string text(std::string_view document, const JsonPath& path);
std::string elements(std::string_view document, const JsonPath& path, std::string_view alias);
}  // namespace sqlite_json_functions

namespace postgres_json_functions {
std::string document(std::string_view column);
std::string element(std::string_view alias);
std::string text(std::string_view document, const JsonPath& path);
std::string elements(std::string_view document, const JsonPath& path, std::string_view alias);
}  // namespace postgres_json_functions

inline constexpr JsonDialect sqlite_json{&sqlite_json_functions::document,
                                         &sqlite_json_functions::element,
                                         &sqlite_json_functions::text,
                                         &sqlite_json_functions::elements};

inline constexpr JsonDialect postgres_json{&postgres_json_functions::document,
                                           &postgres_json_functions::element,
                                           &postgres_json_functions::text,
                                           &postgres_json_functions::elements};

}  // namespace salus::sql
