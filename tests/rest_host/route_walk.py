"""Asks every route of a host, as one person, about every row, and says where an answer is not what the golden page says."""

from __future__ import annotations

import datetime as dt

from policy_matrix import PolicyMatrix
from rest_server import PASSWORD
from salus_host import Answer
from wire_world import NOW, Caller, Row, WireWorld, moment, new_id

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
METADATA = {"id", "created_at", "updated_at"}

# What a write must make of the row stands in the policy (`becomes`) and not on the page: a patient changes an appointment
# by cancelling it, and no other way.
CANCELLATION = {"status": "cancelled", "cancel_reason": "Feeling well."}

# Routes without rows: who may call them, and what they serve. None of them asks the policy.
OPEN_ROUTES = {
    "/healthz": {"GET"},
    "/readyz": {"GET"},
    "/metrics": {"GET"},
    "/api/openapi.json": {"GET"},
    "/api/docs": {"GET"},
    "/api/auth/login/": {"POST"},
    "/api/auth/register/": {"POST"},
    "/api/auth/token/refresh/": {"POST"},
    "/api/auth/logout/": {"POST"},
}


def action_of(kind: str, method: str) -> str:
    if kind == "break-glass":
        return "break_glass"
    if method in ("GET", "HEAD", "OPTIONS"):
        return "read"
    if kind == "collection":
        return "create"
    return "remove" if method == "DELETE" else "update"


