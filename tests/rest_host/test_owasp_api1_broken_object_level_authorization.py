"""OWASP API Top 10 (2023), API1: somebody reaches a row by naming its id. The walk of test_authorization_over_the_wire names every
row in the usual way; here are the unusual ones."""

import json
import uuid

import pytest
from attacks import expect_client_error, expect_no_innards, ids_in, in_care, row_of, unchanged
from wire_world import new_id


@pytest.fixture
def ada(clinic):
    return clinic.callers["ada"]


@pytest.fixture
def amara(clinic):
    return clinic.callers["amara"]


@pytest.fixture
def hidden(clinic):
    return in_care(clinic, "ada", "ended")


def test_neighbours_of_a_known_id_are_not_there(clinic, amara):
    """Ids have the time of their making in front; whoever guesses the rest gets one answer."""
    known = uuid.UUID(amara.patient).int
    missing = amara.wire.call("GET", f"/api/patients/{new_id()}/")
    for distance in (*range(-20, 0), *range(1, 20), 1 << 80, -(1 << 80)):
        guess = uuid.UUID(int=known + distance)
        assert amara.wire.call("GET", f"/api/patients/{guess}/").sight == missing.sight
    for row in clinic.rows_of("patient"):
        if row.patient != amara.patient:
            assert amara.wire.call("GET", f"/api/patients/{row.id}/").sight == missing.sight


SPELLINGS = (
    "{id}",
    "{ID}",
    "%7B{id}%7D",
    "urn:uuid:{id}",
    "{hex}",
    "{own}/../{id}",
    "{own}%2F..%2F{id}",
    "./{id}",
    "%2e/{id}",
    "{id}%00",
    "{id}%20",
    "{id};v=1",
    "{id}.json",
    "{id}?id={own}",
    "{own},{id}",
    "{own}|{id}",
    "*",
    "%25",
    "{own}' OR '1'='1",
)


@pytest.mark.parametrize("spelling", SPELLINGS)
@pytest.mark.parametrize("method", ["GET", "PATCH", "DELETE"])
def test_no_spelling_of_an_id_opens_a_hidden_row(clinic, amara, hidden, method, spelling):
    words = {"id": hidden, "ID": hidden.upper(), "hex": hidden.replace("-", ""), "own": amara.patient}
    path = "/api/patients/" + spelling.format(**words).replace(" ", "%20") + ("" if "?" in spelling else "/")
    check = unchanged(clinic.callers["root"], f"/api/patients/{hidden}/")
    answer = amara.wire.call(method, path, {"address": "mine"} if method == "PATCH" else None)
    assert answer.status in (301, 400, 403, 404, 405), answer
    assert b"birth_date" not in answer.body
    check()


def test_an_id_in_the_body_changes_no_other_row(clinic, amara, hidden):
    check = unchanged(clinic.callers["root"], f"/api/patients/{hidden}/")
    body = {"id": hidden, "pk": hidden, "patient": hidden, "address": "1 Own Street"}
    answer = amara.wire.call("PATCH", f"/api/patients/{amara.patient}/", body)
    assert answer.status == 200 and answer.json()["id"] == amara.patient
    check()


@pytest.mark.parametrize("wrapped", [lambda id: {"id": id}, lambda id: [id], lambda id: [id, id], lambda id: {"$ne": id}])
def test_a_wrapped_id_is_no_id(amara, hidden, wrapped):
    body = {"patient": wrapped(hidden), "doctor": hidden, "starts_at": "2031-01-01T10:00Z", "ends_at": "2031-01-01T11:00Z"}
    expect_client_error(amara.wire.call("POST", "/api/appointments/", body))


def test_nobody_moves_a_row_into_or_out_of_their_reach(clinic, ada, hidden):
    root, own = clinic.callers["root"], in_care(clinic, "ada", "active")
    appointment = row_of(clinic, "appointment", own, "ada")
    record = row_of(clinic, "medical_record", own, "ada", "normal")
    for path, body in (
        (f"/api/appointments/{appointment}/", {"patient": hidden}),
        (f"/api/appointments/{appointment}/", {"doctor": clinic.callers["bo"].doctor}),
        (f"/api/records/{record}/", {"patient": hidden}),
        (f"/api/records/{record}/", {"author": clinic.callers["bo"].doctor}),
        (f"/api/mappings/{row_of(clinic, 'care_relationship', hidden, 'ada')}/", {"valid_to": None}),
        (f"/api/mappings/{row_of(clinic, 'care_relationship', hidden, 'ada')}/", {"patient": own}),
    ):
        check = unchanged(root, path)
        expect_client_error(ada.wire.call("PATCH", path, body))
        check()


