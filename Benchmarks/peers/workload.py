"""The vocabulary of the workload: what a need and a product consist of.

All money is in fen, all rates in basis points, all flags 0 or 1, everything int64. The data are
synthetic; county codes are invented below real prefixes of four digits.
"""

WAN = 1_000_000  # 10,000 yuan in fen
SEED = 20250601

# (prefix, share of the needs, number of counties)
CITIES = [
    (3401, 0.240, 11), (3402, 0.085, 8), (3403, 0.055, 7), (3404, 0.040, 7),
    (3405, 0.050, 6), (3406, 0.030, 4), (3407, 0.025, 4), (3408, 0.070, 10),
    (3410, 0.025, 7), (3411, 0.070, 9), (3412, 0.090, 8), (3413, 0.055, 6),
    (3415, 0.055, 7), (3416, 0.045, 5), (3417, 0.020, 4), (3418, 0.045, 7),
]  # fmt: skip
COUNTIES = [city * 100 + k + 1 for city, _, count in CITIES for k in range(count)]
# Core enterprises are numbered from 1; 0 is a known none.
CORE_COUNT = 300

NEED_COLUMNS = [
    "amount", "tenor", "purpose", "county", "region", "industry", "size", "age_m", "incorp_m",
    "employees", "rev1", "rev2", "growth", "tax12", "rating", "net_assets", "debt", "overdue",
    "spec", "hitech", "patents", "recv", "core_id", "collateral", "guar",
]  # fmt: skip

# What a product may bound with [least, greatest].
RANGES = [
    "amount", "tenor", "age_m", "incorp_m", "employees", "rev1", "rev2", "growth", "tax12",
    "net_assets", "debt", "patents", "recv", "collateral",
]  # fmt: skip
# Of these, the ones in fen.
MONEY_RANGES = ["amount", "rev1", "rev2", "tax12", "net_assets", "recv", "collateral"]

# Every criterion a product may have; its place here names it in near misses.
CRITERIA = RANGES + [
    "purpose", "region", "industry", "size", "rating", "overdue", "spec", "hitech", "core", "guar",
    "coverage",
]  # fmt: skip

# An open end of a range.
LEAST, GREATEST = -(1 << 60), 1 << 60

# The terms of an offer: (member of the offer, column of the need, divisor).
TERMS = [
    ("tax_x100", "tax12", 100), ("recv_bp", "recv", 10_000),
    ("coll_bp", "collateral", 10_000), ("rev_bp", "rev1", 10_000),
]  # fmt: skip

# A product as one row of integers: ranges, masks of what is admitted, offer, price.
CORE_WORDS = 5
PRODUCT_COLUMNS = (
    ["id"]
    + [f"{column}_{end}" for column in RANGES for end in ("min", "max")]
    + ["purpose_mask", "size_mask", "county_mask0", "county_mask1", "ind_mask0", "ind_mask1"]
    + ["rating_min", "spec_min", "no_overdue", "req_hitech", "req_guar", "core_active"]
    + [f"core_mask{word}" for word in range(CORE_WORDS)]
    + ["cap", "tax_x100", "recv_bp", "coll_bp", "rev_bp", "cover_bp"]
    + ["rate", "fee", "subsidy", "sub_spec_min", "active"]
)

# Facts a tax authorisation covers, and what stands for an unknown one in a matrix of needs.
TAX_FACTS = ["tax12", "rating"]
UNKNOWN = -(1 << 63)

# How many products are ranked for a need.
TOP = 10


def in_region(county_code, prefixes):
    """Whether the six digits of a county begin with one of the prefixes."""
    return any(str(county_code).startswith(prefix) for prefix in prefixes)


def counties_of(prefixes):
    """Places in COUNTIES of the counties below the prefixes."""
    return [place for place, code in enumerate(COUNTIES) if in_region(code, prefixes)]
