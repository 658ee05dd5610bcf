#include "cli/import/row_maker.hpp"

#include <algorithm>
#include <utility>

#include "salus/domain/source_identifier.hpp"
#include "salus/schema/validation.hpp"

#include "cli/import/field_value.hpp"
#include "cli/import/json_formula.hpp"
#include "cli/import/map_failure.hpp"
#include "cli/words/nearest_name.hpp"

namespace salus::cli {

namespace {

/// What a map may set: `identifiers` come from the section's identifier.
bool is_importable(const FieldInfo& field) {
  return !field.read_only && !field.write_only && field.name != "identifiers";
}

std::vector<std::string_view> names_of_importable(const EntityInfo& entity) {
  std::vector<std::string_view> names;
  for (const auto& field : entity.fields()) {
    if (is_importable(field)) names.push_back(field.name);
  }
  return names;
}

std::vector<std::string_view> names_of(const EntityInfo& entity, FieldType type) {
  std::vector<std::string_view> names;
  for (const auto& field : entity.fields()) {
    if (field.type == type && !field.write_only) names.push_back(field.name);
  }
  return names;
}

/// A reference, or a value of another row, stands for a whole field.
bool holds_only_texts(const Formula& formula) {
  return std::ranges::all_of(formula.parts, [](const Formula& part) {
    return part.kind != FormulaKind::reference && part.kind != FormulaKind::taken &&
           part.delays.empty() && holds_only_texts(part);
  });
}

/// The member of an object at a path, or null.
const Formula* member_at(const Formula& formula, std::span<const std::string> path) {
  const Formula* member = &formula;
  for (const auto& name : path) {
    const auto found = std::ranges::find(member->names, name);
    if (member->kind != FormulaKind::object || found == member->names.end()) return nullptr;
    member = &member->parts[static_cast<std::size_t>(found - member->names.begin())];
  }
  return member;
}

bool is_text_in_json(const Formula& formula) {
  return formula.kind == FormulaKind::text && !formula.makes_json() &&
         formula.json_kind == JsonKind::text;
}

}  // namespace

RowMaker::RowMaker(ImportSection& section, const std::vector<std::string>& columns,
                   const Catalog& catalog, const std::string& map_file, LocalTimeReader clock)
    : section_{section},
      map_file_{map_file},
      clock_{std::move(clock)},
      entity_{routed_entity(catalog, section.entity)} {
  if (entity_ == nullptr) {
    throw map_failure(map_file,
                      section.map_line,
                      "there is no entity \"" + section.entity + "\".",
                      "For example: user, doctor, patient, care_relationship, appointment, "
                      "medical_record.");
  }
  defaults_ = entity_->defaults();
  bind(columns);
  for (const auto& [name, formula] : section.fields) {
    if (formula.kind != FormulaKind::taken) plan_field(name, formula, catalog);
  }
  for (const auto& [name, formula] : section.fields) {
    if (formula.kind == FormulaKind::taken) plan_field(name, formula, catalog);
  }
  key_kind_.entity = entity_;
  plan_identifier();
  plan_match();
  check_override();
}

void RowMaker::bind(const std::vector<std::string>& columns) {
  std::size_t line = section_.map_line;
  try {
    if (section_.identifier) section_.identifier->value.bind(columns);
    if (section_.override_reason) section_.override_reason->bind(columns);
    for (auto& [name, formula] : section_.fields) {
      line = formula.map_line;
      bind_columns(formula, columns);
    }
  } catch (const Failure& failure) {
    throw map_failure(map_file_, line, section_.file + ": " + failure.what(), failure.advice());
  }
}

void RowMaker::plan_field(const std::string& name, const Formula& formula, const Catalog& catalog) {
  const auto* field = entity_->find(name);
  if (field == nullptr || !is_importable(*field)) {
    throw map_failure(
        map_file_,
        formula.map_line,
        std::string{entity_->name} + " has no field \"" + name + "\" that an import may set.",
        advice_for(name, names_of_importable(*entity_)));
  }
  if (formula.makes_json() && field->type != FieldType::json) {
    throw map_failure(map_file_,
                      formula.map_line,
                      "\"" + name + "\" is one value, no list or object.",
                      "Make it from a text: \"{column}\".");
  }
  if (formula.makes_json() && !holds_only_texts(formula)) {
    throw map_failure(map_file_,
                      formula.map_line,
                      "inside JSON nothing is found, taken or put off.",
                      "Make a field of its own from it.");
  }
  if (!can_be_delayed(*field, formula.delays)) throw undelayable(map_file_, formula.map_line, name);
  auto plan = std::make_unique<FieldPlan>();
  plan->field = field;
  plan->formula = &formula;
  if (formula.kind == FormulaKind::reference)
    plan->reference = std::make_unique<Reference>(formula, catalog, map_file_);
  if (formula.kind == FormulaKind::taken) plan_taken(*plan);
  fields_.push_back(std::move(plan));
}

void RowMaker::plan_taken(FieldPlan& plan) {
  const auto& formula = *plan.formula;
  plan.of = plan_of(formula.of);
  if (plan.of == nullptr || plan.of->reference == nullptr) {
    throw map_failure(map_file_,
                      formula.map_line,
                      "\"of\" names no field of this section that finds a row.",
                      "Make one: " + formula.of + " = { find = … }.");
  }
  const auto& source = plan.of->reference->entity();
  plan.taken = source.find(formula.taken);
  if (plan.taken == nullptr || plan.taken->write_only || plan.taken->type != plan.field->type) {
    throw map_failure(map_file_,
                      formula.map_line,
                      std::string{source.name} + " has no field \"" + formula.taken + "\" that \"" +
                          std::string{plan.field->name} + "\" can be taken from.",
                      advice_for(formula.taken, names_of(source, plan.field->type)));
  }
}

void RowMaker::plan_identifier() {
  if (!section_.identifier) return;
  key_kind_.system = section_.identifier->system;
  if (entity_->find("identifiers") != nullptr) return;
  throw map_failure(
      map_file_,
      section_.map_line,
      std::string{entity_->name} + " keeps no ids of other systems.",
      R"(Keep it in the row's metadata, and write match = ["patient", "metadata.source_id"].)");
}

void RowMaker::plan_match() {
  for (const auto& name : section_.match) {
    auto column = key_column(*entity_, name);
    const auto* plan = column ? plan_of(column->field->name) : nullptr;
    const auto* member =
        plan == nullptr || !column->path ? nullptr : member_at(*plan->formula, *column->path);
    if (plan == nullptr || (column->path && member == nullptr)) {
      throw map_failure(
          map_file_,
          section_.map_line,
          R"("match" names a field that this section does not make: ")" + name + "\".",
          "Add it under [import.fields].");
    }
    if (member != nullptr && !is_text_in_json(*member)) {
      throw map_failure(map_file_,
                        section_.map_line,
                        "inside JSON only texts are compared: \"" + name + "\" is none.",
                        "Make it without \"as\".");
    }
    key_kind_.columns.push_back(*std::move(column));
  }
}

