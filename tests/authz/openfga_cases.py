"""OpenFGA: a relation that many users can have with an object is a care relationship (the scope assigned), also through the
object's one parent; a relation that at most one user has is the row's doctor (the scope own). Union, intersection and
exclusion of the two are permits, permits in one's own name, and forbids. Tuples and expectations are OpenFGA's own."""

import itertools
import lzma
import re
from pathlib import Path

import yaml

from cases import CannotBeSaid, Case, Unsaid

ROW = "medical_record"


def cases(folder: Path):
    for file in sorted(folder.glob("*.yaml.xz")):
        for test in yaml.safe_load(lzma.open(file, "rt", encoding="utf-8"))["tests"]:
            yield from of_test(f"openfga/{test['name']}", test)


def of_test(source, test):
    try:
        stage = only_stage(test)
        model = read_model(stage["model"])
        asked = list(questions(stage, model))
    except CannotBeSaid as reason:
        yield Unsaid(source, str(reason))
        return
    for (kind, relation), checks in itertools.groupby(sorted(asked), key=lambda question: question[:2]):
        try:
            yield Translation(f"{source} ({kind}#{relation})", model, stage["tuples"], kind, relation).case(checks)
        except CannotBeSaid as reason:
            yield Unsaid(f"{source} ({kind}#{relation})", str(reason))


def only_stage(test):
    if len(test["stages"]) > 1:
        raise CannotBeSaid("a model that changes under its tuples")
    stage = test["stages"][0]
    stage["tuples"] = stage.get("tuples") or []
    assertions = [a for name in ("checkAssertions", "listObjectsAssertions", "listUsersAssertions") for a in stage.get(name) or []]
    if any(a.get("errorCode") for a in assertions):
        raise CannotBeSaid("a question that is refused, or a model that is not valid")
    if any(a.get("contextualTuples") for a in assertions):
        raise CannotBeSaid("relations that come with the question")
    if any(t["user"].endswith(":*") for t in stage["tuples"]):
        raise CannotBeSaid("everybody as a value in the data")
    if any("#" in t["user"] for t in stage["tuples"]):
        raise CannotBeSaid("groups of users as data")
    return stage


def read_model(text):
    """{type: {relation: expression}}, an expression as nested tuples."""
    model, kind = {}, None
    for line in text.splitlines():
        if match := re.fullmatch(r"\s*type (\S+)\s*", line):
            kind = match[1]
            model[kind] = {}
        elif match := re.fullmatch(r"\s*define (\S+):\s*(.*?)\s*", line):
            model[kind][match[1]] = Expression(match[2]).read()
        elif re.match(r"\s*condition ", line):
            raise CannotBeSaid("a condition on the request, not on who asks for what")
    return model


class Expression:
    def __init__(self, text):
        self.tokens = re.findall(r"\[[^\]]*\]|but not|[()]|[^\s()\[\]]+", text)

    def read(self):
        left = self.operand()
        while self.tokens and self.tokens[0] in ("or", "and", "but not"):
            left = (self.tokens.pop(0), left, self.operand())
        return left

    def operand(self):
        token = self.tokens.pop(0)
        if token == "(":
            inner = self.read()
            self.tokens.pop(0)
            return inner
        if token.startswith("["):
            return ("direct", tuple(name.strip() for name in token[1:-1].split(",")))
        if self.tokens and self.tokens[0] == "from":
            self.tokens.pop(0)
            return ("from", token, self.tokens.pop(0))
        return ("relation", token)


def questions(stage, model):
    """Checks, and lists as checks of everybody and everything that the tuples name."""
    names = {t["user"] for t in stage["tuples"]} | {t["object"] for t in stage["tuples"]}
    for assertion in stage.get("checkAssertions") or []:
        asked = assertion["tuple"]
        yield asked["object"].split(":")[0], asked["relation"], asked["user"], asked["object"], assertion["expectation"]
    for assertion in stage.get("listObjectsAssertions") or []:
        request, found = assertion["request"], assertion.get("expectation") or []
        for name in sorted(names | set(found)):
            if name.startswith(request["type"] + ":"):
                yield request["type"], request["relation"], request["user"], name, name in found
    for assertion in stage.get("listUsersAssertions") or []:
        request, found = assertion["request"], assertion.get("expectation") or []
        for name in sorted(names | set(found)):
            if request["filters"] == ["user"] and name.startswith("user:"):
                yield request["object"].split(":")[0], request["relation"], name, request["object"], name in found


