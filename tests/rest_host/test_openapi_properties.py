"""The OpenAPI document drives requests that it allows, and some that it does not, to every operation, as people of every kind: no
failure, no status that it does not declare, and answers of the type, with the headers and of the schema that it says.

The same requests every time (SEED), as many for each operation and person as SALUS_SCHEMATHESIS_EXAMPLES says: the default takes
about a minute for both engines; a longer look takes as long as one likes."""

import os
import random
from collections import Counter

import pytest
import requests

schemathesis = pytest.importorskip("schemathesis", reason="tests/requirements.txt has it")

import hypothesis  # noqa: E402
from schemathesis import GenerationMode  # noqa: E402
from schemathesis.checks import not_a_server_error  # noqa: E402
from schemathesis.specs.openapi import checks  # noqa: E402

SEED = 20231231
EXAMPLES = int(os.environ.get("SALUS_SCHEMATHESIS_EXAMPLES", "2"))
CHECKS = [
    not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_headers_conformance,
    checks.response_schema_conformance,
]
PEOPLE = ("root", "ada", "amara", "reception", "nothing but an account", "nobody")

REFERENCES = {
    "doctor": "doctor",
    "patient": "patient",
    "author": "doctor",
    "doctor_id": "doctor",
    "patient_id": "patient",
    "author_id": "doctor",
    "appointment": "appointment",
    "access_level": "access_level",
    "care_relationship": "care_relationship",
    "referred_by": "doctor",
    "user": "user",
}


class Requests:
    """Requests of the document's making, with ids that there are in the place of some that there are not."""

    def __init__(self, world, engine_share: int):
        self.world = world
        self.random = random.Random(SEED)
        self.share = engine_share
        # The accounts of those who ask stay as they are, and so does the organization's name.
        askers = {caller.user for caller in world.callers.values()}
        self.rows = {
            entity: [row.id for row in world.rows_of(entity) if row.id not in askers and row.id not in (world.level.id,)] for entity in world.entities
        }
        self.rows["organization"] = []
        self.session = requests.Session()

    def make(self, operation, mode) -> list:
        """Some cases for one operation."""
        cases = []

        @hypothesis.seed(SEED)
        @hypothesis.settings(
            max_examples=self.share,
            database=None,
            deadline=None,
            phases=[hypothesis.Phase.generate],
            suppress_health_check=list(hypothesis.HealthCheck),
        )
        @hypothesis.given(operation.as_strategy(generation_mode=mode))
        def collect(case):
            cases.append(case)

        try:
            collect()
        except hypothesis.errors.Unsatisfiable:
            pass  # nothing can be wrong about it
        return cases

    def fill(self, case, entity: str):
        """Names rows that there are: most of the time in the path, and where a body or a filter refers to something."""
        if case.path_parameters and "id" in case.path_parameters and self.random.random() < 0.8:
            case.path_parameters["id"] = self.some_row(self.referred(case.operation.path, entity)) or case.path_parameters["id"]
        for place in (case.body, case.query):
            if not isinstance(place, dict):
                continue
            for name in place.keys() & REFERENCES.keys():
                if isinstance(place[name], str) and self.random.random() < 0.8:
                    place[name] = self.some_row(REFERENCES[name]) or place[name]

    def referred(self, path: str, entity: str) -> str:
        parts = path.strip("/").split("/")
        return REFERENCES.get(parts[2], entity) if len(parts) == 4 and parts[3] == "{id}" else entity

    def some_row(self, entity: str) -> str | None:
        return self.random.choice(self.rows[entity]) if self.rows.get(entity) else None

    def ask(self, case, name: str):
        wire = self.world.callers[name].wire
        wire._renew()
        headers = {"X-Test-Address": wire.address}
        if wire.token:
            headers["Authorization"] = f"Bearer {wire.token}"
        response = case.call(base_url=f"http://127.0.0.1:{self.world.host.port}", session=self.session, headers=headers)
        case.validate_response(response, checks=CHECKS)
        return response.status_code


def entity_of(world, path: str) -> str:
    by_collection = {entity.collection: name for name, entity in world.entities.items()}
    return by_collection.get("".join(path.strip("/").split("/")[1:2]), "")


@pytest.fixture(scope="module")
def driver(world):
    return Requests(world, EXAMPLES if not world.database.is_server else max(1, EXAMPLES // 2))


@pytest.fixture(scope="module")
def operations(world):
    schema = schemathesis.openapi.from_dict(world.document)
    return [result.ok() for result in schema.get_all_operations()]


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE], ids=["allowed", "not allowed"])
def test_every_operation_answers_as_it_is_described(world, driver, operations, mode):
    problems, answers = {}, Counter()
    for operation in operations:
        for case in driver.make(operation, mode):
            driver.fill(case, entity_of(world, operation.path))
            for name in PEOPLE:
                try:
                    answers[driver.ask(case, name)] += 1
                except (AssertionError, *failures()) as failure:
                    problems.setdefault((operation.method, operation.path, first_words(failure)), f"{name}: {failure}")
    print(answers)
    assert not problems, "\n\n".join([f"{len(problems)} kinds of problems", *map(str, problems), *problems.values()])
    assert sum(answers.values()) > 300 and {200, 401, 403} <= answers.keys()


def failures() -> tuple:
    from schemathesis.core.failures import Failure, FailureGroup

    return Failure, FailureGroup


def first_words(failure) -> str:
    inner = getattr(failure, "exceptions", [failure])
    return "; ".join(f"{type(one).__name__} {str(one).splitlines()[0]}" for one in inner)[:200]


def test_every_operation_has_a_name_of_its_own(operations):
    names = Counter(operation.definition.raw["operationId"] for operation in operations)
    assert max(names.values()) == 1
