"""Writes a list of passwords, one a line and compressed, as C++ string literals.

    common_passwords.py LIST.txt.gz OUTPUT.inc

Each literal begins and ends with a line break, so that a whole line can be looked for in it, and is short enough
for every compiler.
"""

import gzip
import sys
from pathlib import Path

LONGEST_LITERAL = 60_000  # bytes; the C++ standard asks compilers for 65,536


def literals(lines):
    part = "\n"
    for line in lines:
        if len(part) + len(line) >= LONGEST_LITERAL:
            yield f'R"|({part})|"'
            part = "\n"
        part += line + "\n"
    yield f'R"|({part})|"'


def main(source, output):
    with gzip.open(source, "rt", encoding="utf-8") as file:
        lines = sorted({line.strip().lower() for line in file} - {""})
    Path(output).parent.mkdir(parents=True, exist_ok=True)
    Path(output).write_text(",\n".join(literals(lines)) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
