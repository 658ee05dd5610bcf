"""From what a user names to an open database."""

from __future__ import annotations

import os
from pathlib import Path

from salus import _core

Target = str | os.PathLike[str]
"""A file, a PostgreSQL URI, or "memory:"."""

MEMORY = "memory:"
"""A database in this process's memory, for trying things out; nothing is kept."""


def open_database(
    target: Target,
    *,
    key: str | bytes | None,
    key_file: Target | None,
    passphrase: str | None,
    application_role: str = "",
    create: bool = False,
) -> _core.Database:
    """Opens a database; with ``create``, makes a file that is not there yet."""
    named = [secret for secret in (key, key_file, passphrase) if secret is not None]
    if len(named) > 1:
        raise TypeError("name one of key, key_file and passphrase")
    name = os.fspath(target)
    if name == MEMORY or name.startswith(("postgresql://", "postgres://")):
        if named:
            raise TypeError("only a file has a key")
        return _core.open_memory() if name == MEMORY else _core.open_postgres(name, application_role)
    create = create and not Path(name).exists()
    if passphrase is not None:
        return _core.open_sqlite(name, create, "", _passphrase(passphrase))
    return _core.open_sqlite(name, create, _digits(name, key, key_file, create), "")


def _passphrase(passphrase: object) -> str:
    if not isinstance(passphrase, str) or not passphrase:
        raise TypeError("passphrase is a text that is not empty")
    return passphrase


def _digits(database: str, key: str | bytes | None, key_file: Target | None, create: bool) -> str:
    """The key, as 64 hexadecimal digits."""
    if isinstance(key, bytes):
        return key.hex()
    if isinstance(key, str):
        return key
    if key is not None:
        raise TypeError("key is 32 bytes, or 64 hexadecimal digits as text")
    file = os.fspath(key_file) if key_file is not None else f"{database}.key"
    if create and not Path(file).exists():
        return _make_key_file(file)
    return _core.read_key(file)


def _make_key_file(file: str) -> str:
    """Makes a key and a file with it that only its owner can read."""
    digits = _core.generate_key()
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_CLOEXEC", 0), 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as stream:
        stream.write(f"{digits}\n")
        stream.flush()
        os.fsync(stream.fileno())  # a lost key is a lost database
    return digits
