#include <utility>

#include "journal_body.hpp"
#include "session_implementation.hpp"

namespace salus {

namespace {

/// Runs a call that shows rows.
template <class Call>
void tell(std::optional<ShownRows>& shown, const Call& call) {
  try {
    call(shown ? &*shown : nullptr);
  } catch (...) {
    if (shown) shown->break_off();
    throw;
  }
  if (shown) shown->finish();
}

}  // namespace

/// `id` is nil where several rows are asked for.
std::optional<ShownRows> Session::Implementation::rows_asked_for(const EntityInfo& entity,
                                                                 Uuid id) {
  if (!journal_.notes_reads()) return std::nullopt;
  ShownRows shown{journal_, "read", entity, {}, now()};
  shown.ask_for(id);
  return shown;
}

std::optional<ShownRows> Session::Implementation::rows_searched_for(const EntityInfo& entity,
                                                                    const ListOptions& options) {
  if (!journal_.notes_reads()) return std::nullopt;
  return ShownRows{journal_, journal_action_of(options.use), entity, question_json(options), now()};
}

void Session::Implementation::show(const EntityInfo& entity, Uuid id, const RowVisitor& visit) {
  auto shown = rows_asked_for(entity, id);
  tell(shown, [&](ShownRows* rows) { get(entity, id, visit, rows); });
}

std::vector<Record> Session::Implementation::show(const EntityInfo& entity,
                                                  std::span<const Uuid> ids) {
  std::vector<Record> records;
  auto shown = rows_asked_for(entity, {});
  tell(shown, [&](ShownRows* rows) { records = get(entity, ids, rows); });
  return records;
}

void Session::Implementation::show_each(const EntityInfo& entity, ListOptions options,
                                        const RowVisitor& visit) {
  auto shown = rows_searched_for(entity, options);
  tell(shown, [&](ShownRows* rows) { for_each(entity, std::move(options), visit, rows); });
}

std::uint64_t Session::Implementation::show_count(const EntityInfo& entity, ListOptions options) {
  auto shown = rows_searched_for(entity, options);
  const auto number = count(entity, std::move(options));
  if (shown) shown->finish(number);
  return number;
}

std::vector<Record> Session::Implementation::show_versions(const EntityInfo& entity, Uuid id) {
  std::vector<Record> records;
  auto shown = rows_asked_for(entity, id);
  tell(shown, [&](ShownRows* rows) { records = versions(entity, id, rows); });
  return records;
}

std::vector<RowRevision> Session::Implementation::show_history(const EntityInfo& entity, Uuid id) {
  std::vector<RowRevision> revisions;
  auto shown = rows_asked_for(entity, id);
  tell(shown, [&](ShownRows* rows) { revisions = history(entity, id, rows); });
  return revisions;
}

}  // namespace salus
