"""A case of another policy engine, said in Salus's model; and why some cannot be."""

from dataclasses import dataclass, field

ACTIONS = ("read", "update", "remove", "create")
ROLES = ("administrator", "patient", "user", "doctor")
ENTITIES = ("medical_record", "appointment", "care_relationship", "patient", "doctor")
IN_COMPARTMENTS = ("medical_record", "appointment", "care_relationship")  # of a doctor and of a patient


class CannotBeSaid(Exception):
    """The reason, as a class of cases."""


@dataclass
class Case:
    """What one source file or test asks, as rules, rows, links and checks."""

    source: str
    rules: list[dict] = field(default_factory=list)
    rows: list[dict] = field(default_factory=list)
    links: list[dict] = field(default_factory=list)
    checks: list[dict] = field(default_factory=list)
    expected: list[bool] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def rule(self, role, action, entity, scope="organization", effect="permit", condition="none"):
        self.rules.append(
            {"role": role, "action": action, "entity": entity, "scope": scope, "effect": effect, "condition": condition}
        )

    def check(self, asked, expected, roles, action, row, doctor=None):
        self.checks.append({"roles": sorted(roles), "action": action, "row": row} | ({"doctor": doctor} if doctor else {}))
        self.expected.append(expected)
        self.asked.append(asked)

    def as_json(self):
        return {"rules": self.rules, "rows": self.rows, "links": self.links, "checks": self.checks}


@dataclass(frozen=True)
class Unsaid:
    source: str
    reason: str


class Words:
    """Gives each of a foreign engine's names one of our closed list."""

    def __init__(self, what, ours):
        self.what, self.ours, self.given = what, ours, {}

    def __getitem__(self, name):
        if name not in self.given:
            if len(self.given) == len(self.ours):
                raise CannotBeSaid(f"more {self.what} than the closed list has")
            self.given[name] = self.ours[len(self.given)]
        return self.given[name]
