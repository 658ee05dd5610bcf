"""The program `salus`, as a test calls it, and a clinic that was imported once."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).parents[1]))
from support.postgres_server import postgres_server  # noqa: E402, F401

SALUS = os.environ.get("SALUS_BIN") or str(Path(os.environ["SALUS_BUILD_DIR"], "bin", "salus"))
SOURCE = Path(__file__).resolve().parents[2]
FILES = Path(os.environ.get("SALUS_SHARED_DATA", "")) / "clinic-csv" / "clinic-500"
MAP = SOURCE / "samples/cli/maps/clinic-500.toml"
PASSWORD = "a long enough password"
ROOT = "root@clinic.example"


@dataclass(frozen=True)
class Run:
    code: int
    out: str
    err: str

    @property
    def rows(self) -> list[dict]:
        return [json.loads(line) for line in self.out.splitlines()]


@dataclass(frozen=True)
class Salus:
    """Calls the program for one database, with nothing of the caller's own environment in the way."""

    database: Path | str
    environment: dict[str, str] = field(default_factory=dict)

    def __call__(self, *words: str, code: int = 0, timeout: float = 120, **environment: str) -> Run:
        base = {name: value for name, value in os.environ.items() if not name.startswith("SALUS_")}
        done = subprocess.run(
            [SALUS, *map(str, words)],
            env={**base, "SALUS_DB": str(self.database), **self.environment, **environment},
            capture_output=True,
            text=True,
            check=False,
            stdin=subprocess.DEVNULL,
            timeout=timeout,
            start_new_session=True,  # so that there is no terminal to ask for a secret at
        )
        run = Run(done.returncode, done.stdout, done.stderr)
        assert run.code == code, f"{words}: {run}"
        return run

    def init(self, *words: str, **options) -> Run:
        options.setdefault("SALUS_ADMIN_PASSWORD", PASSWORD)
        return self("init", "--admin-email", ROOT, *words, **options)

    def import_csv(self, folder: Path, map_file: Path, *words: str, code: int = 0) -> Run:
        return self("import", "csv", str(folder), "--map", str(map_file), *words, code=code)

    def writes(self) -> int:
        """How many writes the journal has; reads have entries too."""
        entries = self("journal", "export", "--as", "entries").rows
        return sum(entry["action"] in ("create", "update", "remove") for entry in entries)

    def count(self, entity: str, *filters: str) -> int:
        return int(self("as", ROOT, "count", entity, *filters).out)

    def all(self, entity: str) -> list[dict]:
        return self("as", ROOT, "list", entity, "--json").rows

    def ids(self, entity: str, *filters: str, as_: str = ROOT) -> list[str]:
        return [row["id"] for row in self("as", as_, "list", entity, *filters, "--json").rows]


@pytest.fixture
def salus(tmp_path) -> Salus:
    """A database that is not there yet."""
    return Salus(tmp_path / "clinic.db")


@pytest.fixture
def small(salus) -> Salus:
    """An installed clinic with one doctor, and two patients of whom one is in their care."""
    salus.init()
    root = ("as", ROOT)
    account = create(salus, *root, "user", "email=ada@clinic.example", "name=Ada", "is_doctor=yes")
    doctor = create(salus, *root, "doctor", "name=Dr. Ada", "specialization=Cardiology", f"user={account}")
    for name, mrn in (("Ben Okafor", "M-1"), ("Eve Dubois", "M-2")):
        create(salus, *root, "patient", f"name={name}", f"mrn={mrn}", "birth_date=1980-02-29", "sex=unknown")
    (ben,) = salus.ids("patients", "mrn=M-1")
    create(salus, *root, "mapping", f"doctor={doctor}", f"patient={ben}", "notes=private")
    return salus


def create(salus: Salus, as_word: str, email: str, entity: str, *fields: str) -> str:
    (row,) = salus(as_word, email, "create", entity, *fields, "--json").rows
    return row["id"]


@pytest.fixture(scope="session", params=["sqlite", "postgres"])
def clinic(request, tmp_path_factory) -> Salus:
    """clinic-500, imported; nothing may be written to it."""
    if not FILES.is_dir():
        pytest.skip("SALUS_SHARED_DATA has no clinic-500")
    if request.param == "sqlite":
        imported = Salus(tmp_path_factory.mktemp("clinic") / "clinic.db")
        imported.init()
    else:
        database = request.getfixturevalue("postgres_server").create_database()
        Salus(database.owner_uri).init("--application-role", "salus_app")
        imported = Salus(database.application_uri)
    imported.import_csv(FILES, MAP)
    return imported


def csv_rows(name: str) -> list[dict[str, str]]:
    with open(FILES / name, newline="", encoding="utf-8") as stream:
        return list(csv.DictReader(stream))


def write_csv(folder: Path, name: str, *lines: str) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder
