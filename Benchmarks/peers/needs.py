"""Financing needs, as plausible as a seed makes them."""

import numpy as np
from workload import CITIES, CORE_COUNT, COUNTIES, NEED_COLUMNS, SEED, TAX_FACTS, UNKNOWN, WAN

# Divisions of GB/T 4754 with more firms than others, and those where technology firms are.
BUSY = (13, 18, 26, 29, 30, 33, 34, 35, 38, 39, 48, 51, 52, 54, 59, 64, 65, 72, 75)
TECHNICAL = [26, 27, 34, 35, 36, 37, 38, 39, 40, 64, 65, 73, 75]


def make_needs(count, seed=SEED):
    """A matrix [columns, count] in the order of NEED_COLUMNS; the same for a seed and a count."""
    r = np.random.default_rng([seed, 1])
    n = {}
    shares = np.array([share for _, share, _ in CITIES])
    city = r.choice(len(CITIES), count, p=shares / sum(share for _, share, _ in CITIES))
    sizes = np.array([counties for _, _, counties in CITIES])
    first = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    u = r.random(count) ** 1.35  # the first counties of a city are denser
    n["county"] = first[city] + (u * sizes[city]).astype(np.int64)
    n["region"] = np.array(COUNTIES)[n["county"]]
    weight = r.random(97) ** 3 + 0.02
    for division in BUSY:
        weight[division - 1] += 1.2
    n["industry"] = r.choice(97, count, p=weight / weight.sum()) + 1
    n["size"] = r.choice(4, count, p=[0.60, 0.31, 0.07, 0.02])
    z = r.standard_normal(count)
    typical = np.array([1.7, 3.3, 5.0, 6.5])[n["size"]]
    n["employees"] = np.maximum(1, np.exp(typical + 0.6 * z)).astype(np.int64)
    per_head = np.exp(np.log(32 * WAN) + 0.75 * r.standard_normal(count))
    revenue = n["employees"] * per_head
    growth = np.clip(0.06 + 0.28 * r.standard_normal(count), -0.85, 4.0)
    revenue = (revenue / WAN * 10).astype(np.int64) * (WAN // 10)
    before = np.maximum(0, (revenue / (1 + growth)).astype(np.int64))
    n["incorp_m"] = np.minimum(420, 3 + r.gamma(1.6, 46, count)).astype(np.int64)
    older = (r.random(count) < 0.2) * r.integers(0, 60, count)
    n["age_m"] = np.minimum(n["incorp_m"] + older, 480)
    before[n["incorp_m"] < 14] = 0
    n["rev1"], n["rev2"] = revenue, before
    grown = np.where(before > 0, (revenue - before) * 10000 // np.maximum(before, 1), 0)
    n["growth"] = np.clip(grown, -10000, 100000)
    tax = revenue * np.exp(np.log(0.022) + 0.7 * r.standard_normal(count))
    n["tax12"] = np.where(r.random(count) < 0.13, 0, tax).astype(np.int64)
    n["overdue"] = (r.random(count) < 0.07).astype(np.int64)
    rating = r.choice(5, count, p=[0.05, 0.11, 0.30, 0.42, 0.12])  # 0 D, 1 C, 2 M, 3 B, 4 A
    sunk = (n["overdue"] == 1) & (r.random(count) < 0.5)
    rating = np.where(sunk, np.maximum(rating - 2, 0), rating)
    n["rating"] = np.where((n["incorp_m"] < 24) & (rating > 2), 2, rating)
    debt = np.clip(0.53 + 0.2 * r.standard_normal(count), 0.02, 1.6)
    n["debt"] = (debt * 10000).astype(np.int64)
    assets = revenue * np.exp(-0.35 + 0.5 * r.standard_normal(count))
    n["net_assets"] = (assets * (1 - n["debt"] / 10000)).astype(np.int64)
    technical = r.random(count) < np.where(np.isin(n["industry"], TECHNICAL), 0.42, 0.10)
    n["hitech"] = technical.astype(np.int64)
    p = r.random(count) * np.where(technical, 0.42, 1.0)
    n["spec"] = np.select([p < 0.012, p < 0.055, p < 0.15], [3, 2, 1], 0)
    has_patents = r.random(count) < np.where(technical, 0.85, 0.12)
    n["patents"] = np.where(has_patents, r.geometric(0.12, count), 0)
    sells_on_credit = r.random(count) < 0.34
    receivables = revenue * np.exp(np.log(0.14) + 0.7 * r.standard_normal(count))
    n["recv"] = np.where(sells_on_credit, receivables, 0).astype(np.int64)
    zipf = 1 / np.arange(1, CORE_COUNT + 1) ** 0.7
    core = r.choice(CORE_COUNT, count, p=zipf / zipf.sum()) + 1
    n["core_id"] = np.where(sells_on_credit & (r.random(count) < 0.7), core, 0)
    has_collateral = r.random(count) < 0.42
    collateral = assets * np.exp(np.log(0.4) + 0.6 * r.standard_normal(count))
    n["collateral"] = np.where(has_collateral, collateral, 0).astype(np.int64)
    n["guar"] = (r.random(count) < 0.55).astype(np.int64)
    asked = revenue * np.exp(np.log(0.11) + 0.8 * r.standard_normal(count))
    n["amount"] = np.clip((asked / WAN).astype(np.int64), 5, 20000) * WAN
    months = [3, 6, 9, 12, 18, 24, 36, 60, 120]
    usual = [0.05, 0.12, 0.04, 0.40, 0.06, 0.12, 0.14, 0.05, 0.02]
    tenor = r.choice(months, count, p=usual)
    odd = r.random(count) < 0.1
    n["tenor"] = np.where(odd, np.clip(tenor + r.integers(-2, 3, count), 1, 120), tenor)
    n["purpose"] = r.choice(8, count, p=[0.40, 0.15, 0.11, 0.09, 0.08, 0.07, 0.06, 0.04])
    return np.stack([np.asarray(n[column], dtype=np.int64) for column in NEED_COLUMNS])


def with_unknown(needs, share, seed=SEED):
    """A copy in which each of the tax facts is unknown for that share of the needs."""
    r = np.random.default_rng([seed, 3])
    copy = needs.copy()
    for fact in TAX_FACTS:
        copy[NEED_COLUMNS.index(fact), r.random(needs.shape[1]) < share] = UNKNOWN
    return copy
