"""Reading and writing as one account."""

import pytest
from conftest import ROOT

ADA = "ada@clinic.example"
NOBODY = "01890000-0000-7000-8000-000000000000"


def hidden_patient(salus):
    (eve,) = salus.ids("patients", "mrn=M-2")
    return eve


def test_a_doctor_lists_the_patients_in_their_care(small):
    assert [row["name"] for row in small("as", ADA, "list", "patients", "--json").rows] == ["Ben Okafor"]
    assert small("as", ADA, "count", "patients").out == "1\n"
    assert small("as", ROOT, "count", "patients").out == "2\n"


def test_a_table_is_aligned_and_shows_names_for_references(small):
    heading, rule, row, summary = small("as", ADA, "list", "mappings").out.splitlines()
    assert "Doctor" in heading and "Patient" in heading and set(rule) == {"─", " "}
    assert "Dr. Ada" in row and "Ben Okafor" in row
    assert row.index("Ben Okafor") == heading.index("Patient")
    assert summary == "1 mappings"


def test_hidden_fields_are_marked_in_tables_and_left_out_of_json(small):
    table = small("as", ADA, "list", "doctors", "--columns", "name,metadata").out
    assert "·" in table and "hidden from this account" in table
    (row,) = small("as", ADA, "list", "doctors", "--json").rows
    assert "metadata" not in row and row["name"] == "Dr. Ada"


def test_a_card_shows_every_field_that_has_a_value(small):
    (ben,) = small.ids("patients", "mrn=M-1")
    card = small("as", ADA, "get", "patient", ben).out
    assert "Ben Okafor" in card and "1980-02-29" in card and "version 1" in card
    assert "Family name" in card and "Address" not in card


def test_filters_are_the_fields_and_the_named_ones(small):
    assert small("as", ROOT, "count", "patients", "mrn=M-1").out == "1\n"
    assert small("as", ROOT, "count", "patients", "born_after=1980-02-28", "born_before=1980-03-01").out == "2\n"
    assert small("as", ROOT, "count", "doctors", "specialization=CARDIOLOGY").out == "1\n"
    assert small("as", ROOT, "count", "doctors", "specialization=Neurology").out == "0\n"


def test_lists_are_ordered_and_limited(small):
    names = [row["name"] for row in small("as", ROOT, "list", "patients", "--order", "-name", "--json").rows]
    assert names == ["Eve Dubois", "Ben Okafor"]
    assert len(small("as", ROOT, "list", "patients", "--limit", "1", "--json").rows) == 1


@pytest.mark.parametrize(
    ("words", "advice"),
    [
        (["list", "patiens"], 'Did you mean "patients"?'),
        (["list", "patients", "familyname=x"], 'Did you mean "family_name"?'),
        (["list", "patients", "--order", "birthdate"], 'Did you mean "birth_date"?'),
        (["list", "patients", "--columns", "nam"], 'Did you mean "name"?'),
        (["list", "patients", "sex=femal"], "It is one of: male, female, other, unknown."),
        (["list", "patients", "birth_date=yesterday"], "Enter a valid date."),
        (["list", "patients", "Okafor"], "specialization=cardiology"),
        (["get", "patient", "17"], "An id has 36 characters"),
        (["create", "patient", "nmae=x"], 'Did you mean "name"?'),
        (["list", "journal_entry"], "There are:"),
    ],
)
def test_a_word_that_is_not_known_names_the_nearest(small, words, advice):
    run = small("as", ROOT, *words, code=2)
    assert advice in run.err
    assert run.err.startswith("salus: ") and run.err.count("\n") == 2
    assert run.out == ""


def test_a_hidden_patient_and_a_missing_one_answer_alike(small):
    hidden = small("as", ADA, "get", "patient", hidden_patient(small), code=4)
    missing = small("as", ADA, "get", "patient", NOBODY, code=4)
    assert hidden == missing


def test_a_hidden_patient_and_a_missing_one_cannot_be_changed_alike(small):
    hidden = small("as", ADA, "update", "patient", hidden_patient(small), "blood_group=A+", code=4)
    assert hidden == small("as", ADA, "update", "patient", NOBODY, "blood_group=A+", code=4)


