#!/usr/bin/env python3
"""Measures the REST host on loopback, on both engines, beside cpp-httplib's own "hello" and hand-written SQL in pgbench.

    bench_http.py BIN RESULTS.json [--patients 100000] [--seconds 5]

BIN is the folder of `salus` and `salus_bare_http`. Every case runs at 1, 16 and 64 connections. All of it shares one
machine, load included, so the ratios say more than the numbers.
"""

import argparse
import csv
import json
import os
import re
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).parent
DOCTOR = "doctor@clinic.example"
CARED_FOR = 200  # patients of the doctor who asks
CONNECTIONS = (1, 16, 64)
IMPORT = """
[[import]]
entity = "patient"
file = "patients.csv"
match = ["mrn"]
[import.fields]
name = "{name}"
mrn = "{mrn}"
birth_date = "{birth_date}"
sex = "unknown"

[[import]]
entity = "care_relationship"
file = "cared_for.csv"
match = ["doctor", "patient", "relationship_type"]
[import.fields]
doctor = { from = "{doctor}", find = { entity = "doctor", field = "email" } }
patient = { from = "{mrn}", find = { entity = "patient", field = "mrn" } }
relationship_type = "primary_care"
"""
# The page of a doctor's patients, and its count, as somebody would write them.
ASSIGNED = """from patient p where p.organization_id = '{organization}' and p.deleted_at is null and p.id = any(array(
  select r.patient from care_relationship r where r.organization_id = '{organization}' and r.doctor = '{doctor}'
  and r.status = 'active' and r.valid_from <= now() and (r.valid_to is null or r.valid_to > now())
  and r.deleted_at is null))"""
PAGE_SQL = f"select p.* {ASSIGNED} order by p.name, p.id limit 50;\nselect count(*) {ASSIGNED};\n"


def milliseconds(match):
    return float(match[1]) * {"us": 0.001, "ms": 1, "s": 1000}[match[2]]


def wrk(port, path, connections, seconds, token="", script=None, **environment):
    """Requests a second, p50 and p99 in milliseconds, and how many answers were none, or refusals."""
    words = ["wrk", "--latency", f"-t{min(2, connections)}", f"-c{connections}", f"-d{seconds}s"]
    words += ["-H", f"Authorization: Bearer {token}"] if token else []
    words += ["-s", str(script)] if script else []
    done = subprocess.run(
        [*words, f"http://127.0.0.1:{port}{path}"],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, **{name: str(value) for name, value in environment.items()}},
    )
    broken = re.search(r"Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)", done.stdout)
    refused = re.search(r"Non-2xx or 3xx responses: (\d+)", done.stdout)
    return {
        "per_second": float(re.search(r"Requests/sec:\s+([\d.]+)", done.stdout)[1]),
        "p50": milliseconds(re.search(r"50%\s+([\d.]+)(us|ms|s)", done.stdout)),
        "p99": milliseconds(re.search(r"99%\s+([\d.]+)(us|ms|s)", done.stdout)),
        "refused": int(refused[1]) if refused else 0,
        "broken": sum(map(int, broken.groups())) if broken else 0,
    }


def fill(host, database, patients):
    """A clinic of so many patients, a doctor, and who is in their care; the doctor's id."""
    host.call(database, "as", host.ROOT, "create", "user", f"email={DOCTOR}", "name=Doctor", "is_doctor=yes")
    with tempfile.NamedTemporaryFile("w") as password:
        password.write(host.PASSWORD)
        password.flush()
        host.call(database, "password", DOCTOR, "--password-file", password.name)
    user = json.loads(host.call(database, "as", host.ROOT, "list", "users", f"email={DOCTOR}", "--json").stdout)["id"]
    fields = ("name=Doctor", "specialization=Cardiology", f"email={DOCTOR}", f"user={user}")
    doctor = json.loads(host.call(database, "as", host.ROOT, "create", "doctor", *fields, "--json").stdout)["id"]
    with tempfile.TemporaryDirectory() as folder:
        with open(Path(folder, "patients.csv"), "w", newline="", encoding="utf-8") as stream:
            rows = csv.writer(stream)
            rows.writerow(["name", "mrn", "birth_date"])
            for i in range(patients):
                rows.writerow([f"Patient {i:06}", f"M-{i:06}", f"19{i % 80 + 10}-03-{i % 28 + 1:02}"])
        with open(Path(folder, "cared_for.csv"), "w", newline="", encoding="utf-8") as stream:
            rows = csv.writer(stream)
            rows.writerow(["doctor", "mrn"])
            for i in range(CARED_FOR):
                rows.writerow([DOCTOR, f"M-{i * (patients // CARED_FOR):06}"])
        Path(folder, "map.toml").write_text(IMPORT, encoding="utf-8")
        host.call(database, "import", "csv", folder, "--map", Path(folder, "map.toml"), timeout=7200)
    return doctor


