#include "rest_host/api/list_page.hpp"

#include "salus/codec/json_writer.hpp"

#include "rest_host/api/json_text.hpp"

namespace salus::rest {

namespace {

void append_link(std::string& body, std::string_view name, const std::optional<std::string>& link) {
  ((body += '"') += name) += "\":";
  if (link)
    append_json_string(body, valid_utf8(*link));
  else
    body += "null";
  body += ',';
}

void append_total(std::string& body, const Total& total) {
  body += "\"count\":" + (total.rows ? std::to_string(*total.rows) : "null") + ",";
  if (total.rows && !total.is_exact) body += "\"count_is_at_least\":true,";
}

/// Before the cursor of a page that lies before it; no cursor begins with it, being base64url.
constexpr char backwards_mark = '~';

/// As the original stack answers.
bool is_about_cursor(const Error& error) {
  return error.code() == ErrorCode::invalid_input && error.issues().mentions("cursor");
}

std::vector<ListedRow> read_rows_at_cursor(const ResourceCall& call, const ListOptions& options,
                                           const RowWriter& write) {
  try {
    return read_rows(call, options, Cursors::wanted, write);
  } catch (const Error& error) {
    if (!is_about_cursor(error)) throw;
    throw Refusal{detail_response(404, "Invalid cursor")};
  }
}

}  // namespace

void append_row(std::string& json, const RowView& row) {
  append_json(json, *row.entity, row.cells, row.facts.readable);
}

std::vector<ListedRow> read_rows(const ResourceCall& call, const ListOptions& options,
                                 Cursors cursors, const RowWriter& write) {
  std::vector<ListedRow> rows;
  call.session.for_each(call.entity(), options, [&](const RowView& row) {
    auto& listed = rows.emplace_back();
    write(listed.json, row);
    if (cursors == Cursors::wanted) listed.cursor = cursor_of(row, options.order);
  });
  return rows;
}

Response list_response(const std::optional<Total>& total, const PageLinks& links,
                       const std::vector<ListedRow>& rows) {
  std::string body = "{";
  if (total) append_total(body, *total);
  append_link(body, "next", links.next);
  append_link(body, "previous", links.previous);
  body += "\"results\":[";
  for (const auto& row : rows) {
    if (&row != &rows.front()) body += ',';
    body += row.json;
  }
  return json_response(200, body + "]}");
}

std::string address_of(const ResourceCall& call) {
  return call.request.base_url + std::string{call.target.raw_path};
}

Response cursor_page(const ResourceCall& call, ListOptions options, std::string_view cursor,
                     const RowWriter& write) {
  const auto& parameters = call.target.parameters;
  const auto size = page_size_of(parameters);
  const bool backwards = cursor.starts_with(backwards_mark);
  options.cursor = cursor.substr(backwards ? 1 : 0);
  options.side = backwards ? PageSide::before : PageSide::after;
  options.limit = size + 1;
  auto rows = read_rows_at_cursor(call, options, write);
  const bool goes_on = rows.size() > size;
  if (goes_on) rows.erase(backwards ? rows.begin() : rows.end() - 1);
  const auto link = [&](const std::string& to) {
    return address_with("cursor", to, address_of(call), parameters);
  };
  PageLinks links;
  if (rows.empty()) {
    if (!cursor.empty() && !backwards) links.previous = link(backwards_mark + options.cursor);
  } else {
    if (goes_on || backwards) links.next = link(rows.back().cursor);
    if (backwards ? goes_on : !cursor.empty())
      links.previous = link(backwards_mark + rows.front().cursor);
  }
  return list_response(std::nullopt, links, rows);
}

}  // namespace salus::rest
