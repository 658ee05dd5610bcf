"""OWASP API Top 10 (2023), API3: somebody reads, learns or writes a field that is not theirs on a row that is."""

import base64
import json

import pytest
from attacks import expect_client_error, expect_no_innards, ids_in, in_care, row_of, unchanged
from rest_server import PASSWORD

# What reception may see of a patient stands in wire_world.RECEPTION: name, birth_date, phone_number.
HIDDEN_FROM_RECEPTION = {"mrn": "M-Patient active", "sex": "female", "family_name": "active", "email": "a@b.example"}


@pytest.fixture
def reception(clinic):
    return clinic.callers["reception"].wire


@pytest.fixture
def root(clinic):
    return clinic.callers["root"]


def test_no_answer_has_a_field_that_is_for_no_reader(clinic, root):
    for entity in clinic.entities:
        text = root.wire.call("GET", clinic.path(entity)).body
        for name in (b"password", b"session_epoch", b"organization_id", b"deleted", b"$argon2"):
            assert name not in text, (entity, name)


PRIVILEGES = {
    "is_admin_staff": True,
    "is_doctor": True,
    "is_active": True,
    "is_patient": True,
    "access_level": None,
    "requested_admin_staff": True,
    "email": "root2@clinic.example",
    "metadata": {"role": "administrator"},
}


@pytest.mark.parametrize("name", ["amara", "ada", "reception", "nothing but an account"])
@pytest.mark.parametrize("field", PRIVILEGES)
def test_nobody_gives_themselves_a_privilege(clinic, root, name, field):
    caller = clinic.callers[name]
    path = f"/api/users/{caller.user}/"
    check = unchanged(root, path)
    for body in ({field: PRIVILEGES[field]}, {"name": "Same", field: PRIVILEGES[field]}):
        assert caller.wire.call("PATCH", path, body).status == 403
    check()


@pytest.mark.parametrize("field", ["id", "password", "password_hash", "session_epoch", "organization", "organization_id", "version"])
def test_what_nobody_sets_is_ignored_or_refused(clinic, root, field):
    caller = clinic.callers["amara"]
    path = f"/api/users/{caller.user}/"
    check = unchanged(root, path)
    answer = caller.wire.call("PATCH", path, {field: root.user})
    assert answer.status in (200, 400, 403)
    if answer.status != 200:
        check()
    seen = root.wire.done("GET", path)
    assert seen["id"] == caller.user and root.user not in [value for name, value in seen.items() if name != "metadata"]
    caller.wire.log_in("amara@clinic.example")  # whose password is what it was


def test_who_registers_gives_themselves_nothing(clinic, root):
    extra = PRIVILEGES | {"access_level": clinic.level.id, "id": root.user, "password_hash": "x", "organization_id": "elsewhere"}
    extra |= {"last_login": "2020-01-01T00:00:00Z", "roles": ["administrator"], "is_superuser": True, "is_staff": True}
    body = extra | {"name": "Mallory", "email": "mallory@clinic.example", "password": PASSWORD}
    wire = clinic.host.connect("192.0.2.130")
    made = wire.done("POST", "/api/auth/register/", body)
    seen = root.wire.done("GET", f"/api/users/{made['id']}/")
    assert (seen["is_doctor"], seen["is_admin_staff"], seen["access_level"], seen["metadata"]) == (False, False, None, {})
    assert seen["requested_doctor"] and seen["requested_admin_staff"] and seen["id"] != root.user
    wire.log_in("mallory@clinic.example")
    assert wire.call("GET", "/api/patients/").status == 403 and ids_in(wire.call("GET", "/api/users/")) == {made["id"]}


@pytest.mark.parametrize("body", [{"status": "active"}, {"amends": None}, {"original": None}, {"recorded_at": None, "id": 1}])
def test_the_standing_of_a_record_follows_from_what_was_done(clinic, root, body):
    """Read-only names are ignored, so an amendment may come of it, and never a record that claims to be what it is not."""
    ada = clinic.callers["ada"].wire
    record = {"patient": in_care(clinic, "ada", "active"), "author": clinic.callers["ada"].doctor}
    made = ada.done("POST", "/api/records/", record | {"record_type": "note", "title": "N"} | body)
    assert (made["status"], made["amends"], made["original"]) == ("active", None, None)
    for method in ("PATCH", "PUT"):
        answer = ada.call(method, f"/api/records/{made['id']}/", record | {"record_type": "note", "title": "N"} | body)
        assert answer.status in (200, 400, 403), answer
    ada.done("DELETE", f"/api/records/{made['id']}/")
    assert ada.call("PATCH", f"/api/records/{made['id']}/", {"status": "active"}).status in (200, 400, 403, 409)
    assert root.wire.done("GET", f"/api/records/{made['id']}/")["status"] in ("entered_in_error", "amended")


@pytest.mark.parametrize("field", HIDDEN_FROM_RECEPTION)
def test_a_hidden_field_is_not_asked_about(clinic, reception, field):
    """Neither by its value, nor by an order, in whichever way they are asked for; a right guess is answered as a wrong one."""
    right, wrong = HIDDEN_FROM_RECEPTION[field].replace(" ", "%20"), "nothing"
    if field != "email":  # which is no filter
        guesses = [reception.call("GET", f"/api/patients/?{field}={value}") for value in (right, right.upper())]
        if field != "sex":
            guesses.append(reception.call("GET", f"/api/patients/?{field}={wrong}"))
        assert {guess.sight for guess in guesses if field != "sex"} <= {guesses[0].sight}
        assert guesses[0].status == 403
    for order in (field, f"-{field}", f"name,{field}", f" {field} ", f"-{field},id", f"{field}__startswith"):
        answer = reception.call("GET", f"/api/patients/?ordering={order.replace(' ', '%20')}")
        assert answer.status in (400, 403), answer


