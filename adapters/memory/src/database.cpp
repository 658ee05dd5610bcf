#include "database.hpp"

#include <algorithm>
#include <utility>

#include "salus/core/error.hpp"

namespace salus::memory {

namespace {

[[noreturn]] void refuse_duplicate(std::string constraint) {
  throw Error::violates(std::move(constraint), "Another row has these values already.");
}

[[noreturn]] void refuse_overlap(std::string constraint) {
  throw Error::violates(std::move(constraint), "Another row takes this time already.");
}

[[noreturn]] Table& refuse_unknown(std::string_view name) {
  throw Error{ErrorCode::schema_mismatch,
              "The database has no table " + std::string{name} + "; apply the schema first."};
}

auto find_table(auto& tables, std::string_view name) {
  return std::ranges::find_if(
      tables, [name](const Table& table) { return table.format->schema.name == name; });
}

}  // namespace

Table::Table(TableSchema schema)
    : format{std::make_shared<const TableFormat>(std::move(schema))},
      taken(format->uniques.size()),
      busy(format->exclusions.size()) {}

void Table::add(const RowPtr& row) {
  auto key = format->key_of(*row);
  if (rows.find(key) != nullptr) refuse_duplicate(format->schema.name + "_primary_key");
  rows.put(std::move(key), row);
  for (std::size_t i = 0; i < taken.size(); ++i) {
    auto unique_key = unique_key_of(*format, format->uniques[i], *row);
    if (!unique_key) continue;
    if (taken[i].find(*unique_key) != nullptr) refuse_duplicate(format->uniques[i].name);
    taken[i].put(*std::move(unique_key), {});
  }
  for (std::size_t i = 0; i < busy.size(); ++i) {
    const auto& exclusion = format->exclusions[i];
    const auto owner = owner_key_of(*format, exclusion, *row);
    if (!owner) continue;
    busy[i].for_each(*owner, [&](const RowPtr& other) {
      if (exclusion.overlap(*row, *other)) refuse_overlap(exclusion.name);
    });
    busy[i].put(*owner + format->key_of(*row), row);
  }
}

void Table::drop(const Row& row) {
  rows.erase(format->key_of(row));
  for (std::size_t i = 0; i < taken.size(); ++i) {
    if (const auto key = unique_key_of(*format, format->uniques[i], row)) taken[i].erase(*key);
  }
  for (std::size_t i = 0; i < busy.size(); ++i) {
    if (const auto owner = owner_key_of(*format, format->exclusions[i], row))
      busy[i].erase(*owner + format->key_of(row));
  }
}

bool Table::has_taken(const Row& row) const {
  if (rows.find(format->key_of(row)) != nullptr) return true;
  for (std::size_t i = 0; i < taken.size(); ++i) {
    const auto key = unique_key_of(*format, format->uniques[i], row);
    if (key && taken[i].find(*key) != nullptr) return true;
  }
  return false;
}

const Table* Database::find(std::string_view name) const {
  const auto found = find_table(tables, name);
  return found == tables.end() ? nullptr : &*found;
}

const Table& Database::at(std::string_view name) const {
  const auto* table = find(name);
  return table != nullptr ? *table : refuse_unknown(name);
}

Table& Database::at(std::string_view name) {
  const auto found = find_table(tables, name);
  return found != tables.end() ? *found : refuse_unknown(name);
}

}  // namespace salus::memory
