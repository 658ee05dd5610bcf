"""Whether a stopwatch tells two kinds of answer apart.

How it is decided. The two questions are asked in turns, in a random order within each turn, on one connection each, so that
whatever else the machine does falls on both alike. The times are compared by ranks (Mann–Whitney): `advantage` is the
probability that an answer to the first takes longer than one to the second, where 0.5 is a coin. They can be told apart if

  * a difference this great would be chance in fewer than 1 of 1,000 comparisons (two-sided p < `ALPHA`), and
  * guessing by the clock is right more often than a coin by `LEAST_ADVANTAGE`, or the medians differ by `LEAST_SHIFT`.

The second is what makes a difference worth the name: with enough samples the first finds the nanoseconds that a row costs
which is in a page of the database or not.

A difference has to be found `REPEATS` times in a row, in the same direction and in fresh samples; so the test gives a false
alarm in far fewer than one of 10⁶ runs, however noisy the machine, and a real difference, which is there every time, is found.
That it would be found in this noise is checked with the samples themselves: with `SEEN_SHIFT` of the median added to one side,
they must be told apart. Where they are not, more are taken, and in the end nothing is said: `TooNoisy`."""

from __future__ import annotations

import gc
import math
import random
import statistics
import time
from bisect import bisect_left, bisect_right
from collections.abc import Callable
from dataclasses import dataclass

ALPHA = 0.001
LEAST_ADVANTAGE = 0.10
LEAST_SHIFT = 0.05  # of the median
SEEN_SHIFT = 0.10
REPEATS = 3
SAMPLES = 250
MOST_SAMPLES = 1500
MOST_SECONDS = 20


@dataclass(frozen=True)
class Comparison:
    advantage: float
    p: float
    shift: float  # of the medians, as a part of the second one
    samples: int

    @property
    def is_different(self) -> bool:
        is_worth_it = abs(self.advantage - 0.5) >= LEAST_ADVANTAGE or abs(self.shift) >= LEAST_SHIFT
        return self.p < ALPHA and is_worth_it

    @property
    def direction(self) -> float:
        return math.copysign(1, self.advantage - 0.5)


def compare(first: list[int], second: list[int]) -> Comparison:
    """Mann–Whitney by the normal approximation, which holds from some twenty samples on."""
    advantage = _advantage(first, second)
    n, m = len(first), len(second)
    deviation = math.sqrt((n + m + 1) / (12 * n * m))  # of the advantage, if there is no difference; ties are rare
    p = math.erfc(abs(advantage - 0.5) / deviation / math.sqrt(2))
    median = statistics.median(second)
    return Comparison(advantage, p, (statistics.median(first) - median) / median, n)


def _advantage(first: list[int], second: list[int]) -> float:
    ordered = sorted(second)
    wins = sum(bisect_left(ordered, time) + bisect_right(ordered, time) for time in first) / 2
    return wins / (len(first) * len(second))


def is_told_apart(ask_first: Callable[[], None], ask_second: Callable[[], None]) -> tuple[bool, list[Comparison]]:
    """Asks until it is decided; the comparisons it was decided by."""
    found: list[Comparison] = []
    while len(found) < REPEATS:
        found.append(_sensitive_comparison(ask_first, ask_second))
        if not found[-1].is_different or found[-1].direction != found[0].direction:
            return False, found
    return True, found


def _sensitive_comparison(ask_first, ask_second) -> Comparison:
    times: tuple[list[int], list[int]] = ([], [])
    end = time.monotonic() + MOST_SECONDS
    while len(times[0]) < MOST_SAMPLES and time.monotonic() < end:
        _ask_in_turns((ask_first, ask_second), times, SAMPLES)
        added = statistics.median(times[1]) * SEEN_SHIFT
        if compare([round(time + added) for time in times[1]], times[1]).is_different:
            return compare(*times)
    raise TooNoisy(f"No {SEEN_SHIFT:.0%} can be seen in {len(times[0])} answers.")


class TooNoisy(Exception):
    """The machine is so busy that nothing can be said."""


def _ask_in_turns(asks, times: tuple[list[int], list[int]], turns: int):
    gc.disable()
    try:
        for turn in range(turns):
            order = (0, 1) if random.random() < 0.5 else (1, 0)
            for side in order:
                begin = time.perf_counter_ns()
                asks[side]()
                times[side].append(time.perf_counter_ns() - begin)
    finally:
        gc.enable()
