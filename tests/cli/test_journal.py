"""The journal from the command line."""

import re

from conftest import ROOT


def test_it_verifies_and_counts_its_entries(small):
    assert re.fullmatch(r"The journal is whole: 7 entries in 1 stream verified\.\n", small("journal", "verify").out)
    assert small("journal", "verify", "--json").rows == [{"entries": 7, "streams": 1, "whole": True}]


def test_an_entry_tells_who_changed_what_and_how(small):
    (ben,) = small.ids("patients", "mrn=M-1")
    small("as", ROOT, "update", "patient", ben, "blood_group=A+")
    (entry, *older) = small("journal", "show", "--row", ben, "--json").rows
    assert (entry["action"], entry["entity"], entry["row_id"]) == ("update", "patient", ben)
    assert entry["body"] == {"after": {"blood_group": "A+"}, "before": {}}
    assert entry["patients"] == ben
    assert [other["action"] for other in older] == ["create"]


def test_the_table_names_people_and_fields_but_no_values(small):
    (ben,) = small.ids("patients", "mrn=M-1")
    small("as", ROOT, "update", "patient", ben, "blood_group=A+")
    newest = small("journal", "show", "--limit", "1").out.splitlines()[2]
    assert ROOT in newest and "update" in newest and "blood_group" in newest
    assert "A+" not in newest


def test_a_password_hash_is_never_shown(small):
    small("password", "ada@clinic.example", SALUS_NEW_PASSWORD="a password for ada")
    assert "argon2" not in small("journal", "show", "--json").out


def test_only_one_entity_is_shown_if_asked(small):
    assert {entry["entity"] for entry in small("journal", "show", "--entity", "mappings", "--json").rows} == {
        "care_relationship"
    }
