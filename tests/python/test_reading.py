"""get, list, iterate, count and their keywords."""

import datetime as dt
import uuid

import pytest
import salus


def names(rows):
    return sorted(row.name.split()[0] for row in rows)


def test_a_doctor_lists_exactly_the_patients_of_active_relationships(ada):
    assert names(ada.list(salus.Patient)) == ["Amara", "Ben"]
    assert ada.count(salus.Patient) == 2


def test_a_hidden_row_and_a_missing_one_are_both_none(ada, small_clinic):
    assert ada.get(salus.Patient, small_clinic.patients["cleo"].id) is None
    assert ada.get(salus.Patient, uuid.uuid4()) is None


def test_an_id_is_a_uuid_or_its_text(ada, small_clinic):
    id = small_clinic.patients["ben"].id
    assert ada.get(salus.Patient, str(id)) == ada.get(salus.Patient, id)
    with pytest.raises(salus.InvalidInput):
        ada.get(salus.Patient, "17")


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"sex": "female"}, ["Amara", "Cleo"]),
        ({"sex": salus.Sex.other}, ["Dara"]),
        ({"sex": ["male", "other"]}, ["Ben", "Dara"]),
        ({"sex": []}, []),
        ({"born_after": dt.date(1980, 2, 29)}, ["Ben", "Cleo", "Dara"]),
        ({"born_after": "1980-02-28", "born_before": "1995-01-01"}, ["Ben", "Cleo"]),
        ({"birth_date": dt.date(1980, 2, 29)}, ["Cleo"]),
        ({"family_name": "Müller"}, ["Ben"]),
        ({"mrn": "M-4"}, ["Dara"]),
        ({"mrn": "m-4"}, []),
    ],
)
def test_filters_have_the_names_of_the_wire(root, filters, expected):
    mine = [row for row in root.list(salus.Patient, **filters) if row.mrn.startswith("M-")]
    assert names(mine) == expected


def test_a_filter_reaches_into_relationships(root, small_clinic):
    ada = small_clinic.doctors["ada"]
    assert names(root.list(salus.Patient, doctor_id=ada.id)) == ["Amara", "Ben", "Cleo", "Dara"]
    assert root.count(salus.CareRelationship, doctor=ada) == 4
    assert root.count(salus.CareRelationship, doctor=ada, active_on=dt.datetime.now(dt.timezone.utc).date()) == 2


def test_a_filter_ignores_case_where_the_field_does(root):
    assert root.count(salus.Doctor, specialization="NEUROLOGY") == 1


def test_none_is_a_missing_value(root):
    assert root.count(salus.Doctor, location=None) == 2
    with pytest.raises(salus.InvalidInput):
        root.count(salus.Patient, sex=None)


def test_an_unknown_filter_names_the_nearest_and_every_issue_is_listed(root):
    with pytest.raises(salus.InvalidInput) as caught:
        root.list(salus.Patient, famly_name="x", born_after="no date")
    issues = {issue.path: issue for issue in caught.value.issues}
    assert issues["famly_name"].code == "unknown"
    assert "family_name" in issues["famly_name"].message
    assert issues["born_after"].message == "Enter a valid date."


def test_a_field_that_is_not_filterable_is_no_filter(root):
    with pytest.raises(salus.InvalidInput):
        root.list(salus.Patient, address="x")


def test_order_limit_and_offset(root):
    def mrns(**options):
        return [row.mrn for row in root.list(salus.Patient, mrn=["M-1", "M-2", "M-3", "M-4"], **options)]

    assert mrns(order_by="birth_date") == ["M-1", "M-3", "M-2", "M-4"]
    assert mrns(order_by="-birth_date", limit=2) == ["M-4", "M-2"]
    assert mrns(order_by=["-birth_date"], limit=2, offset=1) == ["M-2", "M-3"]
    assert mrns(order_by=["mrn"]) == ["M-1", "M-2", "M-3", "M-4"]


def test_an_order_without_an_index_is_refused(root):
    with pytest.raises(salus.InvalidInput, match="did you mean"):
        root.list(salus.Patient, order_by="birthdate")
    with pytest.raises(salus.InvalidInput):
        root.list(salus.Patient, order_by="address")


