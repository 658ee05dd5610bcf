"""The front door: one organization's data in one database, under one policy."""

from __future__ import annotations

import weakref
from collections.abc import Callable
from types import TracebackType
from typing import NamedTuple
from uuid import UUID

from salus import _core
from salus._database import Target, open_database
from salus._session import Session


class Tokens(NamedTuple):
    """By which somebody who has logged in comes again."""

    access: str
    """Good for minutes: ``clinic.session(tokens.access)``."""
    refresh: str
    """Good for a day, and once: ``clinic.refresh(tokens.refresh)``."""


class Clinic:
    """An open clinic; made by :func:`open` or :func:`install`.

    May be used from any thread. Closes its sessions when it is closed or leaves a ``with`` block.
    """

    def __init__(self, core: _core.Clinic) -> None:
        self._core: _core.Clinic | None = core
        self._sessions: weakref.WeakSet[Session] = weakref.WeakSet()

    def log_in(self, email: str, password: str) -> Session:
        """Opens a session for an account, by its password.

        Raises Unauthenticated, with the same text and after the same time, for an unknown email, a wrong
        password and an inactive account; Throttled after too many failures.
        """
        return self._open(self._opened().log_in(_text("email", email), _text("password", password)))

    def issue_tokens(self, session: Session) -> Tokens:
        """Tokens by which the session's user comes again, in any process that has this database."""
        return Tokens(*self._opened().issue_tokens(session._core))

    def session(self, access_token: str) -> Session:
        """Opens a session for an access token, of its user as they are now.

        Raises Unauthenticated if it is not genuine or too old, or if its log-in or its account has ended.
        """
        return self._open(self._opened().session(_text("access_token", access_token)))

    def refresh(self, refresh_token: str) -> Tokens:
        """New tokens for the last refresh token of a log-in, which dies. Of an earlier one the whole log-in dies.

        Raises Unauthenticated.
        """
        return Tokens(*self._opened().refresh(_text("refresh_token", refresh_token)))

    def log_out(self, refresh_token: str) -> None:
        """Ends a log-in in every process: its access tokens die, too. Raises Unauthenticated."""
        self._opened().log_out(_text("refresh_token", refresh_token))

    def act_as(self, account: str | UUID) -> Session:
        """Opens a session for an account, named by its email or id, whose owner you have identified.

        Raises Unauthenticated if there is no such active account.
        """
        if not isinstance(account, (str, UUID)):
            raise TypeError("account is an email or a UUID")
        return self._open(self._opened().act_as(account))

    def set_password(self, email: str, password: str) -> None:
        """Sets an account's password, and ends its log-ins. For set-up and operators.

        Raises NotFound, or InvalidInput for a password against the rules.
        """
        self._opened().set_password(_text("email", email), _text("password", password))

    def verify_journal(self, progress: Callable[[int], object] | None = None) -> _core.JournalReport:
        """Recomputes the chain of the journal, and names the first broken entry of each stream.

        ``progress`` is called with the number of entries from time to time.
        """
        return self._opened().verify_journal(progress)

    def settle_journal(self) -> None:
        """Waits until every entry that is owed to the journal is written; raises if it cannot be."""
        self._opened().settle_journal()

    @property
    def policy_version(self) -> str:
        """SHA-256 of the policy, as it stands in every journal entry."""
        return self._opened().policy_version

    def close(self) -> None:
        """Ends the clinic's sessions, and closes the database. A second time does nothing."""
        for session in list(self._sessions):
            session.close()
        self._core = None

    def _opened(self) -> _core.Clinic:
        if self._core is None:
            raise ValueError("This clinic is closed.")
        return self._core

    def _open(self, core: _core.Session) -> Session:
        session = Session(core)
        self._sessions.add(session)
        return session

    def __enter__(self) -> Clinic:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()


def open(  # noqa: A001
    target: Target,
    *,
    key: str | bytes | None = None,
    key_file: Target | None = None,
    passphrase: str | None = None,
    organization: str = "clinic",
    row_security: str = "wall",
    journal_reads: str = "batched",
) -> Clinic:
    """Opens a clinic that was installed.

    ``target`` is an encrypted file or a ``postgresql://`` URI. A file's key is 32 bytes, 64 hexadecimal
    digits, or in a ``key_file`` (by default FILE.key beside it); or it is made from a ``passphrase``.
    ``row_security`` is what a PostgreSQL database was installed with. ``journal_reads`` says when the entry
    of a read is written: soon after the answer (``"batched"``), before it (``"strict"``) or never (``"off"``).

    Raises WrongKey, NotADatabase, PlaintextDatabase, DamagedDatabase or StorageUnavailable for a database
    that does not open, SchemaMismatch or NewerSchema for one of another version of Salus, and NotFound if
    it has no such organization. Nothing of that changes the file.
    """
    database = open_database(target, key=key, key_file=key_file, passphrase=passphrase)
    core = _core.Clinic.open(
        database,
        _text("organization", organization),
        _text("row_security", row_security),
        _text("journal_reads", journal_reads),
    )
    return Clinic(core)


def install(
    target: Target,
    *,
    administrator_email: str,
    administrator_password: str,
    administrator_name: str = "Administrator",
    organization: str = "clinic",
    organization_name: str | None = None,
    time_zone: str = "UTC",
    key: str | bytes | None = None,
    key_file: Target | None = None,
    passphrase: str | None = None,
    application_role: str = "salus_app",
    row_security: str = "wall",
    journal_reads: str = "batched",
) -> Clinic:
    """Makes what is missing: the file and its key file, tables, the organization, its first administrator.

    What is there already is left alone, so running it again changes nothing. ``target`` and the keys are as
    in :func:`open`; ``"memory:"`` is a database that lives as long as the clinic. On PostgreSQL, the
    ``application_role`` gets the rights to read and write; connect as that role later. There the database
    itself keeps organizations apart (``row_security="wall"``), or holds every caller to the whole policy
    (``"full"``). ``journal_reads`` is as in :func:`open`.
    """
    database = open_database(
        target,
        key=key,
        key_file=key_file,
        passphrase=passphrase,
        application_role=_text("application_role", application_role),
        create=True,
    )
    core = _core.Clinic.install(
        database,
        _text("organization", organization),
        _text("organization_name", organization if organization_name is None else organization_name),
        _text("time_zone", time_zone),
        _text("administrator_email", administrator_email),
        _text("administrator_name", administrator_name),
        _text("administrator_password", administrator_password),
        _text("row_security", row_security),
        _text("journal_reads", journal_reads),
    )
    return Clinic(core)


def _text(name: str, given: object) -> str:
    if isinstance(given, str):
        return given
    raise TypeError(f"{name} is a text, not {type(given).__name__}")
