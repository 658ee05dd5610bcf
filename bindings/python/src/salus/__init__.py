"""Salus, an embeddable healthcare SDK.

>>> import salus
>>> clinic = salus.open("clinic.db", key_file="clinic.db.key")
>>> session = clinic.log_in("dr.ada@example.org", password)
>>> for patient in session.list(salus.Patient, sex="female", order_by="-birth_date", limit=50):
...     print(patient.name)

Everything a session gives obeys the policy of the clinic: rows that its principal may not see do not
exist for it, and fields that they may not see raise :class:`HiddenField`.

Threads: a :class:`Clinic` may be used from any of them at the same time, a :class:`Session` by one at a
time. Other Python threads run while a call is in the library.
"""

from salus._clinic import Clinic, Tokens, install, open  # noqa: A004
from salus._core import (
    AccessLevel,
    AccessReview,
    AccessReviewStatus,
    AccessRule,
    Action,
    Appointment,
    AppointmentKind,
    AppointmentStatus,
    BrokenEntry,
    CareRelationship,
    CommitInDoubt,
    Condition,
    Confidentiality,
    Conflict,
    DamagedDatabase,
    Decision,
    Doctor,
    Effect,
    Entity,
    Forbidden,
    InternalError,
    InvalidInput,
    JournalBroken,
    JournalReport,
    MedicalRecord,
    NewerSchema,
    NotADatabase,
    NotFound,
    Organization,
    Patient,
    PlaintextDatabase,
    Principal,
    RecordStatus,
    RecordType,
    RelationshipStatus,
    RelationshipType,
    SchemaMismatch,
    Scope,
    Sex,
    StorageBusy,
    StorageFailed,
    StorageUnavailable,
    Throttled,
    Unauthenticated,
    Unsupported,
    User,
    VersionConflict,
    WrongKey,
    __version__,
    to_dict,
)
from salus._error import Error, HiddenField, Issue
from salus._session import Session

__all__ = [
    "AccessLevel",
    "AccessReview",
    "AccessReviewStatus",
    "AccessRule",
    "Action",
    "Appointment",
    "AppointmentKind",
    "AppointmentStatus",
    "BrokenEntry",
    "CareRelationship",
    "Clinic",
    "CommitInDoubt",
    "Condition",
    "Confidentiality",
    "Conflict",
    "DamagedDatabase",
    "Decision",
    "Doctor",
    "Effect",
    "Entity",
    "Error",
    "Forbidden",
    "HiddenField",
    "InternalError",
    "InvalidInput",
    "Issue",
    "JournalBroken",
    "JournalReport",
    "MedicalRecord",
    "NewerSchema",
    "NotADatabase",
    "NotFound",
    "Organization",
    "Patient",
    "PlaintextDatabase",
    "Principal",
    "RecordStatus",
    "RecordType",
    "RelationshipStatus",
    "RelationshipType",
    "SchemaMismatch",
    "Scope",
    "Session",
    "Sex",
    "StorageBusy",
    "StorageFailed",
    "StorageUnavailable",
    "Throttled",
    "Tokens",
    "Unauthenticated",
    "Unsupported",
    "User",
    "VersionConflict",
    "WrongKey",
    "__version__",
    "install",
    "open",
    "to_dict",
]

# Tracebacks and pickles name things where users find them.
for _name in __all__:
    if not _name.startswith("_"):
        globals()[_name].__module__ = "salus"
