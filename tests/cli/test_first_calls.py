"""What the demo prints for another terminal works as it stands, and README shows what really comes back."""

import json
import os
import re
import signal
import subprocess
import urllib.request
import uuid
from typing import NamedTuple

import pytest
from conftest import SALUS, SOURCE

LOG_IN = re.compile(r"^  (?P<name>\S.*), (?P<role>[a-z]+) +(?P<email>\S+@\S+) +(?P<password>\S+)$", re.MULTILINE)
CALL = re.compile(r"^(?:TOKEN=|curl ).*(?:(?<=[\\,])\n.*)*", re.MULTILINE)  # lines that go on end so
CONSOLE = re.compile(r"```console\n(?P<text>.*?)```", re.DOTALL)
END_OF_ANSWER = "\x1e"

# What is another one in every run.
VARYING = {
    "ID": r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}",
    "TIME": r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z",
    "HOST": r"127\.0\.0\.1:\d+",
}


class Answer(NamedTuple):
    text: str
    status: int

    @property
    def body(self):
        return json.loads(self.text)


class Demo:
    """`salus demo --serve`: its page, and what its calls are answered."""

    def __init__(self, folder):
        environment = {name: value for name, value in os.environ.items() if not name.startswith("SALUS_")}
        self.folder = folder
        self.process = subprocess.Popen(
            [SALUS, "demo", "--serve", "--port", "0"],
            stdout=subprocess.PIPE,
            text=True,
            env={**environment, "TMPDIR": str(folder)},
        )
        lines = []
        for line in self.process.stdout:
            lines.append(line)
            if "until Ctrl-C" in line:
                break
        self.page = "".join(lines)
        self.address = re.search(r"Serving (\S+)/ until Ctrl-C", self.page)[1]
        self.log_ins = [match.groupdict() for match in LOG_IN.finditer(self.page)]
        self.calls = CALL.findall(self.page)

    def paste(self, *calls: str) -> list[Answer]:
        """Runs calls in one shell, as a newcomer does; the first one only keeps the token."""
        script = f"\nprintf '{END_OF_ANSWER}'\n".join(calls)
        done = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", script],
            env={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "HOME": str(self.folder), "NO_PROXY": "*"},
            capture_output=True,
            text=True,
            check=True,
            timeout=60,
        )
        kept, *answers = done.stdout.split(END_OF_ANSWER)
        assert (kept, done.stderr) == ("", "")
        return [answer_of(text) for text in answers]

    def log_in_of(self, role: str) -> str:
        """The printed log-in, of somebody else."""
        emails = {each["role"]: each["email"] for each in self.log_ins}
        return self.calls[0].replace(emails["doctor"], emails[role])

    def stop(self) -> str:
        self.process.send_signal(signal.SIGINT)
        rest = self.process.stdout.read()
        assert self.process.wait(timeout=20) == 0
        return rest


def answer_of(text: str) -> Answer:
    """curl writes the status into the last line."""
    body, status = text.rstrip("\n").rsplit("\n", 1)
    return Answer(body, int(status))


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    running = Demo(tmp_path_factory.mktemp("demo"))
    yield running
    if running.process.poll() is None:
        running.stop()


@pytest.fixture(scope="module")
def answers(demo) -> list[Answer]:
    """Of every call but the log-in, in the printed order."""
    assert len(demo.calls) == 5, demo.page
    return demo.paste(*demo.calls)


def test_everybody_whose_log_in_is_printed_can_log_in(demo):
    assert [each["role"] for each in demo.log_ins] == ["doctor", "patient", "administrator", "receptionist"]
    for each in demo.log_ins:
        body = json.dumps({"email": each["email"], "password": each["password"]}).encode()
        request = urllib.request.Request(demo.address + "/auth/login/", body, {"Content-Type": "application/json"})
        with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=20) as response:
            account = json.load(response)["user"]
        assert (account["name"], account["email"]) == (each["name"], each["email"])


def test_the_list_has_the_patients_in_the_doctors_care(demo, answers):
    seen, all_of_them = map(int, re.search(r"in her care: (\d+) of the clinic's (\d+)\.", demo.page).groups())
    listed = answers[0]
    assert (listed.status, listed.body["count"], len(listed.body["results"])) == (200, seen, 1)
    assert 10 <= seen <= 40 and all_of_them == 200


