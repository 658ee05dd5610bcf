"""OWASP API Top 10 (2023), API7: the host is made to fetch what an attacker names. It fetches nothing at all: a listener whose
address stands in every field, header and parameter is never called."""

import socket
import threading

import pytest
from attacks import decoded, expect_no_innards, in_care, signed


class Canary:
    """Listens, and remembers who came."""

    def __init__(self):
        self._socket = socket.create_server(("127.0.0.1", 0))
        self._socket.settimeout(0.1)
        self.port = self._socket.getsockname()[1]
        self.visits = []
        self._ends = threading.Event()
        self._thread = threading.Thread(target=self._listen)
        self._thread.start()

    def _listen(self):
        while not self._ends.is_set():
            try:
                connection, address = self._socket.accept()
            except TimeoutError:
                continue
            self.visits.append(address)
            connection.close()

    def stop(self):
        self._ends.set()
        self._thread.join()
        self._socket.close()


@pytest.fixture(scope="module")
def canary():
    canary = Canary()
    yield canary
    canary.stop()


@pytest.fixture(autouse=True)
def nobody_comes(canary):
    yield
    assert canary.visits == []


def addresses(canary):
    place = f"127.0.0.1:{canary.port}"
    return [f"http://{place}/a", f"//{place}/a", f"file://{place}/etc/passwd", f"gopher://{place}/_x", f"ldap://{place}/a", f"\\\\{place}\\a"]


def test_the_canary_sings(canary):
    """Otherwise its silence would mean nothing."""
    own = Canary()
    socket.create_connection(("127.0.0.1", own.port)).close()
    for _ in range(50):
        if own.visits:
            break
        threading.Event().wait(0.02)
    own.stop()
    assert len(own.visits) == 1


def test_an_address_in_a_field_is_a_text(clinic, canary):
    root = clinic.callers["root"].wire
    patient, doctor = in_care(clinic, "ada", "active"), clinic.callers["ada"].doctor
    for url in addresses(canary):
        values = {"metadata": {"url": url, "$ref": url, "@context": url, "photo": {"reference": url}}}
        for path, fields in (
            (f"/api/patients/{patient}/", {"address": url, "emergency_contact": {"callback": url}, "insurance": [url]}),
            (f"/api/doctors/{doctor}/", {"bio": url, "location": url, "credentials": [{"institution": url}]}),
        ):
            assert root.call("PATCH", path, values | fields).status == 200
            assert root.done("GET", path)["metadata"]["url"] == url
        record = {"patient": patient, "author": doctor, "record_type": "document", "title": "Scan", "code_system": url[:200]}
        record |= {"data": {"attachment": {"url": url}, "img": f"<img src='{url}'>"}, "body": f"![x]({url})"}
        assert root.call("POST", "/api/records/", record).status == 201


def test_an_identifier_system_is_a_text(clinic, canary):
    patient = in_care(clinic, "ada", "active")
    body = {"identifiers": [{"system": f"http://127.0.0.1:{canary.port}/system", "value": "1"}]}
    assert clinic.callers["root"].wire.call("PATCH", f"/api/patients/{patient}/", body).status == 200
    clinic.callers["root"].wire.done("PATCH", f"/api/patients/{patient}/", {"identifiers": []})


HEADERS = ("Referer", "Origin", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Forwarded-Server", "Forwarded", "X-Callback-URL",
           "Destination", "True-Client-IP", "X-Wap-Profile", "Contact", "Location", "Link", "If-Match", "Idempotency-Key")  # fmt: skip


@pytest.mark.parametrize("header", HEADERS)
def test_an_address_in_a_header_is_not_called(clinic, canary, header):
    root = clinic.callers["root"].wire
    for url in addresses(canary)[:2]:
        answer = root.call("GET", "/api/patients/?page_size=1", **{header.replace("-", "_"): url})
        expect_no_innards(answer)
        assert str(canary.port).encode() not in answer.body


def test_links_name_the_host_that_was_asked_and_a_set_address_if_there_is_one(clinic, canary):
    """The links of an answer go to whoever asked, and are kept by nobody; behind a proxy they are what the operator says."""
    from salus_host import SalusHost

    wire, evil = clinic.callers["root"].wire, f"127.0.0.1:{canary.port}"
    answer = wire.call("GET", "/api/patients/?page_size=1", Host=evil)
    assert answer.header("Cache-Control") == "no-store"
    for host in ("a/b", "a b", "a@b", "a?b", "a#b", "a\\b", "a<script>", ""):
        assert wire.call("GET", "/api/patients/?page_size=1", Host=host).status == 400
    with SalusHost(clinic.database, "clinic", "--public-url", "https://api.example.org") as other:
        answer = other.connect().take(wire.token).call("GET", "/api/patients/?page_size=1", Host=evil)
        assert answer.json()["next"].startswith("https://api.example.org/api/patients/")


def test_a_token_sends_nobody_to_fetch_its_key(clinic, canary):
    token = clinic.callers["amara"].wire.token
    wire = clinic.host.connect()
    for url in addresses(canary):
        for name in ("jku", "x5u", "kid", "iss"):
            header = decoded(token.split(".")[0]) | {name: url}
            claims = decoded(token.split(".")[1]) | {"iss": url}
            assert wire.take(signed(header, claims, b"key")).call("GET", "/api/users/").status == 401


@pytest.mark.parametrize("type", ["application/xml", "text/xml", "application/fhir+xml", "image/svg+xml", "application/yaml"])
def test_a_document_that_could_name_others_is_not_read(clinic, canary, type):
    url = f"http://127.0.0.1:{canary.port}/x"
    body = f'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "{url}">]><a>&b;</a>'.encode()
    for method, path in (("POST", "/api/patients/"), ("POST", "/api/auth/login/")):
        answer = clinic.callers["root"].wire.call(method, path, body, Content_Type=type)
        assert answer.status == 415


def test_an_address_in_a_parameter_is_not_called(clinic, canary):
    root = clinic.callers["root"].wire
    url = f"http%3A%2F%2F127.0.0.1%3A{canary.port}%2Fx"
    for name in ("search", "cursor", "ordering", "page", "name", "format", "callback", "next", "url", "redirect_uri"):
        expect_no_innards(root.call("GET", f"/api/patients/?{name}={url}"))


def test_a_request_for_another_host_is_not_passed_on(clinic, canary):
    """The host is no proxy: neither by an absolute target, nor by CONNECT."""
    wire = clinic.host.connect()
    for method, target in (("GET", f"http://127.0.0.1:{canary.port}/"), ("CONNECT", f"127.0.0.1:{canary.port}"), ("GET", f"@127.0.0.1:{canary.port}/")):
        assert wire.send(method, target, None, {"Connection": "close"}).status in (400, 404, 405, 421, 501)
