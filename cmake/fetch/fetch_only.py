"""A build backend that answers questions about a source archive and builds nothing.

`pip download` of a source archive asks the package's own build backend for its name and version, which for
some packages starts a compiler. Found first on PYTHONPATH under the names of real backends, this one answers
in their place, so that pip fetches and checks the archive without running any code of it.
"""

from email.parser import HeaderParser
from pathlib import Path


def get_requires_for_build_wheel(config_settings=None):
    return []


def prepare_metadata_for_build_wheel(metadata_directory, config_settings=None):
    info = HeaderParser().parsestr(Path("PKG-INFO").read_text(encoding="utf-8"))
    name, version = info["Name"], info["Version"]
    folder = Path(metadata_directory, f"{name.replace('-', '_')}-{version}.dist-info")
    folder.mkdir()
    folder.joinpath("METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n")
    return folder.name


def build_wheel(*args, **kwargs):
    raise RuntimeError("this archive is fetched as source only")
