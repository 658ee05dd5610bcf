#include <ostream>

#include "cli/demo/demo_sections.hpp"
#include "cli/demo/page.hpp"
#include "cli/records/field_label.hpp"
#include "cli/records/readable_text.hpp"
#include "cli/terminal/table.hpp"
#include "cli/terminal/text_width.hpp"

namespace salus::cli {

namespace {

constexpr std::uint32_t rows_shown = 5;

void show_counts(std::ostream& out, const Clinic& clinic, const std::vector<Viewer>& viewers) {
  std::vector<TableColumn> columns{{.heading = "How many", .importance = 1, .least_width = 14}};
  std::vector<Session> sessions;
  for (const auto& viewer : viewers) {
    columns.push_back({viewer.name + ", " + viewer.role, Alignment::right, 1, 10});
    sessions.push_back(clinic.act_as(viewer.email));
  }
  Table table{out, columns, page_width(), "  "};
  for (const auto& entry : clinic.catalog().entries()) {
    if (entry.entity->collection.empty()) continue;
    std::vector<std::string> cells{std::string{entry.entity->collection}};
    for (auto& session : sessions) cells.push_back(grouped(session.count(*entry.entity)));
    table.add(cells);
  }
  table.finish();
}

/// A field of a row, or the mark for a hidden one.
template <auto Member, class T>
std::string shown(const Stored<T>& row) {
  if (!row.template shows<Member>()) return std::string{hidden_mark};
  const auto value = field_info<Member>().load(&*row);
  return readable_text(borrow(value), field_info<Member>().type);
}

void show_patients(std::ostream& out, Session session) {
  Table table{out,
              {{.heading = "Name", .importance = 1, .least_width = 18},
               {.heading = "Born", .importance = 1, .least_width = 10},
               {.heading = "MRN", .importance = 1, .least_width = 9},
               {.heading = "Blood", .importance = 1},
               {.heading = "Phone number", .importance = 1, .least_width = 16},
               {.heading = "Sex", .importance = 1}},
              page_width(),
              "  "};
  for (const auto& patient :
       session.list<Patient>(order_by(f<&Patient::birth_date>), limit(rows_shown))) {
    table.add({shown<&Patient::name>(patient),
               shown<&Patient::birth_date>(patient),
               shown<&Patient::mrn>(patient),
               shown<&Patient::blood_group>(patient),
               shown<&Patient::phone_number>(patient),
               shown<&Patient::sex>(patient)});
  }
  table.finish();
}

}  // namespace

void show_views(std::ostream& out, const Clinic& clinic, const SampleClinic& sample) {
  const auto viewers = viewers_of(sample);
  show_counts(out, clinic, viewers);
  for (const auto& viewer : viewers) {
    out << '\n';
    auto session = clinic.act_as(viewer.email);
    const auto count = session.count<Patient>();
    const auto title = count > rows_shown
                           ? "The " + std::to_string(rows_shown) + " oldest of the " +
                                 grouped(count) + " patients that " + viewer.name + " sees"
                           : "Every patient that " + viewer.name + " sees";
    out << "  " << Style{Stream::output}.bold(title) << '\n';
    show_patients(out, std::move(session));
  }
}

}  // namespace salus::cli
