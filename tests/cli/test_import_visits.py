"""Appointments and records by a map: other words, other clocks, other ways to say which row is meant."""

import re
import tomllib

import pytest
from conftest import MAP, ROOT, SOURCE, Salus, write_csv

PEOPLE = """
[[import]]
entity = "doctor"
file = "staff.csv"
identifier = { system = "urn:test:staff", value = "{code}" }
[import.fields]
name = "{name}"
specialization = "General"
license_number = "L-{code}"

[[import]]
entity = "patient"
file = "people.csv"
identifier = { system = "urn:test:person", value = "{nr}" }
[import.fields]
name = "{name}"
birth_date = { from = "{born}", date = "%d/%m/%Y" }
sex = "unknown"
mrn = "P-{nr}"
"""

# A doctor is known by their license, a patient by name and day of birth; lengths are hours, or the kind of visit's.
VISITS = """
[[import]]
entity = "appointment"
file = "visits.csv"
separator = ";"
match = ["patient", "metadata.visit"]

[import.fields]
doctor = { from = "L-{by}", find = { entity = "doctor", field = "license_number" } }
starts_at = { from = "{day} {time}", date = ["%d.%m.%Y %H:%M", "%d.%m.%Y %I:%M %p"] }
status = { from = "{state}", values = { open = "scheduled", done = "completed", gone = "cancelled" } }
metadata = { object = { visit = "{nr}" } }

[import.fields.patient.find]
entity = "patient"
by = { name = "{who}", birth_date = { from = "{born}", date = "%d/%m/%Y" } }

[import.fields.ends_at]
from = "{day} {time}"
date = ["%d.%m.%Y %H:%M", "%d.%m.%Y %I:%M %p"]
plus = { hours = { from = "{length}", default = "0:20" } }
"""

# A record names its visit by doctor, day and time, and the patient not at all.
RECORDS = """
[[import]]
entity = "medical_record"
file = "notes.csv"
match = ["appointment", "title"]

[import.fields]
appointment = { find = { entity = "appointment", by = { doctor = { from = "{by}", find = { entity = "doctor", \
system = "urn:test:staff" } }, starts_at = { from = "{at}", date = "%d.%m.%Y %H:%M" } } } }
patient = { of = "appointment", take = "patient" }
author = { of = "appointment", take = "doctor" }
record_type = "diagnosis"
code_system = { from = "{system}", values = { ICD10 = "http://hl7.org/fhir/sid/icd-10" } }
code = "{code}"
title = "{title}"
"""

VISITS_HEADER = "nr;by;who;born;day;time;length;state"


class Source:
    """Files and a map, brought into a clinic."""

    def __init__(self, salus: Salus, folder):
        self.salus = salus
        self.folder = folder
        self.map = folder / "map.toml"
        write_csv(folder, "staff.csv", "code,name", "A,Dr. Ada", "B,Dr. Bo")
        write_csv(folder, "people.csv", "nr,name,born", "1,Eve Dubois,01/02/1980", "2,Eve Dubois,03/02/1980")
        self.write_map(PEOPLE + VISITS + RECORDS)
        self.visits("7;A;Eve Dubois;01/02/1980;05.03.2024;14:30;0:45;done")
        self.notes()

    def write_map(self, text):
        self.map.write_text(text, encoding="utf-8")

    def change_map(self, before, after):
        text = self.map.read_text(encoding="utf-8")
        assert before in text
        self.write_map(text.replace(before, after, 1))

    def visits(self, *lines):
        write_csv(self.folder, "visits.csv", VISITS_HEADER, *lines)

    def notes(self, *lines):
        write_csv(self.folder, "notes.csv", "by,at,system,code,title", *lines)

    def bring_in(self, *words, code=0):
        """The rows of the report: what was said of single rows, and what became of each file's."""
        rows = self.salus.import_csv(self.folder, self.map, *words, "--json", code=code).rows
        counts = {row["file"]: {name: n for name, n in row["rows"].items() if n} for row in rows if "file" in row}
        return [row for row in rows if "rejected" in row or "overridden" in row], counts


