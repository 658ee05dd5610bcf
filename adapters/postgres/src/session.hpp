#pragma once

/// One caller's access to one organization, over pooled connections.

#include <memory>
#include <optional>

#include "salus/sql/panel_sizes.hpp"
#include "salus/storage/backend.hpp"

#include "channel.hpp"
#include "pool.hpp"

namespace salus::postgres {

/// Holds a connection only while a call or a streaming cursor needs it. A single read is a
/// transaction of its own, in one round trip.
class PostgresSession final : public StorageSession {
 public:
  PostgresSession(std::shared_ptr<Pool> pool, const SessionOptions& options)
      : pool_{std::move(pool)}, context_{options}, time_{options.deadline} {}

  std::unique_ptr<Cursor> select(const Select& query) override;
  std::uint64_t count(const Count& query) override;
  CommitOutcome run(const TransactionBody& body) override;
  std::shared_ptr<const Caller> act_as(std::shared_ptr<const Caller> caller) noexcept override {
    return context_.act_as(std::move(caller));
  }

 private:
  struct Asked {
    Pool::Lease lease;
    std::unique_ptr<Channel> channel;
    Answers answers;
  };
  template <class Query>
  Asked ask(const Query& query, Answer answer);
  std::unique_ptr<Cursor> run_select(const Select& query);
  CommitOutcome run_once(const TransactionBody& body, Deadline deadline,
                         std::optional<Failure>& failure);

  std::shared_ptr<Pool> pool_;
  Context context_;
  std::chrono::milliseconds time_;
  sql::PanelSizes panel_sizes_;
};

}  // namespace salus::postgres