def test_nobody_writes_in_another_ones_name(clinic, ada, amara):
    bo, own = clinic.callers["bo"].doctor, in_care(clinic, "ada", "active")
    record = {"patient": own, "author": bo, "record_type": "note", "title": "Not hers"}
    expect_client_error(ada.wire.call("POST", "/api/records/", record))
    visit = {"doctor": ada.doctor, "patient": in_care(clinic, "ada", "ended")} | clinic.free_hour(True)
    expect_client_error(amara.wire.call("POST", "/api/appointments/", visit))
    expect_client_error(ada.wire.call("POST", "/api/mappings/", {"doctor": ada.doctor, "patient": visit["patient"]}))


@pytest.mark.parametrize(
    "query", ["patient_id={own}&patient_id={id}", "patient_id={id}&patient_id={own}", "patient_id={id}", "patient_id={own},{id}"]
)
def test_a_filter_named_twice_shows_nothing_more(clinic, amara, hidden, query):
    answer = amara.wire.call("GET", "/api/appointments/?page_size=500&" + query.format(own=amara.patient, id=hidden))
    expect_no_innards(answer)
    if answer.status == 200:
        own = {row.id for row in clinic.rows_of("appointment") if row.patient == amara.patient}
        assert ids_in(answer) <= own


def test_headers_of_proxies_change_neither_who_asks_nor_what(clinic, amara, hidden):
    wanted = amara.wire.call("GET", f"/api/patients/{hidden}/").sight
    root = clinic.callers["root"]
    for headers in (
        {"X-User-Id": root.user},
        {"X-Forwarded-User": "root@clinic.example"},
        {"X-Organization": "elsewhere"},
        {"X-Original-URL": f"/api/patients/{amara.patient}/"},
        {"X-Rewrite-URL": "/healthz"},
        {"X-HTTP-Method-Override": "OPTIONS"},
        {"X-Role": "administrator"},
        {"Cookie": f"access={root.wire.token}; sessionid=1"},
    ):
        headers = {name.replace("-", "_"): value for name, value in headers.items()}
        assert amara.wire.call("GET", f"/api/patients/{hidden}/", **headers).sight == wanted


def test_a_list_of_rows_is_no_row(amara, ada):
    for body in ([{"id": amara.patient, "address": "x"}], [], "text", 1, None, True):
        expect_client_error(amara.wire.call("PATCH", f"/api/patients/{amara.patient}/", json.dumps(body).encode()))
        expect_client_error(ada.wire.call("POST", "/api/records/", json.dumps(body).encode()))


def test_a_cursor_of_another_ones_list_shows_own_rows_alone(clinic, ada, amara):
    """A cursor is a place in an order, and no right."""
    root = clinic.callers["root"].wire
    own = ids_in(amara.wire.call("GET", "/api/appointments/?page_size=500"))
    address = "/api/appointments/?cursor=&page_size=7"
    for _ in range(5):
        link = root.done("GET", address)["next"]
        if link is None:
            break
        address = link[link.index("/api/") :]
        assert ids_in(amara.wire.call("GET", address.replace("page_size=7", "page_size=500"))) <= own
        assert ids_in(ada.wire.call("GET", address)) <= ids_in(ada.wire.call("GET", "/api/appointments/?page_size=500"))


def test_a_key_of_somebody_elses_request_gives_not_their_answer(clinic, ada, amara):
    """Idempotency-Key, where it is served: the key of one person's request is nothing to another."""
    own = in_care(clinic, "ada", "active")
    record = {"patient": own, "author": ada.doctor, "record_type": "note", "title": "Keyed", "confidentiality": "restricted"}
    first = ada.wire.call("POST", "/api/records/", record, Idempotency_Key="one-key")
    assert first.status == 201
    other = clinic.callers["bo"].wire.call("POST", "/api/records/", record, Idempotency_Key="one-key")
    expect_client_error(other)
    assert first.json()["id"].encode() not in other.body and b"Keyed" not in other.body


@pytest.mark.parametrize("header", ["If_Match", "If_None_Match"])
def test_the_version_of_a_hidden_row_is_not_told(clinic, amara, hidden, header):
    """A hidden row is 404, whether the version that somebody guesses is right or wrong."""
    tag = clinic.callers["root"].wire.call("GET", f"/api/patients/{hidden}/").header("ETag") or '"1"'
    for method in ("GET", "PATCH"):
        wanted = amara.wire.call(method, f"/api/patients/{new_id()}/", {} if method == "PATCH" else None, **{header: tag})
        for guess in (tag, '"99"', "*"):
            body = {} if method == "PATCH" else None
            answer = amara.wire.call(method, f"/api/patients/{hidden}/", body, **{header: guess})
            assert answer.sight == wanted.sight
