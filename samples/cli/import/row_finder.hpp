#pragma once

/// Finds rows that are in the database already, many by one query.

#include <map>
#include <optional>
#include <span>
#include <vector>

#include "salus/service/session.hpp"

#include "cli/import/row_key.hpp"

namespace salus::cli {

/// The row of a key, if there is one.
struct KeyMatch {
  std::optional<Uuid> id;     ///< The oldest that has it.
  bool is_ambiguous = false;  ///< Others have it too.
};

/// Remembers what it has found until `forget`. Of rows that are superseded and never changed, it finds
/// those that are current.
class RowFinder {
 public:
  explicit RowFinder(Session& session) : session_{session} {}

  /// Finds the rows of keys that are not known yet, by one query. A kind is borrowed until `forget`.
  void look_up(const KeyKind& kind, std::span<const RowKey> keys);

  /// The row of a key; by a query of its own if it was not looked up.
  KeyMatch find(const KeyKind& kind, const RowKey& key);

  /// Reads rows that are not known yet, by one query.
  void load(const EntityInfo& entity, std::span<const Uuid> ids);

  /// A row; by a query of its own if it was not loaded. Null: there is none.
  const Record* row(const EntityInfo& entity, Uuid id);

  /// Takes note of a row that was written under a key: whoever asks from now on finds it.
  void note_written(const KeyKind& kind, const RowKey& key, Record row);

  /// To be called where a transaction begins: what the last one wrote may have been undone.
  void forget();

 private:
  using Matches = std::map<RowKey, KeyMatch>;

  void add_identified(const KeyKind& kind, std::span<const RowKey> keys, Matches& matches);
  void add_rows(const KeyKind& kind, std::span<const RowKey> keys, Matches& matches);

  Session& session_;
  std::map<const KeyKind*, Matches> known_;
  std::map<Uuid, Record> rows_;
};

}  // namespace salus::cli
