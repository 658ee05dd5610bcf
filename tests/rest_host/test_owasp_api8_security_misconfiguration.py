"""OWASP API Top 10 (2023), API8: what a host gives away, or lets pass, because nobody set it right. Salus is right unless it is set
otherwise."""

import json
import re
import time

import pytest
from attacks import INNARDS, expect_client_error, expect_no_innards, in_care
from rest_server import PASSWORD
from wire_world import new_id

COMMON_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cache-Control": "no-store",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}


@pytest.fixture
def root(clinic):
    return clinic.callers["root"].wire


def every_kind_of_answer(clinic):
    root, nobody = clinic.callers["root"].wire, clinic.host.connect()
    yield 200, root.call("GET", "/api/patients/")
    yield 200, root.call("OPTIONS", "/api/patients/")
    yield 200, nobody.call("GET", "/api/openapi.json")
    yield 301, root.call("GET", "/api/patients")
    yield 400, root.call("GET", "/api/patients/?sex=x")
    yield 400, root.call("POST", "/api/patients/", b"{")
    yield 401, nobody.call("GET", "/api/patients/")
    yield 403, clinic.callers["amara"].wire.call("GET", "/api/access-rules/")
    yield 404, root.call("GET", "/nothing")
    yield 404, root.call("GET", f"/api/patients/{new_id()}/")
    yield 405, root.call("POST", "/healthz")
    yield 406, root.call("GET", "/api/patients/", Accept="image/png")
    yield 413, root.call("POST", "/api/patients/", b" " * 2_000_000)
    yield 415, root.call("POST", "/api/patients/", b"<a/>", Content_Type="text/xml")


def test_every_answer_is_kept_from_caches_frames_and_guesses(clinic):
    for status, answer in every_kind_of_answer(clinic):
        assert answer.status == status, answer
        assert {name: answer.header(name) for name in COMMON_HEADERS} == COMMON_HEADERS, answer
        assert answer.header("X-Request-Id")
        for name in ("Server", "X-Powered-By", "Via", "Set-Cookie", "X-AspNet-Version"):
            assert answer.header(name) is None
        if answer.body:
            assert answer.header("Content-Type").startswith("application/json")
            json.loads(answer.body)
            expect_no_innards(answer)


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://127.0.0.1", "*", "https://clinic.example.evil.example"])
def test_no_other_site_may_read_answers(clinic, root, origin):
    asked = {"Origin": origin, "Access_Control_Request_Method": "DELETE", "Access_Control_Request_Headers": "authorization"}
    for answer in (root.call("GET", "/api/patients/", **asked), root.call("OPTIONS", "/api/patients/", **asked)):
        assert not [name for name, _ in answer.headers if name.lower().startswith("access-control-")]
    expect_client_error(clinic.host.connect().call("OPTIONS", "/api/patients/", **asked))


@pytest.mark.parametrize("method", ["TRACE", "TRACK", "DEBUG"])
def test_no_request_is_echoed(clinic, method):
    answer = clinic.host.connect().send(method, "/api/", None, {"X-Secret": "echo-me", "Connection": "close"})
    assert answer.status in (400, 404, 405, 501) and b"echo-me" not in answer.body


FILES = ("/.env", "/.git/config", "/api/.env", "/config.toml", "/clinic.db", "/clinic.db.key", "/../clinic.db", "/%2e%2e/%2e%2e/etc/passwd",
         "/api/..%2f..%2fetc%2fpasswd", "/static/", "/debug", "/console", "/actuator", "/phpinfo.php", "/server-status", "/swagger-ui/",
         "/graphql", "/wp-login.php", "/api/debug/", "/robots.txt", "/favicon.ico", "/core", "/api/openapi.yaml")  # fmt: skip


@pytest.mark.parametrize("path", FILES)
def test_nothing_is_served_that_is_no_route(clinic, root, path):
    for wire in (clinic.host.connect(), root):
        answer = wire.call("GET", path)
        assert answer.status == 404 and answer.json() == {"detail": "Not found."}


@pytest.mark.parametrize("email", ["admin@clinic.example", "root@clinic.example", "root@example.org", "admin", "test@test.com"])
@pytest.mark.parametrize("password", ["admin", "password", "root", "salus", "changeme"])
def test_there_is_no_account_from_the_factory(clinic, email, password):
    wire = clinic.host.connect(f"2001:db8:{len(email)}:{len(password)}::{ord(password[0]):x}")
    assert wire.call("POST", "/api/auth/login/", {"email": email, "password": password}).status in (400, 401, 429)


