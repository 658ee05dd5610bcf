#pragma once

/// The answer to one statement, owned.

#include <memory>
#include <string_view>

#include <libpq-fe.h>

namespace salus::postgres {

struct ClearResult {
  void operator()(PGresult* result) const noexcept { PQclear(result); }
};

using Result = std::unique_ptr<PGresult, ClearResult>;

/// One value of an answer in text format; a missing one is empty.
inline std::string_view text_at(const PGresult* result, int row, int column) {
  return {PQgetvalue(result, row, column),
          static_cast<std::size_t>(PQgetlength(result, row, column))};
}

/// A part of an error; empty when the server did not send it.
inline std::string_view error_field(const PGresult* result, int field) {
  const char* text = PQresultErrorField(result, field);
  return text != nullptr ? std::string_view{text} : std::string_view{};
}

}  // namespace salus::postgres
