"""The program `salus serve` over a database of its own, and connections to it that say exactly what they are told to."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from rest_server import PASSWORD

ROOT = "root@clinic.example"
# Where requests come from, in the words of the proxy that a test plays: so no test pays for another one's guesses.
ADDRESS_HEADER = "X-Test-Address"
TOKEN_SECONDS = 200  # an access token is good for 300
# What each answer has of its own.
OWN_HEADERS = ("x-request-id", "date")


@dataclass(frozen=True)
class Answer:
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes

    def json(self):
        return json.loads(self.body)

    def header(self, name: str) -> str | None:
        return next((value for key, value in self.headers if key.lower() == name.lower()), None)

    @property
    def sight(self):
        """All by which a client could tell this answer from another."""
        shared = tuple(field for field in self.headers if field[0].lower() not in OWN_HEADERS)
        return self.status, shared, self.body


@dataclass(frozen=True)
class Database:
    """Where a clinic is kept: the name its owner uses, and the one its host does."""

    owner: str
    application: str
    environment: dict[str, str]

    @property
    def is_server(self) -> bool:
        return self.application.startswith("postgresql://")

    @staticmethod
    def file(folder: Path) -> Database:
        name = str(folder / "clinic.db")
        return Database(name, name, {})

    @staticmethod
    def of_server(server) -> Database:
        fresh = server.create_database()
        return Database(fresh.owner_uri, fresh.application_uri, {})

    def run(self, *words: str, owner: bool = False, **environment: str) -> str:
        """What the program `salus` says of this database."""
        done = subprocess.run(
            [program(), *words],
            env=self._environment(owner) | environment,
            capture_output=True,
            text=True,
            check=False,
            stdin=subprocess.DEVNULL,
            timeout=120,
        )
        assert done.returncode == 0, (words, done)
        return done.stdout

    def install(self, organization: str = "clinic", administrator: str = ROOT):
        words = ("--organization", organization, "init", "--admin-email", administrator)
        self.run(*words, owner=True, SALUS_ADMIN_PASSWORD=PASSWORD)

    def _environment(self, owner: bool = False) -> dict[str, str]:
        base = {name: value for name, value in os.environ.items() if not name.startswith("SALUS_")}
        return base | self.environment | {"SALUS_DB": self.owner if owner else self.application}


def program() -> str:
    return str(Path(os.environ["SALUS_BUILD_DIR"]) / "bin" / "salus")


class SalusHost:
    """A host on a free port, until it is stopped."""

    def __init__(self, database: Database, organization: str = "clinic", *options: str):
        self._log = tempfile.TemporaryFile("w+")
        words = ["--organization", organization, "serve", "--port", "0", "--log-requests"]
        self._process = subprocess.Popen(
            [program(), *words, "--client-address-header", ADDRESS_HEADER, *options],
            env=database._environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=self._log,
            text=True,
        )
        first_line = self._process.stdout.readline()
        assert "http://" in first_line, self.log()
        self.port = int(first_line.split("http://")[1].split("/")[0].rpartition(":")[2])

    def log(self) -> str:
        """What the host has written to its standard error so far."""
        self._log.flush()
        self._log.seek(0)
        return self._log.read()

    def stop(self):
        self._process.terminate()
        assert self._process.wait(timeout=30) == 0, self.log()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()

    def connect(self, address: str = "192.0.2.1") -> Wire:
        return Wire(self.port, address)


class Wire:
    """One client, on one connection for as long as the host keeps it. Sends no header that it was not told, but Host, the
    length of a body and the address it plays; and shows the headers of an answer as they came."""

    def __init__(self, port: int, address: str):
        self.port = port
        self.address = address
        self.token: str | None = None
        self._renew = lambda: None  # logs in again when the token is old
        self._socket: socket.socket | None = None

    def send(self, method: str, path: str, body: bytes | None = None, headers: dict[str, str] | None = None) -> Answer:
        """One request, once more if the connection had been let go in between."""
        fields = {"Host": f"127.0.0.1:{self.port}", ADDRESS_HEADER: self.address, **(headers or {})}
        if body is not None:
            fields["Content-Length"] = str(len(body))
        head = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
        request = f"{method} {path} HTTP/1.1\r\n{head}\r\n".encode("utf-8", "surrogateescape") + (body or b"")
        is_fresh = self._socket is None
        try:
            return self._exchange(method, request)
        except ConnectionError:
            self.close()
            if is_fresh:
                raise
            return self._exchange(method, request)

    def call(self, method: str, path: str, body=None, **headers: str) -> Answer:
        """A request of whoever is logged in here, with a body of JSON if there is one."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self._renew()
        if self.token is not None:
            named.setdefault("Authorization", f"Bearer {self.token}")
        if body is None:
            return self.send(method, path, None, named)
        named.setdefault("Content-Type", "application/json")
        return self.send(method, path, body if isinstance(body, bytes) else json.dumps(body).encode(), named)

    def done(self, method: str, path: str, body=None) -> dict:
        """The body of an answer that has to say yes."""
        answer = self.call(method, path, body)
        assert answer.status < 300, (method, path, body, answer)
        return answer.json() if answer.body else {}

    def log_in(self, email: str, password: str = PASSWORD) -> Wire:
        """From now on calls are this account's, for however long a test takes."""
        self.token, self._renew = None, lambda: None
        self.token = self.done("POST", "/api/auth/login/", {"email": email, "password": password})["access"]
        old = time.monotonic() + TOKEN_SECONDS
        self._renew = lambda: time.monotonic() > old and self.log_in(email, password)
        return self

    def take(self, token: str) -> Wire:
        """From now on calls have this token."""
        self.token, self._renew = token, lambda: None
        return self

    def close(self):
        if self._socket is not None:
            self._stream.close()
            self._socket.close()
        self._socket = None

    def _exchange(self, method: str, request: bytes) -> Answer:
        if self._socket is None:
            self._socket = socket.create_connection(("127.0.0.1", self.port), timeout=30)
            self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._stream = self._socket.makefile("rb")
        self._socket.sendall(request)
        status_line = self._stream.readline()
        if not status_line:
            raise ConnectionResetError("The host has let the connection go.")
        status = int(status_line.split(b" ", 2)[1])
        answer = Answer(status, self._read_headers(), b"")
        if method != "HEAD" and status not in (204, 304):
            answer = Answer(status, answer.headers, self._read_body(answer))
        if (answer.header("Connection") or "").lower() == "close":
            self.close()
        return answer

    def _read_headers(self) -> tuple[tuple[str, str], ...]:
        fields = []
        while (line := self._stream.readline().decode("latin-1").rstrip("\r\n")):
            name, _, value = line.partition(":")
            fields.append((name, value.strip()))
        return tuple(fields)

    def _read_body(self, answer: Answer) -> bytes:
        if answer.header("Transfer-Encoding") is None:
            return self._stream.read(int(answer.header("Content-Length") or 0))
        body = b""
        while size := int(self._stream.readline().split(b";")[0], 16):
            body += self._stream.read(size)
            self._stream.readline()
        self._read_headers()
        return body
