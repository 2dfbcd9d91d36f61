"""The outcome as JSON, as a table on the terminal, as Markdown and as a chart."""

import json
import math

# name: (bar, whether it is a least or a greatest, what it says in English, in Chinese)
BARS = {
    "polars": (50, "least", "× polars", "× polars"),
    "duckdb": (80, "least", "× DuckDB, best SQL", "× DuckDB 最优 SQL"),
    "zen": (1000, "least", "× zen-engine, one list expression", "× zen-engine 列表表达式"),
    "limit_c": (0.7, "least", "× limit.c, vectors by hand", "× limit.c 手写向量代码"),
    "near_duckdb": (200, "least", "× DuckDB, near misses", "× DuckDB（差一条）"),
    "polars_p100": (15, "least", "× polars, 100 products", "× polars（100 个产品）"),
    "threads_per_core": (0.6, "least", "of linear, {threads} cores", "线性加速比（{threads} 核）"),
    "unknown20": (
        1.5, "most", "× the time, 20 % of the tax facts unknown",
        "× 时间（20 % 税务指标未知）",
    ),
    "jitter": (
        2.5, "most", "× the time, money bounds all different",
        "× 时间（金额门槛互不相同）",
    ),
    "sweep_verdicts": (
        1 / 25, "most", "of a full run: one changed product, verdicts",
        "占全量时间（单产品变更，重判）",
    ),
    "sweep_top10": (
        1 / 8, "most", "of a full run: one changed product, top 10 and flips",
        "占全量时间（单产品变更，重判并重排前十）",
    ),
    "real_cost": (
        None, "most", "× the time, costs by cash flows", "× 时间（按现金流计算成本）",
    ),
}  # fmt: skip
COMMAND = "make bench-kernel"


def passes(name, value):
    """Whether a ratio reaches its bar; None without one."""
    bar, kind, _, _ = BARS[name]
    if bar is None:
        return None
    return value >= bar if kind == "least" else value <= bar


def number(value):
    """Three digits, thousands apart."""
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.3g}"