@pytest.mark.parametrize("options", [{"limit": -1}, {"offset": -1}, {"limit": 2**32}])
def test_a_page_out_of_range_is_refused(root, options):
    with pytest.raises(ValueError):
        root.list(salus.Patient, **options)


def test_a_refusal_prints_no_filter(root):
    with pytest.raises(TypeError) as caught:
        root.list(salus.Patient, limit="ten", family_name="Okafor")
    assert "Okafor" not in str(caught.value)
    with pytest.raises(TypeError) as caught:
        root.list("patients", family_name="Okafor")
    assert "Okafor" not in str(caught.value)


def test_iterating_sees_every_row_once(root):
    everything = root.list(salus.Patient)
    assert list(root.iterate(salus.Patient, batch=1)) == everything
    assert list(root.iterate(salus.Patient, batch=len(everything))) == everything
    assert [row["mrn"] for row in root.iterate(salus.Patient, batch=2, as_dicts=True, sex="other")] == ["M-4"]


def test_iterating_goes_in_any_order(root):
    for order in ("-birth_date", ["sex", "-mrn"]):
        assert list(root.iterate(salus.Patient, order_by=order, batch=2)) == root.list(salus.Patient, order_by=order)


def test_a_search_finds_the_beginnings_of_words(root, ada):
    assert names(ada.list(salus.Patient, search="AMÁ")) == ["Amara"]
    assert names(ada.iterate(salus.Patient, search="be", batch=1)) == ["Ben"]
    assert ada.count(salus.Patient, search="mara") == 0
    assert root.count(salus.Patient, search="m", limit=2) == 2
    with pytest.raises(salus.InvalidInput):
        root.list(salus.Patient, search="a\0")


def test_iterating_works_where_the_policy_masks(ada):
    assert names(ada.iterate(salus.Patient, batch=1)) == ["Amara", "Ben"]


def test_dictionaries_make_a_table(root, small_clinic):
    rows = root.list(salus.Patient, mrn="M-1", as_dicts=True)
    (row,) = rows
    patient = root.get(salus.Patient, small_clinic.patients["amara"].id)
    assert row == salus.to_dict(patient)
    assert row["id"] == patient.id
    assert type(row["sex"]) is str
    assert list(row)[:3] == ["id", "user", "name"]
    assert list(row)[-3:] == ["version", "created_at", "updated_at"]


def test_a_dataframe(root):
    pandas = pytest.importorskip("pandas")
    frame = pandas.DataFrame(root.list(salus.Patient, mrn=["M-1", "M-2", "M-3"], as_dicts=True))
    assert frame.groupby("sex").size().to_dict() == {"female": 2, "male": 1}
    assert str(frame["created_at"].dtype).startswith("datetime64")


def test_free_slots_are_those_of_a_doctors_hours_without_what_is_taken(root, ada, small_clinic):
    tomorrow = dt.datetime.now(dt.timezone.utc).replace(hour=0, minute=0, second=0, microsecond=0) + dt.timedelta(days=1)
    weekday = tomorrow.strftime("%A").lower()
    hours = [{"weekday": weekday, "starts": "09:00", "ends": "10:00", "slot_minutes": 20, "location": "Room 2"}]
    doctor = root.get(salus.Doctor, small_clinic.doctors["ada"].id)
    root.update(doctor, availability=hours, time_off=[])

    def starts():
        slots = ada.free_slots(doctor.id, start=tomorrow, end=tomorrow + dt.timedelta(days=1))
        assert all(slot["location"] == "Room 2" for slot in slots)
        return [slot["starts_at"] - tomorrow for slot in slots]

    minutes = [dt.timedelta(hours=9, minutes=minute) for minute in (0, 20, 40)]
    assert starts() == minutes
    taken = tomorrow + minutes[1]
    visit = {"doctor": doctor, "starts_at": taken, "ends_at": taken + dt.timedelta(minutes=20)}
    ada.create(salus.Appointment(patient=small_clinic.patients["ben"], **visit))
    assert starts() == [minutes[0], minutes[2]]
    with pytest.raises(salus.Conflict):
        ada.create(salus.Appointment(patient=small_clinic.patients["amara"], **visit))
    with pytest.raises(salus.InvalidInput):
        ada.free_slots(doctor.id, start=tomorrow, end=tomorrow + dt.timedelta(days=32))
