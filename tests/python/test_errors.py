"""The hierarchy of exceptions."""

import copy
import pickle

import pytest
import salus

ALSO = {
    salus.InvalidInput: ValueError,
    salus.Unauthenticated: PermissionError,
    salus.Forbidden: PermissionError,
    salus.NotFound: LookupError,
    salus.Unsupported: NotImplementedError,
    salus.StorageBusy: TimeoutError,
    salus.StorageUnavailable: ConnectionError,
    salus.InternalError: RuntimeError,
    salus.HiddenField: AttributeError,
}
CLASSES = [value for value in vars(salus).values() if isinstance(value, type) and issubclass(value, salus.Error)]


@pytest.mark.parametrize("error", CLASSES)
def test_every_error_is_an_error_of_salus_with_a_code(error):
    assert error.__module__ == "salus"
    assert error.__doc__
    assert error.code.replace("_", "").isalpha()
    assert error.retryable == (
        error in (salus.StorageBusy, salus.StorageUnavailable, salus.Throttled)
    )


@pytest.mark.parametrize(("error", "builtin"), ALSO.items())
def test_programs_catch_it_by_the_name_they_know(error, builtin):
    assert issubclass(error, builtin)


def test_a_commit_in_doubt_is_not_what_programs_retry():
    assert not issubclass(salus.CommitInDoubt, OSError)


@pytest.mark.parametrize("error", CLASSES)
def test_an_error_travels_between_processes(error):
    issues = [salus.Issue("mrn", "unique", "It is taken.")]
    for travelled in (pickle.loads(pickle.dumps(error("No.", issues))), copy.copy(error("No.", issues))):
        assert type(travelled) is error
        assert str(travelled) == "No."
        assert travelled.issues == issues
