"""A real PostgreSQL server for tests: its own cluster in a temporary folder, on a free loopback port.

    pytest_plugins = ["support.postgres_server"]

    def test_something(postgres_server):
        database = postgres_server.create_database()
        clinic = salus.Clinic(salus.postgres(database.application_uri))

It starts once per session and is stopped, and its folder removed, when the test process ends, however that ends: a
small shell holds the server and waits for our end of a pipe. The C++ twin is postgres_server.cpp.
"""

from __future__ import annotations

import contextlib
import os
import pwd
import random
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

# $1 binaries, $2 folder, $3 port, $4 the signal that ends the server where its folder is kept. The same text
# is in postgres_server.cpp. Text sorts by the rules of a language, so that a forgotten COLLATE "C" is seen;
# `read` returns when the test process is gone.
LAUNCHER = r"""
trap '' INT TERM HUP
cd "$2" || exit 1
[ -d data/base ] || { "$1/initdb" --pgdata=data --username=postgres --auth=trust --encoding=UTF8 --no-sync \
      --locale=C.UTF-8 --locale-provider=icu --icu-locale=en ||
  "$1/initdb" --pgdata=data --username=postgres --auth=trust --encoding=UTF8 --no-sync --locale=C.UTF-8
} >log 2>&1 || { cat log >&2; rm -rf "$2"; exit 1; }
"$1/postgres" -D data -c listen_addresses=127.0.0.1 -c port="$3" -c unix_socket_directories="$2" \
    -c fsync=on -c max_connections=60 -c shared_buffers=64MB >>log 2>&1 &
server=$!
read -r _
kill -"${4:-QUIT}" $server  # at once, if nobody needs the data
wait $server
[ -n "$4" ] || rm -rf "$2" >/dev/null 2>&1 &  # takes seconds, which nobody has to wait for
"""


@dataclass(frozen=True)
class PostgresDatabase:
    """One empty database, by the three kinds of role that meet it."""

    name: str
    owner_uri: str  # salus_owner: owns the database, no superuser
    application_uri: str  # salus_app: may log in, and what it is granted
    superuser_uri: str


class PostgresServer:
    def __init__(self) -> None:
        self._binaries = _find_binaries()
        self._databases = 0
        self.port = _free_port()
        account = pwd.getpwnam("postgres") if os.geteuid() == 0 else None  # PostgreSQL refuses to run as root
        folder = tempfile.mkdtemp(prefix="salus-postgres-", dir="/tmp")
        options = {}
        if account is not None:
            os.chown(folder, account.pw_uid, account.pw_gid)
            options = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
        self._folder, self._account, self._second = Path(folder), options, None
        self._launcher = subprocess.Popen(
            ["/bin/sh", "-c", LAUNCHER, "sh", str(self._binaries), folder, str(self.port)],
            stdin=subprocess.PIPE,
            **options,
        )
        try:
            self._wait_until_ready()
            self._execute("create role salus_owner login", "create role salus_app login")
        except BaseException:
            self.stop()
            raise

    def create_database(self) -> PostgresDatabase:
        """A new empty database (tens of milliseconds)."""
        self._databases += 1
        name = f"test_{self._databases}"
        self._execute(f"create database {name} owner salus_owner")
        return PostgresDatabase(
            name, self.uri("salus_owner", name), self.uri("salus_app", name), self.uri("postgres", name)
        )

    def uri(self, role: str, database: str) -> str:
        return f"postgresql://{role}@127.0.0.1:{self.port}/{database}"

    def kill(self) -> None:
        """As a power cut would; its data stay for `start_again`."""
        pid = int((self._folder / "data" / "postmaster.pid").read_text().split()[0])
        os.kill(pid, signal.SIGKILL)
        if self._second is not None:
            self._second.wait()
        while self._has_processes():  # the others end when they notice
            time.sleep(0.02)
        (self._folder / "data" / "postmaster.pid").unlink()

    def start_again(self) -> None:
        settings = {
            "listen_addresses": "127.0.0.1",
            "port": self.port,
            "unix_socket_directories": "",  # the dead one's lock is there
            "max_connections": 60,
        }
        words = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        with open(self._folder / "log", "a", encoding="utf-8") as log:
            self._second = subprocess.Popen(
                [self._binaries / "postgres", "-D", self._folder / "data", *words],
                stdout=log,
                stderr=log,
                cwd=self._folder,
                **self._account,
            )
        self._wait_until_ready()

    def _has_processes(self) -> bool:
        for process in Path("/proc").glob("[0-9]*"):
            with contextlib.suppress(OSError):
                if os.readlink(process / "cwd") == str(self._folder / "data"):
                    return True
        return False

    def stop(self) -> None:
        if self._second is not None:
            self._second.send_signal(signal.SIGQUIT)
            self._second.wait()
        self._launcher.stdin.close()
        self._launcher.wait()

    def _wait_until_ready(self) -> None:
        end = time.monotonic() + 60
        ready = [self._binaries / "pg_isready", "--quiet", "--dbname", self.uri("postgres", "postgres")]
        while subprocess.run(ready, check=False).returncode != 0:
            if self._launcher.poll() is not None or time.monotonic() > end:
                raise RuntimeError("The PostgreSQL server for the tests did not start; see above.")
            time.sleep(0.02)

    def _execute(self, *statements: str) -> None:
        commands = [argument for statement in statements for argument in ("--command", statement)]
        psql = [self._binaries / "psql", "--no-psqlrc", "--quiet", "--set", "ON_ERROR_STOP=1", "--dbname"]
        subprocess.run([*psql, self.uri("postgres", "postgres"), *commands], check=True)


@pytest.fixture(scope="session")
def postgres_server():
    server = PostgresServer()
    yield server
    server.stop()


def _find_binaries() -> Path:
    """The folder of initdb and postgres: the newest of Debian's layout, else the first in PATH."""
    versions = [path for path in Path("/usr/lib/postgresql").glob("*/bin") if (path / "initdb").exists()]
    if versions:
        return max(versions, key=lambda path: int(path.parent.name))
    in_path = shutil.which("initdb")
    if in_path is None:
        raise RuntimeError("These tests need PostgreSQL's initdb and postgres: apt install postgresql")
    return Path(in_path).parent


def _free_port() -> int:
    """Below those that clients are given: none of them takes it while a crashed server is started again."""
    for _ in range(100):
        port = random.randint(20_000, 32_000)
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
    raise RuntimeError("There is no free port on the loopback interface.")
