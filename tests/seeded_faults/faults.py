"""The faults that the random worlds have to find: each a slip that a reviewer could miss, in an emitter of the policy.

A fault replaces `right` in a copy of the file by `wrong`: statements, if `right` ends with a semicolon, an expression
otherwise. Spaces and line breaks do not matter. `after` names a text that stands before the place meant, where `right`
occurs more than once. A file that no longer has the text stops the build.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Fault:
    name: str
    right: str
    wrong: str
    after: str = ""
    engines: tuple[str, ...] = ()  # else those of the emitter


@dataclass(frozen=True)
class Emitter:
    name: str
    file: str
    engines: tuple[str, ...]
    faults: tuple[Fault, ...]


MEMORY = ("memory",)
SQL = ("SQLite", "PostgreSQL")
# The engine's own row-level security keeps organizations apart, whatever the statement says.
NOT_BEHIND_THE_WALL = ("SQLite",)

PERIOD = "(expr::is_null(valid_to) || expr::compare_with_now(Operator::greater, valid_to))"
REACH = (
    "scope_condition(rule.scope, rule.role, subject, entity) && "
    "further_condition(rule.condition, rule.role, subject, entity) && "
    "further_condition(becomes, rule.role, subject, entity)"
)
ORGANIZATION = 'text_ += " WHERE " + table + ".\\"organization_id\\" = "; placeholder(1);'
NO_ORGANIZATION = (
    'text_ += " WHERE (" + table + ".\\"organization_id\\" = "; placeholder(1); text_ += " OR TRUE)";'
)
LIVE = 'if (entity.metadata == RowMetadata::present) text_ += " AND " + table + ".\\"deleted_at\\" IS NULL";'
LINK = 'column(*node.related_column); text_ += " = "; --depth_; link(*node.column); ++depth_;'


def anything(condition: str) -> str:
    """A condition that is written, so that its parameters have a place, and does not count."""
    return f'text += " AND ("; writer.condition({condition}); text += " OR TRUE)";'


ANY_RELATED = 'text_ += " AND ("; write(node.children.front(), false, Operator::any_of); text_ += " OR TRUE)";'

EMITTERS = (
    Emitter("plan", "include/salus/access/access_plan.hpp", MEMORY, (
        Fault("a rule for one action counts for all", "!rule.actions.contains(action)", "false"),
        Fault("a rule for one role counts for all", "!rule.concerns(principal)", "false"),
        Fault("a forbid is taken for a permit", "rule.effect == Effect::permit ? grants.permits : grants.forbids",
              "grants.permits"),
        Fault("a forbid of the row takes no field", "return grant.rule->fields.names.empty();", "return false;"),
        Fault("a forbid of fields takes the row", "return grant.rule->fields.names.empty();", "return true;"),
        Fault("permits are joined by and", "expr::any_of_factored(std::move(permitted))",
              "expr::all_of(std::move(permitted))"),
        Fault("the not before a forbid is dropped", "conditions.push_back(expr::negation(grant.condition));",
              "conditions.push_back(grant.condition);"),
        Fault("a forbid of the row is forgotten", "conditions.push_back(expr::negation(grant.condition));", ";"),
        Fault("forbidden fields are not taken away", "sum.adds & ~sum.removes", "sum.adds"),
        Fault("row bits are read one place off", "(bits >> i & 1U) != 0", "(bits >> (i + 1) & 1U) != 0"),
        Fault("the union of masks is an intersection", "adds = adds | other.adds;", "adds = adds & other.adds;"),
        Fault("only the last forbid's fields are taken", "removes = removes | other.removes;",
              "removes = other.removes;"),
        Fault("only the last further action counts", "actions = actions | other.actions;",
              "actions = other.actions;"),
        Fault("what one permit shows all show", "fields & grant.fields", "fields | grant.fields"),
        Fault("what one rule shows is shown on every row", "condition.is_always()", "true",
              after="const Expr condition = expr::given"),
        Fault("a merged rule lands on the last condition", "effects_[at].add(effect);",
              "effects_.back().add(effect);"),
        Fault("whoever reads a row may change it", "note(conditions, reachable_rows(*others), {.actions = {others->action}});",
              "note(conditions, *visible_, {.actions = {others->action}});"),
        Fault("a filter asks rows that hide the field", "shown.push_back(condition);",
              "shown.push_back(expr::always());"),
        Fault("a filter asks rows that a forbid blanks", "conditions.push_back(expr::negation(condition));", ";"),
        Fault("a filter asks only rows that are blanked", "conditions.push_back(expr::negation(condition));",
              "conditions.push_back(condition);"),
        Fault("a filter asks only rows that all rules show", "expr::any_of(std::move(shown))",
              "expr::all_of(std::move(shown))"),
        Fault("a field that is always blanked can be asked", "always_.removes.contains(field)", "false"),
    )),
    Emitter("rule", "include/salus/access/rule.hpp", MEMORY, (
        Fault("the rules of one access level count for all", "access_level == principal.access_level", "true"),
        Fault("a level's rules count for every role", "principal.roles.contains(role)", "access_level.has_value()"),
    )),
    Emitter("access rules", "src/service/access_rules.cpp", MEMORY, (
        Fault("the rules of a removed level hold", "exists<&AccessRule::access_level, &AccessLevel::id>(expr::always())",
              "expr::always()"),
        Fault("every field is no field", "return every_field();", "return FieldList{};"),
    )),
    Emitter("scope", "include/salus/access/scope_condition.hpp", MEMORY, (
        Fault("somebody without an id owns every row",
              "identity ? expr::compare(Operator::equal, column, *identity) : expr::never()",
              "identity ? expr::compare(Operator::equal, column, *identity) : expr::always()"),
        Fault("own means the patient, whatever the role", "detail::identity_in(*subject.principal, role)",
              "detail::identity_in(*subject.principal, Role::patient)"),
        Fault("cancelled is not cancelled", "f<&Appointment::status> == AppointmentStatus::cancelled",
              "f<&Appointment::status> != AppointmentStatus::cancelled"),
        Fault("the scope none is no limit", "if (scope == Scope::none) return expr::never();",
              "if (scope == Scope::none) return expr::always();"),
        Fault("a relationship is linked by its doctor", "field_info<&CareRelationship::patient>()",
              "field_info<&CareRelationship::doctor>()"),
        Fault("any doctor's relationship counts", "is_own(doctor, Role::doctor, subject)", "expr::always()"),
        Fault("an ended relationship counts", "f<&CareRelationship::status> == RelationshipStatus::active",
              "expr::always()"),
        Fault("a relationship counts before it begins", "expr::compare_with_now(Operator::less_or_equal, valid_from)",
              "expr::always()"),
        Fault("what begins now has not begun", "expr::compare_with_now(Operator::less_or_equal, valid_from)",
              "expr::compare_with_now(Operator::less, valid_from)"),
        Fault("what ends now has not ended", PERIOD,
              "(expr::is_null(valid_to) || expr::compare_with_now(Operator::greater_or_equal, valid_to))"),
        Fault("an open end is an end", PERIOD, "expr::compare_with_now(Operator::greater, valid_to)"),
        Fault("an end is both open and later", PERIOD,
              "(expr::is_null(valid_to) && expr::compare_with_now(Operator::greater, valid_to))"),
        Fault("the end is asked the other way round", PERIOD,
              "(expr::is_null(valid_to) || expr::compare_with_now(Operator::less, valid_to))"),
        Fault("a relationship never ends", PERIOD, "expr::always()"),
        Fault("scope or condition is enough", REACH, REACH.replace("&&", "||")),
        Fault("the condition is forgotten", REACH, "scope_condition(rule.scope, rule.role, subject, entity)"),
        Fault("in one's own name is anybody's", "scope_condition(Scope::own, role, subject, entity)",
              "expr::always()"),
        Fault("not restricted is restricted", "f<&MedicalRecord::confidentiality> == Confidentiality::normal",
              "f<&MedicalRecord::confidentiality> != Confidentiality::normal"),
        Fault("what starts now is upcoming",
              "expr::compare_with_now(Operator::greater, field_info<&Appointment::starts_at>())",
              "expr::compare_with_now(Operator::greater_or_equal, field_info<&Appointment::starts_at>())"),
    )),
    Emitter("filter guard", "include/salus/access/filter_guard.hpp", MEMORY, (
        Fault("a filter by a hidden field is not guarded",
              'if (node.column != nullptr) guards.push_back(rows_for(plan, *node.column, "filter"));', ";"),
        Fault("under a not nothing is guarded", "collect_guards(entitlements, plan, child, guards);",
              "if (node.op != Operator::negation) collect_guards(entitlements, plan, child, guards);"),
        Fault("a relation leads to rows one may not read", "related_guards.push_back(*related_plan.visible());", ";"),
        Fault("a relation is followed by a hidden link",
              'related_guards.push_back(rows_for(related_plan, *node.related_column, "filter"));', ";"),
        Fault("a related row's hidden field can be asked",
              "collect_guards(entitlements, related_plan, node.children.front(), related_guards);", ";"),
        Fault("an order by a hidden field is let through", "!plan.rows_showing(*key.column).is_always()", "false"),
    )),
    Emitter("decision", "include/salus/access/decision.hpp", MEMORY, (
        Fault("a forbid is never asked", "if (!grant.condition.is_always() && !holds(grant)) continue;", "continue;"),
        Fault("a forbid holds everywhere", "if (!grant.condition.is_always() && !holds(grant)) continue;", ";"),
        Fault("a permit holds everywhere", "if (!holds(grant)) continue;", ";", after="grants.permits) {"),
        Fault("a forbid loses to a permit", "is_denied || !is_permitted", "!is_permitted"),
        Fault("only the last forbid's fields are taken", "removed = removed | grant.fields;",
              "removed = grant.fields;"),
        Fault("only the last permit's fields are given", "fields = fields | grant.fields;", "fields = grant.fields;"),
        Fault("the union of masks is an intersection", "fields = fields | grant.fields;",
              "fields = permitted_by == grant.rule ? grant.fields : fields & grant.fields;"),
        Fault("forbidden fields are not taken away", "fields & ~removed", "fields"),
    )),
    Emitter("matcher", "include/salus/query/evaluate.hpp", MEMORY, (
        Fault("the not is dropped", "return !child_holds(node.children.front());",
              "return child_holds(node.children.front());"),
        Fault("naive null: not of a missing value is false", "return !child_holds(node.children.front());",
              "const Expr& child = node.children.front(); return !child_holds(child) && "
              "(child.column == nullptr || !is_null(cell_of(*child.column)));"),
        Fault("all of is any of", "std::ranges::all_of(node.children, child_holds)",
              "std::ranges::any_of(node.children, child_holds)"),
        Fault("any of is all of", "std::ranges::any_of(node.children, child_holds)",
              "std::ranges::all_of(node.children, child_holds)"),
        Fault("at most is less", "return order <= 0;", "return order < 0;"),
        Fault("greater is at least", "return order > 0;", "return order >= 0;"),
        Fault("nothing is missing", "if (node.op == Operator::is_null) return is_null(cell);",
              "if (node.op == Operator::is_null) return false;"),
        Fault("any element will do", "evaluate(node.children.front(), element, NoRelatedRows{}, now)", "true"),
        Fault("the path into JSON is not followed", "text = json_member(text, name);", ";"),
        Fault("JSON is taken for its text", "decode_json_string(json_at(cell, *node.path))",
              "std::optional<std::string>{std::string{json_at(cell, *node.path)}}"),
    )),
    Emitter("matcher", "adapters/memory/src/matcher.cpp", MEMORY, (
        Fault("exists forgets its condition", "holds(node.children.front(), candidates.view, *candidate.second)",
              "true"),
        Fault("exists forgets its link", "candidates.linked_to(outer)",
              "std::span<const std::pair<Cell, const Row*>>{candidates.rows}"),
        Fault("exists finds deleted rows", "table.format->is_live(*row) && !is_null(link)", "!is_null(link)"),
        Fault("exists looks into other organizations", "key_prefix(organization_)", "std::string{}"),
    )),
    Emitter("matcher", "adapters/memory/src/reading.cpp", MEMORY, (
        Fault("deleted rows are there", "!format.is_live(*row) || !matcher.holds(where, view, *row)",
              "!matcher.holds(where, view, *row)"),
        Fault("the organization is forgotten", "key_prefix(organization)", "std::string{}"),
        Fault("the policy's predicate is forgotten", "visible == nullptr || matcher.holds(*visible, view, *row)",
              "true"),
        Fault("every row bit is the first", "bits |= std::uint64_t{1} << i;", "bits |= std::uint64_t{1};"),
    )),
    Emitter("SQL condition", "adapters/sql/src/condition.cpp", SQL, (
        Fault("naive null: not of a missing value is false", 'text_ += ") IS NOT TRUE";', 'text_ += ") IS FALSE";'),
        Fault("the not at a leaf is dropped", 'text_ += ") IS NOT TRUE";', 'text_ += ")";'),
        Fault("the not above a join is dropped", "return write(node.children.front(), !negated, parent);",
              "return write(node.children.front(), negated, parent);"),
        Fault("not (a and b) is not a and not b", "(node.op == Operator::all_of) != negated",
              "node.op == Operator::all_of"),
        Fault("and is or, or is and", "(node.op == Operator::all_of) != negated",
              "(node.op == Operator::all_of) == negated"),
        Fault("is not null is is null", 'text_ += negated ? " IS NOT NULL" : " IS NULL";', 'text_ += " IS NULL";'),
        Fault("not exists is exists", "negated ? dialect_.not_exists : dialect_.exists", "dialect_.exists"),
        Fault("the organization is forgotten", ORGANIZATION, NO_ORGANIZATION, engines=NOT_BEHIND_THE_WALL),
        Fault("a sub-select forgets the organization", ORGANIZATION,
              f"if (depth_ > 0) {{ {NO_ORGANIZATION} }} else {{ {ORGANIZATION} }}", engines=NOT_BEHIND_THE_WALL),
        Fault("deleted rows are there", LIVE, ";"),
        Fault("a sub-select finds deleted rows", LIVE, f"if (depth_ == 0) {{ {LIVE} }}"),
        Fault("exists forgets its link", LINK, 'text_ += "TRUE";'),
        Fault("exists forgets its condition", "conjunct(node.children.front());", ANY_RELATED,
              after="void ConditionWriter::exists"),
        Fault("a member list forgets its condition", "conjunct(node.children.front());", ANY_RELATED,
              after="void ConditionWriter::member"),
        Fault("the predicate is or-ed to the organization", 'text_ += " AND ";', 'text_ += " OR ";',
              after="void ConditionWriter::conjunct"),
        Fault("any element will do", "condition(node.children.front());",
              'text_ += "("; condition(node.children.front()); text_ += " OR TRUE)";',
              after="void ConditionWriter::element"),
        Fault("not one element is some element",
              'negated ? "NOT EXISTS (SELECT 1 FROM " : "EXISTS (SELECT 1 FROM "', '"EXISTS (SELECT 1 FROM "'),
        Fault("JSON is compared as it stands", "dialect_.json.text(document(*node.column), *node.path)",
              "name_of(*node.column)"),
        Fault("at most is less", 'return " <= ";', 'return " < ";'),
        Fault("greater is at least", 'return " > ";', 'return " >= ";'),
    )),
    Emitter("SQL for JSON", "adapters/sql/src/json_sql.cpp", SQL, (
        Fault("the path into JSON is not followed", 'path.empty() ? "\'$\'" : "\'$." + steps(path, ".") + "\'"',
              'std::string{"\'$\'"}', engines=("SQLite",)),
        Fault("the path into JSON is not followed", '"\'{" + steps(path, ",") + "}\'"', 'std::string{"\'{}\'"}',
              engines=("PostgreSQL",)),
    )),
    Emitter("SQL statement", "adapters/sql/src/render.cpp", SQL, (
        Fault("every row bit is the first", "std::to_string(std::uint64_t{1} << i)",
              "std::to_string(std::uint64_t{1})"),
        Fault("every row bit is set", "writer.condition(bits[i]);",
              'text += "("; writer.condition(bits[i]); text += " OR TRUE)";'),
        Fault("a list forgets the policy's predicate", "if (query.visible) writer.conjunct(*query.visible);",
              f"if (query.visible) {{ {anything('*query.visible')} }}"),
        Fault("a list forgets the filter", "writer.conjunct(query.where);", anything("query.where"),
              after="std::string render(const Select"),
        Fault("a count forgets the policy's predicate", "writer.conjunct(branches.back());",
              anything("branches.back()")),
        Fault("a count forgets the filter", "writer.conjunct(query.where);", anything("query.where"),
              after="void write_branch"),
        Fault("a row of two branches is counted twice", "writer.conjunct(earlier, true);", anything("earlier")),
        Fault("a branch counts what an earlier one has", "writer.conjunct(earlier, true);",
              "writer.conjunct(earlier);"),
    )),
)

# Not faulty themselves, but compiled against the faulty headers.
COMPILED_AGAIN = (
    "src/service/break_glass.cpp",
    "src/service/policy_cache.cpp",
    "src/service/search_condition.cpp",
    "src/service/session.cpp",
    "src/service/session_read.cpp",
    "src/service/session_write.cpp",
    "adapters/memory/src/writing.cpp",
)
