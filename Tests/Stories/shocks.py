"""Figures of enterprises in which shocks are planted, and which warnings follow: by the rules that ship, in a count
of its own that shares nothing with the program."""

import collections
import datetime
import fractions
import functools
import math
import os
import random

from tale import service  # noqa: F401 (it says where the next one is)

from documents import read_yaml  # noqa: I001

ZONE = datetime.timezone(datetime.timedelta(hours=8))
NOW = datetime.datetime.now(ZONE)
SEED = int(os.environ.get("CONTRACT_SEED", "20260101"))
PER_YEAR = {"month": 12, "quarter": 4}
# What a source tells in its files: of which periods, how many back, and its columns with what they are of.
SOURCES = {
    "electricity": ("month", 24, {"kwh": "electricity"}),
    "tax": ("month", 24, {"revenue_yuan": "revenue", "tax_paid_yuan": "tax_paid"}),
    "social_insurance": ("month", 18, {"insured_persons": "insured_persons"}),
    "enterprise": ("quarter", 8, {"profit_yuan": "profit"}),
}
USUAL = {"electricity": 100_000, "revenue": 400_000, "tax_paid": 30_000, "insured_persons": 200, "profit": 200_000}
SEASONAL = {"electricity", "revenue", "tax_paid"}
AMOUNTS = {"revenue", "tax_paid", "profit"}
# Which rule a shock of what is about, and to which share of the usual it falls; a profit becomes a loss.
RULES = {"electricity": "electricity", "revenue": "revenue", "tax_paid": "tax", "insured_persons": "staff", "profit": "loss"}
SHARES = {
    "electricity": [0.2, 0.5, 0.75], "revenue": [0.4, 0.7, 0.85], "tax_paid": [0.4, 0.65, 0.8],
    "insured_persons": [0.5, 0.7, 0.85], "profit": [-0.2],
}  # fmt: skip
# A shock from so many periods ago that nothing of it is over.
LASTING = {"electricity": 8, "revenue": 11, "tax_paid": 11, "insured_persons": 5, "profit": 5}
# Since when, and through the period before which, a shock is over in the newest period, and not before: after the
# periods that the rule asks for.
OVER = {"electricity": (9, 5), "insured_persons": (7, 3), "profit": (5, 3), "revenue": (9, 3), "tax_paid": (9, 3)}
LEVELS = ["yellow", "orange", "red"]


def number(kind, back):
    """The period so many before that of today, counted on from year to year."""
    return NOW.year * PER_YEAR[kind] + (NOW.month - 1) * PER_YEAR[kind] // 12 - back


def text(kind, at):
    year, place = divmod(at, PER_YEAR[kind])
    return f"{year}-{place + 1:02}" if kind == "month" else f"{year}-Q{place + 1}"


def season(back):
    """A factory that hardly works in February, every year."""
    place = number("month", back) % 12
    return 0.3 if place == 1 else 1.0 + 0.2 * math.sin(place)


