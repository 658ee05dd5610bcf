#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "salus/codec/json_writer.hpp"
#include "salus/service/no_such_row.hpp"

#include "rest_host/api/json_text.hpp"
#include "rest_host/api/list_query.hpp"
#include "rest_host/api/page.hpp"
#include "rest_host/api/representation.hpp"
#include "rest_host/api/resource.hpp"

namespace salus::rest {

namespace {

constexpr std::uint32_t most_counted = 10'000;

/// How many rows there are, as far as somebody counted.
struct Total {
  std::optional<std::uint64_t> rows;
  bool is_exact = false;
};

Total total_of(const ResourceCall& call, ListQuery& query) {
  if (query.count == CountMode::none) return {};
  if (query.count == CountMode::exact)
    return {call.session.count(call.entity(), query.options), true};
  query.options.limit = most_counted + 1;
  const auto rows = call.session.count(call.entity(), query.options);
  return {std::min<std::uint64_t>(rows, most_counted), rows <= most_counted};
}

struct ListedRow {
  std::string json;
  std::string cursor;  ///< Only where somebody asks for it.
};

enum class Cursors : std::uint8_t { unused, wanted };

std::vector<ListedRow> read_rows(const ResourceCall& call, const ListOptions& options,
                                 Cursors cursors) {
  std::vector<ListedRow> rows;
  call.session.for_each(call.entity(), options, [&](const RowView& row) {
    auto& listed = rows.emplace_back();
    append_json(listed.json, *row.entity, row.cells, row.facts.readable);
    if (cursors == Cursors::wanted) listed.cursor = cursor_of(row, options.order);
  });
  return rows;
}

/// The envelope, as its first keys are given.
Response list_response(std::string body, const PageLinks& links,
                       const std::vector<ListedRow>& rows) {
  const auto append_link = [&body](std::string_view name, const std::optional<std::string>& link) {
    ((body += '"') += name) += "\":";
    if (link)
      append_json_string(body, valid_utf8(*link));
    else
      body += "null";
    body += ',';
  };
  append_link("next", links.next);
  append_link("previous", links.previous);
  body += "\"results\":[";
  for (const auto& row : rows) {
    if (&row != &rows.front()) body += ',';
    body += row.json;
  }
  return json_response(200, body + "]}");
}

std::string counted_head(const Total& total) {
  std::string head = "{\"count\":" + (total.rows ? std::to_string(*total.rows) : "null") + ",";
  if (total.rows && !total.is_exact) head += "\"count_is_at_least\":true,";
  return head;
}

std::string address_of(const ResourceCall& call) {
  return call.request.base_url + std::string{call.target.raw_path};
}

Response numbered_page(const ResourceCall& call, ListQuery query) {
  const auto& parameters = call.target.parameters;
  const auto total = total_of(call, query);
  auto page = total.is_exact ? find_page(parameters, *total.rows) : find_uncounted_page(parameters);
  query.options.offset = page.offset();
  query.options.limit = page.size + 1;
  auto rows = read_rows(call, query.options, Cursors::unused);
  if (!total.is_exact) {
    if (rows.empty() && page.number > 1) throw invalid_page();
    page.count = page.number + (rows.size() > page.size ? 1 : 0);
  }
  if (rows.size() > page.size) rows.pop_back();
  return list_response(counted_head(total), links_of(page, address_of(call), parameters), rows);
}

/// `cursor=` begins, `cursor=X` goes on behind the row of X, `cursor=-X` goes back before it.
Response cursor_page(const ResourceCall& call, ListOptions options, std::string_view cursor) {
  const auto& parameters = call.target.parameters;
  const auto size = page_size_of(parameters);
  const bool backwards = cursor.starts_with('-');
  options.cursor = cursor.substr(backwards ? 1 : 0);
  options.side = backwards ? PageSide::before : PageSide::after;
  options.limit = size + 1;
  auto rows = read_rows(call, options, Cursors::wanted);
  const bool goes_on = rows.size() > size;
  if (goes_on) rows.erase(backwards ? rows.begin() : rows.end() - 1);
  const auto link = [&](const std::string& to) {
    return address_with("cursor", to, address_of(call), parameters);
  };
  PageLinks links;
  if (rows.empty()) {
    if (!cursor.empty() && !backwards) links.previous = link("-" + options.cursor);
  } else {
    if (goes_on || backwards) links.next = link(rows.back().cursor);
    if (backwards ? goes_on : !cursor.empty()) links.previous = link("-" + rows.front().cursor);
  }
  return list_response("{", links, rows);
}

/// As the original stack answers.
bool is_about_cursor(const Error& error) {
  return error.code() == ErrorCode::invalid_input && error.issues().mentions("cursor");
}

}  // namespace

Response list_resource(const ResourceCall& call, UnknownParameters unknown) {
  auto query =
      read_list_query(*call.route.entry, call.target.parameters, unknown, call.session.calendar());
  if (call.route.reference != nullptr) {
    query.options.filter = std::move(query.options.filter) &&
                           expr::compare(Operator::equal, *call.route.reference, call.id());
  }
  const auto cursor = find_parameter(call.target.parameters, "cursor");
  if (!cursor) return numbered_page(call, std::move(query));
  try {
    return cursor_page(call, std::move(query.options), *cursor);
  } catch (const Error& error) {
    if (!is_about_cursor(error)) throw;
    throw Refusal{detail_response(404, "Invalid cursor")};
  }
}

Response list_versions(const ResourceCall& call) {
  std::vector<ListedRow> rows;
  for (const auto& version : call.session.versions(call.entity(), call.id()))
    rows.push_back({to_json(version), {}});
  if (rows.empty()) throw no_such_row(call.entity());
  return list_response(counted_head({rows.size(), true}), {}, rows);
}

}  // namespace salus::rest