@pytest.fixture(params=["sqlite", "postgres"])
def salus_of_each_engine(request, tmp_path):
    """An installed clinic in Berlin."""
    zone = ("--time-zone", "Europe/Berlin")
    if request.param == "sqlite":
        installed = Salus(tmp_path / "clinic.db")
        installed.init(*zone)
        return installed
    database = request.getfixturevalue("postgres_server").create_database()
    Salus(database.owner_uri).init("--application-role", "salus_app", *zone)
    return Salus(database.application_uri)


@pytest.fixture
def source(salus_of_each_engine, tmp_path):
    return Source(salus_of_each_engine, tmp_path / "files")


@pytest.fixture
def sqlite_source(salus, tmp_path):
    salus.init("--time-zone", "Europe/Berlin")
    return Source(salus, tmp_path / "files")


def rejections(notices):
    return [
        (row["rejected"]["file"], row["rejected"]["line"], issue["field"], issue["code"])
        for row in notices
        if "rejected" in row
        for issue in row["rejected"]["issues"]
    ]


def test_rows_are_found_by_several_fields_and_times_are_the_clinics(source):
    source.visits(
        "7;A;Eve Dubois;01/02/1980;05.03.2024;14:30;0:45;done",
        "8;B;Eve Dubois;03/02/1980;05.07.2024;2:30 PM;1.5;gone",
        "9;B;Eve Dubois;03/02/1980;08.07.2024;09:00;;open",
    )
    source.notes("A,05.03.2024 14:30,ICD10,J06.9,Cold")
    notices, counts = source.bring_in()
    assert notices == []
    assert (counts["visits.csv"], counts["notes.csv"]) == ({"created": 3}, {"created": 1})
    salus = source.salus
    mrn = {row["id"]: row["mrn"] for row in salus.all("patients")}
    found = {
        row["metadata"]["visit"]: (mrn[row["patient"]], row["starts_at"], row["ends_at"], row["status"])
        for row in salus.all("appointments")
    }
    assert found == {
        "7": ("P-1", "2024-03-05T13:30:00Z", "2024-03-05T14:15:00Z", "completed"),
        "8": ("P-2", "2024-07-05T12:30:00Z", "2024-07-05T14:00:00Z", "cancelled"),
        "9": ("P-2", "2024-07-08T07:00:00Z", "2024-07-08T07:20:00Z", "scheduled"),
    }
    (record,) = salus.all("records")
    (visit,) = (row for row in salus.all("appointments") if row["id"] == record["appointment"])
    assert visit["metadata"]["visit"] == "7"
    assert (record["patient"], record["author"]) == (visit["patient"], visit["doctor"])
    assert (record["code_system"], record["code"]) == ("http://hl7.org/fhir/sid/icd-10", "J06.9")


def test_running_it_twice_writes_nothing_the_second_time(source):
    source.notes("A,05.03.2024 14:30,ICD10,J06.9,Cold", "A,05.03.2024 14:30,,,Cough")
    source.bring_in()
    before = source.salus.writes()
    notices, counts = source.bring_in()
    assert notices == []
    assert (counts["visits.csv"], counts["notes.csv"]) == ({"unchanged": 1}, {"unchanged": 2})
    assert source.salus.writes() == before


def test_what_points_to_nothing_is_rejected_by_file_line_and_field(source):
    source.visits(
        "7;A;Eve Dubois;01/02/1980;05.03.2024;14:30;;done",
        "8;C;Eve Dubois;01/02/1980;06.03.2024;14:30;;done",  # no such doctor
        "9;A;Eve Dubois;02/02/1980;07.03.2024;14:30;;done",  # nobody of that name was born then
    )
    source.notes("A,05.03.2024 14:31,,,Cold", "X,05.03.2024 14:30,,,Cold")
    notices, counts = source.bring_in(code=5)
    assert rejections(notices) == [
        ("visits.csv", 3, "doctor", "invalid"),
        ("visits.csv", 4, "patient", "invalid"),
        *(("notes.csv", line, field, "invalid") for line in (2, 3) for field in ("appointment", "author", "patient")),
    ]
    assert counts["visits.csv"] == {"created": 1, "rejected": 2}
    assert source.salus.count("records") == 0


