#include <chrono>
#include <ostream>

#include "salus/service/journal.hpp"

#include "cli/demo/demo_sections.hpp"
#include "cli/demo/page.hpp"
#include "cli/terminal/table.hpp"
#include "cli/terminal/text_width.hpp"

namespace salus::cli {

namespace {

std::string entries_of(Session& session, std::string_view entity, Action action) {
  const auto count =
      session.count<JournalEntry>(where(f<&JournalEntry::entity> == std::string{entity} &&
                                        f<&JournalEntry::action> == std::string{to_name(action)}));
  return count == 0 ? std::string{} : grouped(count);
}

}  // namespace

void show_journal(std::ostream& out, const Clinic& clinic) {
  auto session = clinic.act_as_system(Role::auditor);
  const auto started = std::chrono::steady_clock::now();
  const auto report = verify_journal(clinic);
  const auto time = std::chrono::steady_clock::now() - started;
  Table table{out,
              {{"Journal"}, {"created", Alignment::right}, {"updated", Alignment::right}},
              page_width(),
              "  "};
  for (const auto& entry : clinic.catalog().entries()) {
    if (entry.entity->collection.empty()) continue;
    table.add({std::string{entry.entity->collection},
               entries_of(session, entry.entity->name, Action::create),
               entries_of(session, entry.entity->name, Action::update)});
  }
  table.finish();
  const Style style{Stream::output};
  const auto milliseconds = std::chrono::duration_cast<std::chrono::milliseconds>(time).count();
  out << '\n'
      << "  "
      << (!report.is_whole()
              ? style.bad("Broken at entry " + std::to_string(report.broken.front().sequence) +
                          ": " + report.broken.front().reason)
              : style.good("The chain is whole: " + grouped(report.entries) + " entries verified"))
      << style.dim(" in " + std::to_string(milliseconds) + " ms") << '\n';
}

}  // namespace salus::cli
