#pragma once

/// Random transactions: inserts, updates, markings and removals, some within savepoints, some of
/// which conflict, some of which are given up.

#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "salus/core/error.hpp"
#include "salus/testing/conformance/random_conditions.hpp"
#include "salus/testing/describe.hpp"

namespace salus::testing::random {

struct Removal {
  const EntityInfo* entity;
  Expr where;
};

struct Write {
  std::variant<Insert, Update, Removal> what;
  bool in_savepoint = false;
};

struct Program {
  std::vector<Write> writes;
  bool gives_up = false;
};

inline std::string describe(const Insert& insert) {
  std::string text = "insert into " + std::string{insert.entity->name};
  for (const auto& row : insert.rows) text += "\n    " + testing::describe(row);
  return text;
}

inline std::string describe(const Update& change) {
  std::string text = "update " + std::string{change.entity->name};
  for (const auto& assignment : change.assignments) {
    text += "\n    " + std::string{assignment.column->name} +
            " := " + testing::describe(assignment.value);
  }
  return text + "\n    where " + testing::describe(change.where) + "\n    now " +
         to_string(change.now);
}

inline std::string describe(const Removal& removal) {
  return "remove from " + std::string{removal.entity->name} + "\n    where " +
         testing::describe(removal.where);
}

inline std::string describe(const Program& program) {
  std::string text;
  for (const auto& write : program.writes) {
    text += write.in_savepoint ? "  in a savepoint: " : "  ";
    text += std::visit([](const auto& what) { return describe(what); }, write.what) + "\n";
  }
  return text + (program.gives_up ? "  give up" : "  commit");
}

class Programs {
 public:
  Programs(SeededRandom& random, const Uuid& organization)
      : random_{&random}, organization_{organization} {}

  Program make() {
    Program program;
    program.gives_up = random_->percent(10);
    const auto count = 1 + random_->below(3);
    // A write may be refused as late as its savepoint or the transaction ends. A program that gives up
    // has a savepoint around each, so that it is told before.
    for (std::size_t i = 0; i < count; ++i) {
      program.writes.push_back({write(), program.gives_up || random_->percent(50)});
    }
    return program;
  }

 private:
  std::variant<Insert, Update, Removal> write() {
    const auto& entity = random_->percent(40) ? entity_info<Specimen>() : *random_->pick(entities);
    const auto kind = random_->below(100);
    if (kind < 65) return insert(entity);
    if (kind < 93) return update(entity);
    const auto& internal = entity_info<Keyword>();
    return Removal{&internal, Conditions{*random_}.make(internal, 2)};
  }

  Insert insert(const EntityInfo& entity) {
    Insert insert;
    insert.entity = &entity;
    const auto count = 1 + random_->below(4);
    for (std::size_t i = 0; i < count; ++i) {
      Row row;
      for (const auto& column : entity.columns) {
        row.push_back(inserted_value(entity, column, count == 1));
      }
      insert.rows.push_back(std::move(row));
    }
    return insert;
  }

  Value inserted_value(const EntityInfo& entity, const FieldInfo& column, bool alone) {
    if (column.name == "organization_id") return organization_;
    if (column.name == "deleted_at") return random_->percent(15) ? Value{Timestamp{}} : Value{};
    if (column.name == "code") return std::to_string(random_->below(200));
    if (&column == &entity.key() || column.references.empty()) {
      return value_or_none(*random_, column);
    }
    // Whether a row may refer to a later one of its batch is the engine's affair.
    const bool may_fail = alone || column.references != entity.name;
    return may_fail && random_->percent(20) ? uuid(*random_) : reference_that_holds(column);
  }

  Value reference_that_holds(const FieldInfo& column) {
    if (column.nullable && random_->percent(40)) return {};
    return numbered_uuid(1 + static_cast<std::uint32_t>(random_->below(first_specimens)));
  }

  Update update(const EntityInfo& entity) {
    Update change;
    change.entity = &entity;
    change.where = Conditions{*random_}.make(entity, 3);
    change.now = random_->pick(moments());
    if (entity.metadata == RowMetadata::present && random_->percent(10)) {
      change.assignments.push_back({&entity.deleted_at(), Timestamp{}});
      return change;
    }
    const auto& column = entity.columns[1 + random_->below(entity.field_count - 1)];
    if (column.primary_key)
      change.assignments.push_back({&entity.columns[entity.field_count - 1], Null{}});
    else
      change.assignments.push_back({&column, value_or_none(*random_, column)});
    return change;
  }

  SeededRandom* random_;
  Uuid organization_;
};

/// What a write did: how many rows it changed, or how it was refused.
inline std::string outcome_of(Transaction& tx, const Write& write) {
  try {
    std::uint64_t changed = 0;
    const auto act = [&] {
      if (const auto* insert = std::get_if<Insert>(&write.what))
        tx.insert(*insert);
      else if (const auto* update = std::get_if<Update>(&write.what))
        changed = tx.update(*update);
      else
        changed =
            tx.remove(*std::get<Removal>(write.what).entity, std::get<Removal>(write.what).where);
    };
    if (!write.in_savepoint)
      act();
    else
      tx.with_savepoint(act);
    return std::to_string(changed);
  } catch (const Error& error) {
    if (!write.in_savepoint) throw;
    return std::string{error.facts().name};
  }
}

/// Runs a program; answers what each of its writes did and how it ended, or with which error.
inline std::vector<std::string> outcomes_of(StorageSession& session, const Program& program) {
  struct GivenUp {};
  std::vector<std::string> outcomes;
  try {
    session.run([&](Transaction& tx) {
      outcomes.clear();
      for (const auto& write : program.writes) outcomes.push_back(outcome_of(tx, write));
      if (program.gives_up) throw GivenUp{};
    });
    outcomes.emplace_back("committed");
  } catch (const GivenUp&) {
    outcomes.emplace_back("given up");
  } catch (const Error& error) {
    outcomes = {std::string{error.facts().name}};
  }
  return outcomes;
}

}  // namespace salus::testing::random