class Translation:
    def __init__(self, source, model, tuples, kind, relation):
        self.source, self.model, self.tuples, self.kind = source, model, tuples, kind
        if relation not in model.get(kind, {}):
            raise CannotBeSaid("a question that is refused, or a model that is not valid")
        self.expression = self.expand(kind, relation, ())
        self.atoms = sorted(set(self.atoms_of(self.expression)))
        if len(self.atoms) > 2:
            raise CannotBeSaid("more than two relations between one user and one row")
        self.own = self.choose_own()
        self.assigned = next((atom for atom in self.atoms if atom != self.own), None)

    def expand(self, kind, relation, path):
        if (kind, relation) in path:
            raise CannotBeSaid("a relation that is defined by itself")
        return self.resolve(self.model[kind][relation], kind, relation, (*path, (kind, relation)))

    def resolve(self, expression, kind, relation, path):
        operator = expression[0]
        if operator == "direct":
            if expression[1] != ("user",):
                others = " ".join(expression[1])
                raise CannotBeSaid("groups of users as data" if "#" in others else
                                   "everybody as a value in the data" if ":*" in others else
                                   "a relation between rows, asked as if it were one to a user")  # fmt: skip
            return ("atom", "", relation)
        if operator == "relation":
            return self.expand(kind, expression[1], path)
        if operator == "from":
            return self.through(expression[1], expression[2], kind, path)
        return (operator, *(self.resolve(part, kind, relation, path) for part in expression[1:]))

    def through(self, relation, parent, kind, path):
        """A relation to the one row that this one belongs to."""
        parents = self.model[kind][parent]
        if parents[0] != "direct" or len(parents[1]) != 1:
            raise CannotBeSaid("parents of several kinds, or computed ones")
        if relation not in self.model.get(parents[1][0], {}):
            raise CannotBeSaid("parents of several kinds, or computed ones")
        found = self.expand(parents[1][0], relation, path)
        if found[0] != "atom" or found[1]:
            raise CannotBeSaid("a relation over more than one step")
        return ("atom", parent, found[2])

    def atoms_of(self, expression):
        if expression[0] == "atom":
            return [expression[1:]]
        return [atom for part in expression[1:] for atom in self.atoms_of(part)]

    def users(self, atom, thing):
        through, relation = atom
        things = [t["user"] for t in self.tuples if t["object"] == thing and t["relation"] == through] if through else [thing]
        return {t["user"] for t in self.tuples if t["object"] in things and t["relation"] == relation}

    def things(self):
        return {t["object"] for t in self.tuples if t["object"].startswith(self.kind + ":")}

    def choose_own(self):
        """Of two relations one has to be the row's doctor: one that no row has with more than one user."""
        if len(self.atoms) < 2:
            return None
        for atom in self.atoms:
            if not atom[0] and all(len(self.users(atom, thing)) <= 1 for thing in self.things()):
                return atom
        raise CannotBeSaid("two relations that one row has with several users each")

    def value(self, expression, assigned, own):
        operator, *parts = expression
        if operator == "atom":
            return own if tuple(parts) == self.own else assigned
        left, right = (self.value(part, assigned, own) for part in parts)
        return {"or": left or right, "and": left and right, "but not": left and not right}[operator]

    def add_rules(self, case):
        """By the truth table: three kinds of people, none of whom is without a relation."""
        both, first, second = (self.value(self.expression, *facts) for facts in ((True, True), (True, False), (False, True)))
        if self.own is None:
            both = second = first
        permit = lambda scope, condition="none": case.rule("doctor", "read", ROW, scope, "permit", condition)
        forbid = lambda scope, condition="none": case.rule("doctor", "read", ROW, scope, "forbid", condition)
        if first:
            permit("assigned")
        if second and self.own:
            permit("own")
        if both and not first and not second:
            permit("assigned", "in_own_name")
        if not both and (first or second) and self.own:
            forbid("assigned", "in_own_name")

    def case(self, checks):
        checks = list(checks)
        case = Case(self.source)
        self.add_rules(case)
        for thing in sorted(self.things() | {check[3] for check in checks}):
            self.place(case, thing)
        for _, relation, user, thing, expected in checks:
            if not user.startswith("user:") or "#" in user or user.endswith("*"):
                raise CannotBeSaid("a question about a group, or about everybody")
            case.check(f"{user} {relation} {thing}", expected, {"doctor"}, "read", thing, user)
        return case

    def place(self, case, thing):
        parents = {t["user"] for t in self.tuples
                   if self.assigned and t["object"] == thing and t["relation"] == self.assigned[0]}  # fmt: skip
        if len(parents) > 1:
            raise CannotBeSaid("a row with several parents")
        patient = next(iter(parents), thing)
        owner = next(iter(self.users(self.own, thing)), None) if self.own else None
        case.rows.append({"id": thing, "entity": ROW, "patient": patient} | ({"doctor": owner} if owner else {}))
        known = {(link["doctor"], link["patient"]) for link in case.links}
        for user in sorted(self.users(self.assigned, thing)) if self.assigned else []:
            if (user, patient) not in known:
                case.links.append({"doctor": user, "patient": patient})
