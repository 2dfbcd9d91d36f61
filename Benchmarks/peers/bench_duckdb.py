#!/usr/bin/env python3
"""DuckDB, one thread.

    join   products exploded to (county, purpose, size), hash join, the other criteria as residuals
    gen    one generated filter per product with its constants inlined, union of pairs, then group
    near   every pair with the number of its failing criteria: eligible products and near misses
"""

import duckdb
import numpy as np
from common import COST_SHIFT, CRITERION_BITS, ID_BITS, NEAR_COST_SHIFT, PPM, arguments, ranked
from common import read_products, report, timed, used_bounds, write_result
from workload import CORE_WORDS, COUNTIES, CRITERIA, GREATEST, LEAST, PRODUCT_COLUMNS, RANGES
from workload import TERMS, TOP, counties_of

COST = "(p.rate + p.fee - CASE WHEN n.spec >= p.sub_spec_min THEN p.subsidy ELSE 0 END)::BIGINT"
TERM = "CASE WHEN p.{0} > 0 THEN n.{1} * p.{0} // {2} ELSE p.cap END"
OFFERED = f"least(p.cap, {', '.join(TERM.format(*term) for term in TERMS)})"
UNCOVERED = f"({PPM} - least({OFFERED}, n.amount) * {PPM} // n.amount)::BIGINT"
KEY = f"({COST} << {COST_SHIFT}) | ({UNCOVERED} << {ID_BITS}) | p.id"
COVERED = f"{OFFERED} * 10000 >= p.cover_bp * n.amount"
CORE = " | ".join(f"(p.core_mask{word} & n.core{word})" for word in range(CORE_WORDS))
IN_REGION = "((p.county_mask0 & n.county0) | (p.county_mask1 & n.county1)) <> 0"
IN_INDUSTRY = "((p.ind_mask0 & n.industry0) | (p.ind_mask1 & n.industry1)) <> 0"
IN_CORE = f"(p.core_active = 0 OR ({CORE}) <> 0)"
# Products in every bucket they admit: it plays the part of an index and is built once.
BUCKETS = """CREATE TABLE bucketed AS
    SELECT c.c AS in_county, u.u AS in_purpose, s.s AS in_size, p.*
    FROM products p, range({counties}) c(c), range(8) u(u), range(4) s(s)
    WHERE (CASE WHEN c.c < 64 THEN p.county_mask0 >> c.c::INT
           ELSE p.county_mask1 >> (c.c - 64)::INT END) & 1 = 1
      AND (p.purpose_mask >> u.u::INT) & 1 = 1 AND (p.size_mask >> s.s::INT) & 1 = 1"""
BEST = f"count(*) AS found, min(key, {TOP}) AS best"
# Products of one INSERT of generated filters.
BATCH = 20


def bit(column, word):
    """One of the words of a mask with the bit of a column's value."""
    # Shifting 1 into the sign is an error in DuckDB.
    shifted = f"CASE WHEN {column} % 64 = 63 THEN {-1 << 63} ELSE 1::BIGINT << ({column} % 64)::INT"
    return f"CASE WHEN {column} // 64 = {word} THEN {shifted} END ELSE 0 END"


def load(connection, options):
    """The needs with the bits of what masks are tested with, and the products."""
    core = ", ".join(
        f"{bit('coalesce(core_id, 0)', word)} AS core{word}" for word in range(CORE_WORDS)
    )
    connection.execute(
        f"""CREATE TABLE needs AS
        SELECT * REPLACE (coalesce(core_id, 0) AS core_id),
          1::BIGINT << purpose::INT AS purpose_bit, 1::BIGINT << size::INT AS size_bit,
          {bit('county', 0)} AS county0, {bit('county', 1)} AS county1,
          {bit('industry', 0)} AS industry0, {bit('industry', 1)} AS industry1, {core}
        FROM read_parquet('{options.data}/needs_{options.needs}.parquet')"""
    )
    columns = ", ".join(f"{column}::BIGINT AS {column}" for column in PRODUCT_COLUMNS)
    connection.execute(
        f"""CREATE TABLE products AS SELECT {columns}
        FROM read_csv('{options.data}/products_{options.products}.csv', all_varchar = true)"""
    )


def predicates(products):
    """What is left to test of a pair in one bucket."""
    holds = [
        IN_INDUSTRY, "n.rating >= p.rating_min", "n.hitech >= p.req_hitech",
        "n.guar >= p.req_guar", "n.overdue <= 1 - p.no_overdue", "n.spec >= p.spec_min",
    ]  # fmt: skip
    for name, low, high in used_bounds(products):
        if low:
            holds.append(f"n.{name} >= p.{name}_min")
        if high:
            holds.append(f"n.{name} <= p.{name}_max")
    return " AND ".join(holds + [IN_CORE, COVERED])


def join_sql(products):
    """All pairs by a hash join on the buckets."""
    return f"""CREATE TEMP TABLE result AS
        SELECT n.id, count(*) AS found, min({KEY}, {TOP}) AS best
        FROM needs n JOIN bucketed p
          ON n.county = p.in_county AND n.purpose = p.in_purpose AND n.size = p.in_size
        WHERE {predicates(products)} GROUP BY n.id"""


