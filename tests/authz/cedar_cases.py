"""Cedar: what a policy asks of the principal alone becomes a role, what it asks of the resource alone a kind of row, an
owner the doctor whose row it is, and a list of people care relationships. Requests and decisions are Cedar's own."""

import json
import re
from pathlib import Path

from cases import ACTIONS, IN_COMPARTMENTS, ROLES, CannotBeSaid, Case, Unsaid, Words

POLICY = re.compile(
    r"(permit|forbid)\s*\(\s*(principal[^,]*),\s*(action(?:\s+in\s*\[[^\]]*\]|[^,]*)),\s*(resource[^)]*)\)"
    r"\s*(?:when\s*\{(.*?)\})?\s*(?:unless\s*\{(.*?)\})?\s*;",
    re.DOTALL,
)
UID = re.compile(r'(\w+)::"([^"]*)"')
OWNERS = {"principal == resource.account.owner", "resource.account.owner == principal", "principal == resource.owner"}
SIGNS = {"==": lambda a, b: a == b, ">=": lambda a, b: a >= b, "<=": lambda a, b: a <= b, ">": lambda a, b: a > b,
         "<": lambda a, b: a < b, "!=": lambda a, b: a != b}  # fmt: skip


def cases(folder: Path):
    for file in sorted((folder / "tests").rglob("*.json")):
        source = f"cedar/{file.parent.name}/{file.stem}"
        try:
            yield Translation(source, folder, json.loads(file.read_text(encoding="utf-8"))).case()
        except CannotBeSaid as reason:
            yield Unsaid(source, str(reason))


class Entities:
    def __init__(self, path: Path):
        self.all = {self.key(e["uid"]): e for e in json.loads(path.read_text(encoding="utf-8"))}

    @staticmethod
    def key(uid):
        return uid["type"], uid["id"]

    def attribute(self, uid, path):
        """The value at a path of attributes, through entities; nothing: there is none."""
        value = uid
        for name in path:
            entity = self.all.get(value if isinstance(value, tuple) else self.key(value))
            if entity is None or name not in entity["attrs"]:
                return None
            value = entity["attrs"][name]
        return self.key(value) if isinstance(value, dict) and "type" in value else value

    def within(self, uid, target) -> bool:
        parents = self.all.get(uid, {"parents": []})["parents"]
        return uid == target or any(self.within(self.key(parent), target) for parent in parents)


def alternatives(text: str | None) -> list[list[str]]:
    """A condition as alternatives of atoms; comments and outer brackets go."""
    text = re.sub(r"//[^\n]*", "", text or "")
    found = []
    for part in text.split("||"):
        atoms = [" ".join(atom.strip(" \n()").split()) if "contains" not in atom else " ".join(atom.split()).strip("( ")
                 for atom in part.split("&&")]  # fmt: skip
        found.append([atom for atom in atoms if atom and not re.fullmatch(r"resource has \w+", atom)])
    return found


