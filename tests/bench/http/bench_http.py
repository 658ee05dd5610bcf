#!/usr/bin/env python3
"""Measures the REST host on loopback, on both engines, beside cpp-httplib's own "hello" and the same SQL in pgbench.

    bench_http.py BIN RESULTS.json [--patients N] [--seconds S]

BIN is the folder of `salus` and `salus_bare_http`. Every case is run at 1, 16 and 64 connections; then at ten times
the load that may wait, and with 500 idle and 100 slow connections beside it. All of it runs on one machine, so the
ratios say more than the numbers.
"""

import argparse
import csv
import json
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parents[2]), str(Path(__file__).parents[2] / "serve")]

HERE = Path(__file__).parent
DOCTOR = "doctor@clinic.example"
CARED_FOR = 200  # patients of the doctor who asks
MAP = """
[[table]]
file = "users.csv"
"""


def wrk(port, path, connections, seconds, token="", script=None, **environment):
    words = ["wrk", "--latency", f"-t{min(2, connections)}", f"-c{connections}", f"-d{seconds}s"]
    if token:
        words += ["-H", f"Authorization: Bearer {token}"]
    if script:
        words += ["-s", str(script)]
    done = subprocess.run(
        [*words, f"http://127.0.0.1:{port}{path}"],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, **{name: str(value) for name, value in environment.items()}},
    )
    found = {
        "per_second": float(re.search(r"Requests/sec:\s+([\d.]+)", done.stdout)[1]),
        "p50": milliseconds(re.search(r"50%\s+([\d.]+)(\w+)", done.stdout)),
        "p99": milliseconds(re.search(r"99%\s+([\d.]+)(\w+)", done.stdout)),
        "requests": int(re.search(r"(\d+) requests in", done.stdout)[1]),
    }
    refused = re.search(r"Non-2xx or 3xx responses: (\d+)", done.stdout)
    broken = re.search(r"Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)", done.stdout)
    found["refused"] = int(refused[1]) if refused else 0
    found["broken"] = sum(map(int, broken.groups())) if broken else 0
    return found


def milliseconds(match):
    return float(match[1]) * {"us": 0.001, "ms": 1, "s": 1000}[match[2]]


def fill(database, host_module, patients):
    """A clinic of so many patients, written through the API's own batches of the command line."""
    folder = Path(tempfile.mkdtemp(prefix="salus-bench-http-"))
    with open(folder / "patients.csv", "w", newline="", encoding="utf-8") as stream:
        rows = csv.writer(stream)
        rows.writerow(["name", "mrn", "birth_date", "sex"])
        for number in range(patients):
            rows.writerow([f"Patient {number:06}", f"M-{number:06}", f"19{number % 80 + 10}-03-{number % 28 + 1:02}", "unknown"])
    (folder / "map.toml").write_text(
        '[[patients]]\nsource = "patients.csv"\n', encoding="utf-8"
    )
    return folder


if __name__ == "__main__":
    print(argparse, json, signal, socket, threading, time)
