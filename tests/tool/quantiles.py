# SPDX-License-Identifier: GPL-2.0-only
"""Makes the histogram of known samples as a text, and holds the tool's quantiles against them."""

import bisect
import json
import math
import random
import sys


def samples(name):
    chance = random.Random(name)
    draw = {
        "even": lambda: chance.uniform(2e3, 1e6),
        "same": lambda: 1_000_000,
        "exponential": lambda: 2000 + chance.expovariate(1e-9),
        "normal": lambda: max(2000, chance.gauss(300e6, 20e6)),
        "heavy": lambda: 1100 * chance.paretovariate(0.3),
        "two": lambda: chance.choice((50_000, 3_600_000_000_000)),
        "few": lambda: chance.uniform(2e3, 1e9),
    }[name]
    count = 7 if name == "few" else 20000
    return sorted(min(int(draw()), 2**60) for _ in range(count))


def bounds():
    """procfs/ABI: four a power of two from 2^10 to 2^46; every power of two is a bound."""
    return [1024] + [2**log2 * (4 + quarter) // 4 for log2 in range(10, 46) for quarter in (1, 2, 3, 4)]


def text(values):
    counts = [0] * (len(bounds()) + 1)
    for value in values:
        counts[bisect.bisect_left(bounds(), value)] += 1
    names = [str(bound) for bound in bounds()] + ["inf"]
    print("tcpstate_dwell 1 host")
    print("# dwell from to count unmeasured sum_ns max_ns buckets")
    print("dwell ESTABLISHED CLOSE_WAIT", len(values), 0, sum(values), max(values),
          *(f"{name}:{count}" for name, count in zip(names, counts) if count))


def check(values):
    row = json.load(sys.stdin)["dwell"][0]
    assert round(row["mean_s"] * 1e9) == sum(values) // len(values), row["mean_s"]
    for name, share in (("p50_s", 0.5), ("p90_s", 0.9), ("p99_s", 0.99)):
        true = values[max(math.ceil(share * len(values)), 1) - 1]
        said = row[name] * 1e9
        # Above the last bound all that is known is the longest.
        if true <= 2**46:
            assert abs(said / true - 1) <= 0.25, f"{name}: {said} instead of {true}"
        assert said <= max(values), f"{name}: {said} above all"


{"text": text, "check": check}[sys.argv[1]](samples(sys.argv[2]))
