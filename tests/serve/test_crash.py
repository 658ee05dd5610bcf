"""Both engines, and the host itself, killed under load: what was acknowledged is there, and clients see clean errors."""

import time

from host import Host, Writers, ask, init, missing

from support.postgres_server import PostgresServer


def are_clean(refused) -> bool:
    """Nothing but "try again"."""
    return all(status == 503 and "Retry-After" in headers for status, headers in refused)


def test_a_host_that_is_killed_while_clients_write_loses_nothing_it_acknowledged(tmp_path):
    database = tmp_path / "clinic.db"
    init(database)
    acknowledged = []
    for _ in range(3):
        host = Host(database)
        writers = Writers(host.port, host.log_in())
        writers.wait_for(50)
        host.kill()
        writers.end()
        assert are_clean(writers.refused), writers.refused
        acknowledged += writers.acknowledged
    with Host(database) as host:
        token = host.log_in()
        assert missing(host.port, token, acknowledged) == []
        assert ask(host.port, "GET", "/api/patients/?count=none&page_size=1", token)[0] == 200


def test_a_database_server_that_is_killed_while_clients_write_comes_back(tmp_path):
    server = PostgresServer()
    try:
        database = server.create_database()
        init(database.owner_uri, "--application-role", "salus_app")
        with Host(database.application_uri, "--log-requests") as host:
            token = host.log_in()
            writers = Writers(host.port, token)
            for _ in range(2):
                writers.wait_for(50)
                server.kill()
                wait_until(lambda: host.get("/readyz")[0] == 503)
                status, _, headers = host.get("/api/patients/", token)
                assert (status, headers["Retry-After"]) == (503, "1")
                assert host.get("/healthz")[0] == 200
                server.start_again()
                wait_until(lambda: host.get("/readyz")[0] == 200)
            writers.wait_for(50)
            writers.end()
            assert writers.refused
            assert are_clean(writers.refused), writers.refused
            assert missing(host.port, token, writers.acknowledged) == []
            log = host.stop()
            assert token not in log
            assert "Patient " not in log
    finally:
        server.stop()


def wait_until(condition) -> None:
    end = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.1)
