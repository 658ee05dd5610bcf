"""A program as a user would write it; test_packaging.py has mypy check it, strictly. It is never run."""

import datetime
import uuid
from collections.abc import Iterator
from typing import Any

import salus

clinic: salus.Clinic = salus.open("clinic.db", key_file="clinic.db.key")
with clinic.log_in("dr.ada@example.org", "password") as session:
    patient = session.get(salus.Patient, uuid.uuid4())
    if patient is not None:
        born: datetime.date = patient.birth_date
        sex: salus.Sex = patient.sex
        phone: str | None = patient.phone_number
        changed: salus.Patient = session.update(patient, phone_number="+44 1632 960001")
        decision: salus.Decision = session.can("update", changed)
        print(decision.explain(), changed.version)

    patients: list[salus.Patient] = session.list(salus.Patient, sex="female", order_by=["-birth_date"], limit=50)
    table: list[dict[str, Any]] = session.list(salus.Patient, as_dicts=True)
    stream: Iterator[salus.Doctor] = session.iterate(salus.Doctor, specialization="cardiology")
    created: salus.Patient = session.create(
        salus.Patient(name="Eve Novak", birth_date="1999-09-09", sex=salus.Sex.female, mrn="M-5")
    )
    number: int = session.run_in_transaction(lambda: session.count(salus.Patient))

try:
    report: salus.JournalReport = clinic.verify_journal()
except salus.Error as error:
    words: list[tuple[str, str, str]] = [(issue.path, issue.code, issue.message) for issue in error.issues]
    print(error.code, error.retryable, words)
