"""A clinic with one row of each kind that the policy could treat otherwise, and one person of each kind to ask about it.

Made through the REST host itself: people register, an administrator grants and links. As in the golden matrix, there is a
patient in each state of Dr. Ada's care, and for each of them appointments and records in her name and in Dr. Bo's.

The library's system principals (importer, auditor, scheduler …) are nobody here: no account, token or route is theirs."""

from __future__ import annotations

import datetime as dt
import itertools
import uuid
from dataclasses import dataclass

from rest_server import PASSWORD
from salus_host import ROOT, Database, SalusHost, Wire

NOW = dt.datetime.now(dt.timezone.utc).replace(microsecond=0)
DAY = dt.timedelta(days=1)
HOUR = dt.timedelta(hours=1)

# state of care -> from when, until when
CARE = {
    "active": (-30 * DAY, None),
    "ended": (-30 * DAY, -DAY),
    "future": (DAY, None),
}

# The rules of the level that the golden page has, word for word.
RECEPTION = (
    ("reception reads patients", "read", "patient", ["name", "birth_date", "phone_number"]),
    ("reception reads doctors", "read", "doctor", ["name", "specialization"]),
    ("reception reads appointments", "read", "appointment", ["doctor", "patient", "starts_at", "ends_at", "status"]),
    (
        "reception makes appointments",
        "create",
        "appointment",
        ["doctor", "patient", "starts_at", "ends_at", "override_reason"],
    ),
)


@dataclass(frozen=True)
class Row:
    """A row, and what its place is made of: whose it is."""

    entity: str
    id: str
    doctor: str | None = None
    patient: str | None = None
    detail: str = ""  # what a condition asks about: upcoming, restricted …


@dataclass
class Caller:
    """Somebody with an account, or nobody."""

    name: str
    wire: Wire
    roles: tuple[str, ...] = ()
    user: str | None = None
    doctor: str | None = None
    patient: str | None = None
    # Nobody: no token, or one that opens nothing.
    is_known: bool = True

    @property
    def roles_without_row(self) -> tuple[str, ...]:
        """Those of a role that have nothing by which a row could be their own."""
        own = {"user": self.user, "doctor": self.doctor, "patient": self.patient}
        return tuple(role for role in self.roles if role in own and own[role] is None)

    def owns(self, row: Row) -> bool:
        if row.entity == "user":
            return row.id == self.user
        return row.patient is not None and row.patient == self.patient


@dataclass
class Entity:
    """What the OpenAPI document says of an entity."""

    name: str
    collection: str
    readable: set[str]
    writable: set[str]
    required: set[str]


def new_id() -> str:
    """An id that no row has, of the form that rows have."""
    plain = uuid.uuid4().hex
    return str(uuid.UUID("01890000" + plain[8:12] + "7" + plain[13:]))


def moment(at: dt.datetime) -> str:
    return at.isoformat().replace("+00:00", "Z")


