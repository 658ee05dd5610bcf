"""The Big List of Naughty Strings through every free text field, filter, search, path and header: kept to the letter, or refused by
one of the sentences for it, and never a failure."""

import functools
import json
import os
from pathlib import Path
from urllib.parse import quote

import pytest
from attacks import expect_no_innards, in_care
from wire_world import Row

FILE = Path(os.environ.get("SALUS_SHARED_DATA", "")) / "strings" / "blns-even.json"
NAMES = Path(os.environ.get("SALUS_SHARED_DATA", "")) / "names" / "faker-people-shown.json"

pytestmark = pytest.mark.skipif(not FILE.exists(), reason="SALUS_SHARED_DATA names no folder with the strings")

# Why a text may be refused.
SENTENCES = (
    "This field may not be blank.",
    "Ensure this field has no more than",
    "Enter a valid email address.",
    "Null characters are not allowed.",
    "Surrogate characters are not allowed",
    "already exists.",
    "has no entity",
)


@functools.cache
def strings() -> list[str]:
    # What Python calls white space is no text's beginning or end: Django REST Framework trims with the same function.
    return json.loads(FILE.read_text(encoding="utf-8")) + ["\0", "a\0b", "\ud800", "x\udfffy", "\ufeffbom", "a\u2028b", "\x7f", "\x1b[31m"]


def free_texts(clinic, entity: str) -> dict[str, int]:
    """Fields for any text, with their greatest lengths."""
    type_name = "".join(word.capitalize() for word in entity.split("_"))
    schema = clinic.document["components"]["schemas"][type_name + "Patch"]["properties"]
    return {
        name: facts.get("maxLength", 10**9)
        for name, facts in schema.items()
        if "string" in facts.get("type", ()) and not facts.keys() & {"enum", "format", "readOnly"}
    }


@pytest.fixture
def root(clinic):
    return clinic.callers["root"].wire


@pytest.fixture
def one_engine(clinic):
    """For what ends before a database is asked."""
    if clinic.database.is_server:
        pytest.skip("tried on the other engine")


@pytest.fixture
def rows(clinic):
    """A row of each entity that has free texts; records are made anew for each text."""
    kept = ("access_level", "access_rule", "user", "doctor", "patient", "care_relationship", "appointment")
    made = {entity: clinic.copy_of(clinic.rows_of(entity)[-1]) for entity in kept}
    yield made
    for row in reversed(made.values()):
        if row.entity == "care_relationship":
            clinic.root.done("DELETE", clinic.path(row.entity, row.id))
            clinic.forget(row)
        else:
            clinic.use_up(row)


def write(wire, clinic, row: Row, body: dict):
    if row.entity == "medical_record":
        return wire.call("POST", clinic.path(row.entity), body)
    return wire.call("PATCH", clinic.path(row.entity, row.id), body)


def check_text(wire, clinic, row: Row, text: str, fixed: dict):
    """Writes a text into all fields at once, then into those that take it, and reads it back."""
    entity = clinic.entities[row.entity]
    fields = dict.fromkeys(set(free_texts(clinic, row.entity)) - {"entity"}, text)
    body = {**fields, "metadata": {"text": text, text: "key"}, **fixed}
    answer = write(wire, clinic, row, body)
    expect_no_innards_unless(answer, text)
    if answer.status == 400:
        refused = answer.json()
        for name, sentences in refused.items():
            assert all(any(known in sentence for known in SENTENCES) for sentence in sentences), (name, text, refused)
        body = {name: value for name, value in body.items() if name not in refused}
        lacking = {name: f"Text {number}" for number, name in enumerate(sorted(entity.required & refused.keys()))}
        if "email" in lacking:
            lacking["email"] = f"text{hash(text)}@clinic.example"
        answer = write(wire, clinic, row, body | lacking)
        body |= lacking
    assert answer.status in (200, 201), (text, answer)
    seen = wire.done("GET", clinic.path(row.entity, answer.json()["id"]))
    for name, value in body.items():
        wanted = value.strip() if name in fields else value
        if wanted == "" and name in fields and seen[name] is None:
            continue
        assert seen[name] == wanted or name not in {*fields, "metadata"}, (name, text, seen[name])


def expect_no_innards_unless(answer, text):
    """A sentence may quote the text it refuses, whatever that says."""
    assert answer.status < 500, (text, answer)


@pytest.mark.parametrize("entity", ["access_level", "access_rule", "user", "doctor", "patient", "care_relationship", "appointment"])
def test_every_field_keeps_a_text_to_the_letter(clinic, root, rows, entity):
    if clinic.database.is_server and entity not in ("patient", "appointment"):
        pytest.skip("an engine sees texts and no entities: records and two more are enough for the second one")
    fixed = {"override_reason": "So that all may be at one time."} if entity == "appointment" else {}
    for text in strings():
        check_text(root, clinic, rows[entity], text, fixed)