def test_two_rows_that_may_be_meant_are_none(sqlite_source):
    by_name_and_birth = '{ name = "{who}", birth_date = { from = "{born}", date = "%d/%m/%Y" } }'
    sqlite_source.change_map(by_name_and_birth, '{ name = "{who}" }')
    notices, _ = sqlite_source.bring_in(code=5)
    (notice,) = notices
    (issue,) = notice["rejected"]["issues"]
    assert issue["field"] == "patient" and issue["message"].startswith("More than one patient")


OVERLAPPING = (
    "7;A;Eve Dubois;01/02/1980;05.03.2024;14:30;1;done",
    "8;A;Eve Dubois;03/02/1980;05.03.2024;15:00;1;done",  # the same doctor
    "9;B;Eve Dubois;01/02/1980;05.03.2024;15:15;1;done",  # the same patient
    "10;A;Eve Dubois;03/02/1980;05.03.2024;15:00;1;gone",  # takes no time
    "11;B;Eve Dubois;03/02/1980;06.03.2024;15:00;1;done",
)


def test_what_overlaps_is_rejected_alone_and_named_by_line_and_rule(source):
    source.visits(*OVERLAPPING)
    notices, counts = source.bring_in(code=5)
    assert rejections(notices) == [
        ("visits.csv", 3, "doctor", "doctor_busy"),
        ("visits.csv", 4, "patient", "patient_busy"),
    ]
    assert counts["visits.csv"] == {"created": 3, "rejected": 2}
    assert {row["metadata"]["visit"] for row in source.salus.all("appointments")} == {"7", "10", "11"}


def test_with_the_maps_reason_what_overlaps_is_brought_in_and_reported(source):
    source.visits(*OVERLAPPING)
    source.change_map('match = ["patient", "metadata.visit"]',
                      'match = ["patient", "metadata.visit"]\noverride_reason = "As it was in the old system ({nr})"')
    notices, counts = source.bring_in()
    assert notices == [
        {"overridden": {"file": "visits.csv", "line": 3, "rule": "doctor_busy"}},
        {"overridden": {"file": "visits.csv", "line": 4, "rule": "patient_busy"}},
    ]
    assert counts["visits.csv"] == {"created": 5, "overridden": 2}
    reasons = {row["metadata"]["visit"]: row["override_reason"] for row in source.salus.all("appointments")}
    assert reasons == {
        "7": None,
        "8": "As it was in the old system (8)",
        "9": "As it was in the old system (9)",
        "10": None,
        "11": None,
    }
    before = source.salus.writes()
    notices, counts = source.bring_in()
    assert (notices, counts["visits.csv"]) == ([], {"unchanged": 5})
    assert source.salus.writes() == before


def test_the_report_for_people_says_which_rows_overlap(sqlite_source):
    sqlite_source.visits(*OVERLAPPING)
    run = sqlite_source.salus.import_csv(sqlite_source.folder, sqlite_source.map, code=5)
    assert "rejected  visits.csv:3  doctor: The doctor has another appointment at this time." in run.out
    sqlite_source.change_map('match = ["patient", "metadata.visit"]',
                             'match = ["patient", "metadata.visit"]\noverride_reason = "As it was"')
    run = sqlite_source.salus.import_csv(sqlite_source.folder, sqlite_source.map)
    assert "overlaps  visits.csv:4  patient_busy: brought in with the reason of the map" in run.out
    assert "2 of them overlap others" in run.out
    assert "Dubois" not in run.out + run.err


def test_a_dry_run_tells_of_everything_and_writes_nothing(source):
    source.visits(*OVERLAPPING)
    source.notes("A,05.03.2024 14:30,,,Cold")
    before = source.salus.writes()
    notices, counts = source.bring_in("--dry-run", code=5)
    assert (len(notices), counts["notes.csv"]) == (2, {"created": 1})
    assert source.salus.writes() == before


def test_a_source_that_skipped_steps_is_followed_by_those_that_are_allowed(source):
    visit = "7;A;Eve Dubois;01/02/1980;05.03.2024;14:30;0:45;{}"
    source.visits(visit.format("open"))
    source.bring_in()
    source.visits(visit.format("done"))
    notices, counts = source.bring_in()
    assert (notices, counts["visits.csv"]) == ([], {"updated": 1})
    (row,) = source.salus.all("appointments")
    assert row["status"] == "completed"
    entries = source.salus("journal", "show", "--entity", "appointment", "--action", "update", "--json").rows
    assert sorted(entry["body"]["after"]["status"] for entry in entries) == ["checked_in", "completed"]


