"""Verifies a journal from `salus journal export --as entries`, after docs/journal.md and nothing else."""

import base64
import datetime
import hashlib
import json
import uuid

EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)


def field(data: bytes) -> bytes:
    return len(data).to_bytes(8, "big") + data


def microseconds(moment: str) -> int:
    return (datetime.datetime.fromisoformat(moment) - EPOCH) // datetime.timedelta(microseconds=1)


def chain_hash(entry: dict, before: bytes) -> bytes:
    data = b"salus.journal.1" + field(uuid.UUID(entry["organization_id"]).bytes)
    for number in (entry["stream"], entry["sequence"], microseconds(entry["at"])):
        data += field(str(number).encode())
    data += field(uuid.UUID(entry["actor"]).bytes if entry["actor"] else b"")
    for name in ("acting_as", "session", "action", "entity"):
        data += field(entry[name].encode())
    data += field(uuid.UUID(entry["row_id"]).bytes)
    for name in ("patients", "policy_version", "outcome"):
        data += field(entry[name].encode())
    return hashlib.sha256(data + field(before) + field(base64.b64decode(entry["body_hash"]))).digest()


def fault_of(entry: dict, sequence: int, before: bytes) -> str | None:
    if entry["sequence"] != sequence:
        return "missing"
    if entry["body"] is not None:
        if hashlib.sha256(base64.b64decode(entry["body"])).digest() != base64.b64decode(entry["body_hash"]):
            return "body changed"
    return None if chain_hash(entry, before) == base64.b64decode(entry["hash"]) else "changed"


def verify(lines) -> tuple[int, dict[int, tuple[int, str]]]:
    """The number of entries, and the first broken one of each stream: stream → (sequence, what)."""
    ends: dict[int, tuple[int, bytes]] = {}
    broken: dict[int, tuple[int, str]] = {}
    entries = 0
    for line in lines:
        entry = json.loads(line)
        stream = entry["stream"]
        sequence, before = ends.get(stream, (0, b""))
        if stream in broken:
            continue
        fault = fault_of(entry, sequence + 1, before)
        if fault:
            broken[stream] = (sequence + 1, fault)
            continue
        entries += 1
        ends[stream] = (sequence + 1, base64.b64decode(entry["hash"]))
    return entries, broken
