import sys
from pathlib import Path

import pytest
from rest_server import RestServer
from salus_host import Database
from wire_world import WireWorld

sys.path.append(str(Path(__file__).parents[1]))
from support.postgres_server import postgres_server  # noqa: E402, F401


@pytest.fixture(scope="session")
def server():
    server = RestServer()
    yield server
    if server.process.poll() is None:
        server.stop()


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def database(request, tmp_path_factory):
    if request.param == "sqlite":
        return Database.file(tmp_path_factory.mktemp("wire"))
    return Database.of_server(request.getfixturevalue("postgres_server"))


@pytest.fixture(scope="module")
def world(database):
    """The clinic of wire_world, served by a host of its own, once a module and engine."""
    world = WireWorld(database)
    yield world
    world.stop()
