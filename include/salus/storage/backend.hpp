#pragma once

/// The storage port: everything that a database adapter implements.
///
/// An adapter is a class derived from `Backend`, with a function that makes one:
/// @code
/// namespace salus::sqlite {
/// std::shared_ptr<Backend> open(const std::filesystem::path& file, const Key& key, OpenOptions options = {});
/// }
/// @endcode
/// `salus/testing/storage_conformance.hpp` proves an adapter right. See docs/writing-an-adapter.md.

#include <chrono>
#include <memory>
#include <span>
#include <string>

#include "salus/core/error.hpp"
#include "salus/core/export.hpp"
#include "salus/core/id.hpp"
#include "salus/schema/change.hpp"
#include "salus/schema/snapshot.hpp"
#include "salus/storage/session.hpp"

namespace salus {

/// What an engine is and can do.
struct Capabilities {
  std::string engine;               ///< For people: "SQLite 3.53.4 (SQLCipher 4.19.0)".
  bool durable = true;              ///< A commit survives a crash of the machine.
  bool encrypted = false;           ///< The files are unreadable without a key.
  bool row_level_security = false;  ///< The engine itself keeps organizations apart.
};

struct SessionOptions {
  Uuid organization;
  std::chrono::milliseconds deadline{30'000};  ///< For each call; then `storage_busy`.
  /// Whom row-level security holds to the policy; null: it keeps organizations apart, and no more.
  std::shared_ptr<const Caller> caller{};
};

/// One database. Thread-safe: any thread may open sessions; destroyed after its last session.
class SALUS_EXPORT Backend {
 public:
  Backend() = default;
  Backend(const Backend&) = delete;
  Backend& operator=(const Backend&) = delete;
  virtual ~Backend() = default;

  virtual Capabilities capabilities() const = 0;

  /// A session inside one organization. Cheap: connections are pooled by the adapter.
  virtual std::unique_ptr<StorageSession> open(SessionOptions options) = 0;

  /// The tables as the engine's own catalog has them; an empty database has none.
  virtual SchemaSnapshot inspect() = 0;

  /// Applies `CreateTable`, `AddColumn`, `CreateIndex` and `AddExclusion`, all or nothing, together with the guards
  /// the engine can give (append-only triggers, row-level security). Any other change throws
  /// `schema_mismatch`. May need a more powerful role than reading and writing.
  virtual void apply(std::span<const SchemaChange> changes) = 0;

  /// Checks that the guards of these tables stand; throws `schema_mismatch` naming what is wrong.
  virtual void verify_guards(const SchemaSnapshot& expected) = 0;

  /// Puts up again what differs of the row-level security of these tables, all or nothing; changes
  /// nothing if it stands. May need a more powerful role. Throws `unsupported` for rules that the
  /// engine cannot hold rows to.
  virtual void renew_guards(const SchemaSnapshot& expected) {
    if (expected.row_security == nullptr) return;
    throw Error{ErrorCode::unsupported, "This database has no row-level security of its own."};
  }
};

}  // namespace salus
