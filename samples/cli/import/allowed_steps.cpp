#include "cli/import/allowed_steps.hpp"

#include <algorithm>
#include <deque>
#include <map>
#include <optional>
#include <string>

namespace salus::cli {

namespace {

/// How a choice may follow another in a row, by one rule.
class Choices {
 public:
  Choices(const ChangeCheckInfo& check, const FieldInfo& field, const Record& row)
      : check_{check}, field_{field}, values_{row.values} {}

  bool may_follow(const std::string& before, const std::string& after) const {
    return check_.holds(with(before), with(after));
  }

  /// From the first to the last, without the first; breadth first, so by the fewest.
  std::vector<std::string> path(const std::string& first, const std::string& last) const {
    std::map<std::string, std::string> before{{first, first}};
    for (std::deque<std::string> reached{first}; !reached.empty(); reached.pop_front()) {
      for (const auto choice : field_.choices) {
        const std::string next{choice};
        if (!before.contains(next) && may_follow(reached.front(), next)) {
          before.emplace(next, reached.front());
          reached.push_back(next);
        }
      }
    }
    std::vector<std::string> steps;
    if (!before.contains(last)) return steps;
    for (auto step = last; step != first; step = before.at(step)) steps.push_back(step);
    std::ranges::reverse(steps);
    return steps;
  }

 private:
  std::vector<Value> with(const std::string& choice) const {
    auto values = values_;
    values[field_.position] = choice;
    return values;
  }

  const ChangeCheckInfo& check_;
  const FieldInfo& field_;
  const std::vector<Value>& values_;
};

}  // namespace

std::vector<Patch> steps_towards(const Patch& wanted, const Record& row, std::string_view rule) {
  const auto& entity = wanted.entity();
  const auto check = std::ranges::find(entity.change_checks, rule, &ChangeCheckInfo::code);
  if (check == entity.change_checks.end()) return {};
  const auto* field = entity.find(check->field);
  if (field == nullptr || field->type != FieldType::choice || !wanted.gives(*field)) return {};
  const auto* first = std::get_if<std::string>(&row[*field]);
  const auto* last = std::get_if<std::string>(&wanted.value(*field));
  if (first == nullptr || last == nullptr) return {};
  std::vector<Patch> steps;
  for (const auto& choice : Choices{*check, *field, row}.path(*first, *last)) {
    steps.emplace_back(entity);
    steps.back().set(*field, choice);
  }
  return steps;
}

}  // namespace salus::cli
