"""The recorded exchanges: names filled in, answers compared, as conventions.md §7 says."""

import base64
import json
import os
import re
import urllib.parse
from pathlib import Path

from rest_server import PASSWORD, Answer, RestServer

MISSING = "01890000-0000-7000-8000-000000000000"

PATTERNS = {
    "<id>": r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}",
    "<jwt>": r"[\w-]+\.[\w-]+\.[\w-]+",
    "<time>": r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z",
    "<n>": r"\d+",
    "<word>": r"\w+",
    "<text>": r".+",
    "<any>": r".*",
}


def load() -> list[dict]:
    folder = os.environ.get("SALUS_SHARED_DATA", "")
    file = Path(folder) / "contract" / "django51-exchanges-shown.jsonl"
    if not folder or not file.exists():
        return []
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


def changed(token: str, part: int) -> str:
    """The token with the first character of one part changed."""
    parts = token.split(".")
    parts[part] = ("A" if parts[part][0] != "A" else "B") + parts[part][1:]
    return ".".join(parts)


def other_payload(token: str) -> str:
    header, payload, signature = token.split(".")
    claims = json.loads(base64.urlsafe_b64decode(payload + "=="))
    claims["user_id"] = MISSING
    payload = base64.urlsafe_b64encode(json.dumps(claims).encode()).decode().rstrip("=")
    return f"{header}.{payload}.{signature}"


def unsigned(token: str) -> str:
    header = base64.urlsafe_b64encode(b'{"alg":"none","typ":"JWT"}').decode().rstrip("=")
    return f"{header}.{token.split('.')[1]}."


FORGERIES = {"tampered": lambda token: changed(token, 2), "payload": other_payload, "unsigned": unsigned}


class Player:
    """Plays exchanges against a server."""

    def __init__(self, server: RestServer):
        self.server = server
        self.names = {"run": server.run, "base": server.base_url, "password": PASSWORD, "missing": MISSING}
        self.names |= server.names
        self.log_in("admin", "admin@clinic.example")
        for account in ("doctor1", "doctor2", "patient1", "patient4"):
            self.log_in(account, f"{account}.{server.run}@clinic.example")

    def log_in(self, account: str, email: str, password: str = PASSWORD):
        tokens = self.server.log_in(email, password)
        self.names[f"access:{account}"] = tokens["access"]
        self.names[f"refresh:{account}"] = tokens["refresh"]

    def fill(self, value):
        """Puts what they stand for in the place of names."""
        if isinstance(value, dict):
            return {self.fill(key): self.fill(item) for key, item in value.items()}
        if isinstance(value, list):
            return [self.fill(item) for item in value]
        if not isinstance(value, str):
            return value
        return re.sub(r"<([a-z]+(?::\w+)?)>", lambda match: self._meaning(match[1], match[0]), value)

    def _meaning(self, name: str, otherwise: str) -> str:
        kind, _, account = name.partition(":")
        if kind in FORGERIES:
            return FORGERIES[kind](self.names[f"access:{account}"])
        return self.names.get(name, otherwise)

    def prepare(self, steps: list[dict]):
        for step in steps:
            sent = self.send(step | {"as": step["as"]})
            assert sent.status < 300, (step, sent)
            answer = sent.json() if sent.body else {}
            for name, key in step.get("save", {}).items():
                self.names[name] = answer[key]

    def send(self, request: dict) -> Answer:
        headers = {"Accept": "*/*"}
        if request.get("as"):
            headers["Authorization"] = f"Bearer {self.names['access:' + request['as']]}"
        body = self._body(request, headers)
        for name, value in self.fill(request.get("headers", {})).items():
            headers.pop(name, None) if value is None else headers.update({name: value})
        return self.server.send(request["method"], self._path(request["path"]), headers, body)

    def _path(self, path: str) -> str:
        return urllib.parse.quote(self.fill(path), safe="/?&=%+:,.@-_~*")

    def _body(self, request: dict, headers: dict) -> bytes | None:
        if "json" in request:
            headers["Content-Type"] = "application/json"
            return json.dumps(self.fill(request["json"])).encode()
        if "form" in request:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            return urllib.parse.urlencode(self.fill(request["form"])).encode()
        if "body" in request:
            return self.fill(request["body"]).encode()
        if "body_b64" in request:
            return base64.b64decode(request["body_b64"])
        return None

    def differences(self, exchange: dict, answer: Answer) -> list[str]:
        """How an answer is not the recorded one."""
        wanted = self.fill(exchange["response"])
        found = []
        if answer.status != wanted["status"]:
            found.append(f"status {answer.status}, not {wanted['status']}")
        for name, value in wanted.get("headers", {}).items():
            if not same_header(name, value, answer.headers.get(name, "")):
                found.append(f"{name}: {answer.headers.get(name)}, not {value}")
        if wanted.get("empty") and answer.body:
            found.append("a body, where there should be none")
        if "json" in wanted and not found:
            whole = wanted["status"] >= 400 and exchange.get("match") != "subset"
            found += compare(wanted["json"], answer.json(), "", whole)
        return found


def same_header(name: str, wanted: str, answered: str) -> bool:
    if name == "Allow":
        return set(wanted.split(", ")) == set(answered.split(", "))
    if name == "Content-Type":
        answered = answered.partition(";")[0]
    return wanted == answered


def compare(wanted, answered, path: str, whole: bool) -> list[str]:
    if wanted == "<any>":
        return []
    if isinstance(wanted, dict) and isinstance(answered, dict):
        found = [f"{path}.{key} is missing" for key in wanted if key not in answered]
        if whole:
            found += [f"{path}.{key} is too much" for key in answered if key not in wanted]
        for key in wanted.keys() & answered.keys():
            found += compare(wanted[key], answered[key], f"{path}.{key}", whole)
        return found
    if isinstance(wanted, list) and isinstance(answered, list) and len(wanted) == len(answered):
        return [line for i, pair in enumerate(zip(wanted, answered)) for line in compare(*pair, f"{path}[{i}]", whole)]
    if isinstance(wanted, str) and isinstance(answered, str):
        pattern = re.sub("|".join(PATTERNS), lambda match: PATTERNS[match[0]], re.escape(wanted))
        if re.fullmatch(pattern, answered, re.DOTALL):
            return []
    return [] if wanted == answered and type(wanted) is type(answered) else [f"{path}: {answered!r}, not {wanted!r}"]