void RowMaker::check_override() const {
  if (!section_.override_reason) return;
  const bool can_overlap =
      !entity_->overlaps.empty() && entity_->overlaps.front().timeless.waiver_position != 0;
  if (!can_overlap) {
    throw map_failure(map_file_,
                      section_.map_line,
                      "no rows of " + std::string{entity_->name} + " are refused for overlapping.",
                      "Leave override_reason out.");
  }
  const auto& waiver = entity_->columns[entity_->overlaps.front().timeless.waiver_position];
  if (plan_of(waiver.name) == nullptr) return;
  throw map_failure(map_file_,
                    section_.map_line,
                    "the reason to overlap is given twice: for the section and as a field.",
                    "Leave one of them out.");
}

auto RowMaker::plan_of(std::string_view name) const -> const FieldPlan* {
  const auto found = std::ranges::find(
      fields_, name, [](const auto& plan) -> std::string_view { return plan->field->name; });
  return found == fields_.end() ? nullptr : found->get();
}

bool RowMaker::refers_to_itself() const {
  return std::ranges::any_of(fields_, [this](const auto& plan) {
    return plan->reference != nullptr && &plan->reference->entity() == entity_;
  });
}

void RowMaker::look_up(std::span<const SourceRow> rows, RowFinder& finder) const {
  for (const auto& plan : fields_) {
    if (plan->reference != nullptr) plan->reference->look_up(rows, finder, clock_);
  }
  for (const auto& plan : fields_) {
    if (plan->of == nullptr) continue;
    std::vector<Uuid> ids;
    for (const auto& row : rows) {
      std::string problem;
      if (!row.issues.empty()) continue;
      const auto id = plan->of->reference->row_of(row, finder, clock_, problem);
      if (id) ids.push_back(*id);
    }
    finder.load(plan->of->reference->entity(), ids);
  }
}

