"""The C++ library, as the Python files of the package see it. Made by tools/make_stubs.py; not edited."""

from __future__ import annotations
import builtins
import datetime
import salus
import salus._choice
import typing
import uuid

class InvalidInput(salus.Error, ValueError):
    """
    The input breaks a rule; ``issues`` names each field.
    """

class Unauthenticated(salus.Error, PermissionError):
    """
    Nobody is logged in, or the credentials are wrong.
    """

class Forbidden(salus.Error, PermissionError):
    """
    The policy never lets this principal do that.
    """

class NotFound(salus.Error, LookupError):
    """
    No such row, or one that you may not see: the answer is the same.
    """

class Conflict(salus.Error):
    """
    Another row is in the way.
    """

class VersionConflict(salus.Error):
    """
    The row has changed since it was read; read it again and decide again.
    """

class Throttled(salus.Error):
    """
    Too many failures; ``retry_after`` says how many seconds to wait.
    """

class Unsupported(salus.Error, NotImplementedError):
    """
    This database or this version cannot do it.
    """

class StorageBusy(salus.Error, TimeoutError):
    """
    The database could not get a lock in time; nothing was written.
    """

class StorageUnavailable(salus.Error, ConnectionError):
    """
    The database cannot be reached; nothing was written.
    """

class CommitInDoubt(salus.Error):
    """
    The connection died during the commit; look whether it was written before you repeat it.
    """

class StorageFailed(salus.Error):
    """
    The database refused for a reason that trying again will not mend.
    """

class WrongKey(salus.Error):
    """
    The key does not open this encrypted file. The file is untouched.
    """

class NotADatabase(salus.Error):
    """
    The file is something else. It is untouched.
    """

class PlaintextDatabase(salus.Error):
    """
    The file is an SQLite database without encryption. It is untouched.
    """

class DamagedDatabase(salus.Error):
    """
    A page of the file fails its integrity check. It is untouched.
    """

class NewerSchema(salus.Error):
    """
    The database was written by a newer version of the program.
    """

class SchemaMismatch(salus.Error):
    """
    The database lacks tables or guards that this program needs; see ``salus.install``.
    """

class JournalBroken(salus.Error):
    """
    The journal's chain does not verify.
    """

class InternalError(salus.Error, RuntimeError):
    """
    A defect of the library.
    """

class Entity:
    """
    What every entity's class is derived from.
    """
    def __eq__(self, arg0: typing.Any) -> bool: ...
    def __hash__(self) -> int: ...
    def __repr__(self) -> str: ...
    def can(self, action: str) -> bool:
        """
        Whether you may do something else with this row: read, update or remove.

        The answer came with the row. It is advice: the write decides.
        """
    @property
    def created_at(self) -> datetime.datetime: ...
    @property
    def id(self) -> uuid.UUID: ...
    @property
    def readable(self) -> frozenset[str]:
        """
        The names of the fields that you may see, or, of a value made by keywords, that were given.
        """
    @property
    def updated_at(self) -> datetime.datetime: ...
    @property
    def version(self) -> int:
        """
        Counts the updates, from 1.
        """

class Organization(Entity):
    """
    One of the clinic's entities: a organization; in ``organizations`` on the wire.

    Made by keywords, or read from a clinic; it never changes. A list or dict that it gives
    is a copy.
    """
    def __init__(self, *, name: str = ..., time_zone: str = ..., metadata: typing.Any = ...) -> None:
        """
        Raises InvalidInput, with an issue for each value that is wrong.
        """
    @property
    def id(self) -> uuid.UUID:
        """
        id; set by Salus.
        """
    @property
    def metadata(self) -> typing.Any:
        """
        metadata.
        """
    @property
    def name(self) -> str:
        """
        name; required; at most 200 characters.
        """
    @property
    def slug(self) -> str:
        """
        slug; required; unique in the organization; at most 50 characters; set by Salus.
        """
    @property
    def time_zone(self) -> str:
        """
        time zone; at most 64 characters.
        """

