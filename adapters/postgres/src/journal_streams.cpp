#include "journal_streams.hpp"

#include <string_view>

#include "advisory_lock.hpp"
#include "full_row_security.hpp"

namespace salus::postgres {

namespace {

constexpr std::int64_t stream_count = 16;

// The head is asked for behind the lock, in a statement of its own: the snapshot of one statement
// for both could be older than the lock, and miss the last entry of the one who held it.
Statement head_statement_on(std::string_view table) {
  return Statement{R"(SELECT "sequence", "hash" FROM )" + sql::quoted(table) +
                   R"( WHERE "organization_id" = $1 AND "stream" = $2)"
                   R"( ORDER BY "sequence" DESC LIMIT 1)"};
}

/// A caller whom row-level security holds to the policy may not read the entries themselves.
const Statement& head_statement(const Channel& channel) {
  static const Statement of_table = head_statement_on("journal_entry");
  static const Statement of_view = head_statement_on(full_row_security::journal_head);
  return channel.context().caller == nullptr ? of_table : of_view;
}

const Statement& try_statement() {
  static const Statement statement{"SELECT pg_try_advisory_xact_lock($1::bigint)"};
  return statement;
}

/// Tries the streams one after another, beginning behind a given one; stops at the first that is free.
const Statement& search_statement() {
  static const Statement statement{
      "SELECT (i + $2::bigint) % 16 FROM generate_series(1, 15) AS i "
      "WHERE pg_try_advisory_xact_lock($1::bigint + (i + $2::bigint) % 16) LIMIT 1"};
  return statement;
}

/// The number of the organization's first lock; the streams have the 16 numbers from there.
std::int64_t first_lock(const Uuid& organization) {
  const auto hash = static_cast<std::uint64_t>(std::hash<Uuid>{}(organization));
  return static_cast<std::int64_t>(hash & ~std::uint64_t{stream_count - 1});
}

/// Neighbouring connections have neighbouring process numbers, so they begin with different streams.
std::int64_t first_choice(Channel& channel) {
  return PQbackendPID(channel.connection().libpq()) % stream_count;
}

void ask(Channel& channel, const Statement& statement, std::initializer_list<Cell> cells) {
  channel.pipeline().statement(statement, Parameters{cells}, Answer::kept);
}

void ask_for_head(Channel& channel, std::int64_t stream) {
  ask(channel, head_statement(channel), {channel.organization(), stream});
}

JournalHead head_of(std::int64_t stream, const PGresult* result) {
  JournalHead head;
  head.stream = static_cast<std::int32_t>(stream);
  if (PQntuples(result) == 0) return head;
  head.sequence = std::get<std::int64_t>(decode(FieldType::integer, result, 0, 0));
  head.hash = std::get<BytesView>(decode(FieldType::bytes, result, 0, 1)).data;
  return head;
}

}  // namespace

JournalHead claim_stream(Channel& channel, const std::function<Answers()>& settle) {
  const auto locks = first_lock(channel.organization());
  auto stream = first_choice(channel);
  ask(channel, try_statement(), {locks + stream});
  ask_for_head(channel, stream);
  auto answers = settle();
  const auto& locked = answers.kept.front();
  if (std::get<bool>(decode(FieldType::boolean, locked.get(), 0, 0)))
    return head_of(stream, answers.kept.back().get());

  ask(channel, search_statement(), {locks, stream});
  answers = settle();
  const auto& found = answers.kept.front();
  if (PQntuples(found.get()) > 0)
    stream = std::get<std::int64_t>(decode(FieldType::integer, found.get(), 0, 0));
  else
    wait_for_lock(channel, locks + stream);
  ask_for_head(channel, stream);
  return head_of(stream, settle().kept.back().get());
}

void hold_stream(Channel& channel, std::int32_t stream) {
  const auto lock = first_lock(channel.organization()) + stream;
  channel.pipeline().statement(try_statement(), Parameters{Cell{lock}}, Answer::checked);
}

std::optional<JournalHead> last_entry_of(const Insert& rows) {
  if (rows.entity->name != "journal_entry" || rows.rows.empty()) return std::nullopt;
  const auto& last = rows.rows.back();
  const auto value_of = [&](std::string_view field) -> const Value& {
    return last[rows.entity->find(field)->position];
  };
  return JournalHead{static_cast<std::int32_t>(std::get<std::int64_t>(value_of("stream"))),
                     std::get<std::int64_t>(value_of("sequence")),
                     std::get<Bytes>(value_of("hash")).data};
}

}  // namespace salus::postgres