def test_a_patient_who_is_not_hers_is_answered_as_one_who_is_not_there(demo, answers):
    refused = answers[1]
    assert refused == Answer('{"detail":"No Patient matches the given query."}', 404)
    of_nobody = re.sub(VARYING["ID"], str(uuid.uuid4()), demo.calls[2])
    assert of_nobody != demo.calls[2]
    assert demo.paste(demo.calls[0], of_nobody) == [refused]


def test_the_patient_who_is_not_hers_is_there(demo):
    (shown,) = demo.paste(demo.log_in_of("administrator"), demo.calls[2])
    assert shown.status == 200 and shown.body["id"] in demo.calls[2]


def test_the_receptionist_finds_everybody_and_nothing_of_their_health(demo):
    (listed,) = demo.paste(demo.log_in_of("receptionist"), demo.calls[1])
    assert (listed.status, listed.body["count"]) == (200, 200)
    assert set(listed.body["results"][0]) - {"id", "created_at", "updated_at"} == {"name", "birth_date", "mrn", "phone_number"}


def test_the_search_is_filtered_and_ordered_and_finds_nobody_else(demo, answers):
    found = answers[2]
    rows = found.body["results"]
    assert found.status == 200 and found.body["count"] == len(rows) >= 2
    assert all((row["family_name"], row["sex"]) == ("Müller", "female") for row in rows)
    assert [row["birth_date"] for row in rows] == sorted((row["birth_date"] for row in rows), reverse=True)
    (of_all,) = demo.paste(demo.log_in_of("administrator"), demo.calls[3])
    assert of_all.body["count"] > len(rows)


def test_the_booking_makes_an_appointment_and_its_time_is_taken_then(demo, answers):
    booked = answers[3]
    assert booked.status == 201
    assert booked.body["starts_at"] in demo.calls[4] and booked.body["status"] == "scheduled"
    (again,) = demo.paste(demo.calls[0], demo.calls[4])
    assert again.status == 409 and again.body["code"] in ("doctor_busy", "patient_busy")


# ---- README ---------------------------------------------------------------------------------------------------------


def alike(text: str) -> str:
    """Without what is another one in every run."""
    for name, pattern in VARYING.items():
        text = re.sub(pattern, name, text)
    return text


def shown_in_readme() -> list[tuple[str, str]]:
    """The calls in README, and the text below each."""
    text = CONSOLE.search((SOURCE / "README.md").read_text(encoding="utf-8"))["text"]
    shown = []
    for part in re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]:
        call = CALL.match(part)[0]
        shown.append((call, part[len(call) :].strip("\n")))
    return shown


def is_shortened(shown: str, real: str) -> bool:
    """Whether `shown` is `real` but for what it leaves out with "…", and for lines that are broken to be read."""
    pieces = re.sub(r"\n *", "", alike(shown)).split("…")
    return re.fullmatch(".*".join(map(re.escape, pieces)), alike(real), re.DOTALL) is not None


def test_readme_shows_the_calls_that_are_printed(demo):
    assert [alike(call) for call, _ in shown_in_readme()] == [alike(call) for call in demo.calls]


@pytest.mark.parametrize("number", range(4))
def test_readme_shows_what_comes_back(answers, number):
    _, text = shown_in_readme()[number + 1]
    shown = answer_of(text)
    assert shown.status == answers[number].status
    assert len(shown.text) > 40 and is_shortened(shown.text, answers[number].text), answers[number].text


def test_a_shortened_answer_is_told_from_another():
    real = '{"count":2,"results":[{"id":"01a223e5-dbe4-7744-86b9-c252a69615d6","name":"Hanna"}]}'
    assert is_shortened('{"count":2,\n  "results":[{"id":"01a223e5-dca3-7ad9-aa08-85b42be729cc",…}]}', real)
    assert not is_shortened('{"count":3,"results":[{…}]}', real)
    assert not is_shortened('{"count":2,"results":[{"name":"Hanna",…}]}', real)


# ---- the end --------------------------------------------------------------------------------------------------------


def test_ctrl_c_ends_it_and_nothing_is_left(tmp_path):
    demo = Demo(tmp_path)
    assert "Stopped." in demo.stop()
    assert list(tmp_path.iterdir()) == []