class User(Entity):
    """
    One of the clinic's entities: a user; in ``users`` on the wire.

    Made by keywords, or read from a clinic; it never changes. A list or dict that it gives
    is a copy.
    """
    def __init__(self, *, email: str = ..., name: str = ..., is_patient: bool = ..., is_doctor: bool = ..., is_admin_staff: bool = ..., requested_doctor: bool = ..., requested_admin_staff: bool = ..., is_active: bool = ..., access_level: uuid.UUID | str | Entity | None = ..., phone_number: str | None = ..., address: str | None = ..., metadata: typing.Any = ...) -> None:
        """
        Raises InvalidInput, with an issue for each value that is wrong.
        """
    @property
    def access_level(self) -> uuid.UUID | None:
        """
        access level: the id of a access level.
        """
    @property
    def address(self) -> str | None:
        """
        address; at most 500 characters; protected health information.
        """
    @property
    def email(self) -> str:
        """
        email; required; unique in the organization; at most 254 characters; protected health information.
        """
    @property
    def id(self) -> uuid.UUID:
        """
        id; set by Salus.
        """
    @property
    def is_active(self) -> bool:
        """
        is active.
        """
    @property
    def is_admin_staff(self) -> bool:
        """
        is admin staff.
        """
    @property
    def is_doctor(self) -> bool:
        """
        is doctor.
        """
    @property
    def is_patient(self) -> bool:
        """
        is patient.
        """
    @property
    def last_login(self) -> datetime.datetime | None:
        """
        last login; set by Salus.
        """
    @property
    def metadata(self) -> typing.Any:
        """
        metadata.
        """
    @property
    def name(self) -> str:
        """
        name; required; at most 200 characters; protected health information.
        """
    @property
    def phone_number(self) -> str | None:
        """
        phone number; at most 50 characters; protected health information.
        """
    @property
    def requested_admin_staff(self) -> bool:
        """
        requested admin staff.
        """
    @property
    def requested_doctor(self) -> bool:
        """
        requested doctor.
        """

class Doctor(Entity):
    """
    One of the clinic's entities: a doctor; in ``doctors`` on the wire.

    Made by keywords, or read from a clinic; it never changes. A list or dict that it gives
    is a copy.
    """
    def __init__(self, *, user: uuid.UUID | str | Entity | None = ..., name: str = ..., specialization: str = ..., location: str | None = ..., phone_number: str | None = ..., email: str | None = ..., license_number: str | None = ..., credentials: typing.Any = ..., languages: typing.Sequence[typing.Any] = ..., availability: typing.Sequence[typing.Mapping[str, typing.Any]] = ..., time_off: typing.Sequence[typing.Mapping[str, typing.Any]] = ..., accepting_patients: bool = ..., bio: str | None = ..., identifiers: typing.Sequence[typing.Mapping[str, typing.Any]] = ..., metadata: typing.Any = ...) -> None:
        """
        Raises InvalidInput, with an issue for each value that is wrong.
        """
    @property
    def accepting_patients(self) -> bool:
        """
        accepting patients.
        """
    @property
    def availability(self) -> list[dict[str, typing.Any]]:
        """
        availability.
        """
    @property
    def bio(self) -> str | None:
        """
        bio; at most 4000 characters.
        """
    @property
    def credentials(self) -> typing.Any:
        """
        credentials.
        """
    @property
    def email(self) -> str | None:
        """
        email; at most 254 characters.
        """
    @property
    def id(self) -> uuid.UUID:
        """
        id; set by Salus.
        """
    @property
    def identifiers(self) -> list[dict[str, typing.Any]]:
        """
        identifiers.
        """
    @property
    def languages(self) -> list[str]:
        """
        languages; each at most 100 characters.
        """
    @property
    def license_number(self) -> str | None:
        """
        license number; at most 100 characters.
        """
    @property
    def location(self) -> str | None:
        """
        location; at most 200 characters.
        """
    @property
    def metadata(self) -> typing.Any:
        """
        metadata.
        """
    @property
    def name(self) -> str:
        """
        name; required; at most 200 characters.
        """
    @property
    def phone_number(self) -> str | None:
        """
        phone number; at most 50 characters.
        """
    @property
    def specialization(self) -> str:
        """
        specialization; required; at most 100 characters.
        """
    @property
    def time_off(self) -> list[dict[str, typing.Any]]:
        """
        time off.
        """
    @property
    def user(self) -> uuid.UUID | None:
        """
        user: the id of a user; unique in the organization.
        """

