"""What the policy says, and why."""

from conftest import ROOT

ADA = "ada@clinic.example"
NOBODY = "01890000-0000-7000-8000-000000000000"


def test_an_allowed_action_names_its_rule(small):
    (ben,) = small.ids("patients", "mrn=M-1")
    assert small("explain", ADA, "read", "patient", ben).out == 'Allowed by the rule "a doctor reads assigned patients".\n'


def test_a_denied_action_ends_with_3_and_says_what_is_missing(small):
    (eve,) = small.ids("patients", "mrn=M-2")
    assert "a care relationship with the patient that is active now" in small(
        "explain", ADA, "read", "patient", eve, code=3
    ).out


def test_hidden_and_missing_are_explained_alike(small):
    (eve,) = small.ids("patients", "mrn=M-2")
    assert small("explain", ADA, "read", "patient", eve, code=3) == small(
        "explain", ADA, "read", "patient", NOBODY, code=3
    )


def test_a_creation_needs_no_row(small):
    assert "an administrator manages patients" in small("explain", ROOT, "create", "patient").out
    small("explain", ADA, "create", "patient", code=3)


def test_a_decision_is_json_too(small):
    (decision,) = small("explain", ADA, "update", "doctor", NOBODY, "--json", code=3).rows
    assert decision["allowed"] is False and decision["explanation"].startswith("Denied")


def test_a_relationship_that_ended_shows_nothing(small):
    (mapping,) = small.ids("mappings")
    small("as", ROOT, "update", "mapping", mapping, "status=ended")
    assert small("as", ADA, "count", "patients").out == "0\n"


def test_the_policy_is_a_table(small):
    out = small("policy").out
    assert "a doctor reads assigned patients" in out and "assigned" in out
    assert {row["role"] for row in small("policy", "--json").rows} >= {"doctor", "patient", "administrator"}
