"""The test server as a process, and a client that says exactly what it is told to."""

import http.client
import json
import os
import secrets
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

PASSWORD = "S3cure-pass-77"


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes

    def json(self):
        return json.loads(self.body)


class RestServer:
    def __init__(self):
        # A letter first: names carry the run, and no search of the recordings may find it by chance.
        self.run = "r" + secrets.token_hex(4)
        program = Path(os.environ["SALUS_BUILD_DIR"]) / "bin" / "salus_rest_test_server"
        self.log = tempfile.TemporaryFile("w+")
        self.process = subprocess.Popen(
            [program, self.run], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self.log, text=True
        )
        facts = json.loads(self.process.stdout.readline())
        self.port = facts["port"]
        self.names = facts["names"]

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def stop(self) -> str:
        """Ends the server; its log."""
        self.process.stdin.close()
        assert self.process.wait(timeout=10) == 0
        self.log.seek(0)
        return self.log.read()

    def send(self, method: str, path: str, headers: dict[str, str] | None = None, body: bytes | None = None) -> Answer:
        """One request on a connection of its own, with no header that was not asked for but Host and the length."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.putrequest(method, path, skip_accept_encoding=True)
            for name, value in (headers or {}).items():
                connection.putheader(name, value)
            if body is not None:
                connection.putheader("Content-Length", str(len(body)))
            connection.endheaders(body)
            response = connection.getresponse()
            return Answer(response.status, dict(response.getheaders()), response.read())
        finally:
            connection.close()

    def log_in(self, email: str, password: str = PASSWORD) -> dict:
        body = json.dumps({"email": email, "password": password}).encode()
        answer = self.send("POST", "/api/auth/login/", {"Content-Type": "application/json"}, body)
        assert answer.status == 200, answer
        return answer.json()
