"""Log-ins that live on in tokens."""

import pytest
import salus
from conftest import PASSWORD


def test_a_log_in_lives_on_in_its_tokens(small_clinic):
    clinic = small_clinic.clinic
    with clinic.log_in("root@example.org", PASSWORD) as root:
        tokens = clinic.issue_tokens(root)
    with clinic.session(tokens.access) as again:
        assert again.count(salus.User) > 0
    renewed = clinic.refresh(tokens.refresh)
    clinic.log_out(renewed.refresh)
    with pytest.raises(salus.Unauthenticated, match="Token is invalid"):
        clinic.session(renewed.access)


def test_a_refresh_token_is_good_once(small_clinic):
    clinic = small_clinic.clinic
    with clinic.log_in("root@example.org", PASSWORD) as root:
        tokens = clinic.issue_tokens(root)
    clinic.refresh(tokens.refresh)
    with pytest.raises(salus.Unauthenticated, match="Token is blacklisted"):
        clinic.refresh(tokens.refresh)


def test_who_guesses_is_told_how_long_to_wait(small_clinic):
    with pytest.raises(salus.Throttled) as refused:  # noqa: PT012
        for _ in range(12):
            with pytest.raises(salus.Unauthenticated):
                small_clinic.clinic.log_in("root@example.org", "wrong")
    assert refused.value.retry_after >= 1 and refused.value.retryable
