#!/usr/bin/env python3
"""Writes the workload: needs and products, the same bytes for the same seed.

    needs_E.npy, .parquet, .csv    one row per need (the matrix is int64 [columns, E])
    needs_E-unknown20.npy          with --unknown 0.2: that share of each tax fact is unknown
    products_P.json                one product per entry: its definition
    products_P.npy, .csv           the same as masks and bounds, one row per product
    products_P-jitter.*            with --jitter: every bound in fen and every cap moved by ±10 %

Fewer needs or products are a prefix of more.
"""

import argparse
import csv
import json
import pathlib

import numpy as np
import pyarrow
import pyarrow.csv
import pyarrow.parquet
from needs import make_needs, with_unknown
from products import flat, jittered, make_products
from workload import COUNTIES, CRITERIA, NEED_COLUMNS, PRODUCT_COLUMNS, SEED


def write_needs(directory, needs):
    """One set of needs in every form a peer reads."""
    count = needs.shape[1]
    np.save(directory / f"needs_{count}.npy", needs)
    columns = {"id": pyarrow.array(np.arange(count, dtype=np.int64))}
    for place, name in enumerate(NEED_COLUMNS):
        # Parquet and CSV say null where there is no core enterprise.
        mask = needs[place] == 0 if name == "core_id" else None
        columns[name] = pyarrow.array(needs[place], mask=mask)
    table = pyarrow.table(columns)
    pyarrow.parquet.write_table(table, directory / f"needs_{count}.parquet")
    pyarrow.csv.write_csv(table, directory / f"needs_{count}.csv")


def write_products(directory, name, products):
    """One set of products in every form a peer reads."""
    document = {"criteria": CRITERIA, "counties": COUNTIES, "products": products}
    with open(directory / f"products_{name}.json", "w", encoding="utf-8") as file:
        json.dump(document, file)
    rows = np.array([flat(product) for product in products], dtype=np.int64)
    np.save(directory / f"products_{name}.npy", rows)
    with open(directory / f"products_{name}.csv", "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(PRODUCT_COLUMNS)
        writer.writerows(rows.tolist())


def counts(text):
    """`10000,570000` as numbers in rising order."""
    return sorted(int(number) for number in text.split(","))


def main():
    """Reads the arguments and writes the sets."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--out", type=pathlib.Path, required=True)
    parser.add_argument("--needs", type=counts, default=[10_000, 100_000, 570_000])
    parser.add_argument("--products", type=counts, default=[100, 1_000])
    parser.add_argument("--jitter", action="store_true", help="also products with moved bounds")
    parser.add_argument("--unknown", type=float, metavar="SHARE", help="also with unknown facts")
    parser.add_argument("--seed", type=int, default=SEED)
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)

    needs = make_needs(options.needs[-1], options.seed)
    share = options.unknown
    partly = None if share is None else with_unknown(needs, share, options.seed)
    for count in options.needs:
        write_needs(options.out, np.ascontiguousarray(needs[:, :count]))
        if partly is not None:
            name = f"needs_{count}-unknown{round(share * 100)}.npy"
            np.save(options.out / name, np.ascontiguousarray(partly[:, :count]))
    products, tries = make_products(options.products[-1], seed=options.seed)
    for count in options.products:
        write_products(options.out, str(count), products[:count])
        if options.jitter:
            moved = [jittered(product, options.seed) for product in products[:count]]
            write_products(options.out, f"{count}-jitter", moved)
    shares = np.array([product["eligible_ppm"] / 1e6 for product in products])
    criteria = np.array([len(product["criteria"]) + 1 for product in products])
    print(
        f"needs {options.needs}; products {options.products} of {tries} tried, each for "
        f"{shares.min():.3f} to {shares.max():.3f} of the needs (mean {shares.mean():.3f}), "
        f"criteria {criteria.min()} to {criteria.max()} (mean {criteria.mean():.1f})"
    )


if __name__ == "__main__":
    main()