def test_a_step_that_nothing_leads_to_is_rejected(sqlite_source):
    visit = "7;A;Eve Dubois;01/02/1980;05.03.2024;14:30;0:45;{}"
    sqlite_source.visits(visit.format("done"))
    sqlite_source.bring_in()
    sqlite_source.visits(visit.format("open"))
    notices, _ = sqlite_source.bring_in(code=5)
    assert rejections(notices) == [("visits.csv", 2, "status", "forbidden_step")]


def test_an_appointment_that_was_moved_is_found_by_its_own_number(sqlite_source):
    sqlite_source.bring_in()
    sqlite_source.visits("7;A;Eve Dubois;01/02/1980;05.03.2024;16:30;0:45;done")
    _, counts = sqlite_source.bring_in()
    assert counts["visits.csv"] == {"updated": 1}
    (row,) = sqlite_source.salus.all("appointments")
    assert row["starts_at"] == "2024-03-05T15:30:00Z"


def test_a_record_that_changed_in_the_source_is_amended_and_found_again(source):
    source.notes("A,05.03.2024 14:30,,,Cold")
    source.bring_in()
    source.notes("A,05.03.2024 14:30,ICD10,J06.9,Cold")
    assert source.bring_in()[1]["notes.csv"] == {"updated": 1}
    assert source.bring_in()[1]["notes.csv"] == {"unchanged": 1}
    assert sorted(row["status"] for row in source.salus.all("records")) == ["active", "amended"]


def test_a_record_that_was_entered_in_error_stays_so(source):
    source.notes("A,05.03.2024 14:30,,,Cold")
    source.bring_in()
    (record,) = source.salus.ids("records")
    source.salus("as", ROOT, "remove", "records", record)
    assert source.bring_in()[1]["notes.csv"] == {"unchanged": 1}
    source.notes("A,05.03.2024 14:30,ICD10,J06.9,Cold")
    notices, _ = source.bring_in(code=5)
    assert rejections(notices) == [("notes.csv", 2, "status", "not_current")]


def test_words_for_no_value_are_none(sqlite_source):
    sqlite_source.change_map('file = "visits.csv"', 'file = "visits.csv"\nmissing = ["NULL", "-"]')
    sqlite_source.visits(
        "7;A;Eve Dubois;01/02/1980;05.03.2024;14:30;NULL;done", "8;-;Eve Dubois;NULL;05.03.2024;09:30;1;done"
    )
    notices, counts = sqlite_source.bring_in(code=5)
    assert rejections(notices) == [("visits.csv", 3, field, "required") for field in ("doctor", "patient")]
    assert counts["visits.csv"] == {"created": 1, "rejected": 1}


@pytest.mark.parametrize(
    ("day", "time", "begins"),
    [
        ("31.03.2024", "01:59", "2024-03-31T00:59:00Z"),
        ("31.03.2024", "02:30", "2024-03-31T01:00:00Z"),  # the clock leaves it out: when it is set
        ("27.10.2024", "02:30", "2024-10-27T00:30:00Z"),  # the clock shows it twice: the first
        ("27.10.2024", "03:00", "2024-10-27T02:00:00Z"),
    ],
)
def test_a_clock_that_is_set_means_the_first_moment(sqlite_source, day, time, begins):
    sqlite_source.visits(f"7;A;Eve Dubois;01/02/1980;{day};{time};0:45;done")
    sqlite_source.bring_in()
    (row,) = sqlite_source.salus.all("appointments")
    assert row["starts_at"] == begins


def test_a_length_is_real_time_while_clocks_are_set(sqlite_source):
    sqlite_source.visits("7;A;Eve Dubois;01/02/1980;31.03.2024;01:30;1;done")
    sqlite_source.bring_in()
    (row,) = sqlite_source.salus.all("appointments")
    assert (row["starts_at"], row["ends_at"]) == ("2024-03-31T00:30:00Z", "2024-03-31T01:30:00Z")


