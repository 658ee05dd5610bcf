"""OWASP API Top 10 (2023), API5: somebody does what only an administrator, or only a doctor, may do. The walk of
test_authorization_over_the_wire asks for every method of every route; here are the ways around it."""

import pytest
from attacks import in_care, unchanged

STRANGERS = ["amara", "ada", "reception", "staff without rules", "nothing but an account"]


@pytest.fixture
def root(clinic):
    return clinic.callers["root"]


@pytest.mark.parametrize("name", STRANGERS)
@pytest.mark.parametrize("header", ["X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override"])
@pytest.mark.parametrize("method", ["DELETE", "PATCH", "PUT"])
def test_a_header_is_no_method(clinic, root, name, header, method):
    path = f"/api/users/{root.user}/"
    check = unchanged(root, path)
    named = {header.replace("-", "_"): method}
    for sent in ("GET", "POST"):
        answer = clinic.callers[name].wire.call(sent, path, {"is_active": False} if sent == "POST" else None, **named)
        assert answer.status in (401, 403, 404, 405)
    check()
    assert root.wire.call("GET", path + f"?_method={method}").status == 200
    check()


@pytest.mark.parametrize("method", ["delete", "Delete", "TRACE", "TRACK", "CONNECT", "PROPFIND", "FOO", "QUERY", "PURGE", "GET\0"])
def test_a_method_of_another_spelling_does_nothing(clinic, root, method):
    path = f"/api/patients/{in_care(clinic, 'ada', 'active')}/"
    check = unchanged(root, path)
    wire = clinic.host.connect()
    answer = wire.send(method, path, None, {"Authorization": f"Bearer {root.wire.token}", "Connection": "close"})
    assert answer.status in (400, 403, 404, 405, 501) and b"birth_date" not in answer.body
    check()


PATHS = (
    "/api/USERS/",
    "/API/users/",
    "/api//users/",
    "//api/users/",
    "/api/users//",
    "/api/./users/",
    "/api/patients/../users/",
    "/api/patients/%2e%2e/users/",
    "/api/%75sers/",
    "/api/users%2f",
    "/api/users%00/",
    "/api/users/;/",
    "/api/users.json",
    "/api/users",
    "/api/users/?",
    "/api/users/#x",
    "\\api\\users\\",
)


@pytest.mark.parametrize("path", PATHS)
def test_another_spelling_of_a_route_has_the_rights_of_the_route(clinic, path):
    """What is not the route is nothing; what is, is judged as the route is."""
    body = {"email": "evil@clinic.example", "name": "Evil", "is_admin_staff": True}
    for name in STRANGERS:
        wire = clinic.callers[name].wire
        answer = wire.call("POST", path, body)
        assert answer.status in (400, 403, 404, 405), (name, answer)
        listed = wire.call("GET", path)
        if listed.status == 200:
            assert {row["id"] for row in listed.json()["results"]} == {clinic.callers[name].user}


RULES = (
    {"entity": "access_rule", "action": "create"},
    {"entity": "access_level", "action": "update"},
    {"entity": "organization", "action": "update"},
    {"entity": "user", "action": "update", "fields": ["is_admin_staff"]},
    {"entity": "user", "action": "update", "fields": ["access_level"]},
    {"entity": "user", "action": "create", "fields": ["*"]},
    {"entity": "user", "action": "read", "fields": ["password_hash"]},
    {"entity": "signing_key", "action": "read"},
    {"entity": "signing_key", "action": "read", "fields": ["secret"]},
    {"entity": "journal_entry", "action": "update"},
    {"entity": "token_family", "action": "read"},
)


@pytest.mark.parametrize("rule", RULES, ids=str)
def test_not_even_an_administrator_makes_levels_that_make_administrators(clinic, root, rule):
    body = {"access_level": clinic.level.id, "name": "too much", "scope": "organization", "fields": ["*"]} | rule
    answer = root.wire.call("POST", "/api/access-rules/", body)
    assert answer.status == 400 and set(answer.json()) <= {"entity", "fields"}


@pytest.mark.parametrize("name", STRANGERS)
def test_nobody_else_makes_a_rule(clinic, root, name):
    caller = clinic.callers[name]
    rule = clinic.rows_of("access_rule")[0].id
    body = {"access_level": clinic.level.id, "name": "mine", "action": "read", "entity": "patient", "scope": "organization"}
    check = unchanged(root, f"/api/access-rules/{rule}/")
    assert caller.wire.call("POST", "/api/access-rules/", body).status == 403
    assert caller.wire.call("PATCH", f"/api/access-rules/{rule}/", {"fields": ["*"]}).status == 403
    assert caller.wire.call("DELETE", f"/api/access-rules/{rule}/").status == 403
    check()


def test_a_doctor_activates_no_relationship_and_judges_no_emergency(clinic, root):
    bo = clinic.callers["bo"]
    review = next(row.id for row in clinic.rows_of("access_review") if row.doctor == bo.doctor)
    check = unchanged(root, f"/api/access-reviews/{review}/")
    assert bo.wire.call("PATCH", f"/api/access-reviews/{review}/", {"status": "justified"}).status == 403
    assert bo.wire.call("DELETE", f"/api/access-reviews/{review}/").status == 403
    check()
    for body in ({"relationship_type": "emergency"}, {"relationship_type": "primary_care", "status": "active"}):
        body |= {"doctor": bo.doctor, "patient": in_care(clinic, "ada", "ended")}
        assert bo.wire.call("POST", "/api/mappings/", body).status == 403


@pytest.mark.parametrize("name", ["amara", "reception", "root", "nothing but an account", "doctor without a row"])
def test_only_a_doctor_breaks_the_glass(clinic, name):
    patient = in_care(clinic, "ada", "ended")
    answer = clinic.callers[name].wire.call("POST", f"/api/patients/{patient}/break-glass/", {"reason": "Because."})
    assert answer.status == 403


def test_a_patient_takes_no_step_of_an_appointment_but_cancelling(clinic, root):
    amara = clinic.callers["amara"]
    row = next(row for row in clinic.rows_of("appointment") if row.patient == amara.patient and row.detail == "upcoming")
    check = unchanged(root, f"/api/appointments/{row.id}/")
    for status in ("confirmed", "checked_in", "completed", "no_show"):
        assert amara.wire.call("PATCH", f"/api/appointments/{row.id}/", {"status": status}).status in (400, 403)
    check()
