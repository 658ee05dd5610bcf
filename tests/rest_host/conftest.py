import sys
from pathlib import Path

import pytest
from rest_server import RestServer

sys.path.append(str(Path(__file__).parents[1]))
from support.postgres_server import postgres_server  # noqa: E402, F401


@pytest.fixture(scope="session")
def server():
    server = RestServer()
    yield server
    if server.process.poll() is None:
        server.stop()
