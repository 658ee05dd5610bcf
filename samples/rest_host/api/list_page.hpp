#pragma once

/// A page of a list as an answer: the envelope, the rows, and the links to the pages beside it.

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "rest_host/api/page.hpp"
#include "rest_host/api/resource.hpp"

namespace salus::rest {

/// Appends a row as JSON.
using RowWriter = std::function<void(std::string& json, const RowView& row)>;

/// The row's own fields, as the table of its entity has them.
void append_row(std::string& json, const RowView& row);

struct ListedRow {
  std::string json;
  std::string cursor;  ///< Only where somebody asks for it.
};

enum class Cursors : std::uint8_t { unused, wanted };

std::vector<ListedRow> read_rows(const ResourceCall& call, const ListOptions& options,
                                 Cursors cursors, const RowWriter& write);

/// How many rows there are, as far as somebody counted.
struct Total {
  std::optional<std::uint64_t> rows;
  bool is_exact = false;
};

/// `total` is nothing where the answer does not speak of it.
Response list_response(const std::optional<Total>& total, const PageLinks& links,
                       const std::vector<ListedRow>& rows);

/// The address of the list without its query.
std::string address_of(const ResourceCall& call);

/// `cursor=` begins, `cursor=X` goes on behind the row of X, `cursor=-X` goes back before it. Throws 404 "Invalid
/// cursor" for any other text.
Response cursor_page(const ResourceCall& call, ListOptions options, std::string_view cursor,
                     const RowWriter& write = append_row);

}  // namespace salus::rest