def cases(token, root, doctor, patients, ids, run):
    """Name, path, and what wrk needs besides."""
    write = {"BENCH_TOKEN": token, "BENCH_DOCTOR": doctor, "BENCH_PATIENTS": ids.name, "script": HERE / "create.lua"}
    last_page = min(1000, patients // 50)
    return [
        ("get patient", f"/api/patients/{Path(ids.name).read_text().split()[0]}/", {"token": token}),
        ("page of 50 patients", "/api/patients/?page_size=50", {"token": token}),
        ("appointments of 28 days", "/api/appointments/?start_date=2030-03-01&end_date=2030-03-28", {"token": token}),
        ("create appointment", "/", {**write, "BENCH_WRITES": 10, "BENCH_RUN": run}),
        (f"page {last_page} of {patients} patients", f"/api/patients/?page={last_page}&page_size=50", {"token": root}),
        ("mixed 90/10", "/", {**write, "BENCH_WRITES": 1, "BENCH_RUN": run + 1}),
    ]


def log_in(host, port, email):
    status, answer, _ = host.ask(port, "POST", "/api/auth/login/", "", {"email": email, "password": host.PASSWORD})
    assert status == 200, answer
    return json.loads(answer)["access"]


def measure(host, database, doctor, patients, seconds):
    """Every case of one engine, then overload, and who else is there."""
    results = {}
    with host.Host(database) as server:
        token, root = log_in(host, server.port, DOCTOR), server.log_in()
        page = json.loads(server.get("/api/patients/?page_size=200", token)[1])["results"]
        with tempfile.NamedTemporaryFile("w") as ids:
            ids.write("\n".join(row["id"] for row in page))
            ids.flush()
            for number, connections in enumerate(CONNECTIONS):
                for name, path, options in cases(token, root, doctor, patients, ids, number * 2):
                    results[f"{name} at {connections}"] = wrk(server.port, path, connections, seconds, **options)
                    server.get(f"/api/patients/{page[0]['id']}/", token)  # behind what is worked on still
        path = f"/api/patients/{page[0]['id']}/"
        alone = wrk(server.port, path, 16, seconds, token)
        with crowd(server.port):
            beside = wrk(server.port, path, 16, seconds, token)
        results["get patient alone"] = alone
        results["get patient beside 500 idle and 100 slow"] = beside
    with host.Host(database, "--waiting", "64") as server:
        results["get patient at ten times what may wait"] = wrk(server.port, path, 720, seconds, token)
    return results


class crowd:
    """500 connections that were used once, and 100 that send a header a byte at a time."""

    def __init__(self, port):
        self._connections = [socket.create_connection(("127.0.0.1", port)) for _ in range(600)]

    def __enter__(self):
        for connection in self._connections[:500]:
            connection.sendall(b"GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n")
            connection.recv(4096)
        for connection in self._connections[500:]:
            connection.sendall(b"GET /healthz HTTP/1.1\r\nHost: a\r\nX: ")

    def __exit__(self, *_):
        for connection in self._connections:
            connection.close()


def bare(program, seconds):
    """The library by itself, at each number of connections."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen([program, str(port)])
    try:
        time.sleep(0.5)
        return {f"bare at {connections}": wrk(port, "/hello", connections, seconds) for connections in CONNECTIONS}
    finally:
        process.kill()
        process.wait()


def pgbench(database, doctor, seconds):
    words = ["psql", "-XAtc", "select id from organization", database.superuser_uri]
    organization = subprocess.run(words, capture_output=True, text=True, check=True).stdout.strip()
    with tempfile.NamedTemporaryFile("w", suffix=".sql") as script:
        script.write(" ".join(PAGE_SQL.format(doctor=doctor, organization=organization).split()).replace("; ", ";\n"))
        script.flush()
        results = {}
        for connections in CONNECTIONS:
            count = min(connections, 50)  # what the server allows
            words = ["pgbench", "-n", "-M", "prepared", "-f", script.name, f"-c{count}", f"-j{min(2, count)}", f"-T{seconds}"]
            done = subprocess.run([*words, database.superuser_uri], capture_output=True, text=True, check=False)
            found = re.search(r"tps = ([\d.]+)", done.stdout)
            assert found, done.stderr
            results[f"page of 50 in pgbench at {connections}"] = {"per_second": float(found[1])}
        return results


def goals(results):
    """The promised ratios: name, value, whether it is kept."""
    sqlite, postgres, other = results["sqlite"], results["postgres"], results["beside"]

    def ratio(value, rival):
        return round(value["per_second"] / rival["per_second"], 3)

    found = []
    for connections in CONNECTIONS:
        value = ratio(sqlite[f"get patient at {connections}"], other[f"bare at {connections}"])
        found.append((f"get on SQLite / bare httplib at {connections}", value, value >= 0.6))
        value = ratio(postgres[f"page of 50 patients at {connections}"], other[f"page of 50 in pgbench at {connections}"])
        found.append((f"page of 50 / pgbench at {connections}", value, value >= 0.5))
    for engine in ("sqlite", "postgres"):
        case = results[engine]["get patient at 64"]
        found.append((f"{engine}: p99 / p50 at 64", round(case["p99"] / case["p50"], 2), case["p99"] <= 5 * case["p50"]))
        alone = results[engine]["get patient alone"]["p99"]
        beside = results[engine]["get patient beside 500 idle and 100 slow"]["p99"]
        found.append((f"{engine}: p99 beside a crowd / alone", round(beside / alone, 2), beside <= 2 * alone))
        overload = results[engine]["get patient at ten times what may wait"]
        found.append((f"{engine}: answers lost at overload", overload["broken"], overload["broken"] == 0))
    return found


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("bin", type=Path)
    parser.add_argument("results", type=Path)
    parser.add_argument("--patients", type=int, default=100_000)
    parser.add_argument("--seconds", type=int, default=5)
    words = parser.parse_args()
    os.environ["SALUS_BIN"] = str(words.bin / "salus")
    sys.path[:0] = [str(HERE.parents[1]), str(HERE.parents[1] / "serve")]
    import host
    from support.postgres_server import PostgresServer

    results = {"beside": bare(words.bin / "salus_bare_http", words.seconds)}
    with tempfile.TemporaryDirectory() as folder:
        database = Path(folder, "clinic.db")
        host.init(database)
        doctor = fill(host, database, words.patients)
        results["sqlite"] = measure(host, database, doctor, words.patients, words.seconds)
    server = PostgresServer()
    try:
        database = server.create_database()
        host.init(database.owner_uri, "--application-role", "salus_app")
        doctor = fill(host, database.application_uri, words.patients)
        subprocess.run(["psql", "-Xqc", "analyze", database.superuser_uri], check=True)  # as autovacuum does, in its time
        results["postgres"] = measure(host, database.application_uri, doctor, words.patients, words.seconds)
        results["beside"].update(pgbench(database, doctor, words.seconds))
    finally:
        server.stop()
    results["goals"] = [{"name": name, "value": value, "kept": kept} for name, value, kept in goals(results)]
    words.results.write_text(json.dumps(results, indent=2), encoding="utf-8")
    for name, value, kept in goals(results):
        print(f"{'kept  ' if kept else 'MISSED'} {value:>9}  {name}")


if __name__ == "__main__":
    main()
