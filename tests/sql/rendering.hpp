#pragma once

/// Renders a query as an adapter does.

#include <string>

#include "salus/sql/render.hpp"

namespace rendering {

inline constexpr salus::Uuid organization{.bytes = {1}};

template <class Query>
std::string text_of(const Query& query, const salus::sql::Dialect& dialect) {
  salus::sql::Invocation invocation;
  invocation.describe(query, organization);
  return render(query, invocation, dialect);
}

template <class Query>
std::string shape_of(const Query& query) {
  salus::sql::Invocation invocation;
  invocation.describe(query, organization);
  return std::string{invocation.shape()};
}

/// The part behind the organization and the deletion mark, of a query for everything.
inline std::string condition_of(salus::Expr where, const salus::EntityInfo& entity,
                                const salus::sql::Dialect& dialect,
                                salus::Shape shape = salus::Shape::page) {
  const salus::Select query{.entity = &entity, .where = std::move(where), .shape = shape};
  const std::string text = text_of(query, dialect);
  const std::string start = "t0.\"deleted_at\" IS NULL";
  const auto from = text.find(start) + start.size();
  const std::string condition = text.substr(from, text.rfind(" ORDER BY ") - from);
  return condition.empty() ? condition : condition.substr(std::string_view{" AND "}.size());
}

}  // namespace rendering
