#!/usr/bin/env python3
"""Whether results are identical, and right.

    check.py compare FILE=NEEDS FILE=NEEDS …
        all rows of all files against the first one; of fewer needs against as many first rows
    check.py reference --data DIR --needs E --products P --sample N FILE …
        against a plain evaluation of the definitions

The plain evaluation takes the CSV and the JSON: prefixes of text, lists, no masks and no bits.
Ends with 1 when anything differs.
"""

import argparse
import csv
import json
import pathlib
import sys

import numpy as np
from workload import CRITERIA, RANGES, TERMS, TOP, in_region

NEAR_PARTS = 2


class Result:
    """One result file."""

    def __init__(self, path, needs):
        values = np.fromfile(path, np.int32)
        width = 1 + TOP
        self.name, self.needs = path, needs
        if len(values) not in (needs * width, needs * width * NEAR_PARTS):
            sys.exit(f"{path}: {len(values)} numbers are no result of {needs} needs")
        self.parts = []
        for part in range(len(values) // (needs * width)):
            first = part * needs * width
            count = values[first : first + needs]
            best = values[first + needs : first + needs * width].reshape(needs, TOP)
            self.parts.append((count, best))

    def differing(self, other):
        """How many rows differ, of those both have and in the parts both have."""
        needs = min(self.needs, other.needs)
        differs = np.zeros(needs, bool)
        for (count, best), (count2, best2) in zip(self.parts, other.parts):
            differs |= count[:needs] != count2[:needs]
            differs |= (best[:needs] != best2[:needs]).any(axis=1)
        return int(differs.sum())


def offered(product, need):
    """The least of the terms of an offer."""
    offer = product["offer"]
    terms = [need[name] * offer[m] // divisor for m, name, divisor in TERMS if offer[m]]
    return min([offer["cap"], *terms])


def holds(name, value, need):
    """Whether one criterion holds."""
    if name in RANGES:
        return value[0] <= need[name] <= value[1]
    if name in ("purpose", "size"):
        return need[name] in value
    if name == "region":
        return in_region(need["region"], value)
    if name == "industry":
        return need[name] in value["in"] if "in" in value else need[name] not in value["ex"]
    if name in ("rating", "spec"):
        return need[name] >= value
    if name == "core":
        return need["core_id"] in value
    return need[name] == (0 if name == "overdue" else 1)


def decide(products, need):
    """What a result file must say of one need."""
    eligible, near = [], []
    for product in products:
        price, amount = product["price"], need["amount"]
        netted = price["subsidy"] if need["spec"] >= price["subsidy_spec_min"] else 0
        cost = price["rate"] + price["fee"] - netted
        criteria = product["criteria"].items()
        failed = [name for name, value in criteria if not holds(name, value, need)]
        limit = offered(product, need)
        if limit * 10000 < product["offer"]["cover_bp"] * amount:
            failed.append("coverage")
        if not failed:
            eligible.append((cost, -(min(limit, amount) * 1_000_000 // amount), product["id"]))
        elif len(failed) == 1:
            near.append((cost, product["id"], CRITERIA.index(failed[0])))

    def padded(ids):
        return ids[:TOP] + [-1] * (TOP - len(ids[:TOP]))

    best = padded([product for _, _, product in sorted(eligible)])
    nearest = padded([product * 32 + criterion for _, product, criterion in sorted(near)])
    return (len(eligible), best), (len(near), nearest)


def check_reference(options):
    """Compares a sample of needs with the plain evaluation."""
    path = options.data / f"products_{options.products}.json"
    products = json.loads(path.read_text(encoding="utf-8"))["products"]
    results = [Result(path, options.needs) for path in options.files]
    random = np.random.default_rng(options.seed)
    sample = random.choice(options.needs, min(options.sample, options.needs), replace=False)
    sample, bad = set(sample.tolist()), 0
    with open(options.data / f"needs_{options.needs}.csv", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            place = int(row["id"])
            if place not in sample:
                continue
            need = {name: int(text) if text else None for name, text in row.items()}
            expected = decide(products, need)
            for result in results:
                for (count, best), part in zip(result.parts, expected):
                    if (count[place], best[place].tolist()) != part:
                        bad += 1
                        print(f"{result.name}: need {place}: {count[place]} {best[place]} {part}")
    print(f"seed {options.seed}: {len(sample)} needs × {len(products)} products, {bad} differ")
    return bad


def compare(options):
    """Compares all files with the first."""
    named = [name.rpartition("=") for name in options.files]
    results = [Result(path, int(needs)) for path, _, needs in named]
    bad = 0
    for result in results[1:]:
        rows = results[0].differing(result)
        bad += rows
        print(f"{results[0].name} and {result.name}: {rows} rows differ")
    return bad


def main():
    """Reads the arguments and compares."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    modes = parser.add_subparsers(dest="mode", required=True)
    mode = modes.add_parser("compare")
    mode.add_argument("files", nargs="+", metavar="FILE=NEEDS")
    mode = modes.add_parser("reference")
    mode.add_argument("--data", type=pathlib.Path, required=True)
    mode.add_argument("--needs", type=int, required=True)
    mode.add_argument("--products", required=True)
    mode.add_argument("--sample", type=int, default=200)
    mode.add_argument("--seed", type=int, default=7)
    mode.add_argument("files", nargs="+", metavar="FILE")
    options = parser.parse_args()
    bad = check_reference(options) if options.mode == "reference" else compare(options)
    sys.exit(1 if bad else 0)


if __name__ == "__main__":
    main()
