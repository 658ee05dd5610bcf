#pragma once

/// The talk of one transaction with the server, inside one organization.

#include <cstdint>
#include <string>

#include "salus/core/id.hpp"
#include "salus/sql/invocation.hpp"
#include "salus/sql/render.hpp"

#include "pipeline.hpp"

namespace salus::postgres {

enum class Access : std::uint8_t { read_only, read_write };

/// What row-level security must know. SET LOCAL ends with the transaction, so a pooled connection
/// never carries it to another organization. Not `set_config`, which does not reach Citus's workers.
struct Context {
  explicit Context(const Uuid& id)
      : organization{id}, command{"SET LOCAL app.organization_id = '" + id.to_string() + "'"} {}

  Uuid organization;
  std::string command;
};

class Channel {
 public:
  Channel(Connection& connection, const Context& context)
      : connection_{&connection}, context_{&context}, pipeline_{connection} {}
  Channel(const Channel&) = delete;
  Channel& operator=(const Channel&) = delete;
  /// Rolls back what is not committed.
  ~Channel();

  Connection& connection() { return *connection_; }
  Pipeline& pipeline() { return pipeline_; }
  const Uuid& organization() const { return context_->organization; }

  /// Queues BEGIN and the context: they travel with the first statement.
  void begin(Access access);

  /// Throws `invalid_input` for values that cannot be kept.
  template <class Query>
  void check(const Query& query) {
    invocation_.describe(query, context_->organization);
  }

  /// Queues the statement of a query; checks it first.
  template <class Query>
  void ask(const Query& query, Answer answer) {
    invocation_.describe(query, context_->organization);
    auto& statements = connection_->statements();
    auto* statement = statements.find(invocation_.shape());
    if (statement == nullptr) {
      statement = &statements.add(
          invocation_.shape(), Statement{sql::render(query, invocation_, sql::postgres_dialect)});
    }
    connection_->parameters().assign(invocation_.parameters());
    pipeline_.statement(*statement, connection_->parameters(), answer);
  }

 private:
  Connection* connection_;
  const Context* context_;
  Pipeline pipeline_;
  sql::Invocation invocation_;
};

}  // namespace salus::postgres
