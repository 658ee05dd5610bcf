"""The program itself: help, version, wrong use, and secrets in the wrong place."""

import re

import pytest
from conftest import SOURCE

SECRET = "8f14e45fceea167a5a36dedd4bea2543"


def test_the_version_is_the_project_s(salus):
    project = re.search(r"project\(salus VERSION ([\d.]+)", (SOURCE / "CMakeLists.txt").read_text())
    assert salus("--version").out == f"salus {project[1]}\n"


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["init"],
        ["import", "csv"],
        ["as"],
        ["as", "a@b.example", "list"],
        ["explain"],
        ["journal", "show"],
        ["journal", "verify"],
        ["password"],
        ["policy"],
        ["serve"],
        ["demo"],
    ],
)
def test_every_command_helps(salus, words):
    assert "--help" in salus(*words, "--help").out


def test_a_command_does_not_repeat_the_help_of_the_whole_program(salus):
    for words in (["import"], ["journal"], ["rotate-keys"]):
        assert "Exit status" not in salus(*words, "--help").out


def test_the_usage_of_what_an_account_does_names_the_account(salus):
    assert "Usage: salus as EMAIL list " in salus("as", "a@b.example", "list", "--help").out


def test_help_has_examples_and_exit_codes(salus):
    out = salus("--help").out
    assert "Examples:" in out and "Exit status" in out and "never arguments" in out


@pytest.mark.parametrize(
    "words",
    [
        ["--key", SECRET, "journal", "verify"],
        [f"--key={SECRET}", "journal", "verify"],
        ["--passphrase", SECRET, "journal", "verify"],
        ["init", "--admin-email", "a@b.example", "--password", SECRET],
        ["journal", "verify", SECRET],
        [SECRET],
    ],
)
def test_a_secret_in_the_wrong_place_is_not_repeated(salus, words):
    run = salus(*words, code=2)
    assert SECRET not in run.out + run.err
    assert run.err.startswith("salus: ") and run.err.count("\n") == 2


def test_a_misspelt_command_names_the_nearest(salus):
    assert 'Did you mean "import"?' in salus("improt", code=2).err
    assert 'Did you mean "list"?' in salus("as", "a@b.example", "lst", "patients", code=2).err


def test_no_database_says_how_to_name_one(salus):
    assert "--db" in salus("journal", "verify", code=2, SALUS_DB="").err


def test_nothing_at_all_is_wrong_use(salus):
    assert "salus --help" in salus(code=2).err


def test_an_account_gets_a_password_and_a_missing_one_does_not(small, tmp_path):
    small("password", "ada@clinic.example", SALUS_NEW_PASSWORD="a password for ada")
    small("password", "nobody@clinic.example", SALUS_NEW_PASSWORD="a password for ada", code=4)
    small("password", "ada@clinic.example", SALUS_NEW_PASSWORD="short", code=1)


def test_a_value_that_cannot_be_read_is_not_repeated(salus):
    run = salus("as", "a@b.example", "list", "patients", "--limit", SECRET, code=2)
    assert "--limit" in run.err and SECRET not in run.err
