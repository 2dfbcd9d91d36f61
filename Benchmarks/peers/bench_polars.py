#!/usr/bin/env python3
"""Polars, one thread: one lazy filter per product with its constants inlined, concatenated and
grouped (`gen`). A cross join of needs and products is 40 times slower and left out."""

import os

os.environ["POLARS_MAX_THREADS"] = "1"

import numpy as np
import polars as pl
from common import COST_SHIFT, ID_BITS, PPM, arguments, ranked, read_products, report, timed
from common import write_result
from workload import GREATEST, LEAST, RANGES, TERMS, TOP, counties_of

# Products of one plan: larger plans are slower to optimise.
BATCH = 50


def predicates(product):
    """The criteria of a product as expressions, all of which must hold, and its ranking key."""
    column, holds = pl.col, []
    for name, value in product["criteria"].items():
        if name in RANGES:
            if value[0] > LEAST:
                holds.append(column(name) >= value[0])
            if value[1] < GREATEST:
                holds.append(column(name) <= value[1])
        elif name in ("purpose", "size"):
            holds.append(column(name).is_in(value))
        elif name == "region":
            holds.append(column("county").is_in(counties_of(value)))
        elif name == "industry":
            listed = column(name).is_in(value["in"] if "in" in value else value["ex"])
            holds.append(listed if "in" in value else ~listed)
        elif name in ("rating", "spec"):
            holds.append(column(name) >= value)
        elif name == "overdue":
            holds.append(column(name) == 0)
        elif name in ("hitech", "guar"):
            holds.append(column(name) == 1)
        elif name == "core":
            holds.append(column("core_id").is_in(value))
    offer, price = product["offer"], product["price"]
    terms = [pl.lit(offer["cap"])]
    for member, name, divisor in TERMS:
        if offer[member]:
            terms.append(column(name) * offer[member] // divisor)
    offered = pl.min_horizontal(*terms)
    holds.append(offered * 10000 >= offer["cover_bp"] * column("amount"))
    subsidised = (column("spec") >= price["subsidy_spec_min"]).cast(pl.Int64)
    cost = price["rate"] + price["fee"] - subsidised * price["subsidy"]
    uncovered = PPM - pl.min_horizontal(offered, column("amount")) * PPM // column("amount")
    key = cost * (1 << COST_SHIFT) + uncovered * (1 << ID_BITS) + product["id"]
    return holds, key


def match(needs, products):
    """Per need with eligible products: how many, and the keys of the best."""
    parts = []
    for first in range(0, len(products), BATCH):
        queries = []
        for product in products[first : first + BATCH]:
            holds, key = predicates(product)
            queries.append(needs.lazy().filter(*holds).select("id", key.alias("key")))
        parts += pl.collect_all(queries)
    best = pl.col("key").bottom_k(TOP).sort().alias("best")
    return pl.concat(parts).lazy().group_by("id").agg(pl.len().alias("count"), best).collect()


def main():
    """Loads outside the clock, matches inside it."""
    options = arguments(__doc__, ["gen"])
    products = read_products(options)
    needs = pl.read_parquet(options.data / f"needs_{options.needs}.parquet")
    needs = needs.with_columns(pl.col("core_id").fill_null(0))
    seconds, found = timed(lambda: match(needs, products), options.repetitions)
    report("polars", pl.__version__, options, len(needs), len(products), seconds)
    if options.result:
        count = np.zeros(len(needs), np.int32)
        count[found["id"].to_numpy()] = found["count"].to_numpy()
        flat = found.select("id", "best").explode("best")
        rows, keys = flat["id"].to_numpy(), flat["best"].to_numpy()
        lengths = found["best"].list.len().to_numpy().astype(np.int64)
        places = np.arange(len(rows)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
        top = ranked(len(needs), rows, places, keys & ((1 << ID_BITS) - 1))
        write_result(options.result, count, top)


if __name__ == "__main__":
    main()