class Patient(Entity):
    """
    One of the clinic's entities: a patient; in ``patients`` on the wire.

    Made by keywords, or read from a clinic; it never changes. A list or dict that it gives
    is a copy.
    """
    def __init__(self, *, user: uuid.UUID | str | Entity | None = ..., name: str = ..., family_name: str | None = ..., given_name: str | None = ..., birth_date: datetime.date | str = ..., sex: Sex | str = ..., mrn: str = ..., phone_number: str | None = ..., email: str | None = ..., address: str | None = ..., blood_group: str | None = ..., medical_history: typing.Any = ..., current_medications: typing.Any = ..., allergies: typing.Any = ..., insurance: typing.Any = ..., emergency_contact: typing.Any = ..., deceased_at: datetime.datetime | str | None = ..., identifiers: typing.Sequence[typing.Mapping[str, typing.Any]] = ..., metadata: typing.Any = ...) -> None:
        """
        Raises InvalidInput, with an issue for each value that is wrong.
        """
    @property
    def address(self) -> str | None:
        """
        address; at most 500 characters; protected health information.
        """
    @property
    def allergies(self) -> typing.Any:
        """
        allergies; protected health information.
        """
    @property
    def birth_date(self) -> datetime.date:
        """
        birth date; required; protected health information.
        """
    @property
    def blood_group(self) -> str | None:
        """
        blood group; at most 10 characters; protected health information.
        """
    @property
    def current_medications(self) -> typing.Any:
        """
        current medications; protected health information.
        """
    @property
    def deceased_at(self) -> datetime.datetime | None:
        """
        deceased at; protected health information.
        """
    @property
    def email(self) -> str | None:
        """
        email; at most 254 characters; protected health information.
        """
    @property
    def emergency_contact(self) -> typing.Any:
        """
        emergency contact; protected health information.
        """
    @property
    def family_name(self) -> str | None:
        """
        family name; at most 200 characters; protected health information.
        """
    @property
    def given_name(self) -> str | None:
        """
        given name; at most 200 characters; protected health information.
        """
    @property
    def id(self) -> uuid.UUID:
        """
        id; set by Salus.
        """
    @property
    def identifiers(self) -> list[dict[str, typing.Any]]:
        """
        identifiers; protected health information.
        """
    @property
    def insurance(self) -> typing.Any:
        """
        insurance; protected health information.
        """
    @property
    def medical_history(self) -> typing.Any:
        """
        medical history; protected health information.
        """
    @property
    def metadata(self) -> typing.Any:
        """
        metadata.
        """
    @property
    def mrn(self) -> str:
        """
        MRN; required; unique in the organization; at most 64 characters; protected health information.
        """
    @property
    def name(self) -> str:
        """
        name; required; at most 200 characters; protected health information.
        """
    @property
    def phone_number(self) -> str | None:
        """
        phone number; at most 50 characters; protected health information.
        """
    @property
    def sex(self) -> Sex:
        """
        sex; required; protected health information.
        """
    @property
    def user(self) -> uuid.UUID | None:
        """
        user: the id of a user; unique in the organization.
        """

class Sex(salus._choice.Choice):
    male = 'male'
    female = 'female'
    other = 'other'
    unknown = 'unknown'

