#include <algorithm>
#include <ostream>

#include "cli/demo/demo_sections.hpp"
#include "cli/demo/page.hpp"
#include "cli/records/field_label.hpp"
#include "cli/records/readable_text.hpp"
#include "cli/records/row_text.hpp"
#include "cli/terminal/table.hpp"

namespace salus::cli {

namespace {

std::vector<std::string> cells_of(const FieldInfo& field, const std::vector<Record>& records,
                                  std::vector<ReferenceNames>& names) {
  std::vector<std::string> cells{label_of(field)};
  for (std::size_t i = 0; i < records.size(); ++i) {
    cells.push_back(row_text(records[i].facts, field, borrow(records[i][field]), names[i]));
  }
  return cells;
}

bool says_something(const std::vector<std::string>& cells) {
  return std::ranges::any_of(cells.begin() + 1, cells.end(), [](const std::string& cell) {
    return !cell.empty() && cell != hidden_mark;
  });
}

}  // namespace

void show_masks(std::ostream& out, const Clinic& clinic, const SampleClinic& sample) {
  const auto& entity = entity_info<CareRelationship>();
  std::vector<TableColumn> columns{{.heading = "Field", .importance = 1, .least_width = 17}};
  std::vector<Record> records;
  std::vector<ReferenceNames> names;
  for (const auto& viewer : viewers_of(sample)) {
    auto session = clinic.act_as(viewer.email);
    auto record = session.get(entity, sample.relationship.value);
    if (!record) continue;
    records.push_back(*std::move(record));
    names.emplace_back(std::move(session), clinic.catalog());
    columns.push_back({.heading = "as " + viewer.name, .importance = 1, .least_width = 10});
  }
  print_wrapped(out,
                "The relationship between the first two, as each of the three reads it. · is a "
                "field that the policy hides.");
  out << '\n';
  Table table{out, columns, page_width(), "  "};
  for (const auto& field : entity.fields()) {
    const auto cells = cells_of(field, records, names);
    if (!field.primary_key && says_something(cells)) table.add(cells);
  }
  table.finish();
}

}  // namespace salus::cli
