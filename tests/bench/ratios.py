#!/usr/bin/env python3
"""Runs the benchmarks and writes one ratio for each: 1.0 is as fast as the fastest hand-written rival.

    ratios.py PROGRAM RESULTS.json

Rounds of both sides are interleaved, so that a busy machine slows both; medians are compared.
"""

import json
import statistics
import subprocess
import sys
import tempfile


def measure(program):
    with tempfile.NamedTemporaryFile("r", suffix=".json") as out:
        subprocess.run(
            [
                program,
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


def medians(runs):
    times = {}
    for run in runs:
        name, side = run["name"].split("/")[:2]
        times.setdefault(name, {}).setdefault(side, []).append(run["real_time"])
    return {name: {side: statistics.median(all) for side, all in sides.items()} for name, sides in times.items()}


def main(program, results):
    ratios = {}
    for name, sides in medians(measure(program)).items():
        ours = sides.pop("salus")
        ratios[name] = round(min(sides.values()) / ours, 3)
        print(f"{name:40} {ratios[name]:6.2f}")
    with open(results, "w", encoding="utf-8") as out:
        json.dump(ratios, out, indent=2, sort_keys=True)
        out.write("\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
