"""clinic-500 through the command line: every doctor sees exactly the patients of the files."""

import collections
import csv
import json
import os
import pathlib
import subprocess

import pytest

SALUS = os.environ["SALUS_BIN"]
SOURCE = pathlib.Path(__file__).resolve().parents[2]
FILES = pathlib.Path(os.environ.get("SALUS_SHARED_DATA", "")) / "clinic-csv" / "clinic-500"

pytestmark = pytest.mark.skipif(not FILES.is_dir(), reason="SALUS_SHARED_DATA has no clinic-500")


@pytest.fixture(scope="module")
def clinic(tmp_path_factory):
    database = tmp_path_factory.mktemp("clinic") / "clinic.db"

    def salus(*words):
        environment = {**os.environ, "SALUS_DB": str(database), "SALUS_ADMIN_PASSWORD": "a long enough password"}
        done = subprocess.run([SALUS, *words], env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout

    salus("init", "--admin-email", "root@clinic.example")
    salus.first = salus("import", "csv", str(FILES), "--map", str(SOURCE / "samples/cli/maps/clinic-500.toml"))
    return salus


def rows(name):
    with open(FILES / name, newline="", encoding="utf-8") as stream:
        return list(csv.DictReader(stream))


def count(clinic, entity):
    return int(clinic("as", "root@clinic.example", "count", entity))


def test_all_patients_doctors_and_relationships_are_there(clinic):
    assert [count(clinic, entity) for entity in ("patients", "doctors", "mappings")] == [500, 50, 1913]


def test_every_doctor_is_related_to_exactly_the_patients_of_the_files(clinic):
    patients = [json.loads(line) for line in clinic("as", "root@clinic.example", "list", "patients", "--json").splitlines()]
    doctors = [json.loads(line) for line in clinic("as", "root@clinic.example", "list", "doctors", "--json").splitlines()]
    number_of = {row["id"]: row["identifiers"][0]["value"] for row in patients + doctors}
    seen = collections.defaultdict(set)
    for line in clinic("as", "root@clinic.example", "list", "mappings", "--json").splitlines():
        mapping = json.loads(line)
        seen[number_of[mapping["doctor"]]].add(number_of[mapping["patient"]])
    expected = collections.defaultdict(set)
    for row in rows("appointments.csv"):
        expected[row["doctor_id"]].add(row["patient_id"])
    assert seen == expected


def test_a_second_import_changes_nothing(clinic):
    before = clinic("journal", "verify")
    clinic("import", "csv", str(FILES), "--map", str(SOURCE / "samples/cli/maps/clinic-500.toml"))
    assert clinic("journal", "verify") == before


def test_the_journal_of_the_import_verifies(clinic):
    clinic("journal", "verify")
