"""A host that links the system's SQLite beside Salus must never get ours, nor we its: no name is shared."""

import os
import subprocess
from pathlib import Path

import pytest

LIBRARY = Path(os.environ["SALUS_BUILD_DIR"], "libsalus_sqlcipher.a")


@pytest.mark.skipif(not LIBRARY.exists(), reason="built without SQLite")
def test_every_global_name_of_sqlcipher_has_our_prefix():
    command = ["nm", "--extern-only", "--defined-only", "--format=just-symbols", LIBRARY]
    names = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    names = [name for name in names if not name.endswith(".o:")]
    assert "salus_sqlite3_open_v2" in names
    assert [name for name in names if not name.startswith("salus_")] == []
