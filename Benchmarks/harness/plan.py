"""What is measured, in which order, and what is compared with what."""

import os
import statistics

import environment
import report
from environment import Failure, say

NEEDS, PRODUCTS = 570_000, 1_000
# DuckDB counts near misses of the first ones only, and zen-engine decides the first ones only:
# their time is linear in the needs.
NEAR_NEEDS, RULE_NEEDS = 100_000, 10_000
# Needs that are compared with the plain implementation.
SAMPLE = 2_000
# Runs of the fast ones inside one measurement; the median counts.
REPETITIONS = 5


class Session:
    """The measurements of one run, by name."""

    def __init__(self, tools):
        self.tools = tools
        self.lines = {}

    def kernel(self, name, *more, needs=NEEDS, products=PRODUCTS, threads=1, near=False):
        """Measures the kernel."""
        repetitions = REPETITIONS if isinstance(products, str) or products <= PRODUCTS else 1
        arguments = ["match", *self.sets(needs, products), "--threads", threads, *more]
        arguments += ["--repetitions", repetitions, *(["--near"] if near else [])]
        arguments += self.result(name)
        return self.keep(name, self.tools.run(self.tools.kernel, *arguments))

    def limit(self, name, mode, needs=NEEDS, products=PRODUCTS, program=None):
        """Measures limit.c."""
        path = [self.tools.results / f"{name}.bin"] if name not in self.lines else []
        line = self.tools.run(
            program or self.tools.limit, mode, self.tools.data, needs, products, 1, REPETITIONS,
            *path,
        )  # fmt: skip
        return self.keep(name, line)

    def peer(self, name, script, form, needs=NEEDS, products=PRODUCTS):
        """Measures a peer in Python, once."""
        sets = self.sets(needs, products)
        return self.keep(name, self.tools.peer(script, form, *sets, *self.result(name)))

    def verify(self, name, *more, needs=NEEDS, products=PRODUCTS, sample=SAMPLE):
        """Compares the kernel with the plain implementation; the number of differences."""
        arguments = ["verify", *self.sets(needs, products), "--sample", sample, *more]
        try:
            line = self.tools.run(self.tools.kernel, *arguments)
        except Failure as failure:
            say(f"  {name}: {failure}")
            return 1
        say(f"  {name}: {line['checked']} needs compared, {line['differences']} differ")
        return line["differences"]

    def sets(self, needs, products):
        """The arguments that name the sets."""
        return ["--data", self.tools.data, "--needs", needs, "--products", products]

    def result(self, name):
        """Results are written the first time only; they are always the same."""
        if name in self.lines:
            return []
        return ["--result", self.tools.results / f"{name}.bin"]

    def keep(self, name, line):
        """Remembers a measurement."""
        self.lines.setdefault(name, []).append(line)
        say(f"  {name:<20} {line['seconds']:9.4f} s")
        return line

    def compare(self, *files):
        """All rows of all results against the first; the number that differ."""
        pairs = [f"{self.tools.results / name}.bin={needs}" for name, needs in files]
        command = [self.tools.python, environment.PEERS / "check.py", "compare", *pairs]
        try:
            environment.execute(command, environment.STEP_SECONDS)
        except Failure:
            return 1
        say(f"  {', '.join(name for name, _ in files)}: identical")
        return 0

    def reference(self, needs, products, sample, *names):
        """Results against a plain evaluation of the definitions; 0 when right."""
        files = [self.tools.results / f"{name}.bin" for name in names]
        command = [
            self.tools.python, environment.PEERS / "check.py", "reference", "--data",
            self.tools.data, "--needs", needs, "--products", products, "--sample", sample, *files,
        ]  # fmt: skip
        try:
            environment.execute(command, environment.STEP_SECONDS)
        except Failure:
            return 1
        say(f"  {', '.join(names)}: as the definitions say, {sample} needs")
        return 0

    def per_need(self, name, number):
        """Seconds per need of the measurement of one round."""
        line = self.lines[name][number]
        return line["seconds"] / line["needs"]


