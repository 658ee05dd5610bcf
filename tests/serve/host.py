"""`salus serve` as a process, and clients of it."""

from __future__ import annotations

import http.client
import json
import os
import signal
import subprocess
import tempfile
import threading
import time
import uuid
from pathlib import Path

SALUS = os.environ.get("SALUS_BIN") or str(Path(os.environ["SALUS_BUILD_DIR"], "bin", "salus"))
ROOT = "root@clinic.example"
PASSWORD = "a long enough password"


def environment(database, **more: str) -> dict[str, str]:
    """The caller's own, without what it may say to Salus."""
    base = {name: value for name, value in os.environ.items() if not name.startswith("SALUS_")}
    return {**base, "SALUS_DB": str(database), **more}


def call(database, *words: str, code: int = 0, timeout: float = 120, **more: str) -> subprocess.CompletedProcess:
    done = subprocess.run(
        [SALUS, *map(str, words)],
        env=environment(database, **more),
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
        timeout=timeout,
        start_new_session=True,
    )
    assert done.returncode == code, done
    return done


def init(database, *words: str) -> None:
    call(database, "init", "--admin-email", ROOT, *words, SALUS_ADMIN_PASSWORD=PASSWORD)


class Host:
    """Runs while the block does: `with Host(database) as host: host.get("/healthz")`."""

    def __init__(self, database, *words: str, stderr: int | None = None, **more: str):
        self._log = tempfile.TemporaryFile("w+")
        self.process = subprocess.Popen(
            [SALUS, "serve", "--port", "0", *map(str, words)],
            env=environment(database, **more),
            stdout=subprocess.PIPE,
            stderr=self._log if stderr is None else stderr,
            text=True,
        )
        self.port = self._port_of("Serving")
        self.operations_port = self._port_of("Metrics") if "--operations-port" in words else None

    def _port_of(self, word: str) -> int:
        line = self.process.stdout.readline()
        assert line.startswith(word), (line, self.log())
        return int(line.split("://")[1].split("/")[0].rpartition(":")[2])

    def __enter__(self) -> Host:
        return self

    def __exit__(self, *_) -> None:
        if self.process.poll() is None:
            self.stop()

    def stop(self) -> str:
        """Ends it as an operator would; its log."""
        self.process.send_signal(signal.SIGTERM)
        assert self.process.wait(timeout=30) == 0, self.log()
        return self.log()

    def log(self) -> str:
        self._log.seek(0)
        return self._log.read()

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()

    def get(self, path: str, token: str = "", port: int | None = None):
        return ask(port or self.port, "GET", path, token)

    def log_in(self) -> str:
        status, answer = ask(self.port, "POST", "/api/auth/login/", "", {"email": ROOT, "password": PASSWORD})[:2]
        assert status == 200, answer
        return json.loads(answer)["access"]


def ask(port: int, method: str, path: str, token: str = "", body: dict | None = None):
    """Status, body and headers of one request on a connection of its own."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        if body is not None:
            headers["Content-Type"] = "application/json"
        connection.request(method, path, None if body is None else json.dumps(body), headers)
        response = connection.getresponse()
        return response.status, response.read(), dict(response.getheaders())
    finally:
        connection.close()


class Writers:
    """Clients that add patients as fast as they can; `acknowledged` are the ids that they were told, and `refused` the
    answers that were no 201. A connection that breaks is no answer."""

    def __init__(self, port: int, token: str, count: int = 4):
        self.acknowledged: list[str] = []
        self.refused: list[tuple[int, dict]] = []
        self._port, self._token = port, token
        self._ends = threading.Event()
        self._threads = [threading.Thread(target=self._write, daemon=True) for _ in range(count)]
        for thread in self._threads:
            thread.start()

    def _write(self) -> None:
        while not self._ends.is_set():
            mark = uuid.uuid4().hex
            patient = {"name": f"Patient {mark}", "mrn": mark, "birth_date": "1980-02-29", "sex": "unknown"}
            try:
                status, answer, headers = ask(self._port, "POST", "/api/patients/", self._token, patient)
            except (OSError, http.client.HTTPException):
                time.sleep(0.05)
                continue
            if status == 201:
                self.acknowledged.append(json.loads(answer)["id"])
            else:
                self.refused.append((status, headers))
                time.sleep(0.05)

    def wait_for(self, more: int) -> None:
        """Until so many more writes are acknowledged."""
        wanted = len(self.acknowledged) + more
        end = time.monotonic() + 60
        while len(self.acknowledged) < wanted:
            assert time.monotonic() < end, f"{len(self.acknowledged)} acknowledged, refused {self.refused[-3:]}"
            time.sleep(0.02)

    def end(self) -> None:
        self._ends.set()
        for thread in self._threads:
            thread.join()


def missing(port: int, token: str, ids: list[str]) -> list[str]:
    """Those that are no patients."""
    return [row for row in ids if ask(port, "GET", f"/api/patients/{row}/", token)[0] != 200]