class CareRelationship(Entity):
    """
    One of the clinic's entities: a care relationship; in ``mappings`` on the wire.

    Made by keywords, or read from a clinic; it never changes. A list or dict that it gives
    is a copy.
    """
    def __init__(self, *, doctor: uuid.UUID | str | Entity = ..., patient: uuid.UUID | str | Entity = ..., relationship_type: RelationshipType | str = ..., established_on: datetime.date | str | None = ..., valid_from: datetime.datetime | str | None = ..., valid_to: datetime.datetime | str | None = ..., referral_source: str | None = ..., referred_by: uuid.UUID | str | Entity | None = ..., status: RelationshipStatus | str = ..., notes: str | None = ..., metadata: typing.Any = ...) -> None:
        """
        Raises InvalidInput, with an issue for each value that is wrong.
        """
    @property
    def doctor(self) -> uuid.UUID:
        """
        doctor: the id of a doctor; required.
        """
    @property
    def established_on(self) -> datetime.date | None:
        """
        established on.
        """
    @property
    def id(self) -> uuid.UUID:
        """
        id; set by Salus.
        """
    @property
    def metadata(self) -> typing.Any:
        """
        metadata.
        """
    @property
    def notes(self) -> str | None:
        """
        notes; at most 4000 characters; protected health information.
        """
    @property
    def patient(self) -> uuid.UUID:
        """
        patient: the id of a patient; required.
        """
    @property
    def referral_source(self) -> str | None:
        """
        referral source; at most 200 characters.
        """
    @property
    def referred_by(self) -> uuid.UUID | None:
        """
        referred by: the id of a doctor.
        """
    @property
    def relationship_type(self) -> RelationshipType:
        """
        relationship type.
        """
    @property
    def status(self) -> RelationshipStatus:
        """
        status.
        """
    @property
    def valid_from(self) -> datetime.datetime | None:
        """
        valid from.
        """
    @property
    def valid_to(self) -> datetime.datetime | None:
        """
        valid to.
        """

class RelationshipType(salus._choice.Choice):
    primary_care = 'primary_care'
    specialist_referral = 'specialist_referral'
    temporary = 'temporary'
    covering = 'covering'
    emergency = 'emergency'

class RelationshipStatus(salus._choice.Choice):
    active = 'active'
    ended = 'ended'

class Appointment(Entity):
    """
    One of the clinic's entities: a appointment; in ``appointments`` on the wire.

    Made by keywords, or read from a clinic; it never changes. A list or dict that it gives
    is a copy.
    """
    def __init__(self, *, doctor: uuid.UUID | str | Entity = ..., patient: uuid.UUID | str | Entity = ..., starts_at: datetime.datetime | str = ..., ends_at: datetime.datetime | str = ..., status: AppointmentStatus | str = ..., kind: AppointmentKind | str = ..., location: str | None = ..., reason: str | None = ..., notes: str | None = ..., cancel_reason: str | None = ..., override_reason: str | None = ..., metadata: typing.Any = ...) -> None:
        """
        Raises InvalidInput, with an issue for each value that is wrong.
        """
    @property
    def cancel_reason(self) -> str | None:
        """
        cancel reason; at most 500 characters; protected health information.
        """
    @property
    def doctor(self) -> uuid.UUID:
        """
        doctor: the id of a doctor; required.
        """
    @property
    def ends_at(self) -> datetime.datetime:
        """
        Ends; required.
        """
    @property
    def id(self) -> uuid.UUID:
        """
        id; set by Salus.
        """
    @property
    def kind(self) -> AppointmentKind:
        """
        kind.
        """
    @property
    def location(self) -> str | None:
        """
        location; at most 200 characters.
        """
    @property
    def metadata(self) -> typing.Any:
        """
        metadata.
        """
    @property
    def notes(self) -> str | None:
        """
        notes; at most 4000 characters; protected health information.
        """
    @property
    def override_reason(self) -> str | None:
        """
        override reason; at most 500 characters; protected health information.
        """
    @property
    def patient(self) -> uuid.UUID:
        """
        patient: the id of a patient; required.
        """
    @property
    def reason(self) -> str | None:
        """
        reason; at most 500 characters; protected health information.
        """
    @property
    def starts_at(self) -> datetime.datetime:
        """
        Starts; required.
        """
    @property
    def status(self) -> AppointmentStatus:
        """
        status.
        """

class AppointmentStatus(salus._choice.Choice):
    scheduled = 'scheduled'
    confirmed = 'confirmed'
    checked_in = 'checked_in'
    completed = 'completed'
    cancelled = 'cancelled'
    no_show = 'no_show'

class AppointmentKind(salus._choice.Choice):
    in_person = 'in_person'
    video = 'video'
    phone = 'phone'

