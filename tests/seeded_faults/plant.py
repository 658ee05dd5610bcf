"""Writes copies of the emitters in which each fault can be switched on, and the table of the faults.

plant.py SOURCE_DIR --list           the copies, one path a line
plant.py SOURCE_DIR --into FOLDER    writes them, and planted_faults.hpp
"""

import argparse
import re
from pathlib import Path

from faults import COMPILED_AGAIN, EMITTERS, Emitter, Fault

SWITCH = '#include "seeded_faults/active_fault.hpp"\n'


def paths() -> list[str]:
    return sorted({emitter.file for emitter in EMITTERS} | set(COMPILED_AGAIN))


def numbered() -> list[tuple[int, Emitter, Fault]]:
    pairs = [(emitter, fault) for emitter in EMITTERS for fault in emitter.faults]
    return [(number, *pair) for number, pair in enumerate(pairs, 1)]


def place(text: str, fault: Fault, file: str) -> tuple[int, int]:
    start = 0
    if fault.after:
        start = text.find(fault.after)
        if start < 0:
            raise SystemExit(f"tests/seeded_faults: {file} has no {fault.after!r} ({fault.name})")
    pattern = r"\s*".join(re.escape(part) for part in re.findall(r"\w+|[^\w\s]", fault.right))
    found = list(re.compile(pattern).finditer(text, start))
    if not found or (len(found) > 1 and not fault.after):
        raise SystemExit(f"tests/seeded_faults: {file} has {fault.right!r} {len(found)} times ({fault.name})")
    return found[0].span()


def switched(right: str, faults: list[tuple[int, Fault]]) -> str:
    """The right code, unless one of the faults is on."""
    is_statement = right.endswith(";")
    text = f"{{ {right} }}" if is_statement else f"({right})"
    for number, fault in faults:
        on = f"::salus::seeded_faults::is_on({number})"
        if is_statement:
            text = f"{{ if ({on}) {{ {fault.wrong} }} else {text} }}"
        else:
            text = f"({on} ? ({fault.wrong}) : {text})"
    return text


def planted(source: Path, file: str) -> str:
    text = (source / file).read_text(encoding="utf-8")
    places: dict[tuple[int, int], list[tuple[int, Fault]]] = {}
    for number, emitter, fault in numbered():
        if emitter.file == file:
            places.setdefault(place(text, fault, file), []).append((number, fault))
    end = len(text)
    for (first, last), faults in sorted(places.items(), reverse=True):
        if last > end:
            raise SystemExit(f"tests/seeded_faults: two faults overlap in {file}")
        text = text[:first] + switched(text[first:last], faults) + text[last:]
        end = first
    return SWITCH + text


def table() -> str:
    rows = []
    for number, emitter, fault in numbered():
        for engine in fault.engines or emitter.engines:
            rows.append(f'    PlantedFault{{{number}, "{emitter.name}", "{fault.name}", "{engine}"}},\n')
    return (
        "#pragma once\n\n#include <array>\n\n"
        '#include "seeded_faults/active_fault.hpp"\n\nnamespace salus::seeded_faults {\n\n'
        f"inline constexpr std::array planted_faults{{\n{''.join(rows)}}};\n\n}}  // namespace salus::seeded_faults\n"
    )


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("source", type=Path)
    parser.add_argument("--list", action="store_true")
    parser.add_argument("--into", type=Path)
    options = parser.parse_args()
    if options.list:
        print("\n".join(paths()))
        return
    for file in paths():
        copy = options.into / file
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_text(planted(options.source, file), encoding="utf-8")
    (options.into / "planted_faults.hpp").write_text(table(), encoding="utf-8")


if __name__ == "__main__":
    main()
