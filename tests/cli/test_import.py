"""clinic-500 through the command line, and files that are not as they should be."""

import collections
import json
from datetime import datetime

import pytest
from conftest import FILES, MAP, ROOT, csv_rows, write_csv

SMALL_MAP = """
[[import]]
entity = "doctor"
file = "doctors.csv"
identifier = { system = "urn:test:doctor", value = "{id}" }
join.ward = { file = "wards.csv", key = "ward", equals = "{ward}" }
[import.fields]
name = "{name}"
specialization = "{ward.title}"

[[import]]
entity = "patient"
file = "patients.csv"
separator = ";"
identifier = { system = "urn:test:patient", value = "{id}" }
[import.fields]
name = "{name}"
birth_date = { from = "{born}", date = "%d.%m.%Y" }
sex = { from = "{sex}", values = { M = "male", F = "female" } }
mrn = "T-{id}"
email = "{email}"
"""



def counts_of(**counts):
    return {"created": 0, "updated": 0, "unchanged": 0, "rejected": 0, "overridden": 0} | counts


@pytest.fixture
def files(tmp_path):
    folder = tmp_path / "files"
    write_csv(folder, "wards.csv", "ward,title", "1,Cardiology")
    write_csv(folder, "doctors.csv", "id,name,ward", '1,"Dr. Ada, the elder",1')
    write_csv(folder, "patients.csv", "id;name;born;sex;email", "1;Ben Okafor;29.02.1980;M;ben@mail.example")
    (tmp_path / "map.toml").write_text(SMALL_MAP, encoding="utf-8")
    return folder


def numbers_of(clinic):
    """From the ids of doctors and patients to the numbers that the files give them."""
    return {
        row["id"]: row["identifiers"][0]["value"] for entity in ("doctors", "patients") for row in clinic.all(entity)
    }


def minutes_between(begin, end):
    return (datetime.fromisoformat(end) - datetime.fromisoformat(begin)).total_seconds() / 60


@pytest.fixture
def map_file(files):
    return files.parent / "map.toml"


def test_as_many_rows_are_there_as_the_truth_says(clinic):
    truth = json.loads((FILES / "truth.json").read_text())
    assert clinic.count("patients") == truth["patients"]["rows"]
    assert clinic.count("doctors") == truth["doctors"]["rows"]
    assert clinic.count("mappings") == truth["distinct_patient_doctor_pairs"]
    assert clinic.count("appointments") == truth["appointments"]["rows"]
    assert clinic.count("records") == truth["medical_records"]["rows"]
    assert {sex: clinic.count("patients", f"sex={sex.lower()}") for sex in ("Male", "Female")} == truth["patients"][
        "gender"
    ]
    words = {"Completed": "completed", "Scheduled": "scheduled", "No-Show": "no_show", "Cancelled": "cancelled"}
    by_status = {word: clinic.count("appointments", f"status={ours}") for word, ours in words.items()}
    assert by_status == truth["appointments"]["status"]


def test_an_appointment_is_the_one_of_the_file(clinic):
    number = numbers_of(clinic)
    appointments = clinic.all("appointments")
    found = {
        row["metadata"]["appointment_id"]: (number[row["doctor"]], number[row["patient"]], row["starts_at"], row["reason"])
        for row in appointments
    }
    assert found == {
        row["appointment_id"]: (
            row["doctor_id"],
            row["patient_id"],
            f"{row['appointment_date']}T{row['appointment_time']}:00Z",
            row["visit_type"],
        )
        for row in csv_rows("appointments.csv")
    }
    assert all(minutes_between(row["starts_at"], row["ends_at"]) == 15 for row in appointments)


def test_a_doctor_who_is_booked_twice_has_both_appointments(clinic):
    slots = collections.Counter((row["doctor"], row["starts_at"]) for row in clinic.all("appointments"))
    truth = json.loads((FILES / "truth.json").read_text())
    assert sum(count == 2 for count in slots.values()) == truth["appointments"]["same_doctor_same_slot"]


