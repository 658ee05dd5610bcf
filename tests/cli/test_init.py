"""Making a database, and opening it again: keys, passwords, and what is refused."""

import sqlite3

from conftest import PASSWORD, ROOT, Salus


def test_a_new_file_gets_a_key_that_only_its_owner_can_read(salus):
    salus.init()
    key = salus.database.with_name("clinic.db.key")
    assert key.stat().st_mode & 0o777 == 0o600
    assert len(bytes.fromhex(key.read_text().strip())) == 32
    assert salus("as", ROOT, "count", "users").out == "1\n"


def test_running_it_again_changes_nothing(salus):
    salus.init("--name", "First")
    before = salus.writes()
    assert "Nothing to do" in salus("init", "--admin-email", "second@clinic.example", "--name", "Second").out
    assert salus.writes() == before


def test_a_second_organization_is_added_to_the_same_file(salus):
    salus.init()
    salus.init("--organization", "hill")
    assert salus("--organization", "hill", "as", ROOT, "count", "users").out == "1\n"


def test_a_passphrase_opens_what_it_made_and_no_key_file_is_left(salus):
    salus.init(SALUS_PASSPHRASE="four words of nonsense")
    assert not salus.database.with_name("clinic.db.key").exists()
    salus("as", ROOT, "count", "users", SALUS_PASSPHRASE="four words of nonsense")
    assert "key" in salus("as", ROOT, "count", "users", SALUS_PASSPHRASE="other words", code=1).err


def test_the_key_may_come_from_the_environment(salus):
    salus.init(SALUS_KEY="ab" * 32)
    salus("as", ROOT, "count", "users", SALUS_KEY="ab" * 32)


def test_a_key_file_may_be_elsewhere(salus, tmp_path):
    salus.init()
    elsewhere = tmp_path / "elsewhere.key"
    salus.database.with_name("clinic.db.key").rename(elsewhere)
    salus("--key-file", elsewhere, "as", ROOT, "count", "users")
    salus("as", ROOT, "count", "users", SALUS_KEY_FILE=str(elsewhere))


def test_a_wrong_key_is_a_clear_error_and_touches_nothing(salus):
    salus.init()
    before = salus.database.read_bytes()
    run = salus("as", ROOT, "count", "users", SALUS_KEY="00" * 32, code=1)
    assert run.err.count("\n") == 2 and "SALUS_KEY" in run.err
    assert "00" * 32 not in run.err
    assert salus.database.read_bytes() == before


def test_a_missing_key_says_how_to_name_one(salus):
    salus.init()
    salus.database.with_name("clinic.db.key").unlink()
    run = salus("as", ROOT, "count", "users", code=1)
    assert run.err.startswith("salus: there is no key for ")
    assert "--key-file" in run.err and "SALUS_PASSPHRASE" in run.err


def test_an_unencrypted_file_is_refused(salus):
    with sqlite3.connect(salus.database) as database:
        database.execute("create table t (x)")
    before = salus.database.read_bytes()
    assert "was not touched" in salus("as", ROOT, "count", "users", SALUS_KEY="00" * 32, code=1).err
    assert salus.database.read_bytes() == before


def test_a_missing_file_is_not_made_by_reading(salus):
    run = salus("as", ROOT, "count", "users", code=1)
    assert "salus init" in run.err
    assert not salus.database.exists()


def test_a_password_that_is_too_short_is_refused(salus):
    assert "too short" in salus.init(SALUS_ADMIN_PASSWORD="short", code=1).err


def test_without_a_terminal_the_password_comes_from_a_file_or_the_environment(salus, tmp_path):
    run = salus("init", "--admin-email", ROOT, code=2)
    assert "--password-file" in run.err
    assert not salus.database.exists()
    (tmp_path / "password").write_text(PASSWORD + "\n")
    salus("init", "--admin-email", ROOT, "--password-file", tmp_path / "password")


def test_no_patient_can_be_read_in_the_file(small):
    names = [b"Okafor", b"Dubois", b"Cardiology"]
    for file in small.database.parent.iterdir():
        assert not any(name in file.read_bytes() for name in names), file


def test_the_profile_of_row_security_is_chosen_at_init_and_named_again(postgres_server):
    database = postgres_server.create_database()
    owner, application = Salus(database.owner_uri), Salus(database.application_uri)
    owner.init("--application-role", "salus_app", "--row-security", "full")
    assert application("--row-security", "full", "as", ROOT, "count", "users").out == "1\n"
    assert "salus init" in application("as", ROOT, "count", "users", code=1).err
    assert "Nothing to do" in owner.init("--application-role", "salus_app", "--row-security", "wall").out
    assert application("as", ROOT, "count", "users").out == "1\n"
    assert "salus init" in application("as", ROOT, "count", "users", SALUS_ROW_SECURITY="full", code=1).err


def test_a_file_has_no_row_security_of_its_own(salus):
    assert "row-level security" in salus.init("--row-security", "full", code=2).err
    assert not salus.database.exists()
