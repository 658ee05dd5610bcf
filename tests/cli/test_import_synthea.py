"""Another source with another map: Synthea's CSV files."""

import csv
import json
import lzma
import os
from datetime import datetime
from pathlib import Path

import pytest
from conftest import SOURCE, Salus

SYNTHEA = Path(os.environ.get("SALUS_SHARED_DATA", "")) / "synthea" / "csv-ma-112"
MAP = SOURCE / "samples/cli/maps/synthea-csv.toml"
RECORDS = {
    "conditions": "diagnosis",
    "allergies": "allergy",
    "medications": "medication",
    "immunizations": "immunization",
    "procedures": "procedure",
}


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    """The files, unpacked."""
    if not SYNTHEA.is_dir():
        pytest.skip("SALUS_SHARED_DATA has no synthea/csv-ma-112")
    folder = tmp_path_factory.mktemp("synthea")
    for file in SYNTHEA.glob("*.csv*"):
        unpacked = lzma.decompress(file.read_bytes()) if file.suffix == ".xz" else file.read_bytes()
        (folder / file.name.removesuffix(".xz")).write_bytes(unpacked)
    return folder


@pytest.fixture(scope="module")
def clinic(files):
    imported = Salus(files / "clinic.db")
    imported.init()
    return imported


@pytest.fixture(scope="module", autouse=True)
def report(clinic, files):
    """What the import said."""
    return clinic("import", "csv", str(files), "--map", str(MAP), "--json", timeout=900).rows


@pytest.fixture(scope="module")
def truth():
    return json.loads((SYNTHEA / "truth.json").read_text(encoding="utf-8"))


def csv_rows(files, name):
    with open(files / f"{name}.csv", newline="", encoding="utf-8") as stream:
        return list(csv.DictReader(stream))


def test_as_many_rows_are_there_as_the_truth_says(clinic, truth):
    assert clinic.count("doctors") == truth["providers"]["rows"]
    assert clinic.count("patients") == truth["patients"]["rows"]
    assert clinic.count("patients", "sex=female") == truth["patients"]["gender"]["F"]
    assert clinic.count("appointments") == truth["encounters"]["rows"]
    assert clinic.count("appointments", "kind=video") == truth["encounters"]["class"]["virtual"]
    for file, record_type in RECORDS.items():
        assert clinic.count("records", f"record_type={record_type}") == truth[file]["rows"], file


def test_no_row_is_rejected_and_each_that_overlaps_is_named(clinic, report):
    assert not [row for row in report if "rejected" in row]
    lines = [row["overridden"]["line"] for row in report if "overridden" in row]
    (*_, total) = report
    reasons = [row["override_reason"] for row in clinic.all("appointments") if row["override_reason"]]
    assert len(reasons) == len(lines) == len(set(lines)) == total["total"]["overridden"] > 0


def test_a_record_is_of_the_encounter_that_its_file_names(clinic, files):
    encounters = {row["Id"]: row for row in csv_rows(files, "encounters")}
    appointments = {row["id"]: row for row in clinic.all("appointments")}
    number = {row["id"]: row["identifiers"][0]["value"] for name in ("doctors", "patients") for row in clinic.all(name)}
    found = set()
    for row in clinic.all("records"):
        encounter = encounters[appointments[row["appointment"]]["metadata"]["encounter"]]
        assert (number[row["patient"]], number[row["author"]]) == (encounter["PATIENT"], encounter["PROVIDER"])
        found.add((row["record_type"], encounter["Id"], row["code"]))
    assert found == {
        (record_type, row["ENCOUNTER"], row["CODE"])
        for file, record_type in RECORDS.items()
        for row in csv_rows(files, file)
    }


def test_an_encounter_lasts_as_long_as_in_its_file(clinic, files):
    encounters = {row["Id"]: row for row in csv_rows(files, "encounters")}
    for row in clinic.all("appointments"):
        encounter = encounters[row["metadata"]["encounter"]]
        assert [datetime.fromisoformat(row[name]) for name in ("starts_at", "ends_at")] == [
            datetime.fromisoformat(encounter[name]) for name in ("START", "STOP")
        ]


def test_a_second_import_changes_nothing(clinic, files, report):
    before = clinic.writes()
    (*_, total) = clinic("import", "csv", str(files), "--map", str(MAP), "--json", timeout=900).rows
    assert {name: count for name, count in total["total"].items() if count} == {
        "unchanged": sum(count for name, count in report[-1]["total"].items() if name != "overridden")
    }
    assert clinic.writes() == before