@pytest.mark.parametrize(
    ("zone", "formats", "cells", "begins"),
    [
        ('time_zone = "America/New_York"', '"%d.%m.%Y %H:%M"', "05.03.2024;14:30", "2024-03-05T19:30:00Z"),
        ("", '"%Y-%m-%d %H:%M:%S%z"', "2024-03-05;14:30:00+0500", "2024-03-05T09:30:00Z"),
        ("", '"%d %b %y %I.%M %p"', "5 Mar 24;2.30 pm", "2024-03-05T13:30:00Z"),
        ("", '"%s"', "1709645400;", "2024-03-05T13:30:00Z"),
        ("", "[]", "2024-03-05;14:30", "2024-03-05T13:30:00Z"),
        ("", "[]", "2024-03-05;14:30:00Z", "2024-03-05T14:30:00Z"),
    ],
)
def test_moments_are_read_as_the_source_writes_them(sqlite_source, zone, formats, cells, begins):
    text = sqlite_source.map.read_text().replace('["%d.%m.%Y %H:%M", "%d.%m.%Y %I:%M %p"]', formats)
    sqlite_source.write_map(text.replace('file = "visits.csv"', f'file = "visits.csv"\n{zone}'))
    sqlite_source.visits(f"7;A;Eve Dubois;01/02/1980;{cells};0:45;done")
    sqlite_source.bring_in()
    (row,) = sqlite_source.salus.all("appointments")
    assert row["starts_at"] == begins


def test_a_length_that_is_none_rejects_the_row(sqlite_source):
    sqlite_source.visits("7;A;Eve Dubois;01/02/1980;05.03.2024;14:30;long;done",
                         "8;A;Eve Dubois;01/02/1980;06.03.2024;14:30;1e300;done",
                         "9;A;Eve Dubois;01/02/1980;07.03.2024;14:30;-1;done")
    notices, _ = sqlite_source.bring_in(code=5)
    assert rejections(notices) == [
        ("visits.csv", 2, "ends_at", "invalid"),
        ("visits.csv", 3, "ends_at", "invalid"),
        ("visits.csv", 4, "ends_at", "ends_before_start"),
    ]


STAFF = """
[[import]]
entity = "doctor"
file = "staff.csv"
identifier = { system = "urn:test:staff", value = "{house}-{nr}" }
join.post = { file = "posts.csv", key = ["house", "nr"], equals = ["{house}", "{nr}"] }
only = { role = ["doctor", "surgeon"] }
except = { "post.title" = "" }
[import.fields]
name = "{name}"
specialization = "{post.title}"
"""


@pytest.fixture
def staff(sqlite_source):
    folder = sqlite_source.folder
    people = ("1,23,Ada,doctor", "12,3,Bo, surgeon", "1,4,Cy,nurse", "1,5,Di,doctor")
    write_csv(folder, "staff.csv", "house,nr,name,role", *people)
    write_csv(folder, "posts.csv", "house,nr,title", "12,3,Surgery", "1,23,Cardiology", "1,4,Ward", "1,5,")
    sqlite_source.write_map(STAFF)
    return sqlite_source


def test_only_the_rows_that_a_map_asks_for_are_read(staff):
    assert staff.bring_in() == ([], {"staff.csv": {"created": 2}})


def test_a_file_is_joined_by_several_columns(staff):
    staff.bring_in()
    posts = {row["name"]: row["specialization"] for row in staff.salus.all("doctors")}
    assert posts == {"Ada": "Cardiology", "Bo": "Surgery"}


def test_a_row_that_a_joined_file_does_not_have_is_named_by_line_and_join(staff):
    write_csv(staff.folder, "posts.csv", "house,nr,title", "12,3,Surgery", "1,5,Ward")
    notices, _ = staff.bring_in(code=5)
    assert rejections(notices) == [("staff.csv", line, "post", "no_match") for line in (2, 4)]


def test_a_choice_of_a_column_that_is_not_there_is_refused(staff):
    staff.change_map("only = { role", "only = { rule")
    run = staff.salus.import_csv(staff.folder, staff.map, code=1)
    assert 'staff.csv: the file has no column "rule".' in run.err and 'Did you mean "role"?' in run.err


