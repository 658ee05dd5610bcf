#include <optional>
#include <utility>

#include "rest_host/api/export.hpp"
#include "rest_host/api/list_page.hpp"
#include "rest_host/api/list_query.hpp"

namespace salus::rest {

namespace {

constexpr std::uint32_t most_counted = 10'000;

Total total_of(const ResourceCall& call, ListQuery& query) {
  if (query.count == CountMode::none) return {};
  if (query.count == CountMode::exact)
    return {call.session.count(call.entity(), query.options), true};
  query.options.limit = most_counted + 1;
  const auto rows = call.session.count(call.entity(), query.options);
  return {std::min<std::uint64_t>(rows, most_counted), rows <= most_counted};
}

Response numbered_page(const ResourceCall& call, ListQuery query) {
  const auto& parameters = call.target.parameters;
  const auto total = total_of(call, query);
  auto page = total.is_exact ? find_page(parameters, *total.rows) : find_uncounted_page(parameters);
  query.options.offset = page.offset();
  query.options.limit = page.size + 1;
  auto rows = read_rows(call, query.options, Cursors::unused, append_row);
  if (!total.is_exact) {
    if (rows.empty() && page.number > 1) throw invalid_page();
    page.count = page.number + (rows.size() > page.size ? 1 : 0);
  }
  if (rows.size() > page.size) rows.pop_back();
  return list_response(total, links_of(page, address_of(call), parameters), rows);
}

}  // namespace

Response list_resource(const ResourceCall& call) {
  const auto paging = call.format == Format::json ? Paging::pages : Paging::whole;
  auto query = read_list_query(
      *call.route.entry, call.target.parameters, call.unknown, call.session.calendar(), paging);
  if (call.route.reference != nullptr) {
    query.options.filter = std::move(query.options.filter) &&
                           expr::compare(Operator::equal, *call.route.reference, call.id());
  }
  if (paging == Paging::whole) return export_list(call, std::move(query.options));
  const auto cursor = find_parameter(call.target.parameters, "cursor");
  return cursor ? cursor_page(call, std::move(query.options), *cursor)
                : numbered_page(call, std::move(query));
}

}  // namespace salus::rest
