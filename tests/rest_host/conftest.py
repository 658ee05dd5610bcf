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


def _database(request, tmp_path_factory) -> Database:
    if request.param == "sqlite":
        return Database.file(tmp_path_factory.mktemp("wire"))
    return Database.of_server(request.getfixturevalue("postgres_server"))


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def world(request, tmp_path_factory):
    """The clinic of wire_world, served by a host of its own, once a module and engine."""
    world = WireWorld(_database(request, tmp_path_factory))
    yield world
    world.stop()


@pytest.fixture(scope="session", params=["sqlite", "postgres"])
def clinic(request, tmp_path_factory):
    """The same, for the whole run: for tests that leave what they find, or add rows of their own."""
    world = WireWorld(_database(request, tmp_path_factory))
    yield world
    world.stop()
