"""Every route of the host × every method × every kind of person × every kind of row: allowed and denied, and which fields, as
the golden page of the policy says, read from that page. And what somebody may not see is answered to the byte as what is not
there: hidden, missing, removed, and another organization's."""

import pytest
from policy_matrix import PolicyMatrix
from route_walk import METHODS, OPEN_ROUTES, RouteWalk

CALLERS = (
    "root",
    "ada",
    "bo",
    "amara",
    "cleo",
    "dual",
    "doctor without a row",
    "patient without a row",
    "nothing but an account",
    "reception",
    "staff without rules",
    "nobody",
    "dismissed",
    "stranger",
)


@pytest.fixture(scope="module")
def matrix():
    return PolicyMatrix()


def test_everybody_is_asked(world):
    assert set(CALLERS) == set(world.callers)


@pytest.mark.parametrize("name", CALLERS)
def test_every_route_answers_as_the_policy_says(world, matrix, name):
    walk = RouteWalk(world, world.callers[name], matrix)
    for path, operations in world.document["paths"].items():
        if path not in OPEN_ROUTES and path not in ("/api/", "/api/audit/"):
            walk.walk(path, {method.upper() for method in operations} & set(METHODS))
    assert not walk.problems, "\n".join([f"{len(walk.problems)} of {walk.answers} answers:", *walk.problems])
    assert walk.answers > (1000 if world.callers[name].is_known else 300)


@pytest.mark.parametrize("name", CALLERS)
def test_the_index_names_what_somebody_may_read(world, matrix, name):
    caller = world.callers[name]
    answer = caller.wire.call("GET", "/api/")
    if not caller.is_known:
        assert answer.status == 401
        return
    readable = {
        entity.collection
        for entity in world.entities.values()
        if matrix.may_ever(caller.roles, entity.name, "read", caller.roles_without_row)
    }
    assert set(answer.json()) & {entity.collection for entity in world.entities.values()} == readable


@pytest.mark.parametrize("name", CALLERS)
def test_the_journal_is_read_by_those_whom_a_rule_lets(world, matrix, name):
    caller = world.callers[name]
    allowed = matrix.may_ever(caller.roles, "journal_entry", "read", caller.roles_without_row)
    assert caller.wire.call("GET", "/api/audit/").status == (401 if not caller.is_known else 200 if allowed else 403)


@pytest.mark.parametrize("name", CALLERS)
@pytest.mark.parametrize("path", OPEN_ROUTES)
def test_a_route_for_everybody_serves_its_methods_and_no_others(world, name, path):
    wire = world.callers[name].wire
    if wire.call("OPTIONS", path).status == 404:
        pytest.skip("a route of later")
    served = OPEN_ROUTES[path] | {"OPTIONS"} | ({"HEAD"} if "GET" in OPEN_ROUTES[path] else set())
    for method in METHODS:
        status = wire.call(method, path).status
        if path == "/api/auth/register/" and wire.token and not world.callers[name].is_known:
            assert status == 401  # whoever names themselves has to be right
        else:
            assert (status == 405) == (method not in served), (method, status)


def test_the_matrix_of_the_page_denies_and_allows(matrix):
    """The page was read: a few of its cells, so that an empty one would be seen."""
    everything = {"name", "mrn", "birth_date", "phone_number"}
    assert matrix.fields({"doctor": "relationship active"}, "patient", "read", everything) == everything
    assert matrix.fields({"doctor": "relationship ended"}, "patient", "read", everything) is None
    assert matrix.fields({"staff": "other"}, "patient", "read", everything) == everything - {"mrn"}
    assert matrix.fields({"patient": "own"}, "patient", "update", everything) == {"phone_number"}
    assert not matrix.may_ever(("user", "patient"), "access_rule", "read")
    assert len(matrix.tables) > 30
