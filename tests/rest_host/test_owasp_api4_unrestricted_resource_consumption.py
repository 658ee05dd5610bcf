"""OWASP API Top 10 (2023), API4: one request that costs what a thousand should. Each is answered within `PATIENCE` seconds, and
in the meantime others are served."""

import json
import threading
import time
from urllib.parse import quote

import pytest
from attacks import expect_client_error, expect_no_innards, in_care

# What grows with its input takes a third of a second here; what grew with its square would take minutes.
PATIENCE = 20.0


@pytest.fixture
def root(clinic):
    return clinic.callers["root"].wire


@pytest.fixture
def ask(clinic, root):
    """Asks, with a watch in the hand, and looks whether the host is well afterwards."""

    def ask(method, path, body=None, **headers):
        begin = time.monotonic()
        answer = root.call(method, path, body, **headers)
        assert time.monotonic() - begin < PATIENCE
        assert clinic.host.connect().call("GET", "/healthz").status == 200
        expect_no_innards(answer)
        return answer

    return ask


@pytest.mark.parametrize("size", ["501", "1000000000", "99999999999999999999", "-1", "0", "1e9", "all", "", "%00", "0x7fffffff"])
def test_no_page_is_longer_than_it_may_be(ask, size):
    for query in (f"page_size={size}", f"page_size=2&page_size={size}", f"cursor=&page_size={size}"):
        assert len(ask("GET", f"/api/appointments/?{query}").json()["results"]) <= 500


@pytest.mark.parametrize("page", ["999999999", "18446744073709551615", "18446744073709551616", "-1", "0", "1.5", "NaN", "९"])
def test_a_page_that_is_not_there_is_not_looked_for(ask, page):
    for count in ("exact", "none", "estimate"):
        assert ask("GET", f"/api/patients/?page={quote(page)}&count={count}").status == 404


@pytest.mark.parametrize("open_, close", [("[", "]"), ('{"a":', "}"), ('[{"a":', "}]")])
@pytest.mark.parametrize("depth", [65, 100, 10_000, 100_000])
def test_json_is_only_so_deep(ask, open_, close, depth):
    deep = open_ * depth + "1" + close * depth
    body = '{"name":"Deep","metadata":' + deep + "}"
    for method, path in (("POST", "/api/access-levels/"), ("POST", "/api/auth/login/")):
        assert ask(method, path, body.encode()).status == 400
    assert ask("POST", "/api/access-levels/", (open_ * depth).encode()).status == 400


def test_json_of_64_levels_is_kept(clinic, root, ask):
    value = "leaf"
    for _ in range(63):
        value = [value]
    made = ask("POST", "/api/access-levels/", {"name": "Deep enough", "metadata": value})
    assert (made.status, made.json()["metadata"]) == (201, value)
    root.done("DELETE", f"/api/access-levels/{made.json()['id']}/")


