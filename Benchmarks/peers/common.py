"""What the peers share: reading the sets, the order of ranking, result files, timing.

A result file is int32: the number of eligible products of every need, then the ids of the TOP best
(-1 where there are fewer). A peer that counts near misses appends their number for every need, and
the TOP cheapest as id × 32 + criterion.
"""

import argparse
import json
import pathlib
import statistics
import time

import numpy as np
from workload import LEAST, GREATEST, RANGES, TOP

# One int64 orders eligible products: cost ascending, coverage descending, id ascending. Coverage is
# floor(min(offered, asked) × 1,000,000 / asked) ppm and takes 20 bits, as an id does.
ID_BITS = 20
COST_SHIFT = 40
PPM = 1_000_000
# Near misses: cost, id, criterion.
CRITERION_BITS = 5
NEAR_COST_SHIFT = 34


def arguments(description, forms):
    """The arguments every peer takes, and the sets they name."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("form", choices=forms)
    parser.add_argument("--data", type=pathlib.Path, required=True, help="directory of gen.py")
    parser.add_argument("--needs", default="10000", help="name of a set of needs")
    parser.add_argument("--products", default="1000", help="name of a set of products")
    parser.add_argument("--repetitions", type=int, default=1)
    parser.add_argument("--result", type=pathlib.Path, help="where to write the result")
    return parser.parse_args()


def read_products(options):
    """The definitions of the products."""
    path = options.data / f"products_{options.products}.json"
    return json.loads(path.read_text(encoding="utf-8"))["products"]


def read_needs(options):
    """The matrix [columns, needs]."""
    return np.load(options.data / f"needs_{options.needs}.npy")


def used_bounds(products):
    """[(range, some product has a least, some has a greatest)] of the ranges in use."""
    used = []
    for name in RANGES:
        ends = [product["criteria"][name] for product in products if name in product["criteria"]]
        low, high = any(end[0] > LEAST for end in ends), any(end[1] < GREATEST for end in ends)
        if low or high:
            used.append((name, low, high))
    return used


def write_result(path, count, top, near_count=None, near=None):
    """Writes a result file."""
    with open(path, "wb") as file:
        for part in (count, top, near_count, near):
            if part is not None:
                file.write(np.ascontiguousarray(part, dtype=np.int32).tobytes())


def ranked(needs, rows, places, values):
    """A matrix [needs, TOP] with values[k] at row rows[k], place places[k]; -1 elsewhere."""
    matrix = np.full((needs, TOP), -1, np.int32)
    matrix[rows, places] = values
    return matrix


def timed(work, repetitions):
    """Seconds of every repetition, and what the last one returned."""
    seconds, outcome = [], None
    for _ in range(repetitions):
        start = time.perf_counter()
        outcome = work()
        seconds.append(time.perf_counter() - start)
    return seconds, outcome


def report(tool, version, options, needs, products, seconds, **more):
    """Prints one line of JSON: who, what, and the median seconds for all the needs."""
    line = {
        "tool": tool, "form": options.form, "version": version, "needs": needs,
        "products": products, "threads": 1, "seconds": statistics.median(seconds),
        "all_seconds": [round(second, 6) for second in seconds], **more,
    }  # fmt: skip
    print(json.dumps(line), flush=True)
