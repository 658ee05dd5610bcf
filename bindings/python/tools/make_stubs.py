"""Writes the type stub of salus._core, made from the built module.

    PYTHONPATH=build/dev/python python bindings/python/tools/make_stubs.py [FILE]

Needs pybind11-stubgen. tests/python/test_stubs.py fails when the stub in the tree is out of date.
"""

import contextlib
import io
import re
import sys
import tempfile
from enum import Enum
from pathlib import Path

import pybind11_stubgen
import salus._core as core
from salus._error import Error

STUB = Path(__file__).resolve().parents[1] / "src" / "salus" / "_core.pyi"
HEADER = '''"""The C++ library, as the Python files of the package see it. Made by tools/make_stubs.py; not edited."""

'''


def make_stub() -> str:
    for value in vars(core).values():
        if getattr(value, "__module__", None) == "salus":
            value.__module__ = core.__name__  # else it would be imported from the package that imports it
    with tempfile.TemporaryDirectory() as folder:
        with contextlib.redirect_stderr(io.StringIO()):
            pybind11_stubgen.main(["--output-dir", folder, "--exit-code", core.__name__])
        text = Path(folder, *core.__name__.split(".")).with_suffix(".pyi").read_text(encoding="utf-8")
    return HEADER + tidy(text)


def tidy(text: str) -> str:
    """Says what the generator cannot know: words of choices, and constants of errors."""
    for name, value in vars(core).items():
        if isinstance(value, type) and issubclass(value, Enum):
            text = replace_class(text, name, choice_class(value))
        elif isinstance(value, type) and issubclass(value, Error):
            text = replace_class(text, name, error_class(value))
    text = re.sub(r" +$", "", text, flags=re.MULTILINE)
    text = re.sub(r"^__all__.*\n", "", text, flags=re.MULTILINE)
    text = re.sub(r"^(class|def) ", r"\n\1 ", text, flags=re.MULTILINE)
    return re.sub(r":\n\s+\.\.\.$", ": ...", text, flags=re.MULTILINE).replace("\n\n\n", "\n\n")


def replace_class(text: str, name: str, replacement: str) -> str:
    found = re.compile(rf"^class {name}\b.*\n(?:[ ].*\n|\n(?=[ ]))*", re.MULTILINE)
    text, count = found.subn(lambda _: replacement, text)
    if count != 1:
        raise SystemExit(f"the generator wrote {count} classes {name}")
    return text


def choice_class(value: type[Enum]) -> str:
    words = "".join(f"    {member.name} = {member.value!r}\n" for member in value)
    return f"class {value.__name__}(salus._choice.Choice):\n{words}"


def error_class(value: type[Error]) -> str:
    bases = ", ".join(
        base.__name__ if base.__module__ == "builtins" else f"{base.__module__}.{base.__name__}"
        for base in value.__bases__
    )
    return f'class {value.__name__}({bases}):\n    """\n    {value.__doc__}\n    """\n'


def main() -> None:
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else STUB
    target.write_text(make_stub(), encoding="utf-8")


if __name__ == "__main__":
    main()