class WireWorld:
    def __init__(self, database: Database):
        self.database = database
        database.install()
        self.host = SalusHost(database)
        self._addresses = (f"198.51.100.{number}" for number in range(1, 250))
        self._hours = itertools.count(1)
        self._numbers = itertools.count(1)
        self.root = self._wire().log_in(ROOT)
        self.document = self.host.connect().done("GET", "/api/openapi.json")
        self.entities = self._entities()
        self.rows: list[Row] = []
        self.care: list[tuple[str, str, str]] = []  # doctor, patient, state
        self.callers: dict[str, Caller] = {}
        self._fill()

    def stop(self):
        self.host.stop()

    # What is asked of it

    def state_of(self, doctor: str | None, patient: str | None) -> str:
        states = {state for one, other, state in self.care if (one, other) == (doctor, patient)}
        order = ("active", "emergency", "future", "ended")
        return next((state for state in order if state in states), "none")

    def places(self, caller: Caller, row: Row) -> dict[str, str]:
        """What each role of somebody calls the place of a row, in the words of the golden page."""
        return {role: self._place(caller, role, row) for role in caller.roles}

    def rows_of(self, entity: str) -> list[Row]:
        return [row for row in self.rows if row.entity == entity]

    def fields_of(self, row: Row) -> dict:
        """Everything that an administrator may know of a row."""
        return self.root.done("GET", self.path(row.entity, row.id))

    def path(self, entity: str, id: str = "") -> str:
        return f"/api/{self.entities[entity].collection}/" + (f"{id}/" if id else "")

    def values_for(self, row: Row) -> dict:
        """The fields of a new row in the place of another one, which takes nothing that is taken."""
        entity = self.entities[row.entity]
        values = {name: value for name, value in self.fields_of(row).items() if name in entity.writable}
        number = next(self._numbers)
        for name in ("mrn", "slug"):
            if name in values:
                values[name] = f"{values[name]}-{number}"
        if row.entity in ("access_level", "access_rule"):
            values["name"] += f" {number}"
        if row.entity == "user":
            values["email"] = f"user{number}@clinic.example"
            values["password"] = PASSWORD
        if row.entity in ("patient", "doctor"):
            values["user"] = None
            values["identifiers"] = []
        if row.entity == "care_relationship":
            values["status"] = "ended"  # of active ones there is one of each type
        if row.entity == "appointment":
            values |= self.free_hour(row.detail == "upcoming")
        return values

    def free_hour(self, is_upcoming: bool) -> dict[str, str]:
        hours = next(self._hours)
        start = NOW + 60 * DAY + hours * HOUR if is_upcoming else NOW - 60 * DAY - hours * HOUR
        return {"starts_at": moment(start), "ends_at": moment(start + HOUR)}

    def copy_of(self, row: Row) -> Row:
        """Another row in the same place, made by the administrator; for what changes its row."""
        made = self.root.done("POST", self.path(row.entity), self.values_for(row))
        return self.add(row, made["id"])

    def add(self, like: Row, id: str) -> Row:
        """A row that was made in the place of another."""
        if like.entity == "doctor":
            row = Row("doctor", id, doctor=id)
        elif like.entity == "patient":
            row = Row("patient", id, patient=id)
        else:
            row = Row(like.entity, id, like.doctor, like.patient, like.detail)
        self.rows.append(row)
        return row

    def note_emergency(self, doctor: Caller, patient: str, relationship: str):
        """What a doctor has just opened, and who will be asked about it."""
        self.care.append((doctor.doctor, patient, "emergency"))
        self.rows.append(Row("care_relationship", relationship, doctor.doctor, patient))
        path = f"{self.path('access_review')}?doctor_id={doctor.doctor}&patient_id={patient}"
        reviews = self.root.done("GET", path)["results"]
        self.rows += [Row("access_review", review["id"], doctor.doctor, patient) for review in reviews]

    def use_up(self, row: Row):
        """A row that has served; but a record stays, and so does a relationship, which says what may be seen."""
        if row.entity not in ("medical_record", "care_relationship"):
            self.root.done("DELETE", self.path(row.entity, row.id))
            self.forget(row)

    def forget(self, row: Row):
        """A row that is not listed any more."""
        self.rows.remove(row)

    # How it is made

    def _wire(self) -> Wire:
        return self.host.connect(next(self._addresses))

    def _entities(self) -> dict[str, Entity]:
        schemas = self.document["components"]["schemas"]
        entities = {}
        for path, operations in self.document["paths"].items():
            parts = path.strip("/").split("/")
            operation = operations.get("get", {}).get("operationId", "")
            if len(parts) != 2 or not operation.startswith("list_"):
                continue
            name = operation.removeprefix("list_")
            type_name = "".join(word.capitalize() for word in name.split("_"))
            if type_name + "Creation" not in schemas:  # a page of something that is no entity's rows
                continue
            creation = schemas[type_name + "Creation"]
            known = set(schemas[type_name]["properties"]) - {"id", "created_at", "updated_at"}
            writable = set(creation["properties"])
            entities[name] = Entity(name, parts[1], known, writable, set(creation.get("required", ())))
        return entities

    def _place(self, caller: Caller, role: str, row: Row) -> str:
        if role in ("doctor", "administrator"):
            care = f"relationship {self.state_of(caller.doctor, row.patient)}" if row.patient else ""
            name = "" if row.doctor is None else "own" if row.doctor == caller.doctor else "other"
            return ", ".join(word for word in (care, name, row.detail) if word) or "any"
        return ", ".join(word for word in ("own" if caller.owns(row) else "other", row.detail) if word)

    def _fill(self):
        self._add_organization()
        self._add_reception()
        self._add_doctors()
        for state in ("none", *CARE, "emergency"):
            self._add_patient(state)
        self._add_people()
        self._add_nobodies()
        self._remove_some()

    def _create(self, entity: str, values: dict, **place) -> Row:
        made = self.root.done("POST", self.path(entity), values)
        row = Row(entity, made["id"], **place)
        self.rows.append(row)
        return row

    def _account(self, name: str, **flags) -> tuple[str, Wire]:
        """Somebody who registers, and is then what an administrator says."""
        wire = self._wire()
        email = name.replace(" ", ".") + "@clinic.example"
        body = {"name": name.title(), "email": email, "password": PASSWORD}
        id = wire.done("POST", "/api/auth/register/", body)["id"]
        if flags:
            self.root.done("PATCH", self.path("user", id), flags)
        self.rows.append(Row("user", id))
        return id, wire.log_in(email)

    def _caller(self, name: str, roles: tuple[str, ...], flags: dict | None = None, **links) -> Caller:
        user, wire = self._account(name, **flags or {})
        caller = Caller(name, wire, ("user", *roles), user, **links)
        self.callers[name] = caller
        return caller

    def _add_organization(self):
        (organization,) = self.root.done("GET", self.path("organization"))["results"]
        self.rows.append(Row("organization", organization["id"]))
        (account,) = self.root.done("GET", self.path("user"))["results"]
        self.rows.append(Row("user", account["id"]))
        self.callers["root"] = Caller("root", self.root, ("user", "administrator"), account["id"])

    def _add_reception(self):
        self.level = self._create("access_level", {"name": "Reception"})
        for name, action, entity, fields in RECEPTION:
            values = {"access_level": self.level.id, "name": name, "action": action, "entity": entity}
            self._create("access_rule", values | {"scope": "organization", "fields": fields})
        self.empty_level = self._create("access_level", {"name": "Nothing yet"})

    def _add_doctors(self):
        for name, specialization in (("ada", "cardiology"), ("bo", "neurology")):
            caller = self._caller(name, ("doctor",), {"is_doctor": True})
            values = {"user": caller.user, "name": f"Dr. {name.title()}", "specialization": specialization}
            caller.doctor = self._add_doctor(values)

    def _add_doctor(self, values: dict) -> str:
        id = self.root.done("POST", self.path("doctor"), values | {"time_off": [{"from": "2031-01-01", "to": "2031-01-02"}]})["id"]
        self.rows.append(Row("doctor", id, doctor=id))
        return id

    def _add_patient_row(self, name: str, user: str | None = None) -> str:
        values = {"user": user, "name": name, "birth_date": "1980-02-29", "sex": "female", "mrn": f"M-{name}"}
        id = self.root.done("POST", self.path("patient"), values)["id"]
        self.rows.append(Row("patient", id, patient=id))
        return id

    def _add_patient(self, state: str):
        id = self._add_patient_row(f"Patient {state}")
        for doctor in ("ada", "bo"):
            self._add_care(self.callers[doctor], id, state)
            self._add_appointments(self.callers[doctor].doctor, id)
            self._add_records(self.callers[doctor].doctor, id)

    def _add_care(self, doctor: Caller, patient: str, state: str):
        if state == "emergency":
            path = self.path("patient", patient) + "break-glass/"
            self.note_emergency(doctor, patient, doctor.wire.done("POST", path, {"reason": "Found unconscious."})["id"])
            return
        if state in CARE:
            begin, end = CARE[state]
            values = {"doctor": doctor.doctor, "patient": patient, "notes": "Seen once."}
            values |= {"valid_from": moment(NOW + begin), "valid_to": end and moment(NOW + end)}
            self._create("care_relationship", values, doctor=doctor.doctor, patient=patient)
        elif doctor.name == "bo":
            values = {"doctor": doctor.doctor, "patient": patient}
            self._create("care_relationship", values, doctor=doctor.doctor, patient=patient)
            state = "active"
        if state != "none":
            self.care.append((doctor.doctor, patient, state))

    def _add_appointments(self, doctor: str, patient: str):
        for detail in ("upcoming", "started"):
            values = {"doctor": doctor, "patient": patient, "reason": "Check-up", "notes": "Bring the letter."}
            values |= {"override_reason": "All at once, for the matrix."} | self.free_hour(detail == "upcoming")
            self._create("appointment", values, doctor=doctor, patient=patient, detail=detail)

    def _add_records(self, author: str, patient: str):
        for detail in ("normal", "restricted"):
            values = {"patient": patient, "author": author, "record_type": "note", "title": "Note", "confidentiality": detail}
            self._create("medical_record", values, doctor=author, patient=patient, detail=detail)

    def _link_patient(self, caller: Caller, patient: str):
        self.root.done("PATCH", self.path("patient", patient), {"user": caller.user})
        caller.patient = patient

    def _add_people(self):
        patients = [row.id for row in self.rows_of("patient")]
        amara = self._caller("amara", ("patient",), {"is_patient": True})
        self._link_patient(amara, patients[1])  # in active care
        cleo = self._caller("cleo", ("patient",), {"is_patient": True})
        self._link_patient(cleo, patients[0])  # in nobody's
        both = self._caller("dual", ("doctor", "patient"), {"is_doctor": True, "is_patient": True})
        both.doctor = self._add_doctor({"user": both.user, "name": "Dr. Dual", "specialization": "surgery"})
        both.patient = self._add_patient_row("Dual", both.user)
        self._caller("doctor without a row", ("doctor",), {"is_doctor": True})
        self._caller("patient without a row", ("patient",), {"is_patient": True})
        self._caller("nothing but an account", ())
        staff = {"is_admin_staff": True}
        self._caller("reception", ("staff",), staff | {"access_level": self.level.id})
        self._caller("staff without rules", (), staff | {"access_level": self.empty_level.id})

    def _add_nobodies(self):
        """Those to whom nothing is open: without a token, and with tokens that have ended or are another organization's."""
        self.callers["nobody"] = Caller("nobody", self._wire(), is_known=False)
        id, wire = self._account("dismissed", is_admin_staff=True)
        self.root.done("PATCH", self.path("user", id), {"is_active": False})
        wire.take(wire.token)
        self.callers["dismissed"] = Caller("dismissed", wire, is_known=False)
        self.callers["stranger"] = Caller("stranger", self._wire(), is_known=False)
        self._add_other_organization()

    def _remove_some(self):
        """A row of each kind that was there once. Records stay, as entered in error."""
        self.removed: dict[str, str] = {}
        for entity in self.entities:
            if entity not in ("organization", "access_review", "medical_record"):
                row = self.copy_of(self.rows_of(entity)[0])
                self.root.done("DELETE", self.path(entity, row.id))
                self.forget(row)
                self.removed[entity] = row.id

    def _add_other_organization(self):
        """Rows of another organization in the same database, whose administrator knocks here, too."""
        self.database.install("elsewhere", "root@elsewhere.example")
        self.elsewhere: dict[str, str] = {}
        with SalusHost(self.database, "elsewhere") as host:
            root = host.connect("203.0.113.1").log_in("root@elsewhere.example")
            self.callers["stranger"].wire.take(root.token)
            add = lambda entity, values: root.done("POST", self.path(entity), values)["id"]  # noqa: E731
            doctor = add("doctor", {"name": "Dr. Far", "specialization": "cardiology"})
            patient = add("patient", {"name": "Far Away", "birth_date": "1980-02-29", "sex": "female", "mrn": "M-1"})
            pair = {"doctor": doctor, "patient": patient}
            level = add("access_level", {"name": "Reception"})
            rule = {"access_level": level, "name": "far", "action": "read", "entity": "patient", "scope": "organization"}
            (account,) = root.done("GET", self.path("user"))["results"]
            (organization,) = root.done("GET", self.path("organization"))["results"]
            self.elsewhere |= {"doctor": doctor, "patient": patient, "access_level": level}
            self.elsewhere |= {"user": account["id"], "organization": organization["id"]}
            self.elsewhere["access_rule"] = add("access_rule", rule)
            self.elsewhere["care_relationship"] = add("care_relationship", pair)
            self.elsewhere["appointment"] = add("appointment", pair | self.free_hour(True))
            record = {"patient": patient, "author": doctor, "record_type": "note", "title": "Far"}
            self.elsewhere["medical_record"] = add("medical_record", record)