INJECTIONS = ("'", '"', "';--", "' OR '1'='1", "1; DROP TABLE patients", "\\", "%", "_", "*", "$1", "?", "{{7*7}}", "${jndi:ldap://x}",
              "$(id)", "`id`", "|id", "../../etc/passwd", "<script>alert(1)</script>", "%s%n%x", "\r\nX-Injected: 1", "')) UNION SELECT 1--",
              "x' AND pg_sleep(9)--", "x' AND randomblob(999999999)--")  # fmt: skip


@pytest.mark.parametrize("text", INJECTIONS)
def test_no_text_is_code(clinic, root, text):
    """In each filter, in the search, the order, the path and a header: it finds nothing or is refused, and is never run."""
    from urllib.parse import quote

    everything = root.done("GET", "/api/patients/?page_size=500")["count"]
    for name in ("search", "name", "family_name", "mrn", "insurance_provider", "ordering", "cursor", "page", "sex", "doctor_id", "count"):
        answer = root.call("GET", f"/api/patients/?{name}={quote(text, safe='')}")
        expect_no_innards(answer)
        assert answer.status in (200, 400, 404)
        assert answer.header("X-Injected") is None
        if answer.status == 200 and name in ("mrn", "family_name"):
            assert answer.json()["count"] == 0
    expect_client_error(root.call("GET", f"/api/patients/{quote(text, safe='')}/"))
    assert root.done("GET", "/api/patients/?page_size=500")["count"] == everything


@pytest.mark.parametrize("body", [b"", b"{", b"null", b"\xff\xfe", b"{\"a\":}", b"[1,", b"\x00", b"{'a':1}", b"NaN", b"{}{}", b'"\xed\xa0\x80"'])
@pytest.mark.parametrize("path", ["/api/patients/", "/api/auth/login/", "/api/auth/register/", "/api/auth/token/refresh/", "/api/auth/logout/"])
def test_a_broken_body_is_the_clients_mistake(root, path, body):
    expect_client_error(root.call("POST", path, body))


def log_until(clinic, request_id: str) -> str:
    """The log as soon as it has the line of a request: lines are written behind the answers."""
    until = time.monotonic() + 10
    while request_id not in (log := clinic.host.log()) and time.monotonic() < until:
        time.sleep(0.02)
    return log


def test_a_failure_says_how_it_can_be_found_and_not_what_it_was(clinic, root):
    """Every request has its line in the log, by the id that its answer has."""
    answer = root.call("GET", f"/api/patients/{new_id()}/")
    request_id = answer.header("X-Request-Id")
    lines = [json.loads(line) for line in log_until(clinic, request_id).splitlines()]
    (line,) = [line for line in lines if line["request_id"] == request_id]
    assert (line["route"], line["status"]) == ("/api/patients/{id}/", 404)


def test_the_log_has_no_data_of_patients_and_no_secrets(clinic, root):
    """Looked for at the end of many requests: names, numbers, emails, tokens, passwords, keys, ids of rows, queries."""
    patient = in_care(clinic, "ada", "active")
    root.call("PATCH", f"/api/patients/{patient}/", {"address": "17 Unmistakable Street", "birth_date": "no-date-4711"})
    root.call("GET", "/api/patients/?search=Unmistakable&name=Quetzalcoatl")
    root.call("GET", "/api/patients/Quetzalcoatl/")
    root.call("POST", "/api/patients/", b'{"name":"Quetzalcoatl",')
    answer = clinic.host.connect().call("POST", "/api/auth/login/", {"email": "quetzalcoatl@example.org", "password": "Unmistakable-1"})
    log = log_until(clinic, answer.header("X-Request-Id"))
    assert len(log.splitlines()) > 100
    secrets = [PASSWORD, "Unmistakable", "uetzalcoatl", "no-date", patient, root.token, root.token.split(".")[2], "Patient active", "M-Patient"]
    secrets += [f"{name}@clinic.example" for name in ("root", "ada", "amara", "dismissed")]
    assert [secret for secret in secrets if secret in log] == []
    assert re.search(r"\beyJ", log) is None


def test_nothing_went_wrong_inside(clinic):
    """Whatever was tried until now in this run: no failure has its line in the log."""
    failures = [line for line in map(json.loads, clinic.host.log().splitlines()) if line["status"] >= 500 or "failure" in line]
    assert failures == []
    assert INNARDS.search(b"select a from b") and INNARDS.search(b"at clinic.cpp:12")
