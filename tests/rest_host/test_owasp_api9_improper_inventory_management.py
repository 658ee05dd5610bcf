"""OWASP API Top 10 (2023), API9: a route that nobody remembers. What is served stands in the OpenAPI document, and what stands there
is served; there is one version, and no door beside it."""

import pytest
from policy_matrix import PolicyMatrix
from route_walk import METHODS, OPEN_ROUTES
from wire_world import new_id


@pytest.fixture
def root(clinic):
    return clinic.callers["root"].wire


def allowed(clinic, path):
    """The methods that a route says it has, to whoever may ask: an administrator, or a doctor."""
    answers = [clinic.callers[name].wire.call("OPTIONS", path.replace("{id}", new_id())) for name in ("root", "ada")]
    return {method for answer in answers for method in (answer.header("Allow") or "").split(", ")} - {""}


def documented(clinic, path):
    operations = {method.upper() for method in clinic.document["paths"].get(path, {})} & set(METHODS)
    return operations | {"OPTIONS"} | ({"HEAD"} if "GET" in operations else set())


def test_what_is_documented_is_served(clinic):
    for path in clinic.document["paths"]:
        assert documented(clinic, path) == allowed(clinic, path) | {"OPTIONS"}, path


def test_what_the_index_names_is_documented(clinic, root):
    for address in root.done("GET", "/api/").values():
        path = address[address.index("/api/") :]
        assert path in clinic.document["paths"], path


def test_what_everybody_may_call_is_documented(clinic):
    missing = [path for path in (*OPEN_ROUTES, "/api/") if allowed(clinic, path) and path not in clinic.document["paths"]]
    if missing:
        pytest.xfail(f"served and not in the document yet: {missing}")


def test_the_document_needs_no_token_where_it_says_so_and_only_there(clinic):
    nobody = clinic.host.connect()
    for path, operations in clinic.document["paths"].items():
        for method in {method.upper() for method in operations} & set(METHODS):
            is_open = operations[method.lower()].get("security") == []
            answer = nobody.call(method, path.replace("{id}", new_id()), {} if method != "GET" else None)
            assert (answer.status == 401) != is_open or path.startswith("/api/auth/"), (method, path)
            assert not is_open or path in OPEN_ROUTES, path


def test_tables_of_the_library_have_no_route(clinic, root):
    """Keys, log-ins, throttles: not by their names, nor by what one would make of them."""
    names = {entity for _, entity in PolicyMatrix().tables} - set(clinic.entities) - {"journal_entry", "patient_access"}
    assert {"signing_key", "token_family", "throttle"} <= names
    for name in names:
        for path in (name, f"{name}s", name.replace("_", "-"), name.replace("_", "-") + "s"):
            for method in METHODS:
                assert root.call(method, f"/api/{path}/").status == 404


VERSIONS = ("v0", "v1", "v2", "v3", "v1.0", "beta", "alpha", "old", "internal", "private", "admin", "test", "dev", "staging", "legacy", "latest")


@pytest.mark.parametrize("version", VERSIONS)
def test_there_is_no_other_version(root, version):
    for path in (f"/api/{version}/patients/", f"/{version}/patients/", f"/{version}/api/patients/", f"/api-{version}/patients/", f"/api/patients/{version}/"):
        assert root.call("GET", path).status == 404


@pytest.mark.parametrize("query", ["version=1", "v=1", "api-version=2020-01-01", "debug=1", "test=true", "internal=1", "lenient=1"])
def test_no_parameter_asks_for_another_version(root, query):
    assert root.call("GET", f"/api/patients/?{query}").status == 400


@pytest.mark.parametrize("accept", ["application/json; version=1", "application/vnd.salus.v1+json"])
def test_no_header_asks_for_another_version(root, accept):
    usual = root.call("GET", "/api/patients/?page_size=1").body
    answer = root.call("GET", "/api/patients/?page_size=1", Accept=accept, X_API_Version="1")
    assert answer.status == 406 or answer.body == usual


def test_the_document_says_which_version_it_is(clinic):
    assert clinic.document["openapi"].startswith("3.1") and clinic.document["info"]["version"]
