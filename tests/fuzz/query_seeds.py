"""Writes the query strings of the recorded exchanges, one a file: query_seeds.py EXCHANGES.jsonl FOLDER"""

import json
import sys
from pathlib import Path


def main(exchanges: str, folder: str) -> None:
    paths = (json.loads(line)["request"]["path"] for line in Path(exchanges).read_text(encoding="utf-8").splitlines())
    queries = sorted({path.split("?", 1)[1] for path in paths if "?" in path})
    for number, query in enumerate(queries):
        Path(folder, f"query_{number:02}").write_text(query, encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
