import sys
from pathlib import Path

import pytest
from host import init

sys.path.append(str(Path(__file__).parents[1]))


@pytest.fixture(scope="session")
def database(tmp_path_factory):
    """An installed clinic in a file; nothing but its administrator is in it."""
    file = tmp_path_factory.mktemp("serve") / "clinic.db"
    init(file)
    return file
