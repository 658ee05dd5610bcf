"""create, update, transactions."""

import pytest
import salus


def test_a_row_is_created_as_it_was_given(root, new_patient):
    patient = root.create(new_patient(name="Ève Nováková", phone_number="+420 1"))
    assert patient.version == 1
    assert (patient.given_name, patient.family_name) == ("Ève", "Nováková")
    assert root.get(salus.Patient, patient.id) == patient


def test_what_is_missing_is_said_at_once(root):
    with pytest.raises(salus.InvalidInput) as caught:
        root.create(salus.Patient(name="Eve Novak"))
    assert caught.value.issues == [
        salus.Issue("birth_date", "required", "This field is required."),
        salus.Issue("sex", "required", "This field is required."),
        salus.Issue("mrn", "required", "This field is required."),
    ]


def test_a_rule_over_two_fields_is_kept(root, small_clinic):
    relationship = salus.CareRelationship(
        doctor=small_clinic.doctors["bo"],
        patient=small_clinic.patients["dara"],
        valid_from="2026-02-01T00:00:00Z",
        valid_to="2026-01-01T00:00:00Z",
    )
    with pytest.raises(salus.InvalidInput) as caught:
        root.create(relationship)
    assert [issue.code for issue in caught.value.issues] == ["ends_before_start"]


def test_a_taken_number_is_an_issue_of_its_field(root, new_patient):
    with pytest.raises(salus.InvalidInput) as caught:
        root.create(new_patient(mrn="M-1"))
    assert [(issue.path, issue.code) for issue in caught.value.issues] == [("mrn", "unique")]


def test_an_update_changes_what_it_names(root, new_patient):
    patient = root.create(new_patient())
    changed = root.update(patient, phone_number="+44 1632 960001", allergies=["latex"])
    assert (changed.phone_number, changed.allergies, changed.version) == ("+44 1632 960001", ["latex"], 2)
    assert changed.name == patient.name
    assert patient.phone_number is None
    assert root.update(changed, phone_number=None).phone_number is None


def test_a_stale_version_is_a_conflict(root, new_patient):
    patient = root.create(new_patient())
    root.update(patient, phone_number="1")
    with pytest.raises(salus.VersionConflict):
        root.update(patient, phone_number="2")
    assert root.get(salus.Patient, patient.id).phone_number == "1"


def test_an_update_names_the_nearest_field(root, new_patient):
    with pytest.raises(TypeError, match='did you mean "phone_number"'):
        root.update(root.create(new_patient()), phone_numbr="1")


def test_only_a_stored_row_is_updated(root):
    with pytest.raises(AttributeError):
        root.update(salus.Patient(name="Eve Novak"), name="Eve")
    with pytest.raises(TypeError):
        root.update("Eve Novak", name="Eve")


def test_a_field_outside_the_mask_is_refused(ada, small_clinic):
    ben = ada.get(salus.Patient, small_clinic.patients["ben"].id)
    with pytest.raises(salus.Forbidden):
        ada.update(ben, mrn="M-9")
    with pytest.raises(salus.Forbidden):
        ada.create(salus.Patient(name="Eve Novak", birth_date="1999-09-09", sex="female", mrn="M-9"))


def test_a_row_that_may_not_be_seen_is_not_found(root, ada, small_clinic):
    cleo = root.get(salus.Patient, small_clinic.patients["cleo"].id)
    with pytest.raises(salus.NotFound):
        ada.update(cleo, phone_number="1")


def test_a_decision_names_the_rule(ada, root, small_clinic):
    ben = ada.get(salus.Patient, small_clinic.patients["ben"].id)
    allowed = ada.can("update", ben)
    assert allowed and allowed.allowed
    assert "a doctor updates assigned patients" in allowed.explain()
    assert "phone_number" in allowed.fields and "mrn" not in allowed.fields

    hidden = ada.can("read", salus.Patient, small_clinic.patients["cleo"].id)
    assert not hidden
    assert "active now" in hidden.explain()


def test_what_is_never_allowed_is_known_without_a_row(ada):
    assert ada.may_ever("read", salus.Patient)
    assert not ada.may_ever(salus.Action.create, salus.Patient)
    with pytest.raises(salus.InvalidInput, match='did you mean "update"'):
        ada.may_ever("updat", salus.Patient)


def test_a_transaction_writes_all_and_gives_what_its_body_returns(root, new_patient):
    def both():
        return [root.create(new_patient()).id, root.create(new_patient()).id]

    ids = root.run_in_transaction(both)
    assert all(root.get(salus.Patient, id) for id in ids)


def test_a_transaction_that_raises_writes_nothing(root, new_patient):
    before = root.count(salus.Patient)

    def fail():
        root.create(new_patient())
        assert root.count(salus.Patient) == before + 1
        raise KeyError("mine")

    with pytest.raises(KeyError, match="mine"):
        root.run_in_transaction(fail)
    assert root.count(salus.Patient) == before


def test_an_inner_transaction_is_undone_alone(root, new_patient):
    before = root.count(salus.Patient)

    def inner():
        root.create(new_patient())
        raise KeyError("mine")

    def outer():
        root.create(new_patient())
        with pytest.raises(KeyError):
            root.run_in_transaction(inner)

    root.run_in_transaction(outer)
    assert root.count(salus.Patient) == before + 1


def test_an_error_of_salus_leaves_a_transaction_as_the_object_it_was(root, new_patient):
    raised = []

    def fail():
        try:
            root.create(new_patient(mrn="M-1"))
        except salus.InvalidInput as error:
            raised.append(error)
            raise

    with pytest.raises(salus.InvalidInput) as caught:
        root.run_in_transaction(fail)
    assert caught.value is raised[0]
    assert "fail" in [entry.name for entry in caught.traceback]
    assert root.count(salus.Patient, mrn="M-1") == 1


def test_the_journal_verifies(small_clinic, root, new_patient):
    before = small_clinic.clinic.verify_journal()
    root.create(new_patient())
    after = small_clinic.clinic.verify_journal()
    assert after.ok and after.broken == []
    assert after.entries > before.entries


def test_a_removed_row_is_nowhere(root, new_patient):
    patient = root.create(new_patient())
    root.remove(patient)
    assert root.get(salus.Patient, patient.id) is None
    with pytest.raises(salus.NotFound):
        root.remove(patient)


def test_a_record_is_superseded_and_never_changed(root, small_clinic):
    record = root.create(
        salus.MedicalRecord(
            patient=small_clinic.patients["dara"], author=small_clinic.doctors["bo"], record_type="note", title="Visit"
        )
    )
    amendment = root.update(record, title="Second visit")
    assert amendment.amends == record.id
    assert root.get(salus.MedicalRecord, record.id).status == salus.RecordStatus.amended