def test_a_row_without_a_number_of_its_own_is_rejected(sqlite_source):
    sqlite_source.visits(";A;Eve Dubois;01/02/1980;05.03.2024;14:30;;done")
    notices, _ = sqlite_source.bring_in(code=5)
    assert rejections(notices) == [("visits.csv", 2, "metadata", "required")]


def test_the_second_row_of_one_number_changes_the_first_in_the_same_batch(sqlite_source):
    visit = "7;A;Eve Dubois;01/02/1980;05.03.2024;{};;open"
    sqlite_source.visits(visit.format("14:30"), visit.format("15:30"))
    _, counts = sqlite_source.bring_in()
    assert counts["visits.csv"] == {"created": 1, "updated": 1}
    assert sqlite_source.salus.count("appointments") == 1


def test_references_cost_no_query_for_each_row(sqlite_source):
    def reads_for(count):
        sqlite_source.visits(*(f"{i};A;Eve Dubois;01/02/1980;05.03.{1000 + i};14:30;;done" for i in range(count)))
        before = reads()
        sqlite_source.bring_in()
        return reads() - before

    def reads():
        entries = sqlite_source.salus("journal", "export", "--as", "entries").rows
        return sum(entry["action"] in ("read", "search") for entry in entries)

    few, many = reads_for(10), reads_for(400)
    assert 0 < few <= many < few + 10


@pytest.mark.parametrize(
    ("wrong", "right", "problem", "advice"),
    [
        ('by = { name', 'by = { nmae', '"find" names no field of patient: "nmae"', 'Did you mean "name"?'),
        ('entity = "patient"\nby', 'entity = "patiens"\nby', '"find" names no entity', 'Did you mean "patient"?'),
        ('field = "license_number"', 'field = "name", system = "x"', "by a field, or by several", "Write one of"),
        ("plus = { hours", "plus = { hour", "no such unit of time", 'Did you mean "hours"?'),
        ('name = "{who}"', 'name = ["{who}"]', "what a row is found by is a text or another row", "find"),
        ('state}", ', 'state}", plus = { days = 1 }, ', '"plus" puts off a moment', "plus"),
        ('of = "appointment", take = "patient"', 'of = "title", take = "patient"', '"of" names no field', "find"),
        ('take = "doctor"', 'take = "docter"', 'appointment has no field "docter"', 'Did you mean "doctor"?'),
        ('take = "doctor"', 'take = "starts_at"', '"author" can be taken from', "There are"),
        ('visit = "{nr}"', 'visit = { from = "{nr}", as = "integer" }', "only texts are compared", 'without "as"'),
        ('"metadata.visit"', '"metadata.vist"', "a field that this section does not make", "Add it"),
        ('match = ["patient", "metadata.visit"]', 'identifier = { system = "x", value = "{nr}" }', "no ids", "metadata"),
        ('"doctor", field = "license_number"', '"appointment", system = "x"', "no ids of other systems", "by = {"),
        ('match = ["appointment"', 'override_reason = "x"\nmatch = ["appointment"', "refused for overlapping", "Leave"),
        ('file = "visits.csv"', 'file = "visits.csv"\ntime_zone = "Berlin"', "no such time zone", "Africa/Cairo"),
        ('visit = "{nr}" }', 'visit = "{nr}", by = { find = { entity = "user", field = "email" }, from = "{by}" } }',
         "inside JSON nothing is found", "a field of its own"),
    ],
)
def test_a_wrong_map_is_refused_with_its_line(sqlite_source, wrong, right, problem, advice):
    sqlite_source.change_map(wrong, right)
    before = sqlite_source.salus.writes()
    run = sqlite_source.salus.import_csv(sqlite_source.folder, sqlite_source.map, code=1)
    assert f"{sqlite_source.map}:" in run.err, run.err
    assert problem in run.err and advice in run.err, run.err
    assert sqlite_source.salus.writes() == before


def test_the_guide_shows_what_the_sample_map_does():
    guide = (SOURCE / "samples/cli/README.md").read_text(encoding="utf-8")
    *formulas, join, find = re.findall(r"```toml\n(.*?)```", guide, re.DOTALL)
    sample = MAP.read_text(encoding="utf-8")
    assert join in sample and find in sample
    for line in "".join(formulas).splitlines():
        assert tomllib.loads(line.replace("{ … }", '{ find = "…" }')), line
