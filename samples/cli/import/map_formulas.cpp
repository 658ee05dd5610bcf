#include "cli/import/map_formulas.hpp"

#include "salus/schema/reflect.hpp"

#include "cli/words/nearest_name.hpp"

namespace salus::cli {

namespace {

JsonKind kind_of(const toml::node& constant) {
  if (constant.is_boolean()) return JsonKind::boolean;
  if (constant.is_integer()) return JsonKind::integer;
  return constant.is_floating_point() ? JsonKind::number : JsonKind::text;
}

std::map<std::string, std::string> read_values(MapTable& words) {
  std::map<std::string, std::string> values;
  const auto* table = words.table("values");
  if (table == nullptr) return values;
  for (const auto& [key, node] : *table) {
    const auto text = scalar_text(node);
    if (!text)
      throw words.wrong(
          node, "a value is a text, a number or true or false.", "Write { Male = \"male\" }.");
    values.emplace(std::string{key.str()}, *text);
  }
  return values;
}

std::vector<std::string> read_date_formats(MapTable& words) {
  if (words.find("date") == nullptr) return {};
  return words.text_or_texts("date");
}

TextFormula read_text_words(const std::string& file, MapTable& words) {
  TextFormula formula;
  const auto* from = words.find("from");
  if (from != nullptr) formula.from = read_template(file, *from);
  if (const auto* fallback = words.find("default")) formula.fallback = scalar_text(*fallback);
  formula.values = read_values(words);
  if (const auto* otherwise = words.find("otherwise")) formula.otherwise = scalar_text(*otherwise);
  formula.date_formats = read_date_formats(words);
  if (from == nullptr) {
    throw map_failure(file,
                      words.line(),
                      "a formula says from what.",
                      "Write from = \"{column}\", or object = { … } for several parts.");
  }
  return formula;
}

/// `plus = { minutes = 30 }`
std::vector<Delay> read_delays(const std::string& file, MapTable& words) {
  std::vector<Delay> delays;
  const auto* table = words.table("plus");
  if (table == nullptr) return delays;
  for (const auto& [key, node] : *table) {
    const auto unit = from_name<TimeUnit>(key.str());
    if (!unit) {
      throw words.wrong(node,
                        "there is no such unit of time.",
                        advice_for(key.str(), enumerator_names<TimeUnit>));
    }
    delays.push_back({*unit, read_text_formula(file, node)});
  }
  return delays;
}

/// `find = { entity = "appointment", by = { doctor = …, starts_at = … } }`, or by one text: the value of
/// a field, or a source's id.
Formula read_reference(const std::string& file, MapTable& words) {
  MapTable find{file, *words.table("find")};
  Formula formula{.kind = FormulaKind::reference,
                  .entity = find.required_text("entity"),
                  .system = find.text("system").value_or("")};
  const auto field = find.text("field");
  const auto* by = find.table("by");
  find.refuse_unknown();
  const auto ways = (formula.system.empty() ? 0 : 1) + (field ? 1 : 0) + (by == nullptr ? 0 : 1);
  if (ways != 1) {
    throw map_failure(file,
                      find.line(),
                      "a row is found by its identifier, by a field, or by several.",
                      "Write one of: system = \"…\", field = \"…\", by = { field = …, … }.");
  }
  if (by == nullptr) {
    formula.names.push_back(field.value_or(""));
    formula.parts.push_back({.text = read_text_words(file, words), .map_line = words.line()});
    return formula;
  }
  for (const auto& [key, node] : *by) {
    formula.names.emplace_back(key.str());
    formula.parts.push_back(read_formula(file, node));
  }
  return formula;
}

/// `{ of = "appointment", take = "patient" }`
Formula read_taken(MapTable& words) {
  return {.kind = FormulaKind::taken,
          .of = words.required_text("of"),
          .taken = words.required_text("take")};
}

JsonKind read_json_kind(MapTable& words) {
  const auto* node = words.find("as");
  if (node == nullptr) return JsonKind::text;
  const auto name = node->value_exact<std::string>().value_or("");
  if (const auto kind = from_name<JsonKind>(name)) return *kind;
  throw words.wrong(
      *node, "there is no such kind of value.", advice_for(name, enumerator_names<JsonKind>));
}

Formula read_object(const std::string& file, const toml::table& members) {
  Formula formula{.kind = FormulaKind::object};
  for (const auto& [key, node] : members) {
    formula.names.emplace_back(key.str());
    formula.parts.push_back(read_formula(file, node));
  }
  return formula;
}

Formula read_list(const std::string& file, const toml::array& elements) {
  Formula formula{.kind = FormulaKind::list};
  for (const auto& node : elements) formula.parts.push_back(read_formula(file, node));
  return formula;
}

Formula read_words(const std::string& file, const toml::table& table) {
  MapTable words{file, table};
  if (const auto* members = words.table("object")) {
    words.refuse_unknown();
    return read_object(file, *members);
  }
  Formula formula;
  if (words.table("find") != nullptr) {
    formula = read_reference(file, words);
  } else if (words.find("of") != nullptr) {
    formula = read_taken(words);
  } else {
    formula.text = read_text_words(file, words);
    formula.separator = words.text("split").value_or("");
    formula.json_kind = read_json_kind(words);
  }
  if (formula.kind != FormulaKind::reference) formula.delays = read_delays(file, words);
  words.refuse_unknown();
  return formula;
}

Formula read_constant(const std::string& file, const toml::node& node) {
  const auto text = scalar_text(node);
  if (!text) {
    throw map_failure(file,
                      line_of(node),
                      "a value is a text, a number, true or false, a list or a table.",
                      "Dates are texts: \"2024-03-04\".");
  }
  Formula formula;
  formula.text.from = TextTemplate::constant(*text);
  formula.json_kind = kind_of(node);
  return formula;
}

}  // namespace

TextTemplate read_template(const std::string& file, const toml::node& node) {
  const auto text = node.value_exact<std::string>();
  if (!text)
    throw map_failure(file, line_of(node), "this is a text.", "Write \"{column}\", in quotes.");
  return read_template(file, node, *text);
}

TextTemplate read_template(const std::string& file, const toml::node& node,
                           const std::string& text) {
  try {
    return TextTemplate::parse(text);
  } catch (const Failure& failure) {
    throw map_failure(file, line_of(node), failure.what(), failure.advice());
  }
}

TextFormula read_text_formula(const std::string& file, const toml::node& node) {
  if (const auto* table = node.as_table()) {
    MapTable words{file, *table};
    auto formula = read_text_words(file, words);
    words.refuse_unknown();
    return formula;
  }
  TextFormula formula;
  const auto constant = scalar_text(node);
  if (!node.is_string() && constant)
    formula.from = TextTemplate::constant(*constant);
  else
    formula.from = read_template(file, node);
  return formula;
}

Formula read_formula(const std::string& file, const toml::node& node) {
  Formula formula;
  if (node.is_string())
    formula.text.from = read_template(file, node);
  else if (const auto* table = node.as_table())
    formula = read_words(file, *table);
  else if (const auto* list = node.as_array())
    formula = read_list(file, *list);
  else
    formula = read_constant(file, node);
  formula.map_line = line_of(node);
  return formula;
}

}  // namespace salus::cli
