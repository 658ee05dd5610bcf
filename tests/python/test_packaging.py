"""What the installed package is besides Python code."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
import salus
import salus._core as core

PACKAGE = Path(salus.__file__).parent
SOURCES = Path(__file__).parents[2] / "bindings" / "python"


def test_the_module_shows_one_function():
    """It holds an SQLCipher of its own, which must not meet another SQLite of the process."""
    listed = subprocess.run(
        ["nm", "--dynamic", "--defined-only", core.__file__], capture_output=True, text=True, check=True
    )
    assert [line.split()[-1] for line in listed.stdout.splitlines()] == ["PyInit__core"]


def test_the_package_is_typed():
    assert (PACKAGE / "py.typed").is_file()
    assert (PACKAGE / "_core.pyi").is_file()


def test_the_version_is_that_of_the_library():
    project = (SOURCES / ".." / ".." / "CMakeLists.txt").read_text(encoding="utf-8")
    assert re.search(r"project\(salus VERSION ([0-9.]+)", project)[1] == salus.__version__


def test_the_stub_is_current(tmp_path):
    pytest.importorskip("pybind11_stubgen")
    made = tmp_path / "_core.pyi"
    subprocess.run([sys.executable, SOURCES / "tools" / "make_stubs.py", made], check=True)
    advice = "make the stub again: python bindings/python/tools/make_stubs.py"
    assert made.read_text(encoding="utf-8") == (PACKAGE / "_core.pyi").read_text(encoding="utf-8"), advice


def test_a_typed_program_passes_mypy(tmp_path):
    pytest.importorskip("mypy")
    program = Path(__file__).with_name("typed_program.py")
    checked = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", f"--cache-dir={tmp_path}", program],
        capture_output=True,
        text=True,
        env={"MYPYPATH": str(PACKAGE.parent), "PATH": ""},
    )
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_the_blocks_of_the_readme_run(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    text = (SOURCES / "README.md").read_text(encoding="utf-8")
    blocks = re.findall(r"^```python\n(.*?)^```$", text, flags=re.DOTALL | re.MULTILINE)
    assert blocks
    exec(compile("".join(blocks), "README.md", "exec"), {})
