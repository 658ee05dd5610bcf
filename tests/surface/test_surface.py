"""One table of sentences, true on every surface and both engines: sentences.json."""

import datetime as dt
import json
import os
import pathlib
import subprocess
import urllib.error
import urllib.parse
import urllib.request

import pytest
import salus

BUILD = pathlib.Path(os.environ["SALUS_BUILD_DIR"])
SENTENCES = json.loads((pathlib.Path(__file__).parent / "sentences.json").read_text(encoding="utf-8"))
PASSWORD = "correct horse battery"
CLASSES = {
    "users": salus.User,
    "patients": salus.Patient,
    "doctors": salus.Doctor,
    "mappings": salus.CareRelationship,
    "appointments": salus.Appointment,
    "records": salus.MedicalRecord,
}

pytest_plugins = ["support.postgres_server"]


PATIENTS = {"amara": "Amara Okafor", "ben": "Ben Müller", "cleo": "Cleo Dubois", "dara": "Dara Sok"}


def email(name):
    return f"{name}@example.org"


class World:
    """The small clinic of the C++ tests, in a database that every surface opens for itself."""

    def __init__(self, database, clinic):
        self.database, self.clinic = database, clinic
        self.environment = {**os.environ, "SALUS_DB": str(database)}
        self.ids = {"nobody": "01890000-0000-7000-8000-000000000000"}
        key = pathlib.Path(f"{database}.key")
        if key.exists():
            self.environment["SALUS_KEY"] = key.read_text(encoding="ascii").strip()

    def fill(self):
        root = self.clinic.act_as(email("root"))
        for name, specialization in (("ada", "cardiology"), ("bo", "Neurology")):
            user = root.create(salus.User(email=email(name), name=name, is_doctor=True))
            self.ids[name] = root.create(salus.Doctor(user=user, name=name, specialization=specialization)).id
        account = root.create(salus.User(email=email("amara"), name="amara", is_patient=True))
        for number, (name, full_name) in enumerate(PATIENTS.items(), 1):
            user = {"user": account} if name == "amara" else {}
            row = salus.Patient(name=full_name, mrn=f"M-{number}", sex="female", birth_date=dt.date(1980, 2, 29), **user)
            self.ids[name] = root.create(row).id
        now, day = dt.datetime.now(dt.timezone.utc), dt.timedelta(days=1)
        for doctor, patient, start, end in (
            ("ada", "amara", now - 30 * day, None),
            ("ada", "ben", now - 2 * day, now + 2 * day),
            ("ada", "cleo", now - 30 * day, now - day),
            ("ada", "dara", now + day, None),
            ("bo", "cleo", now - day, None),
        ):
            relation = {"doctor": self.ids[doctor], "patient": self.ids[patient]}
            root.create(salus.CareRelationship(valid_from=start, valid_to=end, **relation))
        self.fill_charts(root, now + 30 * day)
        self.fill_reception(root)
        for name in ("ada", "bo", "amara", "mira"):
            self.clinic.set_password(email(name), PASSWORD)

    def fill_charts(self, root, start):
        for name, doctor, patient in (("visit", "ada", "amara"), ("visit of cleo", "bo", "cleo")):
            pair = {"doctor": self.ids[doctor], "patient": self.ids[patient]}
            times = {"starts_at": start, "ends_at": start + dt.timedelta(hours=1)}
            self.ids[name] = root.create(salus.Appointment(**pair, **times)).id
        for name, author, patient, confidentiality in (
            ("ada's note", "ada", "amara", "normal"),
            ("bo's secret", "bo", "amara", "restricted"),
            ("note of cleo", "bo", "cleo", "normal"),
        ):
            pair = {"author": self.ids[author], "patient": self.ids[patient]}
            row = salus.MedicalRecord(**pair, record_type="note", title=name, confidentiality=confidentiality)
            self.ids[name] = root.create(row).id

    def fill_reception(self, root):
        """Mira, who sees the names of patients, as the rules of her access level say."""
        level = root.create(salus.AccessLevel(name="Reception"))
        rule = {"access_level": level, "name": "reception reads names", "action": "read", "entity": "patient"}
        root.create(salus.AccessRule(**rule, scope="organization", fields=["name"]))
        account = salus.User(email=email("mira"), name="mira", is_admin_staff=True, access_level=level)
        self.ids["account of mira"] = root.create(account).id

    def id_of(self, word):
        return str(self.ids.get(word, word))

    def words(self, sentence):
        row = [self.id_of(sentence["row"])] if "row" in sentence else []
        pairs = {**sentence.get("filters", {}), **(self.fields_of(sentence) or {})}
        return row + [f"{name}={self.id_of(value)}" for name, value in pairs.items()]

    def fields_of(self, sentence):
        """What a sentence writes, with ids for names."""
        if "fields" not in sentence:
            return None
        return {name: self.id_of(value) for name, value in sentence["fields"].items()}

    def names(self, ids):
        of = {str(id): name for name, id in self.ids.items()}
        return sorted(of[str(id)] for id in ids)


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def world(request, tmp_path_factory):
    if request.param == "sqlite":
        database = owner = tmp_path_factory.mktemp("surface") / "clinic.db"
    else:
        fresh = request.getfixturevalue("postgres_server").create_database()
        database, owner = fresh.application_uri, fresh.owner_uri
    clinic = salus.install(
        owner, administrator_email=email("root"), administrator_password=PASSWORD, organization_name="Surface"
    )
    if request.param == "postgres":
        clinic.close()
        clinic = salus.open(database)
    world = World(database, clinic)
    world.fill()
    yield world
    clinic.close()


