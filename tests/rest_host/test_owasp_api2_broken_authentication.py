"""OWASP API Top 10 (2023), API2: somebody is taken for somebody else."""

import time

import pytest
from attacks import decoded, encoded, expect_client_error, signed
from rest_server import PASSWORD
from salus_host import ROOT

ME = "/api/users/"


@pytest.fixture
def root(clinic):
    return clinic.callers["root"]


@pytest.fixture
def wire(clinic):
    return clinic.host.connect("192.0.2.77")


@pytest.fixture
def token(clinic):
    """A genuine one, of somebody who may do little."""
    return clinic.callers["amara"].wire.token


def expect_refused(wire, token):
    answer = wire.take(token).call("GET", ME)
    assert answer.status == 401, (token, answer)
    assert answer.header("WWW-Authenticate") == 'Bearer realm="api"'


def claims_of_root(token, root):
    return decoded(token.split(".")[1]) | {"user_id": root.user, "is_admin_staff": True, "email": ROOT}


@pytest.mark.parametrize("algorithm", ["none", "None", "NONE", "nOnE", "", "HS512", "RS256", "ES256", "EdDSA", None, 1, ["HS256"]])
def test_a_token_chooses_no_algorithm(wire, token, root, algorithm):
    header, payload, signature = token.split(".")
    forged = decoded(header) | {"alg": algorithm}
    for ending in ("", signature, encoded(b"\0" * 32)):
        expect_refused(wire, f"{encoded(forged)}.{encoded(claims_of_root(token, root))}.{ending}")
        expect_refused(wire, f"{encoded(forged)}.{payload}.{ending}")


@pytest.mark.parametrize("kid", ["", "../../../../dev/null", "/dev/null", "' UNION SELECT 'x' --", "none", None, 0, {}, "\0", "x" * 2000])
def test_a_token_names_no_key_of_its_own(wire, token, root, kid):
    header = decoded(token.split(".")[0]) | {"kid": kid}
    for key in (b"", b"x", b"secret", b"\0" * 32):
        expect_refused(wire, signed(header, claims_of_root(token, root), key))


def test_a_token_brings_no_key_with_it(wire, token, root):
    key = {"kty": "oct", "k": encoded(b"attacker"), "alg": "HS256"}
    for extra in ({"jwk": key}, {"jku": "http://127.0.0.1:9/keys"}, {"x5u": "http://127.0.0.1:9/x"}, {"x5c": ["AAAA"]}, {"crit": ["exp"]}):
        header = decoded(token.split(".")[0]) | extra
        expect_refused(wire, signed(header, claims_of_root(token, root), b"attacker"))
        _, payload, signature = token.split(".")
        expect_refused(wire, f"{encoded(header)}.{payload}.{signature}")


def test_every_character_of_a_token_counts(wire, token):
    """Also the bits of the last one that base64 leaves over."""
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    for at in {0, 5, token.index("."), token.index(".") + 9, token.rindex(".") + 1, len(token) - 1}:
        for other in alphabet[:: 1 if at == len(token) - 1 else 17]:
            if other != token[at]:
                expect_refused(wire, token[:at] + other + token[at + 1 :])
    for changed in (token + "=", token + "A", token[:-1], token + ".", "." + token, token.replace(".", ".."), token + "\t" + token):
        expect_refused(wire, changed)


@pytest.mark.parametrize(
    "change",
    [{"exp": 99999999999}, {"token_type": "refresh"}, {"epoch": 99}, {"sid": "another"}, {"organization_id": "elsewhere"}, {"user_id": 1}],
)
def test_a_changed_claim_breaks_the_token(wire, token, change):
    header, payload, signature = token.split(".")
    expect_refused(wire, f"{header}.{encoded(decoded(payload) | change)}.{signature}")


def test_each_token_is_for_its_own_use(clinic, wire):
    tokens = wire.done("POST", "/api/auth/login/", {"email": "amara@clinic.example", "password": PASSWORD})
    expect_refused(wire, tokens["refresh"])
    wire.token = None
    answer = wire.call("POST", "/api/auth/token/refresh/", {"refresh": tokens["access"]})
    assert (answer.status, answer.json()["detail"]) == (401, "Token has wrong type")


def test_a_token_is_read_from_the_header_alone(wire, token):
    wire.take(None)
    for path in (f"{ME}?access={token}", f"{ME}?token={token}", f"{ME}?access_token={token}", f"{ME}?jwt={token}"):
        assert wire.call("GET", path).status == 401
    for headers in (
        {"Cookie": f"access={token}"},
        {"X-Access-Token": token},
        {"Proxy-Authorization": f"Bearer {token}"},
        {"Authorization": f"bearer {token}"},
        {"Authorization": f"Token {token}"},
        {"Authorization": f"Basic {encoded(token.encode())}"},
        {"Authorization": token},
        {"Authorization": f"Bearer {token} {token}"},
        {"Authorization": "Bearer"},
        {"Authorization": "Bearer " + "A" * 7000},
    ):
        assert wire.send("GET", ME, None, headers).status == 401