def check_quick(tools):
    """All results on 10,000 needs × 100 products; the number of comparisons that fail."""
    session, needs, products = Session(tools), 10_000, 100
    jitter, unknown = "100-jitter", "10000-unknown20"
    session.kernel("kernel", needs=needs, products=products)
    session.kernel("kernel-near", needs=needs, products=products, near=True)
    session.kernel("kernel-threads", needs=needs, products=products, threads=2)
    session.kernel("kernel-jitter", needs=needs, products=jitter, near=True)
    session.limit("limit", "bitb", needs, products)
    session.limit("limit-near", "near", needs, products)
    session.limit("limit-portable", "near", needs, products, tools.limit_portable)
    session.limit("limit-jitter", "near", needs, jitter)
    session.peer("polars", "bench_polars.py", "gen", needs, products)
    for form in ("join", "gen", "near"):
        session.peer(f"duckdb-{form}", "bench_duckdb.py", form, needs, products)
    session.peer("zen", "bench_rules.py", "list", needs, products)
    names = [name for name in session.lines if "jitter" not in name]
    names.sort(key=lambda name: name != "limit-near")
    different = session.compare(*((name, needs) for name in names))
    different += session.compare(("limit-jitter", needs), ("kernel-jitter", needs))
    different += session.reference(needs, products, 200, "limit-near", "kernel-near")
    different += session.verify("base", needs=needs, products=products, sample=500)
    different += session.verify("unknown", needs=unknown, products=products, sample=500)
    different += session.verify("jitter", needs=needs, products=jitter, sample=500)
    different += session.verify(
        "real cost", "--price", "annualised", needs=needs, products=products, sample=200
    )
    different += check_sweep(session, needs, products)
    return different


def check_sweep(session, needs, products):
    """A changed product: the sweep against deciding everything again."""
    line = session.tools.run(session.tools.kernel, "sweep", *session.sets(needs, products))
    session.lines.setdefault("sweep", []).append(line)
    say(f"  sweep: {line['flips']} flips, {line['differences']} differ")
    return line["differences"]


def measure_round(session, threads):
    """Everything once; our runs stand between those of the peers."""
    session.kernel("kernel")
    session.limit("limit", "bitb")
    session.limit("limit-portable", "bitb", program=session.tools.limit_portable)
    session.kernel("kernel")
    session.kernel("kernel-unknown", needs=f"{NEEDS}-unknown20")
    session.kernel("kernel-jitter", products=f"{PRODUCTS}-jitter")
    session.kernel("kernel-real", "--price", "annualised")
    session.peer("polars", "bench_polars.py", "gen")
    session.kernel("kernel")
    session.peer("duckdb-join", "bench_duckdb.py", "join")
    session.peer("duckdb-gen", "bench_duckdb.py", "gen")
    session.kernel("kernel")
    session.peer("zen", "bench_rules.py", "list", needs=RULE_NEEDS)
    session.kernel("kernel-near", near=True)
    session.limit("limit-near", "near")
    session.peer("duckdb-near", "bench_duckdb.py", "near", needs=NEAR_NEEDS)
    session.kernel("kernel-near", near=True)
    session.kernel("kernel-p100", products=100)
    session.peer("polars-p100", "bench_polars.py", "gen", products=100)
    session.kernel("kernel-p100", products=100)
    session.kernel("kernel-threads", threads=threads)
    session.kernel("kernel")