class RouteWalk:
    """One person's walk over the routes of a world."""

    def __init__(self, world: WireWorld, caller: Caller, matrix: PolicyMatrix):
        self.world, self.caller, self.matrix = world, caller, matrix
        self.problems: list[str] = []
        self.answers = 0
        self.asked: set[tuple] = set()

    def walk(self, path: str, methods: set[str]):
        """Everything that can be asked of one path of the OpenAPI document."""
        kind, entity, field = self.kind_of(path)
        if kind is None:
            self.problems.append(f"{path}: a route that no walk knows; say who may call it")
            return
        served = methods | {"OPTIONS"} | ({"HEAD"} if "GET" in methods else set())
        for method in METHODS:
            if method not in served:
                self.ask_for_what_is_not_served(path, kind, entity, method)
        getattr(self, f"ask_{kind.replace('-', '_')}")(entity, *([field] if field else []))
        self.ask_for_options(path, kind, entity)

    def kind_of(self, path: str) -> tuple[str | None, str, str]:
        by_collection = {entity.collection: name for name, entity in self.world.entities.items()}
        parts = path.strip("/").split("/")[1:]
        entity = by_collection.get(parts[0], "") if parts else ""
        if not entity:
            return None, "", ""
        if len(parts) == 1:
            return "collection", entity, ""
        if parts[1:] == ["{id}"]:
            return "item", entity, ""
        if len(parts) == 3 and parts[2] == "{id}":
            return "related", entity, parts[1]
        kind = parts[2] if parts[1] == "{id}" and len(parts) == 3 else None
        return (kind if kind in ("history", "break-glass", "slots") else None), entity, ""

    # What the page says

    def may_ever(self, entity: str, action: str) -> bool:
        caller = self.caller
        return caller.is_known and self.matrix.may_ever(caller.roles, entity, action, caller.roles_without_row)

    def granted(self, row: Row, action: str) -> set[str] | None:
        entity = self.world.entities[row.entity]
        fields = self.matrix.fields(self.world.places(self.caller, row), row.entity, action, entity.readable | entity.writable)
        return fields if self.caller.is_known else None

    def shown(self, row: Row) -> set[str] | None:
        fields = self.granted(row, "read")
        return None if fields is None else METADATA | (fields & self.world.entities[row.entity].readable)

    def denial(self, entity: str, action: str) -> int | None:
        """The status for whoever may do this to no row at all."""
        if not self.caller.is_known:
            return 401
        return None if self.may_ever(entity, action) else 403

    # Asking

    def call(self, method: str, path: str, body=None) -> Answer:
        self.answers += 1
        return self.caller.wire.call(method, path, body)

    def expect(self, what: str, answer: Answer, *statuses: int) -> bool:
        if answer.status in statuses:
            return True
        self.problems.append(f"{what}: {answer.status} instead of {statuses}: {answer.body[:200]!r}")
        return False

    def expect_same(self, what: str, answer: Answer, other: Answer):
        if answer.sight != other.sight:
            self.problems.append(f"{what}: {answer.sight} can be told from {other.sight}")

    def expect_fields(self, what: str, row: dict, fields: set[str]):
        if set(row) != fields:
            self.problems.append(f"{what}: fields {sorted(set(row) ^ fields)} too many or too few")

    def ask_for_what_is_not_served(self, path: str, kind: str, entity: str, method: str):
        for id in (new_id(), *(row.id for row in self.world.rows_of(entity)[:1])):
            answer = self.call(method, path.replace("{id}", id), {} if method != "HEAD" else None)
            wanted = self.denial(entity, action_of(kind, method)) or 405
            self.expect(f"{method} {path}", answer, wanted)

    def ask_for_options(self, path: str, kind: str, entity: str):
        """Which methods there are, and of which fields, is the same for every row."""
        answers = [self.call("OPTIONS", path.replace("{id}", id)) for id in (new_id(), *self.some_ids(entity))]
        for answer in answers:
            self.expect(f"OPTIONS {path}", answer, self.denial(entity, action_of(kind, "OPTIONS")) or 200)
            self.expect_same(f"OPTIONS {path}", answer, answers[0])

    def rows_to_ask(self, entity: str) -> list[Row]:
        """All of them; to whom nothing is open at all, a few."""
        return self.world.rows_of(entity)[: None if self.caller.is_known else 3]

    def some_ids(self, entity: str) -> list[str]:
        return [row.id for row in self.world.rows_of(entity)[:3]]

    def absent_ids(self, entity: str) -> dict[str, str]:
        """Ids behind which there is nothing for anybody here."""
        absent = {"missing": new_id(), "also missing": new_id()}
        if entity in self.world.removed:
            absent["removed"] = self.world.removed[entity]
        if entity in self.world.elsewhere:
            absent["another organization's"] = self.world.elsewhere[entity]
        return absent

    # Collections

    def ask_collection(self, entity: str):
        path = self.world.path(entity) + "?page_size=500"
        answer = self.call("GET", path)
        if self.expect(f"GET {path}", answer, self.denial(entity, "read") or 200) and answer.status == 200:
            visible = {row.id: fields for row in self.world.rows_of(entity) if (fields := self.shown(row)) is not None}
            self.expect_rows(f"GET {path}", answer.json(), visible)
        self.expect_head(path, answer)
        if denied := self.denial(entity, "create"):
            self.expect(f"POST {path}", self.call("POST", path, {}), denied)
            return
        for place in self.one_row_of_each_place(entity):
            self.ask_to_create(place)

    def expect_rows(self, what: str, page: dict, visible: dict[str, set[str]]):
        listed = {row["id"]: row for row in page["results"]}
        if listed.keys() != visible.keys() or page["count"] != len(visible):
            unexpected, lacking = listed.keys() - visible.keys(), visible.keys() - listed.keys()
            self.problems.append(f"{what}: count {page['count']}, shows {unexpected} too many, lacks {lacking}")
        for id in listed.keys() & visible.keys():
            self.expect_fields(f"{what} {id}", listed[id], visible[id])

    def expect_head(self, path: str, read: Answer):
        """HEAD says what GET says, without the body; the length is that of one answer with the same bytes."""
        head = self.call("HEAD", path)
        self.expect(f"HEAD {path}", head, read.status)
        if head.body or head.header("Content-Type") != read.header("Content-Type"):
            self.problems.append(f"HEAD {path}: a body, or headers unlike those of GET")

    def one_row_of_each_place(self, entity: str) -> list[Row]:
        rows = {}
        for row in self.world.rows_of(entity):
            place = (row.doctor == self.caller.doctor, self.caller.owns(row), *self.world.places(self.caller, row).items())
            rows.setdefault(place, row)
        return list(rows.values())

    def ask_to_create(self, place: Row):
        entity, path = self.world.entities[place.entity], self.world.path(place.entity)
        values, granted = self.world.values_for(place), self.granted(place, "create")
        if granted is None or self.refers_to_hidden(place):
            body = {name: values[name] for name in entity.required if name in values}
            self.expect_refused_creation(place, self.call("POST", path, body))
            return
        for name in sorted(self.once(entity.writable - granted, f"POST {path}")):
            body = {key: values[key] for key in entity.required | {name}}
            self.expect(f"POST {path} with {name}", self.call("POST", path, body), 403)
        body = {name: value for name, value in values.items() if name in granted}
        answer = self.call("POST", path, body)
        if self.expect(f"POST {path} {place}", answer, 201):
            self.expect_fields(f"POST {path}", answer.json(), self.shown(place) or METADATA)
            self.world.use_up(self.world.add(place, answer.json()["id"]))

    def expect_refused_creation(self, place: Row, answer: Answer):
        """What somebody refers to and may not read is said not to exist; else they are told that they may not."""
        hidden = self.refers_to_hidden(place)
        if self.expect(f"POST {place}", answer, 400 if hidden else 403) and hidden:
            if not all("object does not exist" in str(texts) for texts in answer.json().values()):
                self.problems.append(f"POST {place}: {answer.body!r}")

    def refers_to_hidden(self, place: Row) -> bool:
        if place.entity in ("doctor", "patient"):  # which are named by themselves
            return False
        return any(id and not self.can_see(entity, id) for entity, id in (("doctor", place.doctor), ("patient", place.patient)))

    def is_new(self, what: str, fields: set[str] | None) -> bool:
        """Whether this was not asked yet about a row with this mask: it is the same for all of them."""
        question = (what, *sorted(fields or ()), fields is None)
        is_new = question not in self.asked
        self.asked.add(question)
        return is_new

    def once(self, fields: set[str], what: str) -> set[str]:
        return fields if self.is_new(what, fields) else set()

    def can_see(self, entity: str, id: str) -> bool:
        return any(row.id == id and self.shown(row) is not None for row in self.world.rows_of(entity))

    # Single rows

    def ask_item(self, entity: str):
        path = self.world.path(entity)
        absent = {
            method: [self.call(method, f"{path}{id}/", body) for id in self.absent_ids(entity).values()]
            for method, body in (("GET", None), ("HEAD", None), ("PUT", {}), ("PATCH", {}), ("DELETE", None))
        }
        for method, answers in absent.items():
            for answer in answers:
                self.expect(f"{method} {path} of an absent row", answer, self.denial(entity, action_of("item", method)) or 404)
                self.expect_same(f"{method} {path} of absent rows", answer, answers[0])
        for row in self.rows_to_ask(entity):
            self.ask_to_read(row, absent["GET"][0], absent["HEAD"][0])
            for method in ("PUT", "PATCH", "DELETE"):
                self.ask_to_write(row, method, absent[method][0])
        if not self.denial(entity, "read"):
            self.expect(f"GET {path}{{a word}}", self.call("GET", f"{path}no-id/"), 404)

    def ask_to_read(self, row: Row, absent: Answer, absent_head: Answer):
        path, shown = self.world.path(row.entity, row.id), self.shown(row)
        answer = self.call("GET", path)
        asks_head = self.is_new(f"HEAD {row.entity}", shown)
        if shown is None:
            self.expect_same(f"GET {row}", answer, absent)
            if asks_head:
                self.expect_same(f"HEAD {row}", self.call("HEAD", path), absent_head)
            return
        if self.expect(f"GET {row}", answer, 200):
            self.expect_fields(f"GET {row}", answer.json(), shown)
        if asks_head:
            self.expect_head(path, answer)

    def ask_to_write(self, row: Row, method: str, absent: Answer):
        path, action = self.world.path(row.entity, row.id), action_of("item", method)
        granted = self.granted(row, action)
        if granted is not None and self.shown(row) is not None:
            ask = {"PUT": self.ask_to_replace, "PATCH": self.ask_to_change, "DELETE": self.ask_to_remove}[method]
            ask(row, granted)
            return
        answer = self.call(method, path, None if method == "DELETE" else {})
        if self.shown(row) is None or self.denial(row.entity, action):
            self.expect_same(f"{method} {row}", answer, absent)
        else:
            self.expect(f"{method} {row}", answer, 403)

    def disposable(self, row: Row) -> Row:
        """A row like this one that may be used up; what only changes is the row itself."""
        return self.world.copy_of(row) if row.entity in ("appointment", "medical_record") else row

    def changes_of(self, row: Row, granted: set[str]) -> dict:
        """Every field that may be written, as it is."""
        values = self.world.fields_of(row)
        writable = self.world.entities[row.entity].writable & granted
        return {name: value for name, value in values.items() if name in writable}

    def ask_to_change(self, row: Row, granted: set[str]):
        target = self.disposable(row)
        path, changes = self.world.path(target.entity, target.id), self.changes_of(target, granted)
        if set(changes) == set(CANCELLATION):
            self.expect(f"PATCH {row} but for cancelling", self.call("PATCH", path, {"cancel_reason": "Rain."}), 403)
            changes = CANCELLATION
        for name in sorted(self.once(self.world.entities[row.entity].writable - granted, f"PATCH {row.entity}")):
            value = PASSWORD if name == "password" else self.world.fields_of(target)[name]
            self.expect(f"PATCH {row} with {name}", self.call("PATCH", path, {name: value}), 403)
        self.expect_written(target, self.call("PATCH", path, changes), "PATCH")
        if target is not row:
            self.world.use_up(target)

    def expect_written(self, row: Row, answer: Answer, method: str):
        if self.expect(f"{method} {row}", answer, 200):
            self.expect_fields(f"{method} {row}", answer.json(), self.shown(row))
            if answer.json()["id"] != row.id:  # an amendment
                self.world.add(row, answer.json()["id"])

    def ask_to_replace(self, row: Row, granted: set[str]):
        entity = self.world.entities[row.entity]
        target = self.disposable(row) if entity.required <= granted else row
        path = self.world.path(target.entity, target.id)
        body = self.changes_of(target, granted | entity.required)
        answer = self.call("PUT", path, body)
        if entity.required <= granted:
            self.expect_written(target, answer, "PUT")
        else:
            self.expect(f"PUT {row}", answer, 403)
        if target is not row:
            self.world.use_up(target)

    def ask_to_remove(self, row: Row, _):
        target = self.world.copy_of(row)
        answer = self.call("DELETE", self.world.path(target.entity, target.id))
        if self.expect(f"DELETE {row}", answer, 204) and row.entity != "medical_record":
            self.world.forget(target)

    # What hangs below rows

    def ask_related(self, entity: str, field: str):
        """The rows of a collection that refer to one row: those that are shown with the field that refers."""
        base = f"{self.world.path(entity)}{field}/"
        values = {row["id"]: row[field] for row in self.all_rows(entity)}
        nothing = self.call("GET", f"{base}{new_id()}/")
        if not self.expect(f"GET {base}", nothing, self.denial(entity, "read") or (200 if self.is_ever_shown(entity, field) else 403)):
            return
        for target in sorted({value for value in values.values() if value} | self.elsewhere_ids()):
            answer = self.call("GET", f"{base}{target}/?page_size=500")
            visible = {
                row.id: shown
                for row in self.world.rows_of(entity)
                if values.get(row.id) == target and (shown := self.shown(row)) is not None and field in shown
            }
            if nothing.status == 200 and visible:
                self.expect_rows(f"GET {base}{target}/", answer.json(), visible)
            else:
                self.expect_same(f"GET {base}{target}/", answer, nothing)

    def all_rows(self, entity: str) -> list[dict]:
        return self.world.root.done("GET", self.world.path(entity) + "?page_size=500")["results"]

    def elsewhere_ids(self) -> set[str]:
        return set(self.world.elsewhere.values())

    def is_ever_shown(self, entity: str, field: str) -> bool:
        known = self.world.entities[entity].readable
        tables = [self.matrix.tables.get((role, entity), {}) for role in self.caller.roles]
        sets = [actions["read"].of(known) for table in tables for actions in table.values() if "read" in actions]
        return any(field in fields for fields in sets)

    def ask_history(self, entity: str):
        path = self.world.path(entity)
        absent = [self.call("GET", f"{path}{id}/history/") for id in self.absent_ids(entity).values()]
        for answer in absent:
            self.expect(f"GET {path}*/history/ of an absent row", answer, self.denial(entity, "read") or 404)
            self.expect_same(f"GET {path}*/history/", answer, absent[0])
        for row in self.rows_to_ask(entity):
            answer, shown = self.call("GET", f"{path}{row.id}/history/"), self.shown(row)
            if shown is None:
                self.expect_same(f"GET {row} history", answer, absent[0])
            elif self.expect(f"GET {row} history", answer, 200):
                versions = answer.json()["results"]
                if entity != "medical_record":  # only what is superseded has versions: of others there are the changes
                    changed = {change["field"] for revision in versions for change in revision["changes"]}
                    if changed - shown:
                        self.problems.append(f"GET {row} history: changes of {sorted(changed - shown)}, which are hidden")
                    continue
                if row.id not in {version["id"] for version in versions}:
                    self.problems.append(f"GET {row} history: the row itself is not in it")
                for version in versions:
                    self.expect_fields(f"GET {row} history", version, shown)

    def ask_slots(self, entity: str):
        path = self.world.path(entity)
        span = f"?from={moment(NOW + dt.timedelta(days=1))}&to={moment(NOW + dt.timedelta(days=2))}"
        absent = [self.call("GET", f"{path}{id}/slots/{span}") for id in self.absent_ids(entity).values()]
        for answer in absent:
            self.expect(f"GET {path}*/slots/ of an absent row", answer, self.denial(entity, "read") or 404)
            self.expect_same(f"GET {path}*/slots/", answer, absent[0])
        for row in self.world.rows_of(entity):
            answer, shown = self.call("GET", f"{path}{row.id}/slots/{span}"), self.shown(row)
            if shown is None:
                self.expect_same(f"GET {row} slots", answer, absent[0])
            else:
                self.expect(f"GET {row} slots", answer, 200 if "availability" in shown else 403)

    def ask_break_glass(self, entity: str):
        reason = {"reason": "Found unconscious."}
        path = self.world.path(entity)
        absent = [self.call("POST", f"{path}{id}/break-glass/", reason) for id in self.absent_ids(entity).values()]
        denied = self.denial(entity, "break_glass") or (None if self.caller.doctor else 403)
        for answer in absent:
            self.expect(f"POST {path}*/break-glass/ of an absent row", answer, denied or 404)
            self.expect_same(f"POST {path}*/break-glass/", answer, absent[0])
        if denied:
            for row in self.rows_to_ask(entity):
                self.expect_same(f"POST {row} break-glass", self.call("POST", f"{path}{row.id}/break-glass/", reason), absent[0])
            return
        patient = self.world.copy_of(self.world.rows_of(entity)[0])
        self.expect(f"POST {path}*/break-glass/ without a reason", self.call("POST", f"{path}{patient.id}/break-glass/", {}), 400)
        answer = self.call("POST", f"{path}{patient.id}/break-glass/", reason)
        if self.expect(f"POST {path}*/break-glass/", answer, 201):
            self.world.note_emergency(self.caller, patient.id, answer.json()["id"])
            self.ask_to_read(patient, absent[0], absent[0])
