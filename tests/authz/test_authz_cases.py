"""Cases of other policy engines: what can be said in our model is said and decided alike; of the rest the reason is listed."""

import collections
import json
import os
import pathlib
import subprocess

import pytest

import casbin_cases
import cedar_cases
import openfga_cases
from cases import Case, Unsaid

FOLDER = pathlib.Path(os.environ["SALUS_SHARED_DATA"]) / "authz"
DRIVER = pathlib.Path(os.environ["SALUS_BUILD_DIR"]) / "bin" / "authz_driver"
LIST = pathlib.Path(__file__).with_name("authz_cases.md")
ENGINES = {
    "Casbin": lambda: casbin_cases.cases(FOLDER / "casbin"),
    "Cedar": lambda: cedar_cases.cases(FOLDER / "cedar-integration"),
    "OpenFGA": lambda: openfga_cases.cases(FOLDER / "openfga"),
}

pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason=f"SALUS_SHARED_DATA names no folder with {FOLDER.name}")


@pytest.fixture(scope="module")
def read():
    return {engine: list(cases()) for engine, cases in ENGINES.items()}


def decide(cases: list[Case]) -> list[list[bool]]:
    text = json.dumps([case.as_json() for case in cases])
    ran = subprocess.run([DRIVER], input=text, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    return json.loads(ran.stdout)


@pytest.mark.parametrize("engine", ENGINES)
def test_what_can_be_said_is_decided_alike(engine, read):
    said = [case for case in read[engine] if isinstance(case, Case)]
    assert said
    different = [
        f"{case.source}: {asked}: {engine} says {expected}"
        for case, answers in zip(said, decide(said), strict=True)
        for asked, expected, answer in zip(case.asked, case.expected, answers, strict=True)
        if answer != expected
    ]
    assert different == []


@pytest.mark.parametrize("engine", ENGINES)
def test_both_answers_are_expected_somewhere(engine, read):
    expected = {answer for case in read[engine] if isinstance(case, Case) for answer in case.expected}
    assert expected == {True, False}


def test_the_list_of_what_is_said_and_what_is_not_is_up_to_date(read):
    text = listed(read)
    if "SALUS_UPDATE_GOLDEN" in os.environ:
        LIST.write_text(text, encoding="utf-8")
    assert LIST.read_text(encoding="utf-8") == text


def listed(read) -> str:
    text = (
        "# Cases of other policy engines\n\n"
        "Made by `SALUS_UPDATE_GOLDEN=1 pytest tests/authz`; do not edit. What is said in our model is decided alike, by "
        "the decision\nand by the query; how a class of cases is said stands at the head of `casbin_cases.py`, "
        "`cedar_cases.py` and\n`openfga_cases.py`.\n"
    )
    for engine, found in read.items():
        said = [case for case in found if isinstance(case, Case)]
        reasons = collections.defaultdict(list)
        for case in found:
            if isinstance(case, Unsaid):
                reasons[case.reason].append(case.source.split("/", 1)[1])
        checks = sum(len(case.checks) for case in said)
        text += f"\n## {engine}: {len(said)} of {len(found)} cases are said, with {checks} questions\n\n"
        text += "Said: " + ", ".join(case.source.split("/", 1)[1] for case in said) + ".\n\n"
        text += "| why the others are not | cases |\n|---|---|\n"
        for reason, sources in sorted(reasons.items(), key=lambda item: -len(item[1])):
            text += f"| {reason} | {len(sources)}: {', '.join(sources)} |\n"
    return text