def check_full(session):
    """Every row of every result; the number of comparisons that fail."""
    say("comparing all rows · 逐行核对")
    session.limit("limit-jitter", "near", products=f"{PRODUCTS}-jitter")
    session.kernel("kernel-jitter-near", products=f"{PRODUCTS}-jitter", near=True)
    session.limit("limit-p10000", "bitb", products=10_000)
    session.kernel("kernel-p10000", products=10_000)
    different = session.compare(
        ("limit-near", NEEDS), ("kernel-near", NEEDS), ("kernel", NEEDS), ("limit", NEEDS),
        ("limit-portable", NEEDS), ("kernel-threads", NEEDS), ("polars", NEEDS),
        ("duckdb-join", NEEDS), ("duckdb-gen", NEEDS), ("duckdb-near", NEAR_NEEDS),
        ("zen", RULE_NEEDS),
    )  # fmt: skip
    different += session.compare(("polars-p100", NEEDS), ("kernel-p100", NEEDS))
    different += session.compare(
        ("limit-jitter", NEEDS), ("kernel-jitter-near", NEEDS), ("kernel-jitter", NEEDS)
    )
    different += session.compare(("limit-p10000", NEEDS), ("kernel-p10000", NEEDS))
    different += session.reference(NEEDS, PRODUCTS, 200, "limit-near", "kernel-near")
    different += session.verify("base")
    different += session.verify("unknown", needs=f"{NEEDS}-unknown20")
    different += session.verify("jitter", products=f"{PRODUCTS}-jitter")
    different += session.verify("real cost", "--price", "annualised", sample=SAMPLE // 4)
    return different


def measure(tools, rounds):
    """All rounds, all comparisons, and the ratios when everything is identical."""
    session = Session(tools)
    threads = min(4, environment.cores())
    loads, different = [], 0
    for number in range(rounds):
        loads.append(round(os.getloadavg()[0], 2))
        say(f"round {number + 1} of {rounds}, load {loads[-1]}")
        measure_round(session, threads)
        different += check_sweep(session, NEEDS, PRODUCTS)
    different += check_full(session)
    outcome = {"identical": different == 0, "ratios": {}}
    more = {}
    if outcome["identical"]:
        outcome["ratios"], more = ratios(session, rounds, threads)
    outcome["details"] = {
        **more,
        "needs": NEEDS, "products": PRODUCTS, "rounds": rounds, "threads": threads,
        "load_before_rounds": loads, "machine": environment.machine(),
        "versions": environment.versions(), "measurements": summary(session),
        "memory": memory(session),
        "all": session.lines,
    }  # fmt: skip
    return outcome


def ratios(session, rounds, threads):
    """Ratios inside each round, and their medians; those without a bar apart."""
    each = [round_ratios(session, number, rounds, threads) for number in range(rounds)]
    medians = {
        name: float(f"{statistics.median(r[name] for r in each):.3g}") for name in each[0]
    }
    named = {name: medians.pop(name) for name in report.BARS}
    return named, {"ratios_by_round": each, "more_ratios": medians}


def round_ratios(session, number, rounds, threads):
    """The ratios of one round; names with several runs in it count by their median."""

    def own(name):
        runs = len(session.lines[name]) // rounds
        lines = session.lines[name][number * runs : (number + 1) * runs]
        return statistics.median(line["seconds"] / line["needs"] for line in lines)

    duckdb = min(session.per_need("duckdb-join", number), session.per_need("duckdb-gen", number))
    kernel, sweep = own("kernel"), session.lines["sweep"][number]
    zen = session.lines["zen"][number]
    return {
        "polars": session.per_need("polars", number) / kernel,
        "duckdb": duckdb / kernel,
        "zen": session.per_need("zen", number) / kernel,
        "limit_c": session.per_need("limit", number) / kernel,
        "near_duckdb": session.per_need("duckdb-near", number) / own("kernel-near"),
        "unknown20": own("kernel-unknown") / kernel,
        "jitter": own("kernel-jitter") / kernel,
        "polars_p100": session.per_need("polars-p100", number) / own("kernel-p100"),
        "threads_per_core": kernel / own("kernel-threads") / threads,
        "sweep_verdicts": sweep["verdict_seconds"] / sweep["full_seconds"],
        "sweep_top10": sweep["top_seconds"] / sweep["full_seconds"],
        "real_cost": own("kernel-real") / kernel,
        # Without a bar: limit.c for the same instruction set as the kernel, near misses against
        # it, zen-engine without the ranking, and the kernel's preparing (kernel and columns) as
        # a multiple of its run.
        "limit_c_portable": session.per_need("limit-portable", number) / kernel,
        "near_limit_c": session.per_need("limit-near", number) / own("kernel-near"),
        "preparing": session.lines["kernel"][number]["prepare_seconds"] / (kernel * NEEDS),
        "zen_evaluation": zen["evaluation_seconds"] / zen["needs"] / kernel,
    }


def memory(session):
    """Bytes of the kernel's rows, of rows, columns and outcomes, and most of the process."""
    return {
        name: {member: lines[0][member] for member in ("kernel_bytes", "batch_bytes", "peak_bytes")}
        for name, lines in session.lines.items() if "peak_bytes" in lines[0]
    }  # fmt: skip


def summary(session):
    """Medians over all measurements of a name."""
    return {
        name: {
            "seconds": statistics.median(line["seconds"] for line in lines),
            "needs": lines[0]["needs"], "products": lines[0]["products"],
            "runs": len(lines), "version": lines[0].get("version"),
        }
        for name, lines in session.lines.items() if "seconds" in lines[0]
    }  # fmt: skip
