"""Commands and settings in the documentation are those of the program, and of the Makefile."""

import os
import pathlib
import re
import subprocess

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
PAGES = [ROOT / "README.md", ROOT / "samples/cli/README.md", *sorted((ROOT / "docs").glob("*.md"))]
SALUS = os.environ.get("SALUS_BIN") or str(pathlib.Path(os.environ["SALUS_BUILD_DIR"], "bin", "salus"))
BLOCK = re.compile(r"```(?P<language>\w*)\n(?P<text>.*?)```", re.DOTALL)
INLINE = re.compile(r"`(salus [^`]+)`", re.DOTALL)
OPTION = re.compile(r"(?<![\w-])--[a-z][a-z-]*")
TARGET = re.compile(r"^make ([a-z-]+)|`make ([a-z-]+)`", re.MULTILINE)


def run(*words):
    environment = {name: value for name, value in os.environ.items() if not name.startswith("SALUS_")}
    return subprocess.run([SALUS, *words], capture_output=True, text=True, check=False, env=environment, timeout=60)


def commands_of(text):
    """What begins with "salus": lines of blocks, with those they go on in, and quoted words of the prose."""
    for block in BLOCK.finditer(text):
        lines = re.sub(r"\\\n *", "", block["text"]).splitlines()
        yield from (line for line in lines if line.startswith("salus ") and block["language"] in ("", "sh"))
    yield from (" ".join(words.split()) for words in INLINE.findall(BLOCK.sub("", text)))


def commands():
    for page in PAGES:
        for command in dict.fromkeys(commands_of(page.read_text(encoding="utf-8"))):
            yield pytest.param(command, id=f"{page.relative_to(ROOT)}: {command}")


def help_of(words):
    """Of the innermost command, and of all around it, whose options it has, too."""
    helps, path = [run("--help").stdout], []
    for word in words:
        subcommands = helps[-1].partition("Subcommands:\n")[2].partition("\n\n")[0]
        if re.search(rf"^  {re.escape(word)}\s", subcommands, re.MULTILINE):
            path.append(word)
            helps.append(run(*path, "--help").stdout)
    return path, helps


@pytest.mark.parametrize("command", list(commands()))
def test_a_command_in_the_documentation_is_one_of_the_program(command):
    words = command.split()[1:]
    path, helps = help_of(words)
    bare = [word for word in words if not word.startswith("-")]
    named = [word for word in bare if re.fullmatch(r"[a-z][a-z-]+", word)]
    assert path or not named or named[0] == "…", "there is no such command"
    for option in OPTION.findall(command):
        assert any(re.search(rf"(?:^  |,){option}\b(?!-)", text, re.MULTILINE) for text in helps), option


def test_there_are_commands_to_look_at():
    found = {command.split()[1] for parameters in commands() for command in parameters.values}
    assert {"init", "serve", "as", "import", "journal", "demo"} <= found


def test_the_settings_in_the_documentation_are_settings(tmp_path):
    page = (ROOT / "docs/rest.md").read_text(encoding="utf-8")
    (text,) = (block["text"] for block in BLOCK.finditer(page) if block["language"] == "toml")
    file = tmp_path / "salus.toml"
    file.write_text(text, encoding="utf-8")
    printed = run("serve", "--config", str(file), "--print-config")
    assert printed.returncode == 0, printed.stderr
    for line in filter(None, text.splitlines()):
        assert line.startswith("#") or line in printed.stdout.splitlines(), line


def test_the_limits_in_the_documentation_are_the_defaults():
    page = (ROOT / "docs/rest.md").read_text(encoding="utf-8")
    defaults = dict(line.split(" = ") for line in run("serve", "--print-config").stdout.splitlines() if " = " in line)
    units = {"s": 1, "KiB": 1024, "MiB": 1024 * 1024}
    looked_at = 0
    for names, values in re.findall(r"^\| [^|]+ \| ((?:`[a-z-]+`(?:, )?)+) \| ([^|]+) \|", page, re.MULTILINE):
        plain = re.sub(r"(?<=\d),(?=\d{3})", "", values)
        for name, value in zip(re.findall(r"`([a-z-]+)`", names), plain.split(", "), strict=True):
            number, _, unit = value.strip().partition(" ")
            assert int(defaults[name]) == int(number) * units.get(unit, 1), name
            looked_at += 1
    assert looked_at == 13


@pytest.mark.parametrize("page", [*PAGES, ROOT / "CONTRIBUTING.md"], ids=lambda page: str(page.relative_to(ROOT)))
def test_a_make_target_in_the_documentation_is_one(page):
    known = re.findall(r"^([a-z-]+(?: [a-z-]+)*):.*## ", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    known = {name for line in known for name in line.split()}
    for match in TARGET.finditer(page.read_text(encoding="utf-8")):
        assert (match[1] or match[2]) in known, match[0]