def write(outcome, path):
    """The outcome as JSON, with the bars beside the ratios."""
    bars = {
        name: {"bar": bar, "kind": kind, "passes": passes(name, outcome["ratios"][name])}
        for name, (bar, kind, _, _) in BARS.items()
        if name in outcome["ratios"]
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    document = {**outcome, "bars": bars}
    path.write_text(json.dumps(document, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def show(outcome):
    """The table on the terminal."""
    details = outcome["details"]
    print(f"\n{details['machine']['cpu']}, {details['machine']['cores']} cores; "
          f"{details['needs']:,} needs × {details['products']:,} products\n")  # fmt: skip
    for name, line in details["measurements"].items():
        rate = line["needs"] / line["seconds"]
        print(f"  {name:<20} {line['seconds']:10.4f} s {line['needs']:>9,} needs × "
              f"{line['products']:<6,} {rate:>14,.0f} needs/s")  # fmt: skip
    if not outcome["identical"]:
        print("\nResults differ: no ratios. 结果不一致，不给出比值。")
        return
    print(f"\n  {'ratio':<20} {'measured':>10} {'bar':>10}")
    for name, (bar, kind, text, _) in BARS.items():
        value = outcome["ratios"][name]
        sign = "≥" if kind == "least" else "≤"
        wanted = f"{sign} {number(bar)}" if bar else "–"
        verdict = {True: "pass", False: "FAIL", None: ""}[passes(name, value)]
        note = text.format(threads=details["threads"])
        print(f"  {name:<20} {number(value):>10} {wanted:>10}  {verdict:<5} {note}")


def publish(outcome, directory):
    """Tables for the two READMEs and the chart."""
    directory.mkdir(parents=True, exist_ok=True)
    (directory / "kernel.md").write_text(markdown(outcome, False), encoding="utf-8")
    (directory / "kernel.zh-CN.md").write_text(markdown(outcome, True), encoding="utf-8")
    (directory / "kernel.svg").write_text(chart(outcome), encoding="utf-8")


def markdown(outcome, chinese):
    """The ratios as a table."""
    details = outcome["details"]
    machine = f"{details['machine']['cpu']}, {details['machine']['cores']}"
    if chinese:
        head = (f"`{COMMAND}`：{details['needs']:,} 笔需求 × {details['products']:,} 个产品，单线程，"
                f"同一次运行，逐行结果一致（{machine} 核）。")  # fmt: skip
        columns = "| 比值 | 实测 | 要求 |"
    else:
        head = (f"`{COMMAND}`: {details['needs']:,} needs × {details['products']:,} products, one "
                f"thread, same run, every row identical ({machine} cores).")  # fmt: skip
        columns = "| ratio | measured | bar |"
    lines = [head, "", columns, "|---|---:|---:|"]
    for name, (bar, kind, english, text) in BARS.items():
        sign = "≥" if kind == "least" else "≤"
        wanted = f"{sign} {number(bar)}" if bar else "–"
        words = (text if chinese else english).format(threads=details["threads"])
        lines.append(f"| {words} | {number(outcome['ratios'][name])} | {wanted} |")
    return "\n".join(lines) + "\n"


def chart(outcome):
    """Needs a second on one core, as bars on a logarithmic scale."""
    names = {
        "kernel": ("融桥 kernel", True), "limit": ("limit.c (by hand)", False),
        "polars": ("polars", False), "duckdb-join": ("DuckDB join", False),
        "duckdb-gen": ("DuckDB filters", False), "zen": ("zen-engine", False),
        "kernel-near": ("融桥 near misses", True), "limit-near": ("limit.c near misses", False),
        "duckdb-near": ("DuckDB near misses", False),
    }  # fmt: skip
    measured = outcome["details"]["measurements"]
    rates = {name: measured[name]["needs"] / measured[name]["seconds"] for name in names}
    low = math.floor(math.log10(min(rates.values())))
    high = math.ceil(math.log10(max(rates.values())))
    left, width, top, step = 170, 520, 58, 26
    height = top + step * len(names) + 34
    parts = [
        '<svg xmlns="http://www.w3.org/2000/svg" font-family="sans-serif" font-size="13" '
        f'viewBox="0 0 {left + width + 110} {height}">',
        '<rect width="100%" height="100%" fill="#ffffff"/>',
        '<text x="16" y="22" font-size="15" font-weight="bold" fill="#1f2937">'
        "每秒判定需求数(单核) · needs decided per second, one core</text>",
        f'<text x="16" y="42" fill="#6b7280">{outcome["details"]["needs"]:,} × '
        f'{outcome["details"]["products"]:,}, logarithmic · 对数坐标 · {COMMAND}</text>',
    ]
    for decade in range(low, high + 1):
        x = left + width * (decade - low) / (high - low)
        parts.append(f'<line x1="{x:.1f}" y1="{top}" x2="{x:.1f}" y2="{height - 28}" '
                     'stroke="#e5e7eb"/>')  # fmt: skip
        parts.append(f'<text x="{x:.1f}" y="{height - 12}" text-anchor="middle" '
                     f'fill="#6b7280">{10 ** decade:,}</text>')  # fmt: skip
    for place, (name, (label, is_ours)) in enumerate(names.items()):
        y = top + step * place
        bar = width * (math.log10(rates[name]) - low) / (high - low)
        colour = "#0f766e" if is_ours else "#9ca3af"
        parts.append(f'<text x="{left - 8}" y="{y + 17}" text-anchor="end" '
                     f'fill="#1f2937">{label}</text>')  # fmt: skip
        parts.append(f'<rect x="{left}" y="{y + 4}" width="{bar:.1f}" height="18" '
                     f'fill="{colour}"/>')  # fmt: skip
        parts.append(f'<text x="{left + bar + 6:.1f}" y="{y + 17}" '
                     f'fill="#1f2937">{rates[name]:,.0f}</text>')  # fmt: skip
    return "\n".join(parts + ["</svg>"]) + "\n"
