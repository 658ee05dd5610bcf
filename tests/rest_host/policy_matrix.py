"""The golden page of who may do what (tests/golden/policy_matrix.md), read back, so that nothing of it is written twice."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

PAGE = Path(__file__).resolve().parents[1] / "golden" / "policy_matrix.md"
ACTIONS = ("read", "create", "update", "remove", "break_glass")


@dataclass(frozen=True)
class FieldSet:
    """The fields of a letter: those that are named, or all but those."""

    names: frozenset[str]
    all_but: bool = False

    @staticmethod
    def parse(text: str) -> FieldSet:
        if text == "every field":
            return FieldSet(frozenset(), all_but=True)
        if text == "the id alone":
            return FieldSet(frozenset())
        names = frozenset(name.strip() for name in text.removeprefix("every field but ").split(","))
        return FieldSet(names, all_but=text.startswith("every field but "))

    def of(self, fields: set[str]) -> set[str]:
        return fields - self.names if self.all_but else fields & self.names


# place -> action -> the fields of that row where the action is allowed; None: of some rows, and the page does not say which
Table = dict[str, dict[str, FieldSet | None]]


def load() -> dict[tuple[str, str], Table]:
    """(role, entity) -> table. What is not in it is denied altogether."""
    tables: dict[tuple[str, str], Table] = {}
    for section in re.split(r"^### ", PAGE.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]:
        title, _, text = section.partition("\n")
        role, _, entity = title.partition(": ")
        tables[role.partition(" (")[0], entity] = _table(text)
    return tables


def _table(text: str) -> Table:
    legend = {letter: FieldSet.parse(names) for letter, names in re.findall(r"^- \*\*(\w)\*\*: (.*)$", text, re.MULTILINE)}
    rows = [line.strip("| ").split(" | ") for line in text.splitlines() if line.startswith("| ")]
    assert rows[0] == ["row", *ACTIONS], rows[0]
    return {
        place: {action: legend.get(cell) for action, cell in zip(ACTIONS, cells, strict=True) if cell != "–"}
        for place, *cells in rows[1:]
    }


class PolicyMatrix:
    """What the page says of somebody with several roles, about a row that each role calls by its own words."""

    def __init__(self):
        self.tables = load()

    def may_ever(self, roles: tuple[str, ...], entity: str, action: str, without_row: tuple[str, ...] = ()) -> bool:
        """Whether there can be a row for the action. To whoever has no row of their role no place but the last is open."""
        return any(
            action in actions
            for role in roles
            for place, actions in self.tables.get((role, entity), {}).items()
            if role not in without_row or place == "any" or place.startswith(("other", "relationship none"))
        )

    def fields(self, places: dict[str, str], entity: str, action: str, all_fields: set[str]) -> set[str] | None:
        """The fields of a row, together for the roles of `places`; None: denied."""
        sets = [self._cell(role, entity, place, action) for role, place in places.items()]
        granted = [fields.of(all_fields) for fields in sets if fields is not None]
        return set().union(*granted) if granted else None

    def _cell(self, role: str, entity: str, place: str, action: str) -> FieldSet | None:
        table = self.tables.get((role, entity))
        if table is None:
            return None
        actions = table["any"] if "any" in table else table[place]  # a place that the page lacks is a KeyError
        return actions.get(action)
