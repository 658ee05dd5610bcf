#pragma once

/// What a table's schema means for its rows: the names of `TableSchema` as positions.

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "salus/core/value.hpp"
#include "salus/schema/snapshot.hpp"

#include "key.hpp"

namespace salus::memory {

/// A value for each column of the table, in the table's order (an entity's may be another).
using Row = std::vector<Value>;
using RowPtr = std::shared_ptr<const Row>;

/// A uniqueness among the rows that satisfy its conditions.
struct UniqueFormat {
  struct Part {
    std::size_t position;
    KeyCase letters;
  };

  std::string name;
  std::vector<Part> parts;
  bool live_rows_only = false;
  std::optional<std::size_t> condition_position;
  std::string condition_choice;
};

/// A column that names a row of another table, or of its own.
struct ReferenceFormat {
  std::string name;
  std::size_t position;
  std::string table;
};

/// Rows of one owner that may not overlap in time.
struct ExclusionFormat {
  std::string name;
  std::size_t owner;
  std::size_t begins;
  std::size_t ends;
  bool live_rows_only = false;
  std::optional<std::size_t> waiver;
  std::optional<std::size_t> choice;
  std::vector<std::string> free_choices;

  bool overlap(const Row& one, const Row& other) const {
    return compare(borrow(one[begins]), borrow(other[ends])) < 0 &&
           compare(borrow(other[begins]), borrow(one[ends])) < 0;
  }
};

struct TableFormat {
  explicit TableFormat(TableSchema table);

  TableSchema schema;
  std::vector<std::size_t> key;           ///< The organization first.
  std::optional<std::size_t> deleted_at;  ///< None: the table's rows are never marked.
  std::vector<UniqueFormat> uniques;
  std::vector<ReferenceFormat> references;
  std::vector<ExclusionFormat> exclusions;

  bool is_live(const Row& row) const { return !deleted_at || is_null(row[*deleted_at]); }
  std::string key_of(const Row& row) const;
};

/// Where a column stands; throws `schema_mismatch` when the table has none of that name.
std::size_t position_of(const TableSchema& schema, std::string_view column);

/// What the row competes with; none if it does not compete, for it is outside the uniqueness's
/// conditions or a value is missing.
std::optional<std::string> unique_key_of(const TableFormat& format, const UniqueFormat& unique,
                                         const Row& row);

/// The owner whose time the row takes, as the beginning of a key; none if it takes no time.
std::optional<std::string> owner_key_of(const TableFormat& format, const ExclusionFormat& exclusion,
                                        const Row& row);

}  // namespace salus::memory
