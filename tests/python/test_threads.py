"""The rule of threads, and that a call into the library lets others run."""

import threading
from concurrent.futures import ThreadPoolExecutor, wait

import pytest
import salus
from conftest import install

PATIENCE = 20  # seconds, for a machine that is busy with something else


def test_others_run_while_a_call_waits_in_the_library(small_clinic, new_patient):
    """One session writes beside the other's transaction, whose body waits for this thread."""
    first, second = small_clinic.act_as("root"), small_clinic.act_as("root")
    inside, finish = threading.Event(), threading.Event()

    def body():
        inside.set()
        assert finish.wait(PATIENCE)

    with ThreadPoolExecutor(2) as threads:
        transaction = threads.submit(first.run_in_transaction, body)
        assert inside.wait(PATIENCE)
        writing = threads.submit(second.create, new_patient())
        # SQLite's second writer waits inside the library, PostgreSQL's does not; this thread runs either way.
        wait([writing], timeout=0.2)
        finish.set()
        transaction.result(PATIENCE)
        assert writing.result(PATIENCE).version == 1


def test_sessions_of_many_threads_write_beside_each_other(small_clinic, root, new_patient):
    before = root.count(salus.Patient)

    def work(patients):
        with small_clinic.act_as("root") as session:
            return [session.create(patient).id for patient in patients]

    batches = [[new_patient() for _ in range(10)] for _ in range(4)]
    with ThreadPoolExecutor(4) as threads:
        ids = {id for batch in threads.map(work, batches) for id in batch}
    assert len(ids) == 40
    assert root.count(salus.Patient) == before + 40
    assert small_clinic.clinic.verify_journal().ok


def test_a_session_serves_one_thread_at_a_time(small_clinic):
    session = small_clinic.act_as("root")
    with ThreadPoolExecutor(1) as threads:

        def body():
            with pytest.raises(RuntimeError, match="one thread at a time"):
                threads.submit(session.count, salus.User).result(PATIENCE)
            with pytest.raises(RuntimeError, match="own transaction"):
                session.close()
            return session.count(salus.User)

        assert session.run_in_transaction(body) == session.count(salus.User)
        assert threads.submit(session.count, salus.User).result(PATIENCE)  # one after the other is fine


def test_a_clinic_closes_in_any_thread(tmp_path):
    clinic = install(tmp_path / "clinic.db")
    clinic.act_as("root@example.org")
    thread = threading.Thread(target=clinic.close)
    thread.start()
    thread.join(PATIENCE)
    assert not thread.is_alive()
