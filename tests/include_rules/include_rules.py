"""The include rule: a file uses only the rooms that cmake/layers.cmake lets its own room use."""

import re
from dataclasses import dataclass
from pathlib import Path

INCLUDE = re.compile(r'^\s*#\s*include\s*(<([^>]+)>|"([^"]+)")', re.MULTILINE)

# What installed headers may include beyond the standard library: a bridge for hosts that have nlohmann_json themselves,
# and the kit with which an adapter's author tests in Catch2.
BRIDGES = {"include/salus/codec/nlohmann.hpp": "nlohmann/", "include/salus/testing/": "catch2/"}


@dataclass(frozen=True)
class Room:
    name: str
    kind: str
    folders: list[str]
    public: str
    private: str
    uses: list[str]
    external: list[str]

    @property
    def is_adapter(self) -> bool:
        return self.kind == "LIBRARY" and self.public.startswith("adapters/")

    def holds(self, path: str) -> bool:
        return any(path.startswith(folder + "/") for folder in self.folders)

    def shows(self, path: str) -> bool:
        return self.kind in ("HEADERS", "LIBRARY") and path.startswith(self.public + "/")


class Rules:
    def __init__(self, tree: Path, rooms: list[dict]):
        self.tree = tree
        self.rooms = {room["name"]: Room(**room) for room in rooms}
        self.external = {header for room in self.rooms.values() for header in room.external}

    def offences(self) -> list[str]:
        """One line for every include that the rule forbids."""
        found = []
        for room in self.rooms.values():
            for path in self._files(room):
                text = (self.tree / path).read_text(encoding="utf-8")
                for match in INCLUDE.finditer(text):
                    if reason := self._offence(room, path, match[2] or match[3]):
                        line = text.count("\n", 0, match.start(1)) + 1
                        found.append(f"{path}:{line}: {match[1]}: {reason}")
        return found

    def _files(self, room: Room) -> list[str]:
        return sorted(
            path.relative_to(self.tree).as_posix()
            for folder in room.folders
            for path in (self.tree / folder).rglob("*")
            if path.suffix in (".hpp", ".cpp", ".h", ".c")
        )

    def _offence(self, room: Room, path: str, header: str) -> str | None:
        target = self._find(path, header)
        if target is None:
            return self._external_offence(room, path, header)
        owner = next((other for other in self.rooms.values() if other.holds(target)), None)
        if owner is None:
            return "this file is in no room"
        if owner is room:
            return self._hidden_offence(room, path, target)
        if owner.name not in self._reach(room):
            return f"{room.name} may not use {owner.name}"
        if owner.is_adapter and target != f"{owner.public}/salus/{owner.name}.hpp":
            return f"of {owner.name}, only salus/{owner.name}.hpp is for others"
        return self._hidden_offence(room, path, target)

    def _find(self, path: str, header: str) -> str | None:
        """The file of the tree that an include means; None: it is not ours."""
        roots = [str(Path(path).parent)]
        roots += sorted({root for room in self.rooms.values() for root in (room.public, room.private)})
        for root in roots:
            candidate = (self.tree / root / header).resolve()
            if candidate.is_file() and candidate.is_relative_to(self.tree):
                return candidate.relative_to(self.tree).as_posix()
        return None

    def _hidden_offence(self, room: Room, path: str, target: str) -> str | None:
        owner_shows = any(other.shows(target) for other in self.rooms.values())
        if room.shows(path) and not owner_shows:
            return "an installed header may not include one that is not installed"
        return None

    def _external_offence(self, room: Room, path: str, header: str) -> str | None:
        if header.startswith("salus/"):
            return "there is no such header"
        is_standard = "." not in header and "/" not in header
        is_bridge = any(path.startswith(place) and header.startswith(library) for place, library in BRIDGES.items())
        if room.shows(path) and not is_standard and not is_bridge:
            return "headers that are installed include the standard library and Salus alone"
        if header.startswith(tuple(self.external)) and not header.startswith(tuple(room.external)):
            return f"{room.name} may not use this library"
        return None

    def _reach(self, room: Room) -> set[str]:
        """What a room may use: its list, and all that those may use in turn, but nothing below an adapter."""
        reached = set()
        for name in room.uses:
            used = self.rooms[name]
            reached |= {name} if used.is_adapter else {name} | self._reach(used)
        return reached
