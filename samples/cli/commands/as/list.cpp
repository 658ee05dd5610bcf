#include <iostream>
#include <set>
#include <vector>

#include <CLI/CLI.hpp>

#include "cli/commands/as.hpp"
#include "cli/connection/open_clinic.hpp"
#include "cli/records/field_label.hpp"
#include "cli/records/list_columns.hpp"
#include "cli/records/record_json.hpp"
#include "cli/records/row_text.hpp"
#include "cli/terminal/table.hpp"
#include "cli/terminal/text_width.hpp"
#include "cli/words/words.hpp"

namespace salus::cli {

namespace {

struct ListRequest {
  std::string entity;
  std::vector<std::string> filters;
  std::string search;
  std::string order;
  std::string columns;
  std::optional<std::uint32_t> limit;
};

std::vector<TableColumn> table_columns(const std::vector<ListColumn>& columns) {
  std::vector<TableColumn> result;
  for (const auto& [field, importance] : columns) {
    const bool is_number = field->type == FieldType::integer || field->type == FieldType::number;
    const bool is_id = field->type == FieldType::uuid && field->references.empty();
    result.push_back({.heading = label_of(*field),
                      .alignment = is_number ? Alignment::right : Alignment::left,
                      .importance = importance,
                      .least_width = is_id ? 36U : 8U});  // half an id is no use to anybody
  }
  return result;
}

constexpr std::size_t rows_a_page = 200;

/// Rows go into the table a page at a time, so that the names behind their ids are looked up together.
class RowTable {
 public:
  RowTable(const std::vector<ListColumn>& columns, ReferenceNames& names)
      : columns_{columns},
        names_{names},
        table_{std::cout, table_columns(columns), output_width()} {}

  void add(const RowView& row) {
    page_.emplace_back(row);
    if (page_.size() == rows_a_page) write_page();
  }

  void finish(const EntityInfo& entity) {
    write_page();
    if (rows_ > 0) table_.finish();
    std::string line = grouped(rows_) + " " + std::string{entity.collection};
    if (!hidden_.empty()) line += ";  · is hidden from this account";
    if (!table_.left_out().empty()) line += ";  --columns shows others, get shows all";
    std::cout << Style{Stream::output}.dim(line) << '\n';
  }

 private:
  void write_page() {
    names_.learn(page_);
    for (const auto& row : page_) write(row);
    page_.clear();
  }

  void write(const Record& row) {
    std::vector<std::string> cells;
    for (const auto& column : columns_) {
      if (!row.facts.shows(*column.field)) hidden_.insert(std::string{column.field->name});
      cells.push_back(row_text(row.facts, *column.field, borrow(row[*column.field]), names_));
    }
    table_.add(cells);
    ++rows_;
  }

  const std::vector<ListColumn>& columns_;
  ReferenceNames& names_;
  Table table_;
  std::vector<Record> page_;
  std::set<std::string> hidden_;
  std::uint64_t rows_ = 0;
};

void list_as_table(const Clinic& clinic, const Actor& actor, Session& session,
                   const EntityInfo& entity, const ListRequest& request, ListOptions options) {
  const auto chosen = fields_of(entity, request.columns);
  const auto columns = chosen.empty() ? list_columns(entity) : list_columns(chosen);
  // A session of its own: the list's one is in the middle of its answer.
  ReferenceNames names{act_as(clinic, actor.email), clinic.catalog()};
  RowTable table{columns, names};
  session.for_each(entity, std::move(options), [&table](const RowView& row) { table.add(row); });
  table.finish(entity);
}

ExitCode list(const GlobalOptions& global, const Actor& actor, const ListRequest& request) {
  const auto clinic = open_clinic(global);
  const auto& entry = entity_of(clinic.catalog(), request.entity);
  auto session = act_as(clinic, actor.email);
  ListOptions options;
  options.filter = filter_of(entry, request.filters, session.calendar());
  options.search = request.search;
  options.order = order_of(*entry.entity, request.order);
  options.limit = request.limit;
  require_readable(session, *entry.entity);
  if (global.format == OutputFormat::text) {
    list_as_table(clinic, actor, session, *entry.entity, request, std::move(options));
  } else {
    session.for_each(*entry.entity, std::move(options), [](const RowView& row) {
      std::cout << json_of(row) << '\n';
    });
  }
  return ExitCode::ok;
}

}  // namespace

void add_as_list(CLI::App& parent, const GlobalOptions& options, Work& work,
                 const ActorPointer& actor) {
  auto* command = parent.add_subcommand("list", "The rows that the account may see");
  const auto request = std::make_shared<ListRequest>();
  command->add_option("ENTITY", request->entity, "doctors, patients, mappings, users …")
      ->required();
  command->add_option("FILTER", request->filters, "field=value; every one must hold");
  add_search_option(*command, request->search);
  command
      ->add_option("--order",
                   request->order,
                   "Fields to order by, separated by commas; - before one descends")
      ->type_name("FIELDS");
  command->add_option("--limit", request->limit, "At most so many rows")->type_name("N");
  command->add_option("--columns", request->columns, "The fields to show, separated by commas")
      ->type_name("FIELDS");
  command->footer(
      R"(As a table for people; with --json one object a line, in which what is hidden is left out.)");
  command->callback([&options, &work, actor, request] {
    work = [&options, actor, request] { return list(options, *actor, *request); };
  });
}

}  // namespace salus::cli
