#include "journal_stream.hpp"

namespace salus::memory {

JournalHead journal_head(const Database& database, const Uuid& organization) {
  const auto& table = database.at("journal_entry");
  const auto& schema = table.format->schema;
  JournalHead head;
  auto stream = key_prefix(organization);
  append_to_key(stream, std::int64_t{head.stream});
  const auto* last = table.rows.last(stream);
  if (last == nullptr) return head;
  head.sequence = std::get<std::int64_t>((**last)[position_of(schema, "sequence")]);
  head.hash = std::get<Bytes>((**last)[position_of(schema, "hash")]).data;
  return head;
}

}  // namespace salus::memory
