"""Casbin: subjects and roles become roles, objects become entities, domains organizations, denials forbids.

What is expected is what Casbin itself decides (the files hold models and policies, no requests): every subject with every
object and every action that the policy names.
"""

import itertools
import re
from pathlib import Path

import casbin

from cases import ACTIONS, ENTITIES, ROLES, CannotBeSaid, Case, Unsaid, Words

# Models and policies that belong together without having the same name.
POLICY_OF = {
    "basic_model_without_spaces": "basic_policy",
    "basic_with_root": "basic_policy",
    "comment": "basic_policy",
    "rbac_model_in_multi_line": "rbac_policy",
    "rbac_model_matcher_using_in_op": "rbac_policy",
    "rbac_with_not_deny": "rbac_with_deny_policy",
}
MODEL_OF = {
    "priority_indeterminate": "priority_model",
    "basic_inverse": "basic_model",
    "rbac_with_hierarchy": "rbac_model",
    "rbac_with_hierarchy_with_domains": "rbac_with_domains_model",
}
FUNCTIONS = {
    "eval": "a condition that is text of the policy",
    "keyMatch": "objects by a pattern of their name",
    "globMatch": "objects by a pattern of their name",
    "regexMatch": "actions by a pattern of their name",
    "ipMatch": "the caller's network address",
}
PLAIN = {
    "r.sub == p.sub", "g(r.sub, p.sub)", "g(r.sub, p.sub, r.dom)",
    "r.obj == p.obj", "g2(r.obj, p.obj)", "r.act == p.act", "r.dom == p.dom",
}  # fmt: skip
ANY_ALLOW = "some(where (p.eft == allow))"
ALLOW_UNLESS_DENIED = "some(where (p.eft == allow)) && !some(where (p.eft == deny))"
NOT_DENIED = "!some(where (p.eft == deny))"


def pairs(folder: Path):
    stems = {p.stem.removesuffix("_model"): p for p in folder.rglob("*.conf")}
    policies = {p.stem.removesuffix("_policy"): p for p in folder.rglob("*.csv")}
    for stem, model in sorted(stems.items()):
        policy = policies.get(stem) or policies.get(POLICY_OF.get(stem, "").removesuffix("_policy"))
        yield stem, model, policy
    for stem, policy in sorted(policies.items()):
        if stem not in stems:
            model = stems.get(MODEL_OF.get(stem, "basic_model").removesuffix("_model"))
            yield stem, model, policy


def cases(folder: Path):
    for stem, model, policy in pairs(folder):
        source = f"casbin/{stem}"
        try:
            yield from said(source, model, policy)
        except CannotBeSaid as reason:
            yield Unsaid(source, str(reason))


def read_model(path: Path) -> dict[str, str]:
    text = path.read_text(encoding="utf-8").replace("\\\n", " ")
    if re.search(r"^\[[^\]\n]*$", text, re.MULTILINE):
        raise CannotBeSaid("the file is broken on purpose")
    lines = (re.split(r"\s[#;]|^[#;]", line)[0].strip() for line in text.splitlines())
    return dict(re.split(r"\s*=\s*", line, maxsplit=1) for line in lines if re.match(r"\w+\s*=[^=]", line))


def enforcer_of(model: dict[str, str], lines: list[list[str]]) -> casbin.Enforcer:
    """From what was read, for Casbin in Python stumbles over comments behind a line."""
    ours = casbin.Enforcer.new_model()
    for key, value in model.items():
        ours.add_def(key[0], key, value)
    enforcer = casbin.Enforcer(ours)
    for line in lines:
        add = enforcer.add_named_policy if line[0][0] == "p" else enforcer.add_named_grouping_policy
        add(line[0], *line[1:])
    return enforcer


def read_policy(path: Path) -> list[list[str]]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return [[part.strip() for part in line.split(",")] for line in lines if line.strip()]


def said(source: str, model_file: Path, policy_file: Path | None):
    model = read_model(model_file)
    matcher = re.sub(r"\s+", " ", model["m"])
    for function, reason in FUNCTIONS.items():
        if function in matcher:
            raise CannotBeSaid(reason)
    if matcher == "r.sub == r.obj.Owner":
        yield ownership(source, model)
        return
    if policy_file is None:
        raise CannotBeSaid("there is no policy to the model")
    effect = model["e"]
    if effect not in (ANY_ALLOW, ALLOW_UNLESS_DENIED, NOT_DENIED):
        raise CannotBeSaid("the order of the rules decides")
    conjunction, *others = matcher.split(" || ")
    terms = set(conjunction.split(" && "))
    if not terms <= PLAIN:
        raise CannotBeSaid("objects by a pattern of their name")
    fields = [name.strip() for name in model["p"].split(",")]
    lines = read_policy(policy_file)
    if any(re.search(r"[*{]|/:", part) for line in lines if line[0] != "p" for part in line):
        raise CannotBeSaid("a role in every domain, or objects by a pattern of their name")
    rules = [dict(zip(fields, line[1:])) for line in lines if line[0] == "p"]
    domains = sorted({rule["dom"] for rule in rules}) if "dom" in fields else [None]
    enforcer = enforcer_of(model, lines)
    for domain in domains:
        yield Translation(source, rules, lines, domain, effect, others, enforcer).case()


