"""Opening, installing, logging in, closing."""

import stat
import uuid

import pytest
import salus
from conftest import PASSWORD, install


def test_an_installed_clinic_is_opened_again(clinic_file):
    with salus.open(clinic_file) as clinic:
        assert clinic.log_in("root@example.org", PASSWORD).count(salus.User) == 1


def test_a_new_key_file_is_readable_by_its_owner_alone(clinic_file):
    key_file = clinic_file.with_name("clinic.db.key")
    assert stat.S_IMODE(key_file.stat().st_mode) == 0o600
    assert len(bytes.fromhex(key_file.read_text())) == 32


def test_a_key_is_a_file_or_bytes_or_digits(clinic_file):
    digits = clinic_file.with_name("clinic.db.key").read_text().strip()
    moved = clinic_file.with_name("elsewhere")
    clinic_file.with_name("clinic.db.key").rename(moved)
    for named in ({"key_file": moved}, {"key": digits}, {"key": bytes.fromhex(digits)}):
        salus.open(clinic_file, **named).close()


def test_a_passphrase_makes_a_key(tmp_path):
    install(tmp_path / "clinic.db", passphrase="a long phrase").close()
    assert [file.name for file in tmp_path.iterdir() if "key" in file.name] == []
    salus.open(tmp_path / "clinic.db", passphrase="a long phrase").close()
    with pytest.raises(salus.WrongKey):
        salus.open(tmp_path / "clinic.db", passphrase="another phrase")


def test_installing_again_changes_nothing(clinic_file):
    with install(clinic_file) as clinic:
        assert clinic.act_as("root@example.org").count(salus.User) == 1


def test_a_wrong_key_leaves_the_file_as_it_is(clinic_file):
    before = clinic_file.read_bytes()
    with pytest.raises(salus.WrongKey):
        salus.open(clinic_file, key=bytes(range(32)))
    assert clinic_file.read_bytes() == before


def test_a_file_that_is_no_database_is_told_apart(tmp_path):
    file = tmp_path / "clinic.db"
    file.write_bytes(b"SQLite format 3\0" + bytes(4096))
    with pytest.raises(salus.Error) as caught:
        salus.open(file, key=bytes(32))
    assert isinstance(caught.value, (salus.PlaintextDatabase, salus.NotADatabase))


def test_a_missing_file_is_not_made(tmp_path):
    with pytest.raises(salus.StorageUnavailable):
        salus.open(tmp_path / "clinic.db", key=bytes(32))
    assert list(tmp_path.iterdir()) == []


def test_an_organization_that_is_not_there(clinic_file):
    with pytest.raises(salus.NotFound):
        salus.open(clinic_file, organization="elsewhere")


@pytest.mark.parametrize("keys", [{"key": "00", "passphrase": "x"}, {"key": 7}, {"passphrase": ""}])
def test_keys_that_make_no_sense_are_refused(clinic_file, keys):
    with pytest.raises(TypeError):
        salus.open(clinic_file, **keys)


def test_only_a_file_has_a_key():
    with pytest.raises(TypeError):
        salus.open("postgresql://localhost/clinic", key=bytes(32))


def test_log_in_answers_alike_to_whatever_is_wrong(small_clinic):
    answers = set()
    for email, password in (("root@example.org", "wrong password"), ("nobody@example.org", PASSWORD)):
        with pytest.raises(salus.Unauthenticated) as caught:
            small_clinic.clinic.log_in(email, password)
        answers.add(str(caught.value))
    assert len(answers) == 1


def test_a_refused_password_is_not_printed(small_clinic):
    for given in (b"secret-bytes", 12345):
        with pytest.raises(TypeError) as caught:
            small_clinic.clinic.log_in("root@example.org", given)
        assert str(given) not in str(caught.value)


def test_an_account_acts_by_email_or_id(small_clinic, root):
    ada = small_clinic.act_as("ada").principal
    assert ada.roles == {"user", "doctor"}
    assert ada.doctor == small_clinic.doctors["ada"].id
    assert small_clinic.clinic.act_as(ada.user).principal.doctor == ada.doctor
    with pytest.raises(salus.Unauthenticated):
        small_clinic.clinic.act_as(uuid.uuid4())


def test_a_password_is_set(small_clinic, root):
    root.create(salus.User(email="new@example.org", name="new"))
    small_clinic.clinic.set_password("new@example.org", "another good password")
    assert small_clinic.clinic.log_in("new@example.org", "another good password").principal.user
    with pytest.raises(salus.InvalidInput):
        small_clinic.clinic.set_password("new@example.org", "short")


def test_what_is_closed_says_so():
    clinic = install("memory:")
    session = clinic.act_as("root@example.org")
    clinic.close()
    clinic.close()
    with pytest.raises(ValueError, match="closed"):
        session.count(salus.User)
    with pytest.raises(ValueError, match="closed"):
        clinic.act_as("root@example.org")


def test_a_session_keeps_what_it_needs():
    session = install("memory:").act_as("root@example.org")
    assert session.count(salus.User) == 1
