#include "cli/import/row_maker.hpp"

#include <algorithm>

#include "salus/codec/text_value.hpp"
#include "salus/domain/source_identifier.hpp"
#include "salus/schema/validation.hpp"

#include "cli/failure.hpp"
#include "cli/import/json_formula.hpp"
#include "cli/words/nearest_name.hpp"

namespace salus::cli {

namespace {

Failure map_failure(const std::string& file, std::size_t line, const std::string& problem,
                    std::string advice) {
  return {ExitCode::failed, file + ":" + std::to_string(line) + ": " + problem, std::move(advice)};
}

/// What a map may set: `identifiers` come from the section's identifier.
bool is_importable(const FieldInfo& field) {
  return !field.read_only && !field.write_only && field.name != "identifiers";
}

/// As `parse_value`, but for a sentence that would repeat the value.
std::optional<Value> field_value(const FieldInfo& field, const std::string& text,
                                 std::string& problem) {
  auto value = parse_value(field, text, problem);
  if (!value && !field.choices.empty()) problem = "It is none of: " + joined(field.choices) + ".";
  return value;
}

const EntityInfo* routed_entity(const Catalog& catalog, std::string_view name) {
  const auto* entry = catalog.find(name);
  return entry == nullptr || entry->entity->collection.empty() ? nullptr : entry->entity;
}

}  // namespace

RowMaker::RowMaker(ImportSection& section, const std::vector<std::string>& columns,
                   const Catalog& catalog, const std::string& map_file)
    : section_{section},
      catalog_{catalog},
      map_file_{map_file},
      entity_{routed_entity(catalog, section.entity)} {
  if (entity_ == nullptr) {
    throw map_failure(map_file,
                      section.map_line,
                      "there is no entity \"" + section.entity + "\".",
                      "For example: user, doctor, patient, care_relationship.");
  }
  defaults_ = entity_->defaults();
  std::size_t line = section.map_line;
  try {
    if (section.identifier) {
      section.identifier->value.bind(columns);
      system_ = section.identifier->system;
    }
    for (auto& [name, formula] : section.fields) {
      line = formula.map_line;
      bind_columns(formula, columns);
    }
  } catch (const Failure& failure) {
    throw map_failure(map_file, line, section.file + ": " + failure.what(), failure.advice());
  }
  for (const auto& [name, formula] : section.fields) plan_field(name, formula);
  plan_match();
}

void RowMaker::plan_field(const std::string& name, const Formula& formula) {
  const auto fields = entity_->fields();
  const auto field = std::ranges::find(fields, name, &FieldInfo::name);
  if (field == fields.end() || !is_importable(*field)) {
    std::vector<std::string_view> known;
    for (const auto& other : fields) {
      if (is_importable(other)) known.push_back(other.name);
    }
    throw map_failure(
        map_file_,
        formula.map_line,
        std::string{entity_->name} + " has no field \"" + name + "\" that an import may set.",
        advice_for(name, known));
  }
  const bool is_json = formula.kind != FormulaKind::text || !formula.separator.empty();
  if (is_json && field->type != FieldType::json) {
    throw map_failure(map_file_,
                      formula.map_line,
                      "\"" + name + "\" is one value, no list or object.",
                      "Make it from a text: \"{column}\".");
  }
  check_references(formula);
  fields_.push_back({&*field, &formula});
}

void RowMaker::check_references(const Formula& formula) const {
  if (!formula.reference) return;
  const auto& rule = *formula.reference;
  const auto* target = routed_entity(catalog_, rule.entity);
  const auto* field = target == nullptr || rule.field.empty() ? nullptr : target->find(rule.field);
  if (target == nullptr || (!rule.field.empty() && (field == nullptr || field->write_only))) {
    throw map_failure(map_file_,
                      formula.map_line,
                      "\"find\" names no entity, or no field of it.",
                      "Write find = { entity = \"doctor\", system = \"…\" }.");
  }
}

void RowMaker::plan_match() {
  for (const auto& name : section_.match) {
    const auto plan =
        std::ranges::find(fields_, name, [](const FieldPlan& field) { return field.field->name; });
    if (plan == fields_.end()) {
      throw map_failure(map_file_,
                        section_.map_line,
                        "\"match\" names a field that this section does not make.",
                        "Add it under [import.fields].");
    }
    match_.push_back(plan->field);
  }
}

RowDraft RowMaker::make(const SourceRow& row, RowFinder& finder) const {
  RowDraft draft{Patch{*entity_}, {}, row.issues};
  if (!draft.issues.empty()) return draft;
  if (section_.identifier) {
    draft.identifier = section_.identifier->value.fill(row);
    if (draft.identifier.empty()) draft.issues.add("identifiers", "required", "The row has no id.");
  }
  for (const auto& plan : fields_) set_field(plan, row, finder, draft);
  for (const auto& plan : fields_) {
    if (draft.patch.gives(*plan.field))
      validate_value(*plan.field, draft.patch.value(*plan.field), draft.issues);
  }
  validate_required(draft.patch, draft.issues);
  return draft;
}

void RowMaker::set_field(const FieldPlan& plan, const SourceRow& row, RowFinder& finder,
                         RowDraft& draft) const {
  const auto& [field, formula] = plan;
  const std::string name{field->name};
  std::string text;
  std::string problem;
  const auto issues_before = draft.issues.size();
  const bool is_json = formula->kind != FormulaKind::text || !formula->separator.empty();
  if (is_json)
    append_json(text, *formula, row, name, draft.issues);
  else
    text = make_text(formula->text, row, problem);

  std::optional<Value> value;
  if (problem.empty() && !text.empty()) {
    value = formula->reference ? reference(*formula->reference, text, finder, problem)
                               : field_value(*field, text, problem);
  }
  if (!problem.empty()) draft.issues.add(name, "invalid", problem);
  if (value) return draft.patch.set(*field, *std::move(value));
  const bool is_left_out =
      field->required || field->defaults_to_now || draft.issues.size() != issues_before;
  if (!is_left_out) draft.patch.set(*field, defaults_[field->position]);
}

std::optional<Value> RowMaker::reference(const ReferenceRule& rule, const std::string& text,
                                         RowFinder& finder, std::string& problem) const {
  const auto& entity = *routed_entity(catalog_, rule.entity);
  if (const auto id = finder.by_reference(rule, entity, text)) return *id;
  problem = "No " + std::string{entity.name} + " of the database is the one that it points to.";
  return std::nullopt;
}

Expr RowMaker::match_of(const Patch& patch) const {
  std::vector<Expr> conditions;
  for (const auto* field : match_) {
    const auto& value = patch.value(*field);
    const auto op = field->ignores_case ? Operator::equal_ignoring_case : Operator::equal;
    conditions.push_back(is_null(value) ? expr::is_null(*field) : expr::compare(op, *field, value));
  }
  return expr::all_of(std::move(conditions));
}

Value RowMaker::identifiers_of(const RowDraft& draft) const {
  using List = std::vector<SourceIdentifier>;
  return detail::Storage<List>::load({{.system = system_, .value = draft.identifier}});
}

}  // namespace salus::cli