def test_a_record_is_about_whom_its_appointment_was_with(clinic):
    appointments = {row["id"]: row for row in clinic.all("appointments")}
    records = clinic.all("records")
    source = {row["record_id"]: row for row in csv_rows("medical_records.csv")}
    assert {row["metadata"]["record_id"] for row in records} == source.keys()
    for row in records:
        appointment = appointments[row["appointment"]]
        assert appointment["metadata"]["appointment_id"] == source[row["metadata"]["record_id"]]["appointment_id"]
        assert (row["patient"], row["author"]) == (appointment["patient"], appointment["doctor"])
        assert row["recorded_at"] == appointment["ends_at"]
        assert row["title"] == source[row["metadata"]["record_id"]]["diagnosis"]
        assert row["data"]["duration_days"] == int(source[row["metadata"]["record_id"]]["duration_days"])


def test_every_doctor_lists_exactly_the_patients_of_the_files(clinic):
    expected = collections.defaultdict(set)
    for row in csv_rows("appointments.csv"):
        expected[row["doctor_id"]].add(f"C500-{row['patient_id']}")
    assert len(expected) == 50
    for doctor, charts in expected.items():
        patients = clinic("as", f"doctor.{doctor}@clinic-500.example", "list", "patients", "--json").rows
        assert {patient["mrn"] for patient in patients} == charts


def test_a_relationship_is_valid_from_the_first_appointment_on(clinic):
    first = {}
    for row in csv_rows("appointments.csv"):
        pair = (row["doctor_id"], row["patient_id"])
        first[pair] = min(first.get(pair, "9999"), row["appointment_date"])
    number = numbers_of(clinic)
    mappings = clinic.all("mappings")
    assert {(number[row["doctor"]], number[row["patient"]]): row["established_on"] for row in mappings} == first
    assert all(row["valid_from"] == row["established_on"] + "T00:00:00Z" for row in mappings)


def test_fields_are_made_as_the_map_says(clinic):
    source = csv_rows("doctors.csv")[0]
    department = {row["department_id"]: row for row in csv_rows("departments.csv")}[source["department_id"]]
    (doctor,) = (
        row
        for row in clinic("as", ROOT, "list", "doctors", "--json").rows
        if row["identifiers"] == [{"system": "urn:clinic-500:doctor", "value": "1"}]
    )
    assert doctor["name"] == source["full_name"]
    assert doctor["specialization"] == department["department_name"]
    assert doctor["location"] == f"Floor {department['floor']}"
    assert doctor["metadata"] == {
        "available_days": source["available_days"],
        "consultation_fee": int(source["consultation_fee"]),
        "years_experience": int(source["years_experience"]),
    }


def test_a_second_import_changes_nothing(clinic):
    before = clinic.writes()
    (*_, total) = clinic.import_csv(FILES, MAP, "--json").rows
    assert total["total"] == counts_of(unchanged=5807)
    assert clinic.writes() == before


def test_what_changed_in_the_source_is_updated_and_nothing_else(salus, files, map_file):
    salus.init()
    salus.import_csv(files, map_file)
    write_csv(files, "patients.csv", "id;name;born;sex;email", "1;Ben Okafor;29.02.1980;M;")
    (*_, total) = salus.import_csv(files, map_file, "--json").rows
    assert total["total"] == counts_of(updated=1, unchanged=1)
    (patient,) = salus("as", ROOT, "list", "patients", "--json").rows
    assert patient["email"] is None
    (entry, *_) = salus("journal", "show", "--entity", "patient", "--action", "update", "--json").rows
    assert entry["body"] == {"after": {}, "before": {"email": "ben@mail.example"}}


def test_a_dry_run_says_what_would_happen_and_writes_nothing(salus, files, map_file):
    salus.init()
    before = salus.writes()
    run = salus.import_csv(files, map_file, "--dry-run")
    assert "nothing was written" in run.out
    assert salus.writes() == before