def test_an_update_changes_the_named_fields_alone(small):
    (ben,) = small.ids("patients", "mrn=M-1")
    (row,) = small("as", ADA, "update", "patient", ben, "blood_group=A+", "--json").rows
    assert (row["blood_group"], row["name"]) == ("A+", "Ben Okafor")
    (row,) = small("as", ADA, "update", "patient", ben, "blood_group=", "--json").rows
    assert row["blood_group"] is None


def test_nested_values_are_given_as_json(small):
    (ada,) = small.ids("doctors")
    hours = '[{"weekday": "monday", "starts": "09:00", "ends": "12:30"}]'
    (row,) = small("as", ROOT, "update", "doctor", ada, f"availability={hours}", 'languages=["en"]', "--json").rows
    assert row["availability"][0] == {
        "weekday": "monday", "starts": "09:00:00", "ends": "12:30:00", "location": None, "slot_minutes": 30,
    }  # fmt: skip
    run = small("as", ROOT, "update", "doctor", ada, f"availability={hours.replace('12:30', '08:00')}", code=1)
    assert "availability[0].ends" in run.err and "08:00" not in run.err


def test_free_slots_follow_a_doctors_hours(small):
    (ada,) = small.ids("doctors")
    hours = '[{"weekday": "monday", "starts": "09:00", "ends": "10:00"}]'
    small("as", ROOT, "update", "doctor", ada, f"availability={hours}")
    week = ("--from", "2036-03-03", "--to", "2036-03-10")  # in which Monday is the first day
    slots = small("as", ADA, "slots", ada, *week, "--json").rows
    assert [slot["starts_at"][:10] for slot in slots] == ["2036-03-03", "2036-03-03"]
    assert slots[0]["ends_at"] == slots[1]["starts_at"]
    assert small("as", ADA, "slots", ada, *week).out.splitlines()[-1] == "2 free slots"
    assert "31 days" in small("as", ADA, "slots", ada, "--from", "2036-01-01", "--to", "2036-03-01", code=1).err
    assert "from" in small("as", ADA, "slots", ada, "--from", "soon", code=2).err


def test_a_field_outside_the_write_mask_is_denied(small):
    (ben,) = small.ids("patients", "mrn=M-1")
    run = small("as", ADA, "update", "patient", ben, "mrn=M-9", code=3)
    assert "mrn" in run.err and "M-9" not in run.err


def test_a_removed_row_is_listed_no_more(small):
    (ben,) = small.ids("patients", "mrn=M-1")
    small("as", ADA, "remove", "patient", ben, code=3)
    assert small("as", ROOT, "remove", "patient", ben).out == "Removed.\n"
    small("as", ROOT, "get", "patient", ben, code=4)
    assert small("as", ROOT, "count", "patients").out == "1\n"


def test_an_update_of_another_version_is_refused(small):
    (ben,) = small.ids("patients", "mrn=M-1")
    small("as", ADA, "update", "patient", ben, "blood_group=A+", "--if-version", "1")
    small("as", ADA, "update", "patient", ben, "blood_group=B+", "--if-version", "1", code=1)


def test_what_no_rule_allows_is_denied(small):
    small("as", ADA, "create", "patient", "name=X Y", "mrn=M-3", "birth_date=1990-01-01", "sex=male", code=3)
    small("as", ADA, "list", "organizations", code=3)


def test_every_issue_of_a_new_row_is_named_at_once(small):
    run = small("as", ROOT, "create", "patient", "name=Ann", "email=nonsense", code=1)
    for field in ("birth_date", "mrn", "email"):
        assert field in run.err
    assert "nonsense" not in run.err


def test_an_unknown_account_is_denied(small):
    assert "no active account" in small("as", "nobody@clinic.example", "count", "patients", code=3).err


def test_an_unknown_organization_is_not_found(small):
    small("--organization", "other", "as", ROOT, "count", "patients", code=4)


def test_control_characters_of_a_name_do_not_reach_the_terminal(small):
    small("as", ROOT, "create", "doctor", "name=Dr. \x1b[2J\x1b]0;x\x07", "specialization=x")
    assert "\x1b" not in small("as", ROOT, "list", "doctors").out
