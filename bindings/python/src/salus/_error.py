"""The base of Salus's errors; the classes themselves are made from the library's own table."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar, NamedTuple


class Issue(NamedTuple):
    """One thing that is wrong with one field."""

    path: str
    """The field: ``birth_date``, ``availability[2].ends``; empty for the whole."""
    code: str
    """A stable word to branch on: ``required``, ``max_length``, ``unique`` …"""
    message: str
    """A sentence for a person."""


class Error(Exception):
    """What Salus refuses, and why. Messages never contain patient data, so they may be logged."""

    code: ClassVar[str] = "internal"
    """What went wrong, as a word to branch on."""

    retryable: ClassVar[bool] = False
    """Whether the same call may succeed later, unchanged."""

    retry_after: int = 0
    """For Throttled: how many seconds to wait."""

    issues: list[Issue]
    """For invalid input: everything that is wrong, at once."""

    def __init__(self, message: str = "", issues: Iterable[Issue] = ()) -> None:
        super().__init__(message)
        self.issues = list(issues)


class HiddenField(Error, AttributeError):
    """A field of a row that its reader may not see.

    It is not empty: it is unknown. ``row.readable`` names the fields that are known, and
    ``getattr(row, name, default)`` works as for any missing attribute.
    """

    code = "forbidden"