def run(world, *words):
    done = subprocess.run(
        [str(word) for word in words], env=world.environment, capture_output=True, text=True, check=False, timeout=60
    )
    return done.returncode, done.stdout.split("\n")[:-1], done.stderr


class CppSurface:
    def __init__(self, world):
        self.world = world

    def ask(self, sentence):
        words = [world_email(sentence), sentence["call"], sentence["entity"], *self.world.words(sentence)]
        _, lines, _ = run(self.world, BUILD / "bin/surface_driver", self.world.database, *words)
        if lines in (["forbidden"], ["invalid_input"]):
            return lines[0]
        if sentence["call"] == "list":
            return self.world.names(lines)
        if sentence["call"] == "count":
            return int(lines[0])
        return None if lines == ["null"] else lines[0]


class CommandLineSurface:
    codes = {0: "done", 3: "forbidden", 4: "not_found", 1: "invalid_input", 2: "invalid_input"}

    def __init__(self, world):
        self.world = world

    def ask(self, sentence):
        words = ["as", world_email(sentence), sentence["call"], sentence["entity"]]
        for word in self.world.words(sentence):
            words += ["--search", word.removeprefix("search=")] if word.startswith("search=") else [word]
        code, lines, _ = run(self.world, BUILD / "bin/salus", *words, "--json")
        if code in (1, 2, 3):
            return self.codes[code]
        if sentence["call"] == "list":
            return self.world.names(json.loads(line)["id"] for line in lines)
        if sentence["call"] == "count":
            return int(lines[0])
        if sentence["call"] == "get":
            return None if code == 4 else json.loads(lines[0])["id"]
        return self.codes[code]


class RestSurface:
    codes = {200: "done", 201: "done", 204: "done", 400: "invalid_input", 403: "forbidden", 404: "not_found"}

    def __init__(self, world):
        self.world = world
        self.process = subprocess.Popen(
            [str(BUILD / "bin/salus"), "serve", "--port", "0"],
            env=world.environment,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.base = next(word for line in self.process.stdout for word in line.split() if word.startswith("http://"))
        self.base = self.base.split("/api")[0].rstrip("/.")
        self.tokens = {}

    def close(self):
        self.process.terminate()
        self.process.wait(30)

    def call(self, method, path, body=None, token=None):
        request = urllib.request.Request(self.base + path, method=method)
        request.add_header("Content-Type", "application/json")
        if token:
            request.add_header("Authorization", f"Bearer {token}")
        data = None if body is None else json.dumps(body).encode()
        try:
            with urllib.request.urlopen(request, data, timeout=30) as answer:
                return answer.status, json.loads(answer.read() or "null")
        except urllib.error.HTTPError as answer:
            return answer.code, json.load(answer)

    def token_of(self, name):
        if name not in self.tokens:
            _, answer = self.call("POST", "/api/auth/login/", {"email": email(name), "password": PASSWORD})
            self.tokens[name] = answer["access"]
        return self.tokens[name]

    def ask(self, sentence):
        path = f"/api/{sentence['entity']}/"
        token = self.token_of(sentence["as"])
        if sentence["call"] in ("list", "count"):
            filters = {name: self.world.id_of(value) for name, value in sentence.get("filters", {}).items()}
            status, answer = self.call("GET", path + "?" + urllib.parse.urlencode(filters), token=token)
            if status != 200:
                return self.codes[status]
            if sentence["call"] == "count":
                return answer["count"]
            return self.world.names(row["id"] for row in answer["results"])
        if sentence["call"] == "get":
            status, answer = self.call("GET", path + self.world.id_of(sentence["row"]) + "/", token=token)
            return None if status == 404 else answer["id"]
        method = {"create": "POST", "update": "PATCH", "remove": "DELETE"}[sentence["call"]]
        path += self.world.id_of(sentence["row"]) + "/" if "row" in sentence else ""
        status, _ = self.call(method, path, self.world.fields_of(sentence), token)
        return self.codes[status]


class PythonSurface:
    def __init__(self, world):
        self.world = world

    def ask(self, sentence):
        entity = CLASSES[sentence["entity"]]
        filters = {name: self.world.id_of(value) for name, value in sentence.get("filters", {}).items()}
        session = self.world.clinic.act_as(world_email(sentence))
        try:
            if sentence["call"] == "list":
                return self.world.names(row.id for row in session.list(entity, **filters))
            if sentence["call"] == "count":
                return session.count(entity, **filters)
            if sentence["call"] == "get":
                row = session.get(entity, self.world.id_of(sentence["row"]))
                return row and str(row.id)
            self.write(session, entity, sentence)
            return "done"
        except salus.Error as error:
            return str(error.code)

    def write(self, session, entity, sentence):
        fields = self.world.fields_of(sentence)
        if sentence["call"] == "create":
            session.create(entity(**fields))
            return
        # Whoever cannot see the row has no row to give: the administrator's stands for it.
        row = self.world.clinic.act_as(email("root")).get(entity, self.world.id_of(sentence["row"]))
        if sentence["call"] == "remove":
            session.remove(row)
        else:
            session.update(row, **fields)


def world_email(sentence):
    return email(sentence["as"])


@pytest.fixture(scope="module", params=[CppSurface, CommandLineSurface, RestSurface, PythonSurface])
def surface(request, world):
    surface = request.param(world)
    yield surface
    if hasattr(surface, "close"):
        surface.close()


@pytest.mark.parametrize("sentence", SENTENCES, ids=lambda sentence: sentence["sentence"])
def test_the_sentence_is_true(surface, sentence):
    assert surface.ask(sentence) == sentence["answer"]
