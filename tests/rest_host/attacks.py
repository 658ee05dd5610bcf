"""What the tests of attacks have in common: forged tokens, rows as an attacker would look for them, and what must not be told."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import re

from salus_host import Answer
from wire_world import Caller, WireWorld

# What no answer and no log may say: how the host is made inside, and secrets.
INNARDS = re.compile(
    rb"(?i)\b(select\s.+\sfrom|insert into|sqlite|sqlcipher|postgres|libpq|syntax error|stack trace|traceback|exception|"
    rb"std::|nlohmann|terminate called|\.cpp|\.hpp|/home/|/tmp/|argon2|password_hash|session_epoch)"
)


def encoded(part: dict | bytes) -> str:
    data = part if isinstance(part, bytes) else json.dumps(part).encode()
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def decoded(part: str) -> dict:
    return json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))


def signed(header: dict, claims: dict, key: bytes) -> str:
    """A token of an attacker who has this key."""
    text = f"{encoded(header)}.{encoded(claims)}"
    return f"{text}.{encoded(hmac.new(key, text.encode(), hashlib.sha256).digest())}"


def in_care(clinic: WireWorld, doctor: str, state: str) -> str:
    """A patient in this state of the doctor's care."""
    id = clinic.callers[doctor].doctor
    return next(patient for one, patient, its_state in clinic.care if (one, its_state) == (id, state))


def row_of(clinic: WireWorld, entity: str, patient: str, doctor: str | None = None, detail: str = "") -> str:
    wanted = clinic.callers[doctor].doctor if doctor else None
    return next(
        row.id
        for row in clinic.rows_of(entity)
        if row.patient == patient and wanted in (None, row.doctor) and row.detail.startswith(detail)
    )


def expect_client_error(answer: Answer):
    """The host has refused, in a sentence that says nothing of its insides."""
    assert 400 <= answer.status < 500, answer
    expect_no_innards(answer)


def expect_no_innards(answer: Answer):
    assert answer.status < 500, answer
    found = INNARDS.search(answer.body)
    assert found is None, (found, answer)


def ids_in(answer: Answer) -> set[str]:
    assert answer.status == 200, answer
    return {row["id"] for row in answer.json()["results"]}


def unchanged(caller: Caller, path: str):
    """Asserts, when it is called, that the row is as it was now."""
    before = caller.wire.done("GET", path)

    def check():
        assert caller.wire.done("GET", path) == before

    return check