def near_sql(products):
    """Every criterion as 0 or 1 failures; a single failure leaves its criterion in the sum."""
    fails = {
        "purpose": "(p.purpose_mask & n.purpose_bit) = 0",
        "size": "(p.size_mask & n.size_bit) = 0", "region": f"NOT ({IN_REGION})",
        "industry": f"NOT ({IN_INDUSTRY})", "rating": "n.rating < p.rating_min",
        "spec": "n.spec < p.spec_min", "overdue": "n.overdue > 1 - p.no_overdue",
        "hitech": "n.hitech < p.req_hitech", "guar": "n.guar < p.req_guar",
        "core": f"NOT {IN_CORE}", "coverage": f"NOT ({COVERED})",
    }  # fmt: skip
    for name, low, high in used_bounds(products):
        ends = [f"n.{name} < p.{name}_min"] * low + [f"n.{name} > p.{name}_max"] * high
        fails[name] = f"({' OR '.join(ends)})"
    # The number of failures in the high part of one sum, the sum of the criteria in the low part.
    failures = " + ".join(
        f"CASE WHEN {failure} THEN {1024 + CRITERIA.index(name)} ELSE 0 END"
        for name, failure in fails.items()
    )
    near_key = f"({COST} << {NEAR_COST_SHIFT}) | (p.id << {CRITERION_BITS}) | (failures - 1024)"
    return f"""CREATE TEMP TABLE result AS
        SELECT id,
          count(*) FILTER (failures = 0) AS found, min(key, {TOP}) FILTER (failures = 0) AS best,
          count(*) FILTER (failures > 0) AS missed,
          min(near_key, {TOP}) FILTER (failures > 0) AS nearest
        FROM (SELECT n.id, {KEY} AS key, failures, {near_key} AS near_key
          FROM needs n, products p, LATERAL (SELECT ({failures})::BIGINT AS failures)
          WHERE failures < 2048)
        GROUP BY id"""


def filter_sql(product):
    """The needs one product is for, with the key of the pair."""
    holds = []
    for name, value in product["criteria"].items():
        if name in RANGES:
            if value[0] > LEAST:
                holds.append(f"{name} >= {value[0]}")
            if value[1] < GREATEST:
                holds.append(f"{name} <= {value[1]}")
        elif name in ("purpose", "size", "core", "region"):
            column = {"core": "core_id", "region": "county"}.get(name, name)
            listed = counties_of(value) if name == "region" else value
            holds.append(f"{column} IN ({','.join(map(str, listed))})")
        elif name == "industry":
            word = "IN" if "in" in value else "NOT IN"
            listed = value["in"] if "in" in value else value["ex"]
            holds.append(f"industry {word} ({','.join(map(str, listed))})")
        elif name in ("rating", "spec"):
            holds.append(f"{name} >= {value}")
        else:
            holds.append(f"{name} = {0 if name == 'overdue' else 1}")
    offer, price = product["offer"], product["price"]
    terms = [str(offer["cap"])]
    terms += [f"{name} * {offer[term]} // {over}" for term, name, over in TERMS if offer[term]]
    offered = f"least({', '.join(terms)})" if len(terms) > 1 else f"{terms[0]}::BIGINT"
    holds.append(f"{offered} * 10000 >= {offer['cover_bp']} * amount")
    subsidy = f"CASE WHEN spec >= {price['subsidy_spec_min']} THEN {price['subsidy']} ELSE 0 END"
    cost = f"({price['rate'] + price['fee']} - {subsidy})::BIGINT"
    uncovered = f"({PPM} - least({offered}, amount) * {PPM} // amount)::BIGINT"
    key = f"({cost} << {COST_SHIFT}) | ({uncovered} << {ID_BITS}) | {product['id']}"
    return f"SELECT id, {key} AS key FROM needs WHERE {' AND '.join(holds)}"


def match_generated(connection, products):
    """All pairs by one filter per product."""
    connection.execute("CREATE OR REPLACE TEMP TABLE pairs (id BIGINT, key BIGINT)")
    for first in range(0, len(products), BATCH):
        filters = [filter_sql(product) for product in products[first : first + BATCH]]
        connection.execute("INSERT INTO pairs " + " UNION ALL ".join(filters))
    connection.execute(f"CREATE TEMP TABLE result AS SELECT id, {BEST} FROM pairs GROUP BY id")


def read_ranked(connection, needs, number, best, mask):
    """Numbers and ranked ids of the result table."""
    rows = connection.execute(
        f"""SELECT id, {number} AS number, unnest(list_sort({best})) AS key,
          generate_subscripts({best}, 1) AS place FROM result"""
    ).fetchnumpy()
    count = np.zeros(needs, np.int32)
    count[rows["id"]] = rows["number"]
    return count, ranked(needs, rows["id"], rows["place"] - 1, rows["key"] & mask)


def main():
    """Loads and builds the buckets outside the clock, matches inside it."""
    options = arguments(__doc__.partition("\n")[0], ["join", "gen", "near"])
    products = read_products(options)
    connection = duckdb.connect(config={"threads": 1, "memory_limit": "16GB"})
    load(connection, options)
    if options.form == "join":
        connection.execute(BUCKETS.format(counties=len(COUNTIES)))

    def match():
        connection.execute("DROP TABLE IF EXISTS result")
        if options.form == "gen":
            match_generated(connection, products)
        else:
            sql = {"join": join_sql, "near": near_sql}[options.form]
            connection.execute(sql(products))

    needs = connection.execute("SELECT count(*) FROM needs").fetchone()[0]
    seconds, _ = timed(match, options.repetitions)
    report("duckdb", duckdb.__version__, options, needs, len(products), seconds)
    if options.result:
        parts = read_ranked(connection, needs, "found", "best", (1 << ID_BITS) - 1)
        if options.form == "near":
            mask = (1 << (ID_BITS + CRITERION_BITS)) - 1
            parts += read_ranked(connection, needs, "missed", "nearest", mask)
        write_result(options.result, *parts)


if __name__ == "__main__":
    main()