class MedicalRecord(Entity):
    """
    One of the clinic's entities: a medical record; in ``records`` on the wire.

    Made by keywords, or read from a clinic; it never changes. A list or dict that it gives
    is a copy.
    """
    def __init__(self, *, patient: uuid.UUID | str | Entity = ..., author: uuid.UUID | str | Entity = ..., appointment: uuid.UUID | str | Entity | None = ..., record_type: RecordType | str = ..., code_system: str | None = ..., code: str | None = ..., title: str = ..., body: str | None = ..., data: typing.Any = ..., recorded_at: datetime.datetime | str | None = ..., confidentiality: Confidentiality | str = ..., metadata: typing.Any = ...) -> None:
        """
        Raises InvalidInput, with an issue for each value that is wrong.
        """
    @property
    def amends(self) -> uuid.UUID | None:
        """
        amends: the id of a medical record; set by Salus.
        """
    @property
    def appointment(self) -> uuid.UUID | None:
        """
        appointment: the id of a appointment.
        """
    @property
    def author(self) -> uuid.UUID:
        """
        author: the id of a doctor; required.
        """
    @property
    def body(self) -> str | None:
        """
        body; at most 100000 characters; protected health information.
        """
    @property
    def code(self) -> str | None:
        """
        code; at most 100 characters; protected health information.
        """
    @property
    def code_system(self) -> str | None:
        """
        code system; at most 200 characters.
        """
    @property
    def confidentiality(self) -> Confidentiality:
        """
        confidentiality.
        """
    @property
    def data(self) -> typing.Any:
        """
        data; protected health information.
        """
    @property
    def id(self) -> uuid.UUID:
        """
        id; set by Salus.
        """
    @property
    def metadata(self) -> typing.Any:
        """
        metadata.
        """
    @property
    def original(self) -> uuid.UUID | None:
        """
        original: the id of a medical record; set by Salus.
        """
    @property
    def patient(self) -> uuid.UUID:
        """
        patient: the id of a patient; required.
        """
    @property
    def record_type(self) -> RecordType:
        """
        record type; required.
        """
    @property
    def recorded_at(self) -> datetime.datetime | None:
        """
        recorded at.
        """
    @property
    def status(self) -> RecordStatus:
        """
        status; set by Salus.
        """
    @property
    def title(self) -> str:
        """
        title; required; at most 200 characters; protected health information.
        """

class RecordType(salus._choice.Choice):
    diagnosis = 'diagnosis'
    allergy = 'allergy'
    medication = 'medication'
    lab_result = 'lab_result'
    vital = 'vital'
    immunization = 'immunization'
    procedure = 'procedure'
    note = 'note'
    document = 'document'

class RecordStatus(salus._choice.Choice):
    active = 'active'
    amended = 'amended'
    entered_in_error = 'entered_in_error'

class Confidentiality(salus._choice.Choice):
    normal = 'normal'
    restricted = 'restricted'

class AccessLevel(Entity):
    """
    One of the clinic's entities: a access level; in ``access-levels`` on the wire.

    Made by keywords, or read from a clinic; it never changes. A list or dict that it gives
    is a copy.
    """
    def __init__(self, *, name: str = ..., description: str | None = ..., metadata: typing.Any = ...) -> None:
        """
        Raises InvalidInput, with an issue for each value that is wrong.
        """
    @property
    def description(self) -> str | None:
        """
        description; at most 500 characters.
        """
    @property
    def id(self) -> uuid.UUID:
        """
        id; set by Salus.
        """
    @property
    def metadata(self) -> typing.Any:
        """
        metadata.
        """
    @property
    def name(self) -> str:
        """
        name; required; unique in the organization; at most 100 characters.
        """

