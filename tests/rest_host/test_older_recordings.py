"""Replays two older recordings: of a small app on Django REST Framework 3.14, in its order, and of another project's tests.

Their fields have other names than CONTRACT.md's, so of answers that succeed only the status and the keys that both have are
compared; of errors the texts too. What is not played, or answered otherwise on purpose, stands here with the reason.
"""

import base64
import hashlib
import hmac
import json
import os
import re
import urllib.parse
from pathlib import Path

import pytest
import recorded
from rest_server import PASSWORD, RestServer

FOLDER = Path(os.environ.get("SALUS_SHARED_DATA", "")) / "contract"
REFERENCE = FOLDER / "drf-reference-exchanges-shown.jsonl"
AUTH_TESTS = FOLDER / "django-healthcare-api-auth-tests.jsonl"

pytestmark = pytest.mark.skipif(
    not REFERENCE.exists() or not AUTH_TESTS.exists(), reason="SALUS_SHARED_DATA names no folder with the recordings"
)

# Their names of fields, and ours (CONTRACT.md §1).
NAMES = {"date_of_birth": "birth_date", "gender": "sex"}

NEEDS_THEIR_KEY = "forged with the key of the recording; tests/service/token_test.cpp forges with ours"
OTHER_FIELDS = "§1 the resource has other fields"
NOT_PLAYED = {
    "tok-00": "no request: the claims that a token had",
    "tok-02": NEEDS_THEIR_KEY,
    "tok-05": NEEDS_THEIR_KEY,
    "tok-06": NEEDS_THEIR_KEY,
    "tok-07": NEEDS_THEIR_KEY,
    "tok-08": NEEDS_THEIR_KEY,
    "tok-09": NEEDS_THEIR_KEY,
    "tok-10": NEEDS_THEIR_KEY,
    "tok-11": NEEDS_THEIR_KEY,
    "tok-12": NEEDS_THEIR_KEY,
    "tok-13": NEEDS_THEIR_KEY,
    "out-01": "§2 a log-out asks for the refresh token alone; it would end what the next ones need",
    "doc-01": OTHER_FIELDS,
    "map-01": OTHER_FIELDS,
    "app-01": OTHER_FIELDS,
    "rec-01": OTHER_FIELDS,
}
ON_PURPOSE = {
    "reg-03": (400, "§1 an email is unique without case; the recorded 500 is the app's fault"),
    "reg-04": (400, "§1 an email is unique without case"),
    "reg-19": (201, "§3 \"no more than N characters\": N is 50 here"),
    "reg-25": (400, "§2 a password is not similar to the email"),
    "reg-41": (400, "§3 writes without the slash are served; this one's email is taken"),
    "login-07": (200, "§1 an email is compared without case"),
    "out-03": (401, "§2 log-out of a bad token is token_not_valid"),
    "out-06": (401, "§2 log-out again is token_not_valid"),
    "out-07": (401, "§2 access tokens of that log-in die too"),
}
TEST_ON_PURPOSE = {"test_register_short_password": "§2 the texts of Django's validators"}


def lines_of(file: Path) -> list[dict]:
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()] if file.exists() else []


@pytest.fixture(scope="module")
def own_server():
    server = RestServer()
    yield server
    if server.process.poll() is None:
        server.stop()


def signed_by_another(token: str) -> str:
    text = token.rpartition(".")[0]
    signature = hmac.new(b"another key of 32 bytes or more...", text.encode(), hashlib.sha256).digest()
    return text + "." + base64.urlsafe_b64encode(signature).decode().rstrip("=")


class Replay:
    """The state of one recording: what its names stand for."""

    def __init__(self, server: RestServer):
        self.server = server
        self.names: dict[str, str] = {}

    def log_in(self):
        """As somebody who may read patients: in the recording everybody might."""
        tokens = self.server.log_in("admin@clinic.example")
        access = tokens["access"]
        self.names |= {"access": access, "refresh": tokens["refresh"], "algnone": recorded.unsigned(access)}
        self.names |= {"tampered": recorded.other_payload(access), "wrongkey": signed_by_another(access)}

    def filled(self, text: str) -> str:
        return re.sub(r"\{\{(\w+)\}\}", lambda match: str(self.names[match[1]]), text)

    def send(self, request: dict):
        headers = {name: self.filled(value) for name, value in request.get("headers", {}).items()}
        headers.setdefault("Accept", "*/*")
        path = urllib.parse.quote(self.filled(request["path"]), safe="/?&=%+:,.@-_~")
        return self.server.send(request["method"], path, headers, self._body(request))

    def _body(self, request: dict) -> bytes | None:
        if "raw_base64" in request:
            return base64.b64decode(request["raw_base64"])
        if "raw" in request:
            return request["raw"].encode()
        body = request.get("json", request.get("body"))
        return None if body is None else self.filled(json.dumps(translated(body))).encode()


