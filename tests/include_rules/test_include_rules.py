"""Checks the tree against the list, and the checker against a small tree that breaks every rule."""

import json
import os
from pathlib import Path

import pytest
from include_rules import Rules

TREE = Path(__file__).resolve().parents[2]
ROOMS = json.loads(Path(os.environ["SALUS_BUILD_DIR"], "layers.json").read_text(encoding="utf-8"))


def test_the_tree_keeps_the_rule():
    offences = Rules(TREE, ROOMS).offences()
    assert not offences, "\n" + "\n".join(offences)


@pytest.mark.parametrize(
    ("path", "include", "reason"),
    [
        ("include/salus/core/time.hpp", '"salus/query/expr.hpp"', "core may not use query"),
        ("include/salus/domain/patient.hpp", '"salus/service/clinic.hpp"', "domain may not use service"),
        ("include/salus/service/clinic.hpp", "<nlohmann/json.hpp>", "the standard library and Salus alone"),
        ("include/salus/service/clinic.hpp", '"service/hash.hpp"', "one that is not installed"),
        ("include/salus/core/time.hpp", "<salus/core/tiem.hpp>", "there is no such header"),
        ("src/service/clinic.cpp", "<libpq-fe.h>", "service may not use this library"),
        ("src/service/clinic.cpp", "<salus/sqlite.hpp>", "service may not use sqlite"),
        ("samples/cli/main.cpp", "<salus/sql/render.hpp>", "cli may not use sql"),
        ("samples/cli/main.cpp", '"../../adapters/sqlite/src/pool.hpp"', "only salus/sqlite.hpp"),
    ],
)
def test_an_offence_is_found(tmp_path, path, include, reason):
    plant(tmp_path, path, include)
    (offence,) = Rules(tmp_path, ROOMS).offences()
    assert offence.startswith(f"{path}:2: {include}: ")
    assert reason in offence


@pytest.mark.parametrize(
    ("path", "include"),
    [
        ("include/salus/service/clinic.hpp", '"salus/core/time.hpp"'),
        ("include/salus/codec/nlohmann.hpp", "<nlohmann/json.hpp>"),
        ("include/salus/testing/kit.hpp", "<catch2/catch_test_macros.hpp>"),
        ("src/service/clinic.cpp", '"service/hash.hpp"'),
        ("src/service/clinic.cpp", "<openssl/evp.h>"),
        ("adapters/sqlite/src/pool.hpp", "<salus/sql/render.hpp>"),
        ("samples/cli/main.cpp", "<salus/sqlite.hpp>"),
    ],
)
def test_what_is_allowed_passes(tmp_path, path, include):
    plant(tmp_path, path, include)
    assert Rules(tmp_path, ROOMS).offences() == []


def plant(tree: Path, path: str, include: str):
    """Makes a tree of empty files, but for one that has the include on its second line."""
    for name in (
        "include/salus/core/time.hpp",
        "include/salus/query/expr.hpp",
        "include/salus/service/clinic.hpp",
        "src/service/hash.hpp",
        "adapters/sql/include/salus/sql/render.hpp",
        "adapters/sqlite/include/salus/sqlite.hpp",
        "adapters/sqlite/src/pool.hpp",
        path,
    ):
        (tree / name).parent.mkdir(parents=True, exist_ok=True)
        (tree / name).touch()
    (tree / path).write_text(f"#pragma once\n#include {include}\n", encoding="utf-8")