def ownership(source: str, model: dict[str, str]) -> Case:
    """r.sub == r.obj.Owner: the scope own."""

    class Thing:
        Owner = "alice"

    enforcer = enforcer_of(model, [])
    case = Case(source)
    case.rule("doctor", "read", "medical_record", scope="own")
    case.rows.append({"id": "data", "entity": "medical_record", "doctor": "alice"})
    for subject in ("alice", "bob"):
        case.check(f"{subject} data", enforcer.enforce(subject, Thing(), "read"), {"doctor"}, "read", "data", subject)
    return case


def closure(lines, kind, name, domain) -> set[str]:
    """A name, and the groups it is in."""
    found, waiting = set(), [name]
    while waiting:
        one = waiting.pop()
        if one not in found:
            found.add(one)
            waiting += [g[2] for g in lines if g[0] == kind and g[1] == one and (len(g) == 3 or g[3] == domain)]
    return found


class Translation:
    """Of the policy of one domain: an organization has its own list of rules."""

    def __init__(self, source, rules, lines, domain, effect, others, enforcer):
        self.source = f"{source} ({domain})" if domain else source
        self.rules = [rule for rule in rules if rule.get("dom") == domain]
        self.lines, self.domain, self.effect, self.others, self.enforcer = lines, domain, effect, others, enforcer
        names = lambda key: sorted({rule[key] for rule in rules if key in rule})
        groups = lambda kind: sorted({line[1] for line in lines if line[0] == kind} | {line[2] for line in lines if line[0] == kind})
        self.subjects = sorted({*names("sub"), *groups("g")}) or ["anybody"]
        self.objects = sorted({*names("obj"), *groups("g2")}) or ["anything"]
        self.actions = names("act")
        self.has_subject, self.has_object = any("sub" in r for r in rules), any("obj" in r for r in rules)
        # Everybody has the last role, where there is something that everybody may do.
        self.everybody = {"doctor"} if effect == NOT_DENIED or others or not self.has_subject else set()
        self.roles = Words("roles", [role for role in ROLES if role not in self.everybody])
        self.our_actions = Words("actions", ACTIONS)
        self.entities = Words("kinds of objects", ENTITIES)

    def case(self) -> Case:
        case = Case(self.source)
        for thing in self.objects:
            case.rows.append({"id": thing, "entity": self.entity(thing), "patient": thing, "doctor": thing})
        self.add_rules(case)
        for subject, thing, action in itertools.product(self.subjects, self.objects, self.actions):
            request = [subject] * self.has_subject + [self.domain] * bool(self.domain) + [thing] * self.has_object
            case.check(" ".join([*request, action]), self.enforcer.enforce(*request, action), self.roles_of(subject),
                       self.our_actions[action], thing)  # fmt: skip
        return case

    def kinds(self, thing) -> frozenset[str]:
        named = {rule["obj"] for rule in self.rules if "obj" in rule} | set(self.listed())
        return frozenset(closure(self.lines, "g2", thing, None) & named)

    def entity(self, thing) -> str:
        return self.entities[self.kinds(thing)]

    def roles_of(self, subject) -> set[str]:
        """Those of the policy's subjects that one is, or is in."""
        named = [rule["sub"] for rule in self.rules if "sub" in rule]
        mine = closure(self.lines, "g", subject, self.domain)
        return {self.roles[name] for name in dict.fromkeys(named) if name in mine} | self.root(subject) | self.everybody

    def root(self, subject) -> set[str]:
        return {self.roles["root"]} if any(f'"{subject}"' in other for other in self.others) else set()

    def listed(self) -> list[str]:
        """r.obj in ('data2', 'data3'): these for everybody."""
        return [name for other in self.others if " in (" in other for name in re.findall(r"'([^']*)'", other)]

    def add_rules(self, case: Case):
        for kinds, entity in list(self.entities.given.items()):
            for rule in self.rules:
                if "obj" in rule and rule["obj"] not in kinds:
                    continue
                role = self.roles[rule["sub"]] if "sub" in rule else "doctor"
                effect = "forbid" if rule.get("eft") == "deny" else "permit"
                case.rule(role, self.our_actions[rule["act"]], entity, effect=effect)
            for action in self.actions:
                if self.effect == NOT_DENIED or kinds & set(self.listed()):
                    case.rule("doctor", self.our_actions[action], entity)
                if any("r.sub ==" in other for other in self.others):
                    case.rule(self.roles["root"], self.our_actions[action], entity)
