#include "salus/service/journal_query.hpp"

#include <chrono>
#include <utility>
#include <vector>

#include "salus/domain/patient_access.hpp"

namespace salus {

namespace {

using std::chrono::hours;

/// More ranges than this are one: the planner gains nothing from them.
constexpr std::size_t most_ranges = 64;

struct Range {
  Timestamp from;
  Timestamp to;
};

Expr is_within(const Range& range) {
  return f<&JournalEntry::at> >= range.from && f<&JournalEntry::at> < range.to;
}

Expr between(std::optional<Timestamp> from, std::optional<Timestamp> to) {
  Expr condition;
  if (from) condition = std::move(condition) && f<&JournalEntry::at> >= *from;
  if (to) condition = std::move(condition) && f<&JournalEntry::at> < *to;
  return condition;
}

/// The hours in which the patient's data was touched, those that follow one another joined.
std::vector<Range> hours_of(Session& session, const JournalQuery& query) {
  Expr condition = f<&PatientAccess::patient> == *query.patient;
  if (query.actor) condition = std::move(condition) && f<&PatientAccess::actor> == *query.actor;
  if (query.from)
    condition = std::move(condition) && f<&PatientAccess::hour> > *query.from - hours{1};
  if (query.to) condition = std::move(condition) && f<&PatientAccess::hour> < *query.to;
  std::vector<Range> ranges;
  ListOptions options;
  options.filter = std::move(condition);
  session.for_each(entity_info<PatientAccess>(), std::move(options), [&](const RowView& row) {
    const auto hour = Stored<PatientAccess>{row}->hour;
    if (!ranges.empty() && hour <= ranges.back().to)
      ranges.back().to = std::max(ranges.back().to, hour + hours{1});
    else
      ranges.push_back({hour, hour + hours{1}});
  });
  return ranges;
}

Expr about_patient(Session& session, const JournalQuery& query) {
  auto ranges = hours_of(session, query);
  if (ranges.size() > most_ranges) ranges = {{ranges.front().from, ranges.back().to}};
  std::vector<Expr> within;
  for (const auto& range : ranges) within.push_back(is_within(range));
  return expr::any_of(std::move(within)) &&
         expr::compare(
             Operator::contains, field_info<&JournalEntry::patients>(), query.patient->to_string());
}

}  // namespace

Expr journal_filter(Session& session, const JournalQuery& query) {
  Expr filter = between(query.from, query.to);
  if (query.actor) filter = std::move(filter) && f<&JournalEntry::actor> == *query.actor;
  if (!query.entity.empty()) filter = std::move(filter) && f<&JournalEntry::entity> == query.entity;
  if (query.row) filter = std::move(filter) && f<&JournalEntry::row_id> == *query.row;
  if (!query.action.empty()) filter = std::move(filter) && f<&JournalEntry::action> == query.action;
  if (query.outcome) filter = std::move(filter) && f<&JournalEntry::outcome> == *query.outcome;
  if (query.patient) filter = std::move(filter) && about_patient(session, query);
  return filter;
}

}  // namespace salus
