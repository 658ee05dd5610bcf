#pragma once

/// The talk of one transaction with the server, inside one organization.

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "salus/core/id.hpp"
#include "salus/sql/invocation.hpp"
#include "salus/sql/render.hpp"
#include "salus/storage/backend.hpp"

#include "pipeline.hpp"

namespace salus::postgres {

enum class Access : std::uint8_t { read_only, read_write };

/// What row-level security must know. SET LOCAL ends with the transaction, so a pooled connection
/// never carries it to another organization. Not `set_config`, which does not reach Citus's workers.
struct Context {
  explicit Context(const SessionOptions& options)
      : organization{options.organization},
        command{"SET LOCAL app.organization_id = '" + options.organization.to_string() + "'"},
        caller{options.caller} {}

  /// Of a context that names a caller, and no other.
  std::shared_ptr<const Caller> act_as(std::shared_ptr<const Caller> next) noexcept {
    if (caller == nullptr || next == nullptr) return nullptr;
    return std::exchange(caller, std::move(next));
  }

  Uuid organization;
  std::string command;
  std::shared_ptr<const Caller> caller;  ///< Null: the organization alone.
};

class Channel {
 public:
  Channel(Connection& connection, Context context)
      : connection_{&connection}, context_{std::move(context)}, pipeline_{connection} {}
  Channel(const Channel&) = delete;
  Channel& operator=(const Channel&) = delete;
  /// Rolls back what is not committed.
  ~Channel();

  Connection& connection() { return *connection_; }
  Pipeline& pipeline() { return pipeline_; }
  const Uuid& organization() const { return context_.organization; }
  Context& context() { return context_; }
  const Context& context() const { return context_; }

  /// Queues BEGIN and the context: they travel with the first statement.
  void begin(Access access);

  /// Throws `invalid_input` for values that cannot be kept.
  template <class Query>
  void check(const Query& query) {
    invocation_.describe(query, context_.organization);
  }

  /// Queues the statement of a query; checks it first.
  template <class Query>
  void ask(const Query& query, Answer answer) {
    invocation_.describe(query, context_.organization);
    introduce(query);
    auto& statements = connection_->statements();
    auto* statement = statements.find(invocation_.shape());
    if (statement == nullptr) {
      statement = &statements.add(
          invocation_.shape(), Statement{sql::render(query, invocation_, sql::postgres_dialect)});
    }
    connection_->parameters().assign(invocation_.parameters());
    pipeline_.statement(*statement, connection_->parameters(), answer);
  }

  /// Queues, in front of a statement, who acts and when, if the transaction was told otherwise.
  void introduce(Timestamp now, std::string_view further_word = {});

  /// A rollback to a savepoint has undone what was told since.
  void forget_introduction() { introduced_.clear(); }

 private:
  void introduce(const Select& query) { introduce(query.now); }
  void introduce(const Count& query) { introduce(query.now); }
  void introduce(const Update& change);
  void introduce(const sql::Insertion&) {}  // by the transaction: all pieces have one time
  void introduce(const sql::Removal&) {}    // of internal tables only

  Connection* connection_;
  Context context_;
  Pipeline pipeline_;
  sql::Invocation invocation_;
  std::string introduced_;  ///< What the transaction was told of the caller.
};

}  // namespace salus::postgres
