#!/usr/bin/env python3
"""zen-engine, one thread, in its best form: all products in one compiled list expression, so that a
need is converted once. A decision table is 10 times slower, an expression per product 8 times.

Measured are the evaluation with the ranking of what it found, and the evaluation alone."""

import importlib.metadata
import time

import numpy as np
import zen
from common import COST_SHIFT, ID_BITS, PPM, arguments, read_needs, read_products, report
from common import write_result
from workload import GREATEST, LEAST, NEED_COLUMNS, RANGES, TERMS, TOP, counties_of


def expression(product):
    """The criteria of a product in zen's language."""
    holds = []
    for name, value in product["criteria"].items():
        if name in RANGES:
            if value[0] > LEAST:
                holds.append(f"{name} >= {value[0] if value[0] >= 0 else f'({value[0]})'}")
            if value[1] < GREATEST:
                holds.append(f"{name} <= {value[1]}")
        elif name in ("purpose", "size"):
            holds.append(f"{name} in {value}")
        elif name == "region":
            holds.append(f"county in {counties_of(value)}")
        elif name == "industry":
            listed = f"in {value['in']}" if "in" in value else f"not in {value['ex']}"
            holds.append(f"{name} {listed}")
        elif name in ("rating", "spec"):
            holds.append(f"{name} >= {value}")
        elif name == "core":
            holds.append(f"core_id in {value}")
        else:
            holds.append(f"{name} == {0 if name == 'overdue' else 1}")
    # The least of the terms covers the share exactly when every term does.
    offer = product["offer"]
    covers = f" * 10000 >= {offer['cover_bp']} * amount"
    holds.append(f"{offer['cap']}{covers}")
    for member, name, divisor in TERMS:
        if offer[member]:
            holds.append(f"floor({name} * {offer[member]} / {divisor}){covers}")
    return " and ".join(holds)


def ranker(products):
    """A function from a need and its eligible products to the ids of the best."""
    offers = [
        (p["offer"]["cap"], [(name, p["offer"][m], d) for m, name, d in TERMS if p["offer"][m]])
        for p in products
    ]
    prices = [
        (p["price"]["rate"] + p["price"]["fee"], p["price"]["subsidy_spec_min"],
         p["price"]["subsidy"])
        for p in products
    ]  # fmt: skip

    def rank(need, eligible):
        amount, spec, keys = need["amount"], need["spec"], []
        for place in eligible:
            offered, terms = offers[place]
            for name, factor, divisor in terms:
                term = need[name] * factor // divisor
                if term < offered:
                    offered = term
            cost, least, subsidy = prices[place]
            if spec >= least:
                cost -= subsidy
            uncovered = PPM - min(offered, amount) * PPM // amount
            keys.append((cost << COST_SHIFT) | (uncovered << ID_BITS) | place)
        keys.sort()
        return [key & ((1 << ID_BITS) - 1) for key in keys[:TOP]]

    return rank


def main():
    """Compiles outside the clock, evaluates and ranks inside it."""
    options = arguments(__doc__.partition("\n")[0], ["list"])
    products, matrix = read_products(options), read_needs(options)
    needs = [dict(zip(NEED_COLUMNS, column)) for column in matrix.T.tolist()]
    rules = ", ".join(f"({expression(product)})" for product in products)
    evaluate = zen.compile_expression(f"[{rules}]").evaluate
    rank = ranker(products)
    evaluate(needs[0])
    seconds, evaluations, result = [], [], []
    for _ in range(options.repetitions):
        result, inside = [], 0.0
        start = time.perf_counter()
        for need in needs:
            before = time.perf_counter()
            verdicts = evaluate(need)
            inside += time.perf_counter() - before
            eligible = [place for place, holds in enumerate(verdicts) if holds]
            result.append((len(eligible), rank(need, eligible)))
        seconds.append(time.perf_counter() - start)
        evaluations.append(inside)
    version = importlib.metadata.version("zen-engine")
    evaluation = sorted(evaluations)[len(evaluations) // 2]
    report(
        "zen-engine", version, options, len(needs), len(products), seconds,
        evaluation_seconds=evaluation,
    )  # fmt: skip
    if options.result:
        count = np.array([number for number, _ in result], np.int32)
        top = np.array([ids + [-1] * (TOP - len(ids)) for _, ids in result], np.int32)
        write_result(options.result, count, top)


if __name__ == "__main__":
    main()