@pytest.mark.parametrize(
    "field, length", [("name", 201), ("mrn", 65), ("address", 501), ("phone_number", 51), ("blood_group", 11), ("name", 250_000)]
)
def test_a_text_is_only_so_long(clinic, ask, field, length):
    patient = in_care(clinic, "ada", "active")
    answer = ask("PATCH", f"/api/patients/{patient}/", {field: "é" * (length // 2) + "x" * (length - length // 2)})
    assert answer.status == 400 and list(answer.json()) == [field]


def test_a_body_is_only_so_long(ask):
    assert ask("POST", "/api/access-levels/", b'{"name":"' + b"x" * 1_100_000 + b'"}').status == 413


@pytest.mark.parametrize(
    "body",
    [
        {f"unknown{number}": number for number in range(40_000)},
        {"name": [0] * 200_000},
        {"name": {"a": "b" * 500_000}},
        {"fields": ["name"] * 80_000, "entity": "patient"},
        {"fields": [{"a": 1}] * 80_000, "entity": "patient"},
    ],
)
def test_a_body_of_very_many_things_is_read_in_time(ask, body):
    for path in ("/api/access-levels/", "/api/access-rules/", "/api/auth/register/", "/api/doctors/"):
        expect_client_error(ask("POST", path, body))


def test_many_mistakes_in_one_body_are_told_in_time(ask):
    slots = [{"weekday": "someday", "starts": "x", "ends": "y"}] * 12_000
    expect_client_error(ask("POST", "/api/doctors/", {"name": "x", "specialization": "x", "availability": slots}))


@pytest.mark.parametrize("number", ["1e999999999", "-1e999999999", "1" * 100_000, "0." + "0" * 100_000 + "1", "1e-999999999"])
def test_a_number_of_any_length_costs_no_more_than_its_text(ask, number):
    answer = ask("POST", "/api/access-levels/", f'{{"name":"{number[:20]}","metadata":{{"n":{number}}}}}'.encode())
    assert answer.status in (201, 400)


LONG_QUERIES = {
    "terms": "search=" + "a%20" * 1500,
    "one term": "search=" + "a" * 7000,
    "quotes": "search=" + "%22a" * 1500,
    "quote without end": "search=%22" + "%20" * 2000,
    "marks that combine": "search=" + "a%CC%81" * 900,
    "letters that unfold": "search=" + "%EF%B7%BA" * 700,  # one letter, eighteen folded
    "statuses": "&".join(["status=scheduled"] * 450),
    "other statuses": "&".join(["status=cancelled", "status=no_show"] * 220),
    "order": "ordering=" + "id," * 2300,
    "unknown names": "&".join(f"n{number}=1" for number in range(900)),
    "equal signs": "=" * 7000,
    "ampersands": "&" * 7000,
    "percents": "%" * 7000,
}


@pytest.mark.parametrize("name", LONG_QUERIES)
def test_a_long_query_is_answered_in_time(ask, name):
    for collection in ("patients", "appointments", "doctors"):
        assert ask("GET", f"/api/{collection}/?{LONG_QUERIES[name]}").status in (200, 400, 403, 414)


# Where a pattern would go back and forth.
EMAILS = ("a" * 200 + "@", "a@" + "a." * 100, "a@" + "-" * 240, '"' * 120 + "@a.b", "a" * 60 + "@" + "b" * 180 + "!", "@" * 250)


@pytest.mark.parametrize("email", EMAILS)
def test_an_email_is_judged_in_time(ask, email):
    assert ask("POST", "/api/auth/register/", {"name": "x", "email": email, "password": "S3cure-pass-77"}).status == 400


@pytest.mark.parametrize("text", ["9" * 400, "2031-01-01T" + "0" * 400, "2031-01-01" + "+" * 400, "T" * 500, "-" * 500])
def test_a_date_is_judged_in_time(ask, text):
    for name in ("starts_at", "ends_at"):
        assert ask("POST", "/api/appointments/", {name: text}).status == 400


def test_a_long_accept_header_is_read_in_time(ask):
    for accept in ("text/html;q=0.1," * 450, "*" * 7000, ";q=" * 2000, "application/json;" + "a=b;" * 1500):
        assert ask("GET", "/api/patients/", Accept=accept).status in (200, 406)


def test_slots_are_of_a_month_at_most(clinic, ask):
    path = f"/api/doctors/{clinic.callers['ada'].doctor}/slots/"
    for begin, end in (("2031-01-01", "2131-01-01"), ("0001-01-01", "9999-12-31"), ("2031-02-01", "2031-01-01")):
        assert ask("GET", f"{path}?from={begin}T00:00:00Z&to={end}T00:00:00Z").status == 400


def test_whoever_is_slow_keeps_nobody_waiting(clinic, root):
    """Thirty expensive questions at once; the host says that it is well all the while."""
    long = "/api/appointments/?page_size=500&search=" + "a%20" * 900
    threads = [threading.Thread(target=lambda: clinic.host.connect().take(root.token).call("GET", long)) for _ in range(30)]
    for thread in threads:
        thread.start()
    while any(thread.is_alive() for thread in threads):
        begin = time.monotonic()
        assert clinic.host.connect().call("GET", "/healthz").status == 200
        assert time.monotonic() - begin < PATIENCE
        time.sleep(0.05)


def test_a_large_value_comes_back_whole(clinic, root, ask):
    value = {"list": ["text"] * 50_000, "long": "x" * 300_000}
    made = ask("POST", "/api/access-levels/", {"name": "Large", "metadata": value})
    assert made.status == 201 and json.loads(made.body)["metadata"] == value
    root.done("DELETE", f"/api/access-levels/{made.json()['id']}/")
