"""The classes of the entities."""

import datetime as dt
import uuid

import pytest
import salus


def test_attributes_have_the_types_of_python(root, small_clinic):
    patient = root.get(salus.Patient, small_clinic.patients["amara"].id)
    assert isinstance(patient.id, uuid.UUID)
    assert isinstance(patient.user, uuid.UUID)
    assert patient.name == "Amara Okafor"
    assert patient.birth_date == dt.date(1975, 5, 1)
    assert patient.sex is salus.Sex.female
    assert patient.allergies == [{"substance": "latex"}]
    assert patient.metadata == {}
    assert patient.phone_number is None
    assert patient.version == 1
    assert patient.created_at.tzinfo is dt.timezone.utc
    assert patient.updated_at >= patient.created_at


def test_a_moment_keeps_its_microseconds_whatever_its_zone(root, new_patient):
    moment = dt.datetime(2024, 2, 29, 23, 30, 0, 123456, tzinfo=dt.timezone(dt.timedelta(hours=-5)))
    patient = root.create(new_patient(deceased_at=moment))
    assert patient.deceased_at == moment
    assert patient.deceased_at.tzinfo is dt.timezone.utc


def test_a_choice_is_its_word():
    assert salus.Sex.female == "female"
    assert f"{salus.Sex.female}" == str(salus.Sex.female) == "female"
    assert [sex.value for sex in salus.Sex] == ["male", "female", "other", "unknown"]
    assert salus.Sex("other") is salus.Sex.other


def test_a_row_stands_for_its_id(root, small_clinic):
    ada, ben = small_clinic.doctors["ada"], small_clinic.patients["ben"]
    assert salus.CareRelationship(doctor=ada, patient=ben).doctor == ada.id
    with pytest.raises(salus.InvalidInput) as caught:
        salus.CareRelationship(doctor=ben, patient=ben)
    assert [issue.path for issue in caught.value.issues] == ["doctor"]


def test_text_is_read_as_on_the_wire():
    patient = salus.Patient(birth_date="1980-02-29", deceased_at="2020-01-01T12:00:00+02:00")
    assert patient.birth_date == dt.date(1980, 2, 29)
    assert patient.deceased_at == dt.datetime(2020, 1, 1, 10, tzinfo=dt.timezone.utc)


@pytest.mark.parametrize("moment", [dt.datetime(2020, 1, 1), "2020-01-01T12:00:00", "2020-01-01"])
def test_a_moment_without_a_zone_is_not_guessed(moment):
    with pytest.raises(salus.InvalidInput, match="time zone"):
        salus.Patient(deceased_at=moment)


def test_a_day_of_pandas_is_a_midnight():
    assert salus.Patient(birth_date=dt.datetime(1980, 2, 29)).birth_date == dt.date(1980, 2, 29)
    with pytest.raises(salus.InvalidInput):
        salus.Patient(birth_date=dt.datetime(1980, 2, 29, 1))


@pytest.mark.parametrize("value", [{"ä": [1, 2.5, None, True]}, [], "text", 7, None])
def test_json_comes_back_as_it_was(root, new_patient, value):
    assert root.create(new_patient(insurance=value)).insurance == value


@pytest.mark.parametrize("value", [{1, 2}, float("nan"), object()])
def test_what_is_no_json_is_refused(value):
    with pytest.raises(salus.InvalidInput) as caught:
        salus.Patient(metadata=value)
    assert caught.value.issues[0].path == "metadata"


def test_everything_wrong_is_said_at_once():
    with pytest.raises(salus.InvalidInput) as caught:
        salus.Patient(name=None, birth_date=3, sex="fmale", mrn="x" * 65, user="no id", email="not an address")
    assert {issue.path for issue in caught.value.issues} == {"name", "birth_date", "sex", "mrn", "user", "email"}


def test_a_misspelt_keyword_names_the_nearest():
    with pytest.raises(TypeError, match='no field "birthdate"; did you mean "birth_date"'):
        salus.Patient(birthdate="1980-02-29")


def test_what_salus_sets_cannot_be_given():
    with pytest.raises(TypeError, match="set by Salus alone"):
        salus.Patient(id=uuid.uuid4())


def test_fields_are_given_by_name_and_a_refusal_prints_no_value():
    with pytest.raises(TypeError) as caught:
        salus.Patient("Amara Okafor")
    assert "Amara" not in str(caught.value)


def test_a_password_hash_has_no_name_here():
    assert not hasattr(salus.User, "password_hash")
    with pytest.raises(TypeError):
        salus.User(password_hash="x")


