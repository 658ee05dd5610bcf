"""Accounts and keys: create-superuser, rotate-keys."""

from conftest import Salus


def test_a_superuser_is_an_administrator(small: Salus):
    done = small(
        "create-superuser", "--email", "second@clinic.example", "--name", "Second", SALUS_SUPERUSER_PASSWORD="S3cure-pass-77"
    )
    assert "second@clinic.example can log in" in done.out
    assert "second@clinic.example" in small("as", "second@clinic.example", "list", "user").out


def test_a_superuser_comes_with_a_good_password_or_not_at_all(small: Salus):
    refused = small("create-superuser", "--email", "second@clinic.example", SALUS_SUPERUSER_PASSWORD="12345678", code=1)
    assert "too common" in refused.err and "12345678" not in refused.err
    assert "second@clinic.example" not in small("as", "root@clinic.example", "list", "user").out


def test_an_email_that_is_taken_is_refused(small: Salus):
    refused = small("create-superuser", "--email", "ROOT@clinic.example", SALUS_SUPERUSER_PASSWORD="S3cure-pass-77", code=1)
    assert "already exists" in refused.err


def test_a_password_on_the_command_line_is_refused(small: Salus):
    assert "S3cure" not in small("create-superuser", "--email", "x@clinic.example", "--password", "S3cure-pass-77", code=2).err


def test_keys_are_rotated(small: Salus):
    assert "new key" in small("rotate-keys").out
