#pragma once

/// Parameters of a route that has a list of its own: read one by one, and everything that is wrong said at once.

#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "salus/codec/text_value.hpp"
#include "salus/core/issues.hpp"

#include "rest_host/api/resource.hpp"

namespace salus::rest {

class QueryReader {
 public:
  explicit QueryReader(const ResourceCall& call) : call_{call} {}

  /// The value of a parameter; nothing if it is not there, empty, or wrong, which then is an issue.
  std::optional<Value> read(std::string_view name, FieldType type,
                            std::span<const std::string_view> choices = {});

  /// The same of one that has to be there.
  std::optional<Value> require(std::string_view name, FieldType type);

  /// A parameter that others read.
  void know(std::string_view name) { names_.push_back(name); }

  /// Throws `invalid_input` if anything was wrong, or is not known.
  void finish();

 private:
  const ResourceCall& call_;
  std::vector<std::string_view> names_;
  Issues issues_;
};

}  // namespace salus::rest
