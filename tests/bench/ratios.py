#!/usr/bin/env python3
"""Runs the benchmarks and writes one ratio for each: 1.0 is as fast as the fastest hand-written rival, 0.5 takes
twice its time. What a case counts besides is written as it is: nanoseconds (p50, p99) or milliseconds
(p99_ms), allocations, bytes.

    ratios.py PROGRAM RESULTS.json [FILTER]

Rounds of both sides are interleaved, so that a busy machine slows both; medians are compared. FILTER is a regular
expression over the names.
"""

import json
import re
import statistics
import subprocess
import sys
import tempfile

# Name, the least ratio that is good enough, and what that means. docs/performance.md says why.
GOALS = [
    (r"_record_by_id_of_", 1 / 1.5, "1.5 times the query without policy"),
    (r"_newest_page_of_", 1 / 2, "twice the query without policy"),
    (r"_exact_count_of_", 1 / 2, "twice the count written by hand"),
    (r"_row_bits_of_", 1 / 1.1, "a tenth of a page more"),
    (r"_beside_10000$", 1 / 1.5, "1.5 times what 10,000 patients take"),
    (r"_create_with_journal$", 0.85, "0.85 of the same inserts by hand"),
    (r"^journal_batched_page_of_50$", 0.8, "0.8 of the page without a journal"),
    (r"^journal_create_by_16_threads$", 4, "4 times one thread"),
    (r"^journal_create_by_3_processes$", 0.6, "0.6 of one process with as many threads"),
]
LIMITS = {"p50": 50, "p99": 200, "allocations": 0, "p99_ms": 50, "bytes_of_an_entry": 2_000}


def measure(program, names):
    with tempfile.NamedTemporaryFile("r", suffix=".json") as out:
        subprocess.run(
            [
                program,
                f"--benchmark_filter={names}",
                "--benchmark_min_time=0.2",
                "--benchmark_repetitions=9",
                "--benchmark_enable_random_interleaving=true",
                "--benchmark_report_aggregates_only=false",
                f"--benchmark_out={out.name}",
                "--benchmark_out_format=json",
            ],
            check=True,
            stdout=subprocess.DEVNULL,
        )
        return [run for run in json.load(out)["benchmarks"] if run["run_type"] == "iteration"]


def medians(runs, value_of):
    values = {}
    for run in runs:
        name, side = run["name"].split("/")[:2]
        values.setdefault(name, {}).setdefault(side, []).append(value_of(run))
    return {name: {side: statistics.median(all) for side, all in sides.items()} for name, sides in values.items()}


def counters(runs):
    return {
        run["name"]: {
            name: statistics.median(other[name] for other in runs if other["name"] == run["name"])
            for name in LIMITS.keys() & run.keys()
        }
        for run in runs
    }


def verdict(name, ratio):
    for pattern, least, meaning in GOALS:
        if re.search(pattern, name):
            return f"{'within' if ratio >= least else 'MORE THAN'} {meaning}"
    return ""


def main(program, results, names="."):
    runs = measure(program, names)
    compared = [run for run in runs if "/" in run["name"]]
    written = {}
    for name, sides in medians(compared, lambda run: run["real_time"]).items():
        ours = sides.pop("salus")
        rival = min(sides.values())
        written[name] = round(rival / ours, 3)
        print(f"{name:48} {written[name]:7.2f} {ours / 1e3:10.1f} µs {rival / 1e3:10.1f} µs  {verdict(name, written[name])}")
    for name, counts in counters([run for run in runs if LIMITS.keys() & run.keys()]).items():
        written[name] = {counter: round(value, 1) for counter, value in counts.items()}
        limits = {counter: LIMITS[counter] for counter in counts}
        kept = all(value <= limits[counter] for counter, value in counts.items())
        print(f"{name:48} {written[name]}  {'within' if kept else 'MORE THAN'} {limits}")
    with open(results, "w", encoding="utf-8") as out:
        json.dump(written, out, indent=2, sort_keys=True)
        out.write("\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
