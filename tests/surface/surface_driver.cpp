// One call of the C++ API, for the table of sentences that every surface is held to:
//   surface_driver DATABASE EMAIL list|get|count|create|update|remove ENTITY [ID] [name=value …]
// A file's key is in SALUS_KEY. Prints ids, a number, `null`, `done` or the code of an error.

#include <cstdlib>
#include <iostream>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "salus/codec/text_value.hpp"
#include "salus/postgres.hpp"
#include "salus/service/clinic.hpp"
#include "salus/sqlite.hpp"

using namespace salus;

namespace {

struct Pair {
  std::string name;
  std::string value;
};

std::shared_ptr<Backend> open_database(const std::string& database) {
  if (database.starts_with("postgresql://")) return postgres::open(database);
  return sqlite::open(database, sqlite::Key::from_hex(std::getenv("SALUS_KEY")));
}

Value value_of(const FieldFacts& field, const Pair& pair) {
  std::string problem;
  if (auto value = parse_value(field, pair.value, problem)) return *std::move(value);
  throw Error{ErrorCode::invalid_input, pair.name + ": " + problem};
}

Expr condition_of(const CatalogEntry& entry, const Pair& pair, Calendar& calendar) {
  for (const auto& filter : entry.filters) {
    if (filter.name == pair.name)
      return filter.condition(value_of({.type = filter.type, .choices = filter.choices}, pair),
                              calendar);
  }
  const auto& field = *entry.entity->find(pair.name);
  const auto op = field.ignores_case ? Operator::equal_ignoring_case : Operator::equal;
  return expr::compare(op, field, value_of(field, pair));
}

ListOptions options_of(const CatalogEntry& entry, std::span<const Pair> pairs, Calendar& calendar) {
  ListOptions options;
  for (const auto& pair : pairs) {
    if (pair.name == "search")
      options.search = pair.value;
    else
      options.filter = std::move(options.filter) && condition_of(entry, pair, calendar);
  }
  return options;
}

Patch patch_of(const EntityInfo& entity, std::span<const Pair> pairs) {
  Patch patch{entity};
  for (const auto& pair : pairs) {
    const auto& field = *entity.find(pair.name);
    patch.set(field, value_of(field, pair));
  }
  return patch;
}

void answer(Session& session, const std::string& call, const CatalogEntry& entry,
            const std::optional<Uuid>& id, std::span<const Pair> pairs) {
  const auto& entity = *entry.entity;
  if (call == "list") {
    session.for_each(entity, options_of(entry, pairs, session.calendar()), [](const RowView& row) {
      std::cout << row.id().to_string() << '\n';
    });
  } else if (call == "get") {
    const auto row = session.get(entity, id.value());
    std::cout << (row ? row->id().to_string() : "null") << '\n';
  } else if (call == "count") {
    std::cout << session.count(entity, options_of(entry, pairs, session.calendar())) << '\n';
  } else if (call == "create") {
    session.create(patch_of(entity, pairs));
    std::cout << "done\n";
  } else if (call == "remove") {
    session.remove(entity, id.value(), std::nullopt);
    std::cout << "done\n";
  } else {
    session.update(id.value(), std::nullopt, patch_of(entity, pairs));
    std::cout << "done\n";
  }
}

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string> words{argv + 1, argv + argc};
  std::optional<Uuid> id;
  std::vector<Pair> pairs;
  for (const auto& word : std::span{words}.subspan(4)) {
    const auto sign = word.find('=');
    if (sign == std::string::npos)
      id = Uuid::parse(word);
    else
      pairs.push_back({word.substr(0, sign), word.substr(sign + 1)});
  }
  try {
    const Clinic clinic{open_database(words[0])};
    auto session = clinic.act_as(words[1]);
    answer(session, words[2], clinic.catalog().at(words[3]), id, pairs);
  } catch (const Error& error) {
    std::cout << error.facts().name << '\n';
  }
}