def test_bad_rows_are_rejected_alone_and_listed_with_line_and_reason(salus, files, map_file):
    write_csv(
        files,
        "patients.csv",
        "id;name;born;sex;email",
        "1;Ben Okafor;29.02.1980;M;",
        '2;"Eve',
        'Dubois";31.02.1980;F;',  # a name over two lines; no such day
        "3;Secret Name;01.01.1980;X;",
        ";Nobody;01.01.1980;F;",
        "5;;01.01.1980;F;nonsense",
        "6;Too Few;01.01.1980",
        "1;Ben the Second;01.01.1980;M;",
        "8;Good Too;01.01.1980;F;",
    )
    salus.init()
    run = salus.import_csv(files, map_file, code=5)
    rejected = [line.split("  ", 2)[1:] for line in run.out.splitlines() if line.startswith("rejected")]
    assert rejected == [
        ["patients.csv:3", "birth_date: This is no date of the form %d.%m.%Y."],
        ["patients.csv:5", "sex: The map's table of values does not have this word."],
        ["patients.csv:6", "identifiers: The row has no id."],
        ["patients.csv:6", "mrn: This field is required."],
        ["patients.csv:7", "email: Enter a valid email address."],
        ["patients.csv:7", "name: This field is required."],
        ["patients.csv:8", "The row has 3 cells, and the header 5."],
    ]
    assert "Secret Name" not in run.out + run.err
    names = {row["name"] for row in salus("as", ROOT, "list", "patients", "--json").rows}
    assert names == {"Ben the Second", "Good Too"}  # the second row with the id 1 changed the first
    assert salus("journal", "verify").code == 0


def test_a_row_that_points_to_nothing_is_rejected(salus, files, map_file):
    write_csv(files, "doctors.csv", "id,name,ward", "1,Dr. Ada,7")
    salus.init()
    run = salus.import_csv(files, map_file, code=5)
    assert "doctors.csv:2  ward: It points to a row that wards.csv does not have." in run.out


def test_rejections_are_json_too(salus, files, map_file):
    write_csv(files, "doctors.csv", "id,name,ward", "1,,1")
    salus.init()
    (rejection, *_) = salus.import_csv(files, map_file, "--json", code=5).rows
    assert rejection["rejected"] == {
        "file": "doctors.csv",
        "line": 2,
        "issues": [{"field": "name", "code": "required", "message": "This field is required."}],
    }


@pytest.mark.parametrize(
    ("wrong", "right", "problem", "advice"),
    [
        ('"{name}"', '"{nmae}"', 'doctors.csv: the file has no column "nmae".', 'Did you mean "name"?'),
        ('entity = "doctor"', 'entity = "docter"', 'there is no entity "docter".', "For example"),
        ("specialization =", "specialisation =", 'has no field "specialisation"', 'Did you mean "specialization"?'),
        ("separator", "seperator", 'no word "seperator" here.', 'Did you mean "separator"?'),
        ('value = "{id}" }\njoin', 'value = "{id" }\njoin', "does not enclose a column", "{column}"),
        ('"wards.csv"', '"missing.csv"', "missing.csv cannot be read.", "check the folder"),
    ],
)
def test_a_wrong_map_is_refused_with_its_line_before_anything_is_written(
    salus, files, map_file, wrong, right, problem, advice
):
    text = map_file.read_text()
    assert wrong in text
    map_file.write_text(text.replace(wrong, right, 1))
    salus.init()
    before = salus.writes()
    run = salus.import_csv(files, map_file, code=1)
    assert problem in run.err and advice in run.err, run.err
    assert salus.writes() == before


def test_a_broken_map_is_refused_with_its_line(salus, files, map_file):
    map_file.write_text("[[import]]\nentity = doctor\n")
    salus.init()
    assert f"{map_file}:2: " in salus.import_csv(files, map_file, code=1).err
