import pytest

from rest_server import RestServer


@pytest.fixture(scope="session")
def server():
    server = RestServer()
    yield server
    if server.process.poll() is None:
        server.stop()