class AccessRule(Entity):
    """
    One of the clinic's entities: a access rule; in ``access-rules`` on the wire.

    Made by keywords, or read from a clinic; it never changes. A list or dict that it gives
    is a copy.
    """
    def __init__(self, *, access_level: uuid.UUID | str | Entity = ..., name: str = ..., effect: Effect | str = ..., action: Action | str = ..., entity: str = ..., scope: Scope | str = ..., condition: Condition | str = ..., becomes: Condition | str = ..., fields: typing.Any = ..., metadata: typing.Any = ...) -> None:
        """
        Raises InvalidInput, with an issue for each value that is wrong.
        """
    @property
    def access_level(self) -> uuid.UUID:
        """
        access level: the id of a access level; required.
        """
    @property
    def action(self) -> Action:
        """
        action; required.
        """
    @property
    def becomes(self) -> Condition:
        """
        becomes.
        """
    @property
    def condition(self) -> Condition:
        """
        condition.
        """
    @property
    def effect(self) -> Effect:
        """
        effect.
        """
    @property
    def entity(self) -> str:
        """
        entity; required; at most 50 characters.
        """
    @property
    def fields(self) -> typing.Any:
        """
        fields.
        """
    @property
    def id(self) -> uuid.UUID:
        """
        id; set by Salus.
        """
    @property
    def metadata(self) -> typing.Any:
        """
        metadata.
        """
    @property
    def name(self) -> str:
        """
        name; required; at most 200 characters.
        """
    @property
    def scope(self) -> Scope:
        """
        scope; required.
        """

class Effect(salus._choice.Choice):
    permit = 'permit'
    forbid = 'forbid'

class Action(salus._choice.Choice):
    read = 'read'
    create = 'create'
    update = 'update'
    remove = 'remove'
    break_glass = 'break_glass'

class Scope(salus._choice.Choice):
    none = 'none'
    own = 'own'
    assigned = 'assigned'
    organization = 'organization'

class Condition(salus._choice.Choice):
    none = 'none'
    in_own_name = 'in_own_name'
    not_restricted = 'not_restricted'
    upcoming = 'upcoming'
    cancelled = 'cancelled'

class AccessReview(Entity):
    """
    One of the clinic's entities: a access review; in ``access-reviews`` on the wire.

    Made by keywords, or read from a clinic; it never changes. A list or dict that it gives
    is a copy.
    """
    def __init__(self, *, care_relationship: uuid.UUID | str | Entity = ..., doctor: uuid.UUID | str | Entity = ..., patient: uuid.UUID | str | Entity = ..., reason: str = ..., status: AccessReviewStatus | str = ..., comment: str | None = ..., metadata: typing.Any = ...) -> None:
        """
        Raises InvalidInput, with an issue for each value that is wrong.
        """
    @property
    def care_relationship(self) -> uuid.UUID:
        """
        care relationship: the id of a care relationship; required.
        """
    @property
    def comment(self) -> str | None:
        """
        comment; at most 1000 characters; protected health information.
        """
    @property
    def doctor(self) -> uuid.UUID:
        """
        doctor: the id of a doctor; required.
        """
    @property
    def id(self) -> uuid.UUID:
        """
        id; set by Salus.
        """
    @property
    def metadata(self) -> typing.Any:
        """
        metadata.
        """
    @property
    def patient(self) -> uuid.UUID:
        """
        patient: the id of a patient; required.
        """
    @property
    def reason(self) -> str:
        """
        reason; required; at most 1000 characters; protected health information.
        """
    @property
    def status(self) -> AccessReviewStatus:
        """
        status.
        """

class AccessReviewStatus(salus._choice.Choice):
    open = 'open'
    justified = 'justified'
    unjustified = 'unjustified'

class Decision:
    """
    Whether an action is allowed, and which rule decides. True if it is.
    """
    def __bool__(self) -> bool: ...
    def __repr__(self) -> str: ...
    def explain(self) -> str:
        """
        The rule that decided, or the rules that were asked and what they need. Speaks of rules alone: a hidden
        row and a missing one are explained alike.
        """
    @property
    def allowed(self) -> bool: ...
    @property
    def fields(self) -> frozenset[str]:
        """
        The names of the fields that the rules give on this row to read or write.
        """

class Principal:
    """
    Who acts in a session.
    """
    @property
    def doctor(self) -> uuid.UUID | None:
        """
        The id of the doctor who they are, if they are one.
        """
    @property
    def organization(self) -> uuid.UUID: ...
    @property
    def patient(self) -> uuid.UUID | None:
        """
        The id of the patient who they are, if they are one.
        """
    @property
    def roles(self) -> frozenset[str]: ...
    @property
    def user(self) -> uuid.UUID | None:
        """
        The id of the account.
        """