def test_a_value_that_is_not_stored_has_what_it_was_given():
    patient = salus.Patient(name="Eve Novak")
    assert patient.readable == {"name"}
    assert patient.phone_number is None
    for missing in ("birth_date", "id", "version", "created_at"):
        with pytest.raises(AttributeError, match=missing):
            getattr(patient, missing)


def test_attributes_do_not_change(root, small_clinic):
    with pytest.raises(AttributeError):
        small_clinic.patients["ben"].name = "Somebody"


def test_printing_a_row_shows_no_protected_health_information(root, small_clinic):
    patient = root.get(salus.Patient, small_clinic.patients["amara"].id)
    assert repr(patient) == f"Patient(id='{patient.id}', user='{patient.user}', version=1, …)"
    assert "cardiology" in repr(small_clinic.doctors["ada"])
    relationship = root.list(salus.CareRelationship)[0]
    assert "Seen once" not in repr(relationship)


def test_rows_are_equal_by_value(root, small_clinic, new_patient):
    id = root.create(new_patient()).id
    first, second = root.get(salus.Patient, id), root.get(salus.Patient, id)
    assert first == second
    assert len({first, second}) == 1
    assert first != root.update(first, phone_number="+44 1632 960001")
    assert first != "something else"
    assert salus.Patient(name="a") == salus.Patient(name="a")
    assert salus.Patient(name="a") != salus.Patient(name="b")


def test_every_attribute_is_documented():
    assert salus.Patient.mrn.__doc__ == (
        "MRN; required; unique in the organization; at most 64 characters; protected health information."
    )


def test_a_hidden_field_is_an_error_and_not_a_blank(amara, small_clinic):
    doctor = amara.get(salus.Doctor, small_clinic.doctors["ada"].id)
    assert doctor.specialization == "cardiology"
    assert "time_off" not in doctor.readable
    with pytest.raises(salus.HiddenField, match="time_off"):
        doctor.time_off
    assert getattr(doctor, "time_off", "unknown") == "unknown"
    assert not hasattr(doctor, "time_off")
    assert "time_off" not in salus.to_dict(doctor)


def test_a_row_knows_what_may_be_done_with_it(ada, small_clinic):
    assert ada.get(salus.Patient, small_clinic.patients["ben"].id).can("update")
    assert not ada.get(salus.Doctor, small_clinic.doctors["bo"].id).can("update")


def test_nested_values_are_lists_of_dicts_with_dates_and_times(root):
    hours = {"weekday": "monday", "starts": dt.time(9), "ends": "12:30", "slot_minutes": 20}
    away = {"from": dt.date(2026, 12, 21), "to": "2027-01-03", "reason": "family"}
    doctor = salus.Doctor(
        name="Dr. Nest", specialization="cardiology", availability=[hours], time_off=(away,), languages=["en", "de"]
    )
    for row in (doctor, root.create(doctor)):
        assert row.availability == [
            {"weekday": "monday", "starts": dt.time(9), "ends": dt.time(12, 30), "location": None, "slot_minutes": 20}
        ]
        assert row.time_off == [{"from": dt.date(2026, 12, 21), "to": dt.date(2027, 1, 3), "reason": "family"}]
        assert row.languages == ["en", "de"]
        assert salus.to_dict(row)["availability"] == row.availability


def test_what_is_wrong_in_a_nested_value_has_a_path():
    with pytest.raises(salus.InvalidInput) as refused:
        salus.Doctor(
            name="Dr. Nest",
            specialization="cardiology",
            availability=[{"weekday": "moonday", "starts": dt.time(9)}],
            languages=["en", ""],
            time_off=[{"from": object()}],
        )
    assert {issue.path for issue in refused.value.issues} == {
        "availability[0].weekday",
        "availability[0].ends",
        "languages[1]",
        "time_off",
    }


def test_filters_by_day_mean_the_day_of_the_organization(new_patient):
    with salus.install(
        "memory:", administrator_email="root@example.org", administrator_password="correct horse", time_zone="Pacific/Kiritimati"
    ) as clinic, clinic.act_as("root@example.org") as root:
        doctor = root.create(salus.Doctor(name="Dr. Day", specialization="cardiology"))
        patient = root.create(new_patient())
        begin = dt.datetime(2020, 1, 1, 11, tzinfo=dt.timezone.utc)  # one in the morning of the next day there
        root.create(
            salus.CareRelationship(doctor=doctor, patient=patient, valid_from=begin, valid_to=begin + dt.timedelta(hours=1))
        )
        assert root.count(salus.CareRelationship, active_on=dt.date(2020, 1, 1)) == 0
        assert root.count(salus.CareRelationship, active_on=[dt.date(2020, 1, 2)]) == 1
