"""JSONTestSuite through the API: what is JSON is read and kept as the same value, what is none is a 400, and what a parser may take or
leave is one of both. (Nicolas Seriot, "Parsing JSON is a Minefield".)"""

import json
import os
from decimal import Decimal
from pathlib import Path
from urllib.parse import quote

import pytest
from attacks import expect_no_innards

FOLDER = Path(os.environ.get("SALUS_SHARED_DATA", "")) / "json" / "JSONTestSuite"
FILES = {file.name: file.read_bytes() for file in sorted(FOLDER.glob("test_*/*.json"))}

pytestmark = pytest.mark.skipif(not FILES, reason="SALUS_SHARED_DATA names no folder with the suite")

# JSON, and refused all the same, as CONTRACT.md §4 and the storage port have it: no database keeps these in a text.
REFUSED = "Null characters are not allowed."


def value_of(text: bytes):
    """What a body means: numbers by their digits, so that none is rounded; the last of equal keys."""
    return json.loads(text, parse_float=Decimal, parse_int=Decimal)


@pytest.fixture
def root(clinic):
    return clinic.callers["root"].wire


def doors(clinic, root, text: bytes):
    """Every way by which a client's JSON gets in and comes back: as a value in a new row, in a change, and in a form."""
    yield "POST", root.call("POST", "/api/access-levels/", b'{"name":"Suite","metadata":' + text + b"}")
    level = clinic.empty_level.id
    yield "PATCH", root.call("PATCH", f"/api/access-levels/{level}/", b'{"metadata":' + text + b"}")
    form = f"metadata={quote(text, safe='')}".encode()
    if len(form) < 8000:  # a longer form may be refused for its length
        yield "form", root.call("PATCH", f"/api/access-levels/{level}/", form, Content_Type="application/x-www-form-urlencoded")


def kept(root, answer) -> bytes:
    """The value as it is read again, without the rest of the row."""
    path = f"/api/access-levels/{answer.json()['id']}/"
    body = root.call("GET", path).body
    begin, end = body.index(b'"metadata":') + len(b'"metadata":'), body.rindex(b',"created_at"')
    return body[begin:end]


def remove_if_made(root, door, answer):
    if door == "POST" and answer.status == 201:
        root.done("DELETE", f"/api/access-levels/{answer.json()['id']}/")


@pytest.mark.parametrize("name", FILES)
def test_a_value_is_kept_or_refused(clinic, root, name):
    text = FILES[name]
    for door, answer in doors(clinic, root, text):
        expect_no_innards(answer)
        assert answer.status in (200, 201, 400), (door, answer)
        if answer.status != 400:
            assert not name.startswith("n_"), (door, answer)
            assert value_of(kept(root, answer)) == value_of(text), door
        elif name.startswith("y_"):
            assert REFUSED in answer.body.decode() and b"\\u0000" in text or "\\u0000" in text.decode("utf-8", "replace"), (door, answer)
        remove_if_made(root, door, answer)


PATHS = ("/api/access-levels/", "/api/auth/login/", "/api/auth/token/refresh/", "/api/auth/register/", "/api/records/")


@pytest.mark.parametrize("name", [name for name in FILES if name[0] in "yn"])
def test_a_body_is_json_or_said_to_be_none(root, name):
    """No text of the suite is a row, so all are refused; but only what is no JSON is said to be none."""
    for path in PATHS:
        answer = root.call("POST", path, FILES[name])
        assert answer.status == 400, answer
        expect_no_innards(answer)
        said = "JSON parse error" in str(answer.json().get("detail", ""))
        assert said == name.startswith("n_") or not FILES[name].strip(), (path, answer)
