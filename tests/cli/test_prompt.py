"""Secrets from the person at a terminal: asked for twice, and never shown."""

import fcntl
import os
import pty
import subprocess
import termios

import pytest
from conftest import PASSWORD, ROOT, SALUS


class Terminal:
    """The program at a terminal of its own, as a person sees it."""

    def __init__(self, *words, **environment):
        self.screen, terminal = pty.openpty()
        base = {name: value for name, value in os.environ.items() if not name.startswith("SALUS_")}
        self.process = subprocess.Popen(
            [SALUS, *map(str, words)],
            stdin=terminal,
            stdout=terminal,
            stderr=terminal,
            env={**base, **environment},
            start_new_session=True,
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
        )
        os.close(terminal)
        self.seen = ""

    def answer(self, question: str, text: str) -> None:
        while question not in self.seen:
            self.seen += os.read(self.screen, 4096).decode()
        self.seen = self.seen.split(question, 1)[1]
        os.write(self.screen, (text + "\n").encode())

    def finish(self) -> tuple[int, str]:
        try:
            while data := os.read(self.screen, 4096).decode():
                self.seen += data
        except OSError:  # how Linux says that nobody is left
            pass
        os.close(self.screen)
        return self.process.wait(timeout=20), self.seen


@pytest.fixture
def init(salus):
    return lambda: Terminal("init", "--db", salus.database, "--admin-email", ROOT)


def test_a_password_is_asked_for_twice_without_echo(init, salus):
    terminal = init()
    terminal.answer(f"Password of {ROOT}: ", PASSWORD)
    terminal.answer("once more: ", PASSWORD)
    code, screen = terminal.finish()
    assert code == 0 and PASSWORD not in screen
    assert salus("as", ROOT, "count", "users").out == "1\n"


def test_two_different_answers_change_nothing(init, salus):
    terminal = init()
    terminal.answer(f"Password of {ROOT}: ", PASSWORD)
    terminal.answer("once more: ", "something else")
    code, screen = terminal.finish()
    assert code == 1 and "differ" in screen
    assert not salus.database.exists()


def test_a_passphrase_is_asked_for_when_there_is_no_key(salus):
    salus.init(SALUS_PASSPHRASE="four words of nonsense")
    terminal = Terminal("as", ROOT, "count", "users", "--db", salus.database)
    terminal.answer(f"Passphrase of {salus.database}: ", "four words of nonsense")
    code, screen = terminal.finish()
    assert code == 0 and screen.split() == ["1"]


def test_a_long_import_shows_where_it_is(salus, tmp_path):
    (tmp_path / "p.csv").write_text("id,name\n" + "".join(f"{i},Nr {i}\n" for i in range(1200)))
    (tmp_path / "map.toml").write_text(
        '[[import]]\nentity = "doctor"\nfile = "p.csv"\n'
        'identifier = { system = "urn:t", value = "{id}" }\nfields = { name = "{name}", specialization = "x" }\n'
    )
    salus.init()
    terminal = Terminal("import", "csv", tmp_path, "--map", tmp_path / "map.toml", "--db", salus.database)
    code, screen = terminal.finish()
    assert code == 0 and "p.csv → doctor" in screen and "rows/s" in screen
