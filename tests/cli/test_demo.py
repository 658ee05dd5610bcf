"""The demo: what it shows is there, what it prints works, and it cleans up after itself."""

import json
import re
import time

import pytest
from conftest import Salus

HEADINGS = [
    "1  An encrypted clinic",
    "2  What each person sees",
    "3  One row, three readers",
    "4  A refused access, and why",
    "5  The journal",
]


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    """The demo's page, and the folder that it kept."""
    folder = tmp_path_factory.mktemp("demo") / "kept"
    started = time.monotonic()
    run = Salus(folder / "unused")("demo", "--keep", folder)
    assert time.monotonic() - started < 30
    assert run.err == ""
    return run.out, folder


def section(page, heading):
    return page[0].split(heading)[1].split("\n\n", 1)[1].split("──────")[0]


def test_every_section_is_there_in_order(page):
    places = [page[0].find(heading) for heading in HEADINGS]
    assert -1 not in places and places == sorted(places)


def test_no_line_is_wider_than_the_page(page):
    assert max(len(line) for line in page[0].splitlines() if "/" not in line) <= 100


def test_each_person_sees_something_else(page):
    row = re.search(r"^  patients +(\d+) +(\d+) +(\d+)$", page[0], re.MULTILINE)
    doctor, patient, administrator = map(int, row.groups())
    assert 10 <= doctor <= 40 and (patient, administrator) == (1, 200)


def test_no_name_is_readable_in_the_file(page):
    assert "200 patients: none is readable" in page[0]


def test_hidden_fields_are_marked(page):
    notes = next(line for line in page[0].splitlines() if line.startswith("  Notes "))
    assert notes.count("·") == 1


def test_an_ended_relationship_shows_nothing_and_says_why(page):
    shown = page[0].split(HEADINGS[3])[1].split(HEADINGS[4])[0]
    assert shown.count("get      the chart") == 1 and shown.count("nothing\n") == 2
    assert "needs a care relationship with the" in shown
    assert "the same, word for word" in re.sub(r"\s+", " ", shown)


def test_the_journal_is_whole(page):
    assert re.search(r"The chain is whole: [\d,]+ entries verified", page[0])


def test_the_kept_clinic_can_be_looked_at(page):
    kept = Salus(page[1] / "clinic.db", {"SALUS_ORGANIZATION": "riverside"})
    assert kept("journal", "verify")
    root = "ines.moreau@riverside.example"
    for doctor in kept("as", root, "list", "doctors", "--json").rows:
        assert 10 <= int(kept("as", doctor["email"], "count", "patients").out) <= 40
    kinds = {row["relationship_type"] for row in kept("as", root, "list", "mappings", "--json").rows}
    assert kinds == {"primary_care", "specialist_referral", "temporary", "covering", "emergency"}


def test_it_is_the_same_in_every_run(page, tmp_path):
    again = Salus(tmp_path / "unused")("demo", "--keep", tmp_path / "again")

    def charts(folder):
        kept = Salus(folder / "clinic.db", {"SALUS_ORGANIZATION": "riverside"})
        rows = kept("as", "ines.moreau@riverside.example", "list", "patients", "--json").rows
        return {row["mrn"]: (row["name"], row["birth_date"], json.dumps(row["medical_history"])) for row in rows}

    assert again.code == 0 and charts(tmp_path / "again") == charts(page[1])


def test_a_folder_with_a_clinic_is_left_alone(page):
    before = (page[1] / "clinic.db").read_bytes()
    assert "is there already" in Salus(page[1] / "unused")("demo", "--keep", page[1], code=1).err
    assert (page[1] / "clinic.db").read_bytes() == before


def test_without_keep_nothing_is_left(tmp_path):
    run = Salus(tmp_path / "unused")("demo", TMPDIR=str(tmp_path))
    assert "--keep" in run.out and list(tmp_path.iterdir()) == []