def test_a_log_in_that_has_ended_opens_nothing(wire):
    tokens = wire.done("POST", "/api/auth/login/", {"email": "cleo@clinic.example", "password": PASSWORD})
    wire.done("POST", "/api/auth/logout/", {"refresh": tokens["refresh"]})
    expect_refused(wire, tokens["access"])
    wire.take(None)
    assert wire.call("POST", "/api/auth/token/refresh/", {"refresh": tokens["refresh"]}).status == 401


def test_a_refresh_token_that_was_stolen_ends_the_log_in(wire):
    first = wire.done("POST", "/api/auth/login/", {"email": "cleo@clinic.example", "password": PASSWORD})
    second = wire.done("POST", "/api/auth/token/refresh/", {"refresh": first["refresh"]})
    assert wire.call("POST", "/api/auth/token/refresh/", {"refresh": first["refresh"]}).status == 401
    expect_refused(wire, second["access"])


def test_unknown_wrong_and_closed_accounts_get_one_answer(clinic):
    wire = clinic.host.connect("192.0.2.78")
    answers = [
        wire.call("POST", "/api/auth/login/", {"email": email, "password": password})
        for email, password in (
            ("nobody@clinic.example", PASSWORD),
            ("amara@clinic.example", "Wrong-pass-77"),
            ("dismissed@clinic.example", PASSWORD),
            ("root@elsewhere.example", PASSWORD),
        )
    ]
    assert {answer.sight for answer in answers} == {answers[0].sight}
    assert answers[0].status == 401


def test_guessing_at_one_account_is_slowed_down_from_wherever(clinic):
    """Also for its owner, and of an account that is not there just as of one that is."""
    for email in ("guessed@clinic.example", "not-there@clinic.example"):
        if email.startswith("guessed"):
            clinic.host.connect("192.0.2.80").done(
                "POST", "/api/auth/register/", {"name": "G", "email": email, "password": PASSWORD}
            )
        answers = [
            clinic.host.connect(f"192.0.2.{90 + number}").call("POST", "/api/auth/login/", {"email": email, "password": f"Guess-{number}-pw"})
            for number in range(7)
        ]
        assert [answer.status for answer in answers[:5]] == [401] * 5
        assert answers[-1].status == 429 and int(answers[-1].header("Retry-After")) >= 1
        right = clinic.host.connect("192.0.2.99").call("POST", "/api/auth/login/", {"email": email, "password": PASSWORD})
        assert right.status == 429


def test_guessing_at_many_accounts_from_one_address_is_slowed_down(clinic):
    """Whatever a client says of where it comes from: what the proxy adds stands last."""
    statuses = []
    for number in range(24):
        wire = clinic.host.connect(f"10.0.0.{number}, 198.18.0.1")
        body = {"email": f"somebody{number}@clinic.example", "password": "Common-guess-1"}
        statuses.append(wire.call("POST", "/api/auth/login/", body).status)
    assert statuses[:20] == [401] * 20
    assert statuses[-1] == 429


@pytest.mark.parametrize("password", [None, 1, True, [PASSWORD], {"$ne": ""}, "", "\0", PASSWORD + "\0x", "x" * 100_000])
def test_what_is_no_password_is_none(clinic, password):
    wire = clinic.host.connect("192.0.2.120")
    expect_client_error(wire.call("POST", "/api/auth/login/", {"email": "root@clinic.example", "password": password}))


def test_a_password_stands_in_no_address(clinic, wire):
    answer = wire.call("GET", f"/api/auth/login/?email={ROOT}&password={PASSWORD}")
    assert answer.status == 405


@pytest.mark.parametrize("password", ["short", "12345678901", "password123", "amara.okafor"])
def test_a_weak_password_makes_no_account(clinic, password):
    body = {"name": "Amara Okafor", "email": "amara.okafor@clinic.example", "password": password}
    answer = clinic.host.connect("192.0.2.121").call("POST", "/api/auth/register/", body)
    assert answer.status == 400 and list(answer.json()) == ["password"]


def test_who_is_dismissed_is_out_at_once(clinic, root):
    wire = clinic.host.connect("192.0.2.122")
    id = wire.done("POST", "/api/auth/register/", {"name": "L", "email": "leaver@clinic.example", "password": PASSWORD})["id"]
    wire.log_in("leaver@clinic.example")
    assert wire.call("GET", ME).status == 200
    root.wire.done("PATCH", f"/api/users/{id}/", {"is_active": False})
    begin = time.monotonic()
    assert wire.call("GET", ME).status == 401 and time.monotonic() - begin < 5
