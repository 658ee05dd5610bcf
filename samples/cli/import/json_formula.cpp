#include "cli/import/json_formula.hpp"

#include "salus/codec/json_writer.hpp"
#include "salus/codec/text_value.hpp"

#include "cli/words/split.hpp"

namespace salus::cli {

namespace {

FieldType type_of(JsonKind kind) {
  switch (kind) {
    case JsonKind::text:
      return FieldType::text;
    case JsonKind::integer:
      return FieldType::integer;
    case JsonKind::number:
      return FieldType::number;
    case JsonKind::boolean:
      return FieldType::boolean;
  }
  return FieldType::text;
}

bool append_value(std::string& out, JsonKind kind, std::string_view text, const std::string& path,
                  Issues& issues) {
  std::string problem;
  const auto value = parse_value(type_of(kind), {}, text, problem);
  if (!value) {
    issues.add(path, "invalid", problem);
    return false;
  }
  salus::append_json(out, borrow(*value), type_of(kind));
  return true;
}

bool append_text(std::string& out, const Formula& formula, const SourceRow& row,
                 const std::string& path, Issues& issues) {
  std::string problem;
  const auto text = make_text(formula.text, row, problem);
  if (!problem.empty()) issues.add(path, "invalid", problem);
  if (text.empty() || !problem.empty()) return false;
  if (formula.separator.empty()) return append_value(out, formula.json_kind, text, path, issues);
  std::string list;
  for (const auto part : split(text, formula.separator.front())) {
    list += list.empty() ? '[' : ',';
    append_value(list, formula.json_kind, part, path, issues);
  }
  out += list + "]";
  return true;
}

std::string part_path(const Formula& formula, const std::string& path, std::size_t part) {
  if (formula.kind == FormulaKind::list) return path + "[" + std::to_string(part) + "]";
  return path + "." + formula.names[part];
}

}  // namespace

bool append_json(std::string& out, const Formula& formula, const SourceRow& row,
                 const std::string& path, Issues& issues) {
  if (formula.kind == FormulaKind::text) return append_text(out, formula, row, path, issues);
  const bool is_object = formula.kind == FormulaKind::object;
  std::string inside;
  for (std::size_t i = 0; i < formula.parts.size(); ++i) {
    std::string part;
    if (!append_json(part, formula.parts[i], row, part_path(formula, path, i), issues)) continue;
    if (!inside.empty()) inside += ',';
    if (is_object) {
      append_json_string(inside, formula.names[i]);
      inside += ':';
    }
    inside += part;
  }
  if (inside.empty()) return false;
  out += (is_object ? "{" : "[") + inside + (is_object ? "}" : "]");
  return true;
}

}  // namespace salus::cli
