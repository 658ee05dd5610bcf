"""A clinic small enough to keep in one's head, in memory, in an encrypted file and on PostgreSQL.

Ada (doctor) cares for Amara (who has an account) and Ben; her care of Cleo ended yesterday, that of Dara starts
tomorrow. Bo (doctor) cares for Cleo. Root is the administrator.

The tests run in whatever interpreter has salus: build/<preset>/python on PYTHONPATH, or an installed wheel.
"""

import datetime as dt
import sys
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import salus

sys.path.append(str(Path(__file__).parents[1]))
from support.postgres_server import postgres_server  # noqa: E402, F401

PASSWORD = "correct horse battery"
NOW = dt.datetime.now(dt.timezone.utc)
DAY = dt.timedelta(days=1)


@dataclass
class SmallClinic:
    clinic: salus.Clinic
    doctors: dict[str, salus.Doctor] = field(default_factory=dict)
    patients: dict[str, salus.Patient] = field(default_factory=dict)

    def act_as(self, name: str) -> salus.Session:
        return self.clinic.act_as(f"{name}@example.org")

    def fill(self) -> None:
        root = self.act_as("root")
        self._add_doctor(root, "ada", "cardiology")
        self._add_doctor(root, "bo", "Neurology")
        account = root.create(salus.User(email="amara@example.org", name="amara", is_patient=True))
        self._add_patient(root, "Amara Okafor", mrn="M-1", user=account, sex="female", birth_date=dt.date(1975, 5, 1))
        self._add_patient(root, "Ben Müller", mrn="M-2", sex="male", birth_date=dt.date(1990, 12, 24))
        self._add_patient(root, "Cleo Dubois", mrn="M-3", sex="female", birth_date=dt.date(1980, 2, 29))
        self._add_patient(root, "Dara Sok", mrn="M-4", sex="other", birth_date=dt.date(2001, 1, 1))
        self._relate(root, "ada", "amara", NOW - 30 * DAY, None)
        self._relate(root, "ada", "ben", NOW - 2 * DAY, NOW + 2 * DAY)
        self._relate(root, "ada", "cleo", NOW - 30 * DAY, NOW - DAY)
        self._relate(root, "ada", "dara", NOW + DAY, None)
        self._relate(root, "bo", "cleo", NOW - DAY, None)

    def _add_doctor(self, root, name, specialization):
        account = root.create(salus.User(email=f"{name}@example.org", name=name, is_doctor=True))
        doctor = salus.Doctor(user=account, name=f"Dr. {name}", specialization=specialization, time_off=[{"from": "2026-12-24", "to": "2026-12-26"}])
        self.doctors[name] = root.create(doctor)

    def _add_patient(self, root, name, **fields):
        patient = salus.Patient(name=name, allergies=[{"substance": "latex"}], **fields)
        self.patients[name.split()[0].lower()] = root.create(patient)

    def _relate(self, root, doctor, patient, valid_from, valid_to):
        relationship = salus.CareRelationship(
            doctor=self.doctors[doctor], patient=self.patients[patient], valid_from=valid_from, valid_to=valid_to, notes="Seen once."
        )
        root.create(relationship)


def install(target, **options) -> salus.Clinic:
    return salus.install(
        target,
        administrator_email="root@example.org",
        administrator_password=PASSWORD,
        organization_name="Riverside Clinic",
        **options,
    )


@pytest.fixture
def clinic_file(tmp_path):
    """The file of an installed clinic; its key file is beside it."""
    file = tmp_path / "clinic.db"
    install(file).close()
    return file


def open_new_clinic(kind, request, folder) -> salus.Clinic:
    if kind == "memory":
        return install("memory:")
    if kind == "sqlite":
        return install(folder / "clinic.db")
    database = request.getfixturevalue("postgres_server").create_database()
    install(database.owner_uri).close()
    return salus.open(database.application_uri)


@pytest.fixture(params=["memory", "sqlite", "postgres"], scope="module")
def small_clinic(request, tmp_path_factory):
    """Shared by the tests of a module: they read, or write rows of their own."""
    try:
        clinic = open_new_clinic(request.param, request, tmp_path_factory.mktemp("clinic"))
    except salus.Unsupported as error:
        pytest.skip(str(error))
    with clinic:
        small = SmallClinic(clinic)
        small.fill()
        yield small


@pytest.fixture
def root(small_clinic):
    with small_clinic.act_as("root") as session:
        yield session


@pytest.fixture
def ada(small_clinic):
    with small_clinic.act_as("ada") as session:
        yield session


@pytest.fixture
def amara(small_clinic):
    with small_clinic.act_as("amara") as session:
        yield session


@pytest.fixture
def new_patient():
    """Makes values of patients that no other test has."""
    numbers = iter(range(1, 1000))
    prefix = dt.datetime.now().strftime("%H%M%S%f")

    def make(**fields):
        given = {"name": "Eve Novak", "birth_date": "1999-09-09", "sex": "female", "mrn": f"N-{prefix}-{next(numbers)}"}
        return salus.Patient(**(given | fields))

    return make