class Shocks:
    """What is planted in which enterprise. Of ten parts seven are shocks of one kind each, shocks that are over, and
    enterprises of which much is missing; in all others nothing is planted."""

    def __init__(self, codes):
        self.chance = random.Random(f"shocks {SEED}")
        # By enterprise of what, to which share, since when, and until when.
        self.planted = {}
        part = len(codes) // 10
        parts = [codes[first : first + part] for first in range(0, 7 * part, part)]
        for name, some in zip(RULES, parts):
            for place, code in enumerate(some):
                self.planted[code] = self.lasting(name, place)
        self.recovering, self.missing = parts[5], set(parts[6])
        for place, code in enumerate(self.recovering):
            self.planted[code] = self.over(list(RULES)[place % 5], place // 5)
        for place, code in enumerate(parts[6][::2]):
            self.planted[code] = self.lasting(list(RULES)[place % 5], place // 5)

    def lasting(self, name, place):
        most = 5 if name == "profit" else 11
        since = LASTING[name] if place == 0 else self.chance.randrange(2, most + 1)
        return name, SHARES[name][place % len(SHARES[name])], since, 1

    def over(self, name, place):
        since, until = OVER[name]
        if place % 2:
            until = self.chance.randrange(2, 4 if name == "profit" else 6)
            since = until + self.chance.randrange(1, 4 if name == "profit" else 6)
        # Not so low that the first usual figure would be held for a mistake.
        return name, SHARES[name][min(1, len(SHARES[name]) - 1)], since, until

    @functools.cache
    def figures(self, code):
        """By what it is of the figures by their periods, in yuan where they are amounts."""
        gaps = random.Random(f"gaps {SEED} {code}")
        found = {}
        for kind, count, columns in SOURCES.values():
            for name in columns.values():
                told = {back: self.figure(code, kind, name, back) for back in range(1, count + 1)}
                if code in self.missing:
                    told = {back: figure for back, figure in told.items() if gaps.random() > 0.15}
                found[name] = {number(kind, back): figure for back, figure in told.items()}
        return found

    def figure(self, code, kind, name, back):
        steady = random.Random(f"{SEED} {code} {name} {back % PER_YEAR[kind]}").uniform(0.98, 1.02)
        of, share, since, until = self.planted.get(code, (None, 1.0, 0, 0))
        share = share if of == name and until <= back < since else 1.0
        return int(USUAL[name] * (season(back) if name in SEASONAL else 1.0) * steady * share)

    def expected(self, code, newest=1):
        """By rule the level and since which period, when nothing of a later one than `newest` ago is told."""
        known = {}
        for kind, _, columns in SOURCES.values():
            for name in columns.values():
                scale = 100 if name in AMOUNTS else 1
                own = self.figures(code)[name]
                known[name] = {at: own[at] * scale for at in own if at <= number(kind, newest)}
        found = {}
        for rule in read_yaml("monitoring/warnings.yaml")["rules"]:
            level, since = judged(rule, known)
            if level:
                found[rule["code"]] = (level, text(rule["period"], since))
        return found


def measured(measure, known, at, per_year):
    """None when a figure is missing that is needed, or a base says nothing."""
    own = known.get(measure["of"], {})
    if measure["kind"] == "value":
        return own.get(at)
    if measure["kind"] == "run":
        least, most = measure.get("at_least", -math.inf), measure.get("at_most", math.inf)
        row = 0
        while at - row in own and least <= own[at - row] <= most:
            row += 1
        return row if at in own else None
    span = {"single": 1, "mean_3": 3, "year_to_date": at % per_year + 1}[measure.get("over", "single")]
    back = measure.get("periods", per_year)
    now, base = ([own.get(last - each) for each in range(span)] for last in (at, at - back))
    if None in now + base or sum(base) <= 0 or sum(base) < measure["base_floor"]:
        return None
    return fractions.Fraction((sum(now) - sum(base)) * 1_000_000, sum(base))


def judged(rule, known):
    """The level of a rule after the newest period that is over, and since which period; as its file says."""
    periods = [at for condition in rule["conditions"] for at in known.get(condition["measure"]["of"], {})]
    if not periods:
        return None, None
    entered, better = collections.Counter(), collections.Counter()
    holders, level, since = {}, None, None
    for at in range(min(periods), number(rule["period"], 1) + 1):
        values = {}
        for place, condition in enumerate(rule["conditions"]):
            value = measured(condition["measure"], known, at, PER_YEAR[rule["period"]])
            if value is not None:
                values[place] = value
        for name in LEVELS:
            if not values:
                entered[name] = better[name] = 0
                continue
            enters, holds = (reaching(rule, values, name, limits) for limits in ("enter", "leave"))
            entered[name] = entered[name] + 1 if enters else 0
            if name not in holders:
                if entered[name] >= rule.get("enter_after", 1):
                    holders[name], better[name] = holds, 0
            elif holds:
                holders[name], better[name] = holds, 0
            elif holders[name] <= set(values):
                better[name] += 1
                if better[name] >= rule["clear_after"]:
                    del holders[name]
            else:
                better[name] = 0
        highest = next((name for name in reversed(LEVELS) if name in holders), None)
        if highest != level:
            level, since = highest, at
    return level, since


def reaching(rule, values, name, limits):
    """The conditions that enter a level or a higher one, or hold it."""
    found = set()
    for place, value in values.items():
        condition = rule["conditions"][place]
        own = condition["enter"] | (condition.get("leave", {}) if limits == "leave" else {})
        for higher in LEVELS[LEVELS.index(name) :]:
            if higher in own and (value <= own[higher] if condition["worse"] == "lower" else value >= own[higher]):
                found.add(place)
    return found
