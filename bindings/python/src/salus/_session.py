"""One principal at work."""

from __future__ import annotations

import builtins
import operator
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from types import TracebackType
from typing import Any, Literal, SupportsIndex, TypeVar, overload
from uuid import UUID

from salus import _core

E = TypeVar("E", bound=_core.Entity)
R = TypeVar("R")

Order = str | Sequence[str]
"""Names of sortable fields; a minus before one is descending."""


class Session:
    """Everything it gives and does obeys the policy; made by ``Clinic.log_in`` or ``Clinic.act_as``.

    One thread at a time; any number of sessions beside each other. Any call may raise StorageBusy or
    StorageUnavailable. Usable in a ``with`` block.

    Filters are keywords: a filterable field (``sex="female"``), or one of the entity's own filters
    (``born_after=date(1980, 1, 1)``). Each must hold; of a list of values, one; None is a missing value. An
    unknown name raises InvalidInput, which names the nearest; a field that you may never see, Forbidden.
    """

    def __init__(self, core: _core.Session) -> None:
        self._core = core

    @property
    def principal(self) -> _core.Principal:
        """Who acts."""
        return self._core.principal

    def get(self, entity: type[E], id: UUID | str, /) -> E | None:  # noqa: A002
        """The row, or None if there is none that you may see."""
        row: E | None = self._core.get(entity, id)
        return row

    def get_many(self, entity: type[E], ids: Iterable[UUID | str], /) -> dict[UUID, E]:
        """The rows of many ids by one query; those that you may not see are left out."""
        return {row.id: row for row in self._core.get_many(entity, builtins.list(ids))}

    def related(self, rows: Iterable[_core.Entity], field: str, /) -> dict[UUID, Any]:
        """What the rows of a page refer to by a field, by one query: ``session.related(appointments, "doctor")``.

        By their ids; what you may not see is left out. Raises AttributeError if the field refers to no other row.
        """
        return {row.id: row for row in self._core.related(builtins.list(rows), field)}

    @overload
    def list(
        self,
        entity: type[E],
        /,
        *,
        search: str = "",
        order_by: Order = (),
        limit: int | None = None,
        offset: int = 0,
        as_dicts: Literal[False] = False,
        **filters: Any,
    ) -> builtins.list[E]: ...

    @overload
    def list(
        self,
        entity: type[_core.Entity],
        /,
        *,
        search: str = "",
        order_by: Order = (),
        limit: int | None = None,
        offset: int = 0,
        as_dicts: Literal[True],
        **filters: Any,
    ) -> builtins.list[dict[str, Any]]: ...

    def list(
        self,
        entity: type[_core.Entity],
        /,
        *,
        search: str = "",
        order_by: Order = (),
        limit: int | None = None,
        offset: int = 0,
        as_dicts: bool = False,
        **filters: Any,
    ) -> Any:
        """The rows that you may see, by default in the order of their ids: of creation, to the millisecond.

        ``search="oka mur"``: each word begins some word of the row, without case and accents; text in double
        quotes stands in one field. ``order_by`` names sortable fields: ``"-birth_date"``, or ``["family_name", "given_name"]``. With ``as_dicts``, rows as :func:`salus.to_dict` has them, ready for ``pandas.DataFrame``.
        """
        rows = None if limit is None else _number("limit", limit, 2**32)
        skipped = _number("offset", offset, 2**63)
        return self._core.rows(entity, filters, search, _names(order_by), rows, skipped, bool(as_dicts))

    @overload
    def iterate(
        self,
        entity: type[E],
        /,
        *,
        search: str = "",
        order_by: Order = (),
        batch: int = 500,
        as_dicts: Literal[False] = False,
        **filters: Any,
    ) -> Iterator[E]: ...

    @overload
    def iterate(
        self,
        entity: type[_core.Entity],
        /,
        *,
        search: str = "",
        order_by: Order = (),
        batch: int = 500,
        as_dicts: Literal[True],
        **filters: Any,
    ) -> Iterator[dict[str, Any]]: ...

    def iterate(
        self,
        entity: type[_core.Entity],
        /,
        *,
        search: str = "",
        order_by: Order = (),
        batch: int = 500,
        as_dicts: bool = False,
        **filters: Any,
    ) -> Iterator[Any]:
        """The rows of ``list`` one by one, however many there are.

        Reads ``batch`` of them at a time, and the session is free for other calls in between; so a row
        that somebody changes on the way is seen once, as it was before or after, if its place in the order
        stays.
        """
        size = _number("batch", batch, 2**32)
        if size == 0:
            raise ValueError("batch is at least 1")
        order = _names(order_by)
        cursor = ""
        while True:
            rows, cursor = self._core.batch(entity, filters, search, order, size, bool(as_dicts), cursor)
            yield from rows
            if not cursor:
                return

    def count(self, entity: type[_core.Entity], /, *, search: str = "", limit: int | None = None, **filters: Any) -> int:
        """How many rows ``list`` would give; with a limit it stops counting there."""
        return self._core.count(entity, filters, search, None if limit is None else _number("limit", limit, 2**32))

    def create(self, row: E, /) -> E:
        """Adds a row, and gives it as it was stored: ``session.create(salus.Patient(name="…", …))``.

        Raises InvalidInput with every issue, Forbidden or Conflict.
        """
        created: E = self._core.create(row)
        return created

    def update(self, row: E, /, **changes: Any) -> E:
        """Changes named fields of a row that was read, and gives the new row.

        Raises VersionConflict if the row has changed since, NotFound if you may not see it, Forbidden, or
        InvalidInput with every issue.
        """
        updated: E = self._core.update(row, changes)
        return updated

    def remove(self, row: _core.Entity, /) -> None:
        """Marks a row that was read as deleted; a medical record as entered in error. Raises as ``update``."""
        self._core.remove(row)

    @overload
    def versions(self, row: E, /) -> builtins.list[E]: ...

    @overload
    def versions(self, entity: type[E], id: UUID | str, /) -> builtins.list[E]: ...  # noqa: A002

    def versions(self, of: Any, id: UUID | str | None = None, /) -> Any:  # noqa: A002
        """Every version of a medical record, as far as you may read it, the first one first.

        ``session.versions(record)``, or ``session.versions(salus.MedicalRecord, id)`` with the id of any of them.
        """
        if isinstance(of, _core.Entity):
            return self._core.versions(type(of), of.id)
        return self._core.versions(of, id)

    def break_glass(
        self, patient: UUID | str, /, *, reason: str, duration: timedelta = timedelta(hours=2)
    ) -> _core.CareRelationship | None:
        """Opens a patient's data to you, a doctor, in an emergency: for at most a day, and somebody will review it.

        Gives the care relationship that does so, or None if you may not read it. Raises Forbidden, NotFound or
        InvalidInput.
        """
        minutes = int(duration / timedelta(minutes=1))
        return self._core.break_glass(patient, reason, minutes)

    def free_slots(
        self, doctor: UUID | str, /, *, start: datetime | str, end: datetime | str
    ) -> builtins.list[dict[str, Any]]:
        """When a doctor has time, in a span of at most 31 days, for appointments: ``starts_at``, ``ends_at``, ``location``.

        What is over is left out. To book one, create an Appointment; Conflict says that somebody was faster. Raises
        Forbidden, NotFound or InvalidInput.
        """
        return self._core.free_slots(doctor, start, end)

    @overload
    def can(self, action: str, row: _core.Entity, /) -> _core.Decision: ...

    @overload
    def can(self, action: str, entity: type[_core.Entity], id: UUID | str, /) -> _core.Decision: ...  # noqa: A002

    def can(self, action: str, of: Any, id: UUID | str | None = None, /) -> _core.Decision:  # noqa: A002
        """Whether an action on a row is allowed, and which rule decides. Advice: the write decides.

        ``session.can("update", patient)``, or ``session.can("read", salus.Patient, id)``.
        """
        if isinstance(of, _core.Entity):
            return self._core.can(action, type(of), of.id)
        return self._core.can(action, of, id)

    def may_ever(self, action: str, entity: type[_core.Entity], /) -> bool:
        """Whether the policy gives you any row of an entity for this action, whatever the rows are."""
        return self._core.may_ever(action, entity)

    def run_in_transaction(self, body: Callable[[], R], /) -> R:
        """Calls ``body()`` inside one transaction, and gives what it returns.

        Everything that the session does in it is written, or, if it raises, nothing. Inside a body it is a
        savepoint: an exception undoes the inner part alone. There is no ``with`` form, because the body may
        be run again, perhaps in another thread, when the database asks for it: let it act through the
        session alone.
        """
        result: R = self._core.run_in_transaction(body)
        return result

    def close(self) -> None:
        """Ends the session. A second time does nothing."""
        self._core.close()

    def __enter__(self) -> Session:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()


def _number(name: str, given: SupportsIndex, end: int) -> int:
    number = operator.index(given)
    if not 0 <= number < end:
        raise ValueError(f"{name} is out of range")
    return number


def _names(order_by: Order) -> list[str]:
    names = [order_by] if isinstance(order_by, str) else list(order_by)
    if not all(isinstance(name, str) for name in names):
        raise TypeError("order_by is a name or a list of names")
    return names