def test_a_search_looks_in_the_fields_that_are_shown_alone(clinic, reception, root):
    patient = in_care(clinic, "ada", "active")
    root.wire.done("PATCH", f"/api/patients/{patient}/", {"email": "zebra.quagga@example.org", "phone_number": "0555123"})
    assert patient in ids_in(root.wire.call("GET", "/api/patients/?search=zebra"))
    assert patient in ids_in(reception.call("GET", "/api/patients/?search=0555123"))
    for words in ("zebra", "zebra.quagga", "0555123%20zebra", '"zebra"', "M-Patient", "quag"):
        answer = reception.call("GET", f"/api/patients/?search={words}")
        assert answer.json()["count"] == 0, words


@pytest.mark.parametrize("count", ["exact", "estimate", "none"])
def test_no_count_is_of_what_is_hidden(clinic, reception, count):
    for query in ("mrn=M-Patient%20active", "sex=female", "insurance_provider=Acme"):
        answer = reception.call("GET", f"/api/patients/?{query}&count={count}&page_size=1")
        assert answer.status == 403 or answer.json().get("count") in (0, None) and answer.json()["results"] == [], answer


@pytest.mark.parametrize("query", ["born_after=1980-02-29&born_before=1980-02-29", "name=active", "birth_date=1980-02-29"])
def test_what_is_shown_may_be_asked_about(reception, query):
    assert reception.call("GET", f"/api/patients/?{query}").json()["count"] > 0


def test_a_cursor_holds_nothing_that_the_page_does_not_show(clinic, reception, root):
    """A cursor is text that its owner can read: of hidden fields it has nothing, and of an order by one there is none."""
    answer = reception.call("GET", "/api/patients/?cursor=&page_size=1&ordering=-birth_date")
    cursor = answer.json()["next"].split("cursor=")[1].split("&")[0]
    (shown,) = answer.json()["results"]
    everything = root.wire.done("GET", f"/api/patients/{shown['id']}/")
    readable = cursor + "".join(decoded_ways(cursor))
    for name, value in everything.items():
        if name not in shown and isinstance(value, str) and len(value) > 3:
            assert value not in readable, name
    assert clinic.elsewhere["organization"] not in readable
    for order in ("mrn", "-sex", "id"):
        address = f"/api/patients/?page_size=1&ordering={order}&cursor={cursor}"
        expect_no_innards(reception.call("GET", address))


def decoded_ways(text):
    for decode in (base64.urlsafe_b64decode, base64.b64decode, bytes.fromhex):
        try:
            yield decode(text + "=" * (-len(text) % 4) if decode is not bytes.fromhex else text).decode("utf-8", "replace")
        except ValueError:
            continue


@pytest.mark.parametrize("made", [{"v": "M-1"}, ["female"], "AAAA", 1, {"mrn": {"$gt": ""}}, [[["x"]]], "' OR 1=1 --"])
def test_a_cursor_that_somebody_made_shows_nothing_more(reception, made):
    cursor = base64.urlsafe_b64encode(json.dumps(made).encode()).decode().rstrip("=")
    for text in (cursor, "-" + cursor, "--", "%00", cursor * 50):
        answer = reception.call("GET", f"/api/patients/?cursor={text}&ordering=birth_date")
        assert answer.status in (200, 404), answer
        expect_no_innards(answer)


@pytest.mark.parametrize("query", ["fields=mrn", "include=user", "expand=user", "omit=", "select=*", "$select=mrn", "columns=mrn"])
def test_a_client_chooses_no_fields(reception, query):
    expect_client_error(reception.call("GET", f"/api/patients/?{query}"))


def test_a_hidden_field_outlives_what_its_readers_write(clinic, root):
    """A patient cancels, and sees no notes; they are there afterwards."""
    patient = clinic.callers["amara"]
    row = next(row for row in clinic.rows_of("appointment") if row.patient == patient.patient and row.detail == "upcoming")
    visit = clinic.copy_of(row)
    shown = patient.wire.done("GET", f"/api/appointments/{visit.id}/")
    assert "notes" not in shown
    answer = patient.wire.call("PATCH", f"/api/appointments/{visit.id}/", {"status": "cancelled", "notes": "mine"})
    assert answer.status == 403
    patient.wire.done("PATCH", f"/api/appointments/{visit.id}/", {"status": "cancelled", "cancel_reason": "Ill."})
    assert root.wire.done("GET", f"/api/appointments/{visit.id}/")["notes"] == "Bring the letter."
    clinic.use_up(visit)


def test_a_refusal_says_nothing_of_the_value(clinic, reception):
    """The text for a patient's hidden field is the same, whatever stands in it."""
    appointment = row_of(clinic, "appointment", in_care(clinic, "ada", "active"))
    answers = [reception.call("PATCH", f"/api/appointments/{appointment}/", {"reason": text}) for text in ("Check-up", "Nothing")]
    assert answers[0].sight == answers[1].sight and answers[0].status == 403


def test_the_fields_that_options_tell_hold_no_values_and_no_secrets(clinic, reception):
    for entity in clinic.entities:
        text = reception.call("OPTIONS", clinic.path(entity)).body
        assert b"password" not in text and b"session_epoch" not in text
