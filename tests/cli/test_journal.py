"""The journal from the command line."""

import json
import re

import pytest
from conftest import ROOT
from journal_verifier import verify


@pytest.fixture
def anchored(small, tmp_path):
    """Makes an anchor of the journal as it is; answers the words that verify with it."""
    key, file = tmp_path / "anchor.key", tmp_path / "anchors"
    public_key = small("journal", "anchor-key", key).out.splitlines()[-1]

    def anchor():
        small("journal", "anchor", "--anchor-key", key, "--out", file)
        return ("journal", "verify", "--anchors", file, "--public-key", public_key)

    return anchor


def test_it_verifies_and_counts_its_entries(small):
    text = small("journal", "verify").out
    assert re.match(r"The journal is whole: \d+ entries in 1 stream verified\.\n", text)
    (report,) = small("journal", "verify", "--json").rows
    assert report["whole"] and report["broken"] == [] and report["streams"] == 1 and report["entries"] > 7
    assert report["unended_programs"] == 0


def test_another_program_verifies_it_from_the_documented_format(clinic):
    (report,) = clinic("journal", "verify", "--json").rows
    lines = clinic("journal", "export", "--as", "entries").out.splitlines()
    assert verify(lines) == (len(lines), {})
    assert len(lines) > report["entries"] > 1_000
    changed = json.loads(lines[100])
    changed["action"] = "update" if changed["action"] == "create" else "create"
    entries, broken = verify([*lines[:100], json.dumps(changed), *lines[101:]])
    assert entries < len(lines)
    assert broken == {changed["stream"]: (changed["sequence"], "changed")}


def test_an_anchor_of_now_holds_and_goes_on_holding(small, anchored):
    words = anchored()
    small(*words)
    small.ids("patients")
    assert "Without --anchors" not in small(*anchored()).out


def test_an_old_copy_of_the_database_is_seen_by_an_anchor(small, anchored):
    old = small.database.read_bytes()
    small.ids("patients")
    words = anchored()
    small(*words)
    small.database.write_bytes(old)
    assert "is missing: the anchor of" in small(*words, code=1).err
    assert "The journal is whole" in small("journal", "verify").out


def test_an_anchor_that_somebody_else_signed_is_refused(small, anchored, tmp_path):
    words = list(anchored())
    words[-1] = small("journal", "anchor-key", tmp_path / "other.key").out.splitlines()[-1]
    assert "did not sign" in small(*words, code=1).err


def test_reads_and_refusals_are_shown_by_account_patient_and_outcome(small):
    (ben,) = small.ids("patients", "mrn=M-1")
    small("as", ROOT, "get", "patient", ben)
    (read,) = small("journal", "show", "--actor", ROOT, "--action", "read", "--json").rows
    assert (read["row_id"], read["patients"], read["outcome"]) == (ben, ben, "allowed")
    about_ben = small("journal", "show", "--patient", ben, "--limit", "100", "--json").rows
    assert {"create", "read", "search"} <= {entry["action"] for entry in about_ben}
    assert small("journal", "show", "--patient", ben, "--to", "2020-01-01", "--json").rows == []
    small("as", "ada@clinic.example", "remove", "patient", ben, code=3)
    (denial,) = small("journal", "show", "--outcome", "denied", "--action", "remove", "--json").rows
    assert denial["row_id"] == ben


def test_entries_are_exported_as_fhir_audit_events(small):
    (ben,) = small.ids("patients", "mrn=M-1")
    small("as", ROOT, "get", "patient", ben)
    (event,) = small("journal", "export", "--actor", ROOT, "--action", "read").rows
    assert event["resourceType"] == "AuditEvent"
    assert event["type"]["code"] == "rest" and event["subtype"][0]["code"] == "read"
    assert (event["action"], event["outcome"]) == ("R", "0")
    assert event["entity"][0]["what"]["reference"] == f"Patient/{ben}"
    assert event["agent"][0]["requestor"] is True
    assert "Ben" not in json.dumps(small("journal", "export").rows)


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