class Translation:
    def __init__(self, source, folder, test):
        self.source, self.requests = source, test["requests"]
        self.entities = Entities(folder / test["entities"])
        text = re.sub(r"//[^\n]*", "", (folder / test["policies"]).read_text(encoding="utf-8"))
        self.policies = [self.read(*match.groups()) for match in POLICY.finditer(text)]
        if len(self.policies) != len(re.findall(r"\b(?:permit|forbid)\s*\(", text)):
            raise CannotBeSaid("a policy of another form")
        self.roles, self.kinds = Words("roles", ROLES[:3]), Words("kinds of rows", IN_COMPARTMENTS)
        self.actions = Words("actions", ACTIONS)

    def read(self, effect, principal, action, resource, when, unless):
        """A policy as (effect, actions, [(who, what, links)], is only for others than the owner)."""
        kept_by_owner = False
        if unless:
            atoms = alternatives(unless)
            if atoms == [["context.authenticated"]]:
                raise CannotBeSaid("a condition on the request, not on who asks for what")
            if effect != "forbid" or len(atoms) != 1 or len(atoms[0]) != 1 or atoms[0][0] not in OWNERS:
                raise CannotBeSaid("an exception other than the owner's")
            kept_by_owner = True
        branches = []
        for atoms in alternatives(when):
            who, what, links = [principal.strip()], [resource.strip()], set()
            for atom in atoms:
                self.sort(atom, who, what, links)
            branches.append((tuple(who), tuple(what), frozenset(links)))
        return effect, [name for kind, name in UID.findall(action)], branches, kept_by_owner

    @staticmethod
    def sort(atom, who, what, links):
        if "context" in atom:
            raise CannotBeSaid("a condition on the request, not on who asks for what")
        if atom in OWNERS:
            links.add("own")
        elif re.fullmatch(r"resource\.\w+\.contains\(principal\)?", atom):
            links.add("assigned")
        elif "principal" in atom and "resource" in atom:
            raise CannotBeSaid("an attribute of who asks compared with one of the row")
        else:
            (who if "principal" in atom else what).append(atom)

    def holds(self, uid, atoms) -> bool:
        return all(self.holds_one(uid, atom) for atom in atoms)

    def holds_one(self, uid, atom) -> bool:
        if atom in ("principal", "resource"):
            return True
        if match := re.fullmatch(r"(?:principal|resource)\s+(==|in)\s+(\w+)::\"([^\"]*)\"", atom):
            target = match[2], match[3]
            return uid == target if match[1] == "==" else self.entities.within(uid, target)
        if match := re.fullmatch(r"(?:principal|resource)((?:\.\w+)+)(?:\s*(==|!=|>=|<=|<|>)\s*(.+))?", atom):
            value = self.entities.attribute(uid, match[1].strip(".").split("."))
            if value is None:
                return False
            return value is True if match[2] is None else SIGNS[match[2]](value, json.loads(match[3]))
        raise CannotBeSaid("a condition of another form")

    def conditions(self, index):
        return list(dict.fromkeys(branch[index] for policy in self.policies for branch in policy[2]))

    def case(self) -> Case:
        case = Case(self.source)
        placed = {}
        for request in self.requests:
            action = self.actions[request["action"]["id"]]
            uid = Entities.key(request["resource"])
            if uid not in placed:
                placed[uid] = self.place(case, uid)
        for request in self.requests:
            who, uid = Entities.key(request["principal"]), Entities.key(request["resource"])
            roles = {self.roles[atoms] for atoms in self.conditions(0) if self.holds(who, atoms)} | {"doctor"}
            case.check(request["description"], request["decision"] == "allow", roles,
                       self.actions[request["action"]["id"]], str(uid), str(who))  # fmt: skip
        self.add_rules(case)
        return case

    def place(self, case, uid):
        owner = self.entities.attribute(uid, ["account", "owner"]) or self.entities.attribute(uid, ["owner"])
        kind = self.kinds[frozenset(atoms for atoms in self.conditions(1) if self.holds(uid, atoms))]
        case.rows.append({"id": str(uid), "entity": kind, "patient": str(uid)} | ({"doctor": str(owner)} if owner else {}))
        for admin in self.entities.attribute(uid, ["admins"]) or []:
            case.links.append({"doctor": str(Entities.key(admin)), "patient": str(uid)})
        return kind

    def add_rules(self, case):
        for kinds, entity in self.kinds.given.items():
            # "Forbid, unless it is the owner's" narrows every permit on these rows to the owner.
            narrowed = any(kept and what in kinds for _, _, branches, kept in self.policies for _, what, _ in branches)
            for effect, actions, branches, kept in self.policies:
                for who, what, links in branches:
                    if what in kinds and not kept:
                        for action in actions or list(self.actions.given):
                            if action in self.actions.given:
                                self.add_rule(case, who, action, entity, effect, links, narrowed)

    def add_rule(self, case, who, action, entity, effect, links, narrowed):
        """A scope belongs to the doctor's role: who must be anybody then."""
        role = "doctor" if links else self.roles[who]
        if links and who != ("principal",) or narrowed and effect == "permit" and role != "doctor":
            if not narrowed:
                raise CannotBeSaid("a role and a relation to the row at once")
            role = self.roles[who]
        scope = next(iter(links), "organization")
        if narrowed and effect == "permit":
            if role != "doctor":
                return self.owner_in_role(case, who, action, entity)
            case.rule("doctor", self.actions[action], entity, scope, effect, "in_own_name")
            return None
        case.rule(role, self.actions[action], entity, scope, effect)
        return None

    def owner_in_role(self, case, who, action, entity):
        """Of those the permit is for, the owner alone. Only where the owner is one of them it can be said."""
        owners = {row.get("doctor") for row in case.rows if row["entity"] == entity} - {None}
        inside = [uid for uid in self.entities.all if str(uid) in owners and self.holds(uid, who)]
        if len(inside) == len(owners):
            case.rule("doctor", self.actions[action], entity, "own")
        elif inside:
            raise CannotBeSaid("a role and a relation to the row at once")