RowDraft RowMaker::make(const SourceRow& row, RowFinder& finder) const {
  RowDraft draft{.patch = Patch{*entity_}, .issues = row.issues};
  if (!draft.issues.empty()) return draft;
  if (section_.identifier) set_identifier(row, draft);
  for (const auto& plan : fields_) set_field(*plan, row, finder, draft);
  for (const auto& plan : fields_) {
    if (draft.patch.gives(*plan->field))
      validate_value(*plan->field, draft.patch.value(*plan->field), draft.issues);
  }
  validate_required(draft.patch, draft.issues);
  if (section_.override_reason) draft.override_reason = section_.override_reason->fill(row);
  if (!section_.identifier) set_match(draft);
  return draft;
}

void RowMaker::set_identifier(const SourceRow& row, RowDraft& draft) const {
  auto id = section_.identifier->value.fill(row);
  if (id.empty()) draft.issues.add("identifiers", "required", "The row has no id.");
  draft.key = {std::move(id)};
}

void RowMaker::set_match(RowDraft& draft) const {
  std::vector<Cell> cells(entity_->columns.size());
  for (const auto& field : entity_->fields())
    cells[field.position] = borrow(draft.patch.value(field));
  draft.key = key_of(key_kind_, cells);
  for (std::size_t i = 0; i < draft.key.size(); ++i) {
    const auto& column = key_kind_.columns[i];
    if (column.path && is_null(draft.key[i]))
      draft.issues.add(column.field->name, "required", "The row has no id.");
  }
}

void RowMaker::set_field(const FieldPlan& plan, const SourceRow& row, RowFinder& finder,
                         RowDraft& draft) const {
  const auto& field = *plan.field;
  std::string problem;
  const auto issues_before = draft.issues.size();
  auto value = value_of(plan, row, finder, draft, problem);
  if (value && problem.empty() && !plan.formula->delays.empty())
    value = delayed(*value, plan.formula->delays, row, problem);
  if (!problem.empty()) draft.issues.add(field.name, "invalid", problem);
  if (value && problem.empty()) return draft.patch.set(field, *std::move(value));
  const bool is_left_out =
      field.required || field.defaults_to_now || draft.issues.size() != issues_before;
  if (!is_left_out) draft.patch.set(field, defaults_[field.position]);
}

std::optional<Value> RowMaker::value_of(const FieldPlan& plan, const SourceRow& row,
                                        RowFinder& finder, RowDraft& draft,
                                        std::string& problem) const {
  const auto& formula = *plan.formula;
  if (plan.of != nullptr) return taken_value(plan, finder, draft, problem);
  if (plan.reference != nullptr) {
    const auto id = plan.reference->row_of(row, finder, clock_, problem);
    return id ? std::optional<Value>{*id} : std::nullopt;
  }
  std::string text;
  if (formula.makes_json())
    append_json(text, formula, row, std::string{plan.field->name}, draft.issues);
  else
    text = make_text(formula.text, row, problem);
  if (!problem.empty() || text.empty()) return std::nullopt;
  return field_value(*plan.field, text, clock_, problem);
}

std::optional<Value> RowMaker::taken_value(const FieldPlan& plan, RowFinder& finder,
                                           const RowDraft& draft, std::string& problem) {
  if (draft.issues.mentions(plan.of->field->name)) {
    problem = "It is taken from what \"" + std::string{plan.of->field->name} + "\" points to.";
    return std::nullopt;
  }
  const auto* id = std::get_if<Uuid>(&draft.patch.value(*plan.of->field));
  const auto* row = id == nullptr ? nullptr : finder.row(plan.of->reference->entity(), *id);
  if (row == nullptr || is_null((*row)[*plan.taken])) return std::nullopt;
  return (*row)[*plan.taken];
}

Patch RowMaker::completed(const RowDraft& draft) const {
  auto patch = draft.patch;
  if (!section_.identifier) return patch;
  using List = std::vector<SourceIdentifier>;
  patch.set(*entity_->find("identifiers"),
            detail::Storage<List>::load(
                {{.system = key_kind_.system, .value = std::get<std::string>(draft.key.front())}}));
  return patch;
}

}  // namespace salus::cli
