"""Financing products: conjunctions of 6 to 12 criteria, coverage always among them.

A product is kept when 3 to 15 % of a calibration sample of needs may have it, as products people
really offer are neither for everyone nor for nobody.
"""

import numpy as np
from needs import make_needs
from workload import (
    CITIES, CORE_COUNT, CORE_WORDS, COUNTIES, CRITERIA, GREATEST, LEAST, MONEY_RANGES,
    NEED_COLUMNS, PRODUCT_COLUMNS, RANGES, SEED, TERMS, WAN, in_region,
)  # fmt: skip


def pick(r, choices):
    """One of the choices, all equally likely."""
    return choices[int(r.integers(len(choices)))]


def some_purposes(r):
    """Two to seven of the eight purposes, mostly with working capital."""
    count = int(r.integers(2, 8))
    chosen = {int(x) for x in r.choice(8, count, replace=False)}
    if r.random() < 0.7:
        chosen.add(0)
    return sorted(chosen)


def some_region(r):
    """Prefixes: whole cities, and sometimes single counties."""
    count = int(r.integers(3, 14))
    prefixes = []
    for city in [int(x) for x in r.choice(16, count, replace=False)]:
        code, _, counties = CITIES[city]
        if r.random() < 0.2:
            chosen = r.choice(counties, max(1, counties // 2), replace=False)
            prefixes += [str(code * 100 + int(k) + 1) for k in chosen]
        else:
            prefixes.append(str(code))
    return sorted(prefixes)


def some_industries(r):
    """Divisions left out, or a longer list of those admitted."""
    if r.random() < 0.6:
        count = int(r.integers(2, 16))
        return {"ex": sorted(int(x) + 1 for x in r.choice(97, count, replace=False))}
    count = int(r.integers(25, 75))
    return {"in": sorted(int(x) + 1 for x in r.choice(97, count, replace=False))}


def some_core(r):
    """Core enterprises whose suppliers are served."""
    count = int(r.integers(60, 260))
    return sorted(int(x) + 1 for x in r.choice(CORE_COUNT, count, replace=False))


def wan(r, choices):
    """A rounded amount of money."""
    return pick(r, choices) * WAN


TENOR_ENDS = [12, 12, 24, 36, 36, 60, 120]
AMOUNT_ENDS = [300, 500, 1000, 1000, 2000, 3000, 5000, 20000]
REVENUE_STARTS = [50, 100, 100, 200, 300, 500, 1000]
REVENUE_ENDS = [GREATEST, GREATEST, 5000 * WAN, 40000 * WAN]
GROWTH_STARTS = [-3000, -2000, -1500, -1000, -500, 0, 500, 1000]
DEBT_ENDS = [5000, 6000, 6500, 7000, 7000, 7500, 8000, 8500]
MAKE = {
    "tenor": lambda r: [pick(r, [1, 3, 3, 6]), pick(r, TENOR_ENDS)],
    "amount": lambda r: [wan(r, [5, 5, 10, 20, 30]), wan(r, AMOUNT_ENDS)],
    "incorp_m": lambda r: [pick(r, [6, 12, 12, 18, 24, 24, 36, 60]), GREATEST],
    "age_m": lambda r: [pick(r, [12, 24, 36]), pick(r, [GREATEST, GREATEST, 240, 360])],
    "employees": lambda r: [pick(r, [1, 3, 5, 8, 10, 20]), pick(r, [GREATEST, 100, 300, 1000])],
    "rev1": lambda r: [wan(r, REVENUE_STARTS), pick(r, REVENUE_ENDS)],
    "rev2": lambda r: [wan(r, [30, 50, 100, 200, 300, 500]), GREATEST],
    "growth": lambda r: [pick(r, GROWTH_STARTS), GREATEST],
    "tax12": lambda r: [wan(r, [1, 1, 2, 3, 5, 5, 10, 20]), GREATEST],
    "net_assets": lambda r: [wan(r, [0, 0, 10, 20, 50, 100, 200]), GREATEST],
    "debt": lambda r: [LEAST, pick(r, DEBT_ENDS)],
    "patents": lambda r: [pick(r, [1, 1, 2, 3, 5]), GREATEST],
    "recv": lambda r: [wan(r, [5, 10, 20, 30, 50, 100]), GREATEST],
    "collateral": lambda r: [wan(r, [10, 20, 50, 100, 200]), GREATEST],
    "purpose": some_purposes,
    "region": some_region,
    "industry": some_industries,
    "size": lambda r: pick(r, [[0, 1], [0, 1], [0, 1, 2], [1, 2], [0], [1, 2, 3]]),
    "rating": lambda r: pick(r, [1, 2, 2, 3, 3, 3]),
    "core": some_core,
    "overdue": lambda r: True,
    "hitech": lambda r: True,
    "guar": lambda r: True,
    "spec": lambda r: pick(r, [1, 1, 2]),
}

# kind: (share of the products, criteria it must have, terms of its offer)
KINDS = {
    "tax": (0.20, ["rating", "tax12", "incorp_m", "overdue"], ["tax_x100"]),
    "receivable": (0.14, ["recv", "tenor", "overdue"], ["recv_bp"]),
    "chain": (0.05, ["recv", "core"], ["recv_bp"]),
    "mortgage": (0.16, ["collateral", "tenor", "debt"], ["coll_bp"]),
    "guarantee": (0.16, ["guar", "size", "overdue", "industry"], ["rev_bp"]),
    "tech": (0.08, ["hitech"], ["rev_bp"]),
    "special": (0.05, ["spec"], ["rev_bp"]),
    "patent": (0.05, ["patents"], ["rev_bp"]),
    "cashflow": (0.11, ["rev1", "rev2", "growth"], ["rev_bp"]),
}
POOL = [
    "overdue", "debt", "incorp_m", "age_m", "rating", "industry", "region", "region", "size",
    "tenor", "amount", "purpose", "purpose", "employees", "rev1", "net_assets", "growth",
]  # fmt: skip
CAPS = [100, 200, 300, 500, 500, 800, 1000, 1000, 2000, 3000, 5000]
COEFFICIENTS = {
    "tax_x100": [300, 400, 500, 600, 700, 800, 1000, 1200],
    "recv_bp": [6000, 7000, 7500, 8000, 8500, 9000],
    "coll_bp": [5000, 5500, 6000, 6500, 7000, 8000, 10000],
    "rev_bp": [1000, 1500, 2000, 2500, 3000, 4000],
}


def make_product(r):
    """One product: kind, criteria, offer and price, without an id."""
    names = list(KINDS)
    weights = np.array([KINDS[name][0] for name in names])
    kind = names[int(r.choice(len(names), p=weights / weights.sum()))]
    _, required, terms = KINDS[kind]
    count = int(r.integers(6, 13)) - 1  # and coverage
    criteria = {name: MAKE[name](r) for name in required}
    while len(criteria) < count:
        name = pick(r, POOL)
        if name not in criteria:
            criteria[name] = MAKE[name](r)
    offer = {"cap": pick(r, CAPS) * WAN, "tax_x100": 0, "recv_bp": 0, "coll_bp": 0, "rev_bp": 0}
    offer["cover_bp"] = 5000 if r.random() < 0.65 else 10000
    for term in terms:
        offer[term] = pick(r, COEFFICIENTS[term])
    if r.random() < 0.15 and kind in ("guarantee", "tech"):
        offer["tax_x100"] = pick(r, [1000, 1200, 1500, 2000])
    rate = int(r.integers(54, 180)) * 5
    fees = [50, 80, 100, 100, 150] if kind == "guarantee" else [0, 0, 0, 20, 50]
    price = {"rate": rate, "fee": pick(r, fees), "subsidy": pick(r, [0, 0, 0, 25, 50, 75, 100])}
    price["subsidy_spec_min"] = pick(r, [0, 0, 1, 1, 2, 3])
    return {"kind": kind, "criteria": criteria, "offer": offer, "price": price}


def eligible_share(product, needs):
    """The share of the needs that passes every criterion of a product."""
    column = {name: needs[place] for place, name in enumerate(NEED_COLUMNS)}
    passes = np.ones(needs.shape[1], bool)
    for name, value in product["criteria"].items():
        if name in RANGES:
            passes &= (column[name] >= value[0]) & (column[name] <= value[1])
        elif name in ("purpose", "size"):
            passes &= np.isin(column[name], value)
        elif name == "region":
            passes &= np.array([in_region(code, value) for code in COUNTIES])[column["county"]]
        elif name == "industry":
            listed = np.isin(column[name], value["in"] if "in" in value else value["ex"])
            passes &= listed if "in" in value else ~listed
        elif name in ("rating", "spec"):
            passes &= column[name] >= value
        elif name == "overdue":
            passes &= column[name] == 0
        elif name in ("hitech", "guar"):
            passes &= column[name] == 1
        elif name == "core":
            passes &= np.isin(column["core_id"], value)
    offer = product["offer"]
    offered = np.full(needs.shape[1], offer["cap"])
    for member, name, divisor in TERMS:
        if offer[member]:
            offered = np.minimum(offered, column[name] * offer[member] // divisor)
    passes &= offered * 10000 >= offer["cover_bp"] * column["amount"]
    return float(passes.mean())


def make_products(count, least=0.03, greatest=0.15, seed=SEED):
    """Products with ids from 0; fewer of them are a prefix of more."""
    r = np.random.default_rng([seed, 2])
    sample = make_needs(20000, seed)
    few = np.ascontiguousarray(sample[:, :2000])
    products, tries = [], 0
    while len(products) < count:
        tries += 1
        product = make_product(r)
        if not least * 0.8 <= eligible_share(product, few) <= greatest * 1.2:
            continue
        share = eligible_share(product, sample)
        if least <= share <= greatest:
            eligible = {"eligible_ppm": round(share * 1_000_000)}
            products.append({"id": len(products), **product, **eligible})
    return products, tries


def jittered(product, seed=SEED):
    """A copy with every bound in fen and the cap moved by up to 10 %, off the rounded grid."""
    r = np.random.default_rng([seed, 4, product["id"]])

    def moved(fen):
        if fen in (LEAST, GREATEST):
            return fen
        # Zero has no tenth: it moves by up to 10,000 yuan.
        reach = abs(fen) // 10 or WAN
        return fen + int(r.integers(-reach, reach + 1))

    criteria = {
        name: [moved(end) for end in value] if name in MONEY_RANGES else value
        for name, value in product["criteria"].items()
    }
    offer = {**product["offer"], "cap": moved(product["offer"]["cap"])}
    return {**product, "criteria": criteria, "offer": offer}


def flat(product):
    """A product as a row of int64 in the order of PRODUCT_COLUMNS."""
    criteria, offer, price = product["criteria"], product["offer"], product["price"]
    row = {"id": product["id"]}
    for name in RANGES:
        row[f"{name}_min"], row[f"{name}_max"] = criteria.get(name, [LEAST, GREATEST])
    row["purpose_mask"] = sum(1 << x for x in criteria.get("purpose", range(8)))
    row["size_mask"] = sum(1 << x for x in criteria.get("size", range(4)))
    prefixes = criteria.get("region", [""])
    county = sum(1 << place for place, code in enumerate(COUNTIES) if in_region(code, prefixes))
    rule = criteria.get("industry", {"ex": []})
    industry = 0
    for division in range(1, 98):
        if (division in rule["in"]) if "in" in rule else (division not in rule["ex"]):
            industry |= 1 << division
    core = sum(1 << x for x in criteria.get("core", []))
    word = (1 << 64) - 1
    row["county_mask0"], row["county_mask1"] = county & word, county >> 64
    row["ind_mask0"], row["ind_mask1"] = industry & word, industry >> 64
    row["rating_min"], row["spec_min"] = criteria.get("rating", 0), criteria.get("spec", 0)
    row["no_overdue"] = int("overdue" in criteria)
    row["req_hitech"], row["req_guar"] = int("hitech" in criteria), int("guar" in criteria)
    row["core_active"] = int("core" in criteria)
    for place in range(CORE_WORDS):
        row[f"core_mask{place}"] = (core >> (64 * place)) & word
    for name in ("cap", "tax_x100", "recv_bp", "coll_bp", "rev_bp", "cover_bp"):
        row[name] = offer[name]
    row["rate"], row["fee"], row["subsidy"] = price["rate"], price["fee"], price["subsidy"]
    row["sub_spec_min"] = price["subsidy_spec_min"]
    asked = [name in criteria or name == "coverage" for name in CRITERIA]
    row["active"] = sum(1 << place for place, active in enumerate(asked) if active)
    values = [row[column] for column in PRODUCT_COLUMNS]
    return [value - (1 << 64) if value >= 1 << 63 else value for value in values]