class BrokenEntry:
    """
    The first entry of the journal that is not as it was written.
    """
    def __repr__(self) -> str: ...
    @property
    def reason(self) -> str: ...
    @property
    def sequence(self) -> int: ...
    @property
    def stream(self) -> int: ...

class JournalReport:
    """
    What the verification of the journal found.
    """
    def __repr__(self) -> str: ...
    @property
    def broken(self) -> list[BrokenEntry]:
        """
        The first broken entry of each stream.
        """
    @property
    def destroyed_bodies(self) -> int: ...
    @property
    def entries(self) -> int:
        """
        How many entries were verified.
        """
    @property
    def ok(self) -> bool: ...
    @property
    def streams(self) -> int: ...
    @property
    def unended_programs(self) -> int:
        """
        Programs that did not tell the journal that they ended: they run, or crashed.
        """

class Database:
    pass

class Session:
    def batch(self, entity: typing.Any, filters: dict[str, typing.Any], search: str, order: list[str], size: typing.SupportsInt | typing.SupportsIndex, as_dicts: bool, cursor: str) -> tuple[list[typing.Any], str]: ...
    def break_glass(self, patient: typing.Any, reason: str, minutes: typing.SupportsInt | typing.SupportsIndex) -> typing.Any: ...
    def can(self, action: typing.Any, entity: typing.Any, id: typing.Any) -> Decision: ...
    def close(self) -> None: ...
    def count(self, entity: typing.Any, filters: dict[str, typing.Any], search: str, limit: typing.SupportsInt | typing.SupportsIndex | None) -> int: ...
    def create(self, row: typing.Any) -> typing.Any: ...
    def free_slots(self, doctor: typing.Any, start: typing.Any, end: typing.Any) -> list[dict[str, typing.Any]]: ...
    def get(self, entity: typing.Any, id: typing.Any) -> typing.Any: ...
    def get_many(self, entity: typing.Any, ids: list) -> list[typing.Any]: ...
    def may_ever(self, action: typing.Any, entity: typing.Any) -> bool: ...
    def related(self, rows: list, field: str) -> list[typing.Any]: ...
    def remove(self, row: typing.Any) -> None: ...
    def rows(self, entity: typing.Any, filters: dict[str, typing.Any], search: str, order: list[str], limit: typing.SupportsInt | typing.SupportsIndex | None, offset: typing.SupportsInt | typing.SupportsIndex, as_dicts: bool) -> list[typing.Any]: ...
    def run_in_transaction(self, body: typing.Any) -> typing.Any: ...
    def update(self, row: typing.Any, changes: dict[str, typing.Any]) -> typing.Any: ...
    def versions(self, entity: typing.Any, id: typing.Any) -> list[typing.Any]: ...
    @property
    def principal(self) -> Principal: ...

class Clinic:
    @staticmethod
    def install(database: Database, organization: str, organization_name: str, time_zone: str, administrator_email: str, administrator_name: str, administrator_password: str, row_security: str, journal_reads: str) -> Clinic: ...
    @staticmethod
    def open(database: Database, organization: str, row_security: str, journal_reads: str) -> Clinic: ...
    def act_as(self, account: typing.Any) -> Session: ...
    def issue_tokens(self, session: Session) -> tuple[str, str]: ...
    def log_in(self, email: str, password: str) -> Session: ...
    def log_out(self, refresh_token: str) -> None: ...
    def refresh(self, refresh_token: str) -> tuple[str, str]: ...
    def session(self, access_token: str) -> Session: ...
    def set_password(self, email: str, password: str) -> None: ...
    def settle_journal(self) -> None: ...
    def verify_journal(self, progress: typing.Any) -> JournalReport: ...
    @property
    def policy_version(self) -> str: ...

def generate_key() -> str: ...

def open_memory() -> Database: ...

def open_postgres(uri: str, application_role: str) -> Database: ...

def open_sqlite(file: str, create: bool, key: str, passphrase: str) -> Database: ...

def read_key(file: str) -> str: ...

def to_dict(row: typing.Any) -> dict[str, typing.Any]:
    """
    The fields of a row that you may see, and its version and times, by name.

    ``pandas.DataFrame(map(salus.to_dict, rows))`` is a table of them.
    """
__version__: str = '0.1.0'