def test_a_record_keeps_a_text_to_the_letter(clinic, root):
    patient, author = in_care(clinic, "ada", "active"), clinic.callers["ada"].doctor
    fixed = {"patient": patient, "author": author, "record_type": "note", "title": "Text"}
    for text in strings():
        nested = {"data": {"a": [text, {text: text}]}} if "\0" not in text and text.isprintable() else {}
        check_text(root, clinic, Row("medical_record", ""), text, fixed | nested)


def test_a_text_is_found_by_the_filter_for_it(clinic, root, rows):
    """Where it was kept: by equality, and nothing else is found."""
    patient = rows["patient"].id
    for text in strings():
        answer = root.call("PATCH", f"/api/patients/{patient}/", {"family_name": text})
        if answer.status == 400 or not text.strip():
            continue
        found = root.call("GET", f"/api/patients/?family_name={quote(text, safe='')}")
        assert found.status == 200 and [row["id"] for row in found.json()["results"]] == [patient], text
        part = root.call("GET", f"/api/patients/?name={quote(text, safe='')}&page_size=1")
        assert part.status == 200, text


QUERIES = ("search", "name", "family_name", "mrn", "ordering", "cursor", "page", "page_size", "count", "sex", "born_after", "doctor_id", "{}")


@pytest.mark.parametrize("name", QUERIES)
def test_no_parameter_fails_at_a_text(root, name):
    for text in strings():
        encoded = quote(text.encode("utf-8", "surrogatepass"), safe="")
        query = f"{encoded}=1" if name == "{}" else f"{name}={encoded}"
        answer = root.call("GET", f"/api/patients/?{query}")
        assert answer.status in (200, 400, 404), (text, answer)


def test_no_path_fails_at_a_text(root, one_engine):
    for text in strings():
        encoded = quote(text.encode("utf-8", "surrogatepass"), safe="")
        for path in (f"/api/patients/{encoded}/", f"/api/{encoded}/", f"/{encoded}", f"/api/patients/{encoded}/break-glass/"):
            answer = root.call("GET", path)
            assert answer.status in (200, 301, 404, 405, 414) or (answer.status == 403 and "break" in path), (path, answer)
            assert answer.status != 200 or text in ("", "."), path


@pytest.mark.parametrize("header", ["Authorization", "Accept", "Accept-Language", "If-Match", "Idempotency-Key", "X-Request-Id", "Content-Type", "Range", "X-Test-Address"])
def test_no_header_fails_at_a_text(clinic, root, header, one_engine):
    wire = clinic.host.connect()
    for text in strings():
        if "\r" in text or "\n" in text:
            continue  # would be two headers
        value = text.encode("utf-8", "surrogatepass").decode("utf-8", "surrogateescape") if "\ud800" not in text and "\udfff" not in text else "?"
        headers = {"Authorization": f"Bearer {root.token}", header: ("Bearer " if header == "Authorization" else "") + value}
        for method, body in (("GET", None), ("PATCH", b"{}")):
            answer = wire.send(method, f"/api/patients/{in_care(clinic, 'ada', 'active')}/", body, headers)
            assert answer.status < 500, (header, text, answer)


def test_no_log_in_fails_at_a_text(clinic, one_engine):
    for number, text in enumerate(strings()):
        wire = clinic.host.connect(f"198.51.{100 + number // 250}.{number % 250}")
        attempts = [("token/refresh", {"refresh": text}), ("logout", {"refresh": text}), ("register", {"email": text, "name": text})]
        if number % 12 == 0:  # each costs the hash of a password
            attempts.append(("login", {"email": text, "password": text}))
        for path, body in attempts:
            answer = wire.call("POST", f"/api/auth/{path}/", body)
            assert answer.status in (400, 401, 429), (text, answer)
            expect_no_innards(answer)


@pytest.mark.skipif(not NAMES.exists(), reason="SALUS_SHARED_DATA names no folder with the names")
def test_people_of_every_script_are_kept_and_found(clinic, root, rows):
    """By the beginning of each word of their names, as a person would type it, and by the whole name."""
    patient = rows["patient"].id
    people = json.loads(NAMES.read_text(encoding="utf-8"))
    assert len({person["locale"] for person in people}) > 50
    for person in people[:: 9 if clinic.database.is_server else 5]:
        name = f"{person['first']} {person['last']}"
        made = root.done("PATCH", f"/api/patients/{patient}/", {"name": name, "family_name": None, "given_name": None})
        assert made["name"] == name.strip()
        found = root.done("GET", f"/api/patients/?search={quote(name)}&page_size=500")["results"]
        assert patient in {row["id"] for row in found}, name
        begins = " ".join(word[: max(1, len(word) // 2)] for word in reversed(name.split()))
        found = root.done("GET", f"/api/patients/?search={quote(begins.upper())}&page_size=500")["results"]
        assert patient in {row["id"] for row in found}, (name, begins)