def translated(value):
    if not isinstance(value, dict):
        return value
    fields = {NAMES.get(name, name): item for name, item in value.items()}
    if "birth_date" in fields:  # a patient
        fields["mrn"] = "M-" + hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()[:8]
        fields["medical_history"] = [fields.get("medical_history")]
    return fields


def text_pattern(text: str) -> str:
    """SimpleJWT 5.2 had one text where 5.5 has two; a parser's own words are its own (§3 `JSON parse error - …`)."""
    pattern = re.escape(text).replace(re.escape("invalid or expired"), "(invalid|expired)")
    return re.sub("(JSON\\\\ parse\\\\ error\\\\ \\\\-).*", r"\1.+", pattern)


def disagreements(wanted, answered, path: str = "") -> list[str]:
    if isinstance(wanted, dict) and isinstance(answered, dict):
        missing = [f"{path}.{key} is missing" for key in wanted if key not in answered]
        both = wanted.keys() & answered.keys()
        return missing + [line for key in both for line in disagreements(wanted[key], answered[key], f"{path}.{key}")]
    if isinstance(wanted, list) and isinstance(answered, list) and len(wanted) == len(answered):
        return [line for pair in zip(wanted, answered) for line in disagreements(*pair, path)]
    if isinstance(wanted, str) and isinstance(answered, str) and re.fullmatch(text_pattern(wanted), answered):
        return []
    return [] if wanted == answered else [f"{path}: {answered!r}, not {wanted!r}"]


def compare(response: dict, answer) -> list[str]:
    if answer.status != response["status"]:
        return [f"status {answer.status}, not {response['status']}: {answer.body[:200]!r}"]
    wanted = response.get("body")
    if not isinstance(wanted, dict) or "__text__" in wanted:
        return []
    if answer.status < 400:
        ours = answer.json()
        return [f"{key} is missing" for key in translated(wanted) if key not in ours]
    if answer.status == 404:  # its words have changed since (conventions.md §6)
        return [] if "detail" in answer.json() else ["no detail"]
    return disagreements({NAMES.get(name, name): item for name, item in wanted.items()}, answer.json())


def test_the_reference_app_in_its_order(own_server, capsys):
    replay = Replay(own_server)
    failures, agree = [], 0
    for exchange in lines_of(REFERENCE):
        name = exchange["id"]
        if name in NOT_PLAYED:
            continue
        if name in ("tok-01", "crud-01"):
            replay.log_in()
        answer = replay.send(exchange["request"])
        if name in ON_PURPOSE:
            if answer.status != ON_PURPOSE[name][0]:
                failures.append((name, answer))
            continue
        found = compare(exchange["response"], answer)
        if found:
            failures.append((name, found))
        else:
            agree += 1
            for key, member in exchange.get("save", {}).items():
                replay.names[key] = answer.json()[member]
            if name == "ref-01":  # §2: the old one is dead
                replay.names["refresh"] = answer.json()["refresh"]
    with capsys.disabled():
        print(f"\nreference app: {agree} agree, {len(ON_PURPOSE)} on purpose, {len(NOT_PLAYED)} not played")
    assert not failures


def test_every_reason_is_about_an_exchange_of_the_reference_app():
    names = {exchange["id"] for exchange in lines_of(REFERENCE)}
    assert not (NOT_PLAYED.keys() | ON_PURPOSE.keys()) - names


def account(email: str) -> dict:
    return {"name": "Somebody", "email": email, "password": "testpass123"}


@pytest.mark.parametrize("exchange", lines_of(AUTH_TESTS), ids=lambda exchange: exchange["test"].rpartition(".")[2])
def test_of_another_project(own_server, exchange):
    replay = Replay(own_server)
    request = exchange["request"]
    name = exchange["test"].rpartition(".")[2]
    headers = {"Content-Type": "application/json"}
    if name in ("test_login_success", "test_register_duplicate_email"):
        replay.send({**request, "path": "/api/auth/register/", "body": account(request["body"]["email"])})
    if name == "test_token_refresh":
        tokens = own_server.log_in("admin@clinic.example", PASSWORD)
        request = {**request, "headers": headers, "body": {"refresh": tokens["refresh"]}}
    answer = replay.send(request)
    if name in TEST_ON_PURPOSE:
        assert answer.status == exchange["response"]["status"]
        assert answer.json().keys() == exchange["response"]["body"].keys()
    else:
        assert not compare(exchange["response"], answer)
