#pragma once

/// The name behind an id: "Dr. Ada Byron" instead of 36 characters.

#include <span>
#include <string>
#include <unordered_map>

#include "salus/query/catalog.hpp"
#include "salus/service/session.hpp"

namespace salus::cli {

/// Looks each reference up once, as the session's own principal: what they may not see stays an id.
/// The session must have no other answer open.
class ReferenceNames {
 public:
  ReferenceNames(Session session, const Catalog& catalog)
      : session_{std::move(session)}, catalog_{catalog} {}

  /// Looks up all that the rows of a page refer to: one query for each entity, however many rows.
  void learn(std::span<const Record> page);

  /// The first required text of the row that a field refers to, else the id itself.
  std::string name_of(const FieldInfo& reference, Uuid id);

 private:
  void look_up(const EntityInfo& entity, std::span<const Uuid> ids);

  Session session_;
  const Catalog& catalog_;
  std::unordered_map<Uuid, std::string> known_;
};

}  // namespace salus::cli
