"""Fills the database of a service with the needs of a province, and counts its funnel.

The catalog and the newest needs come through the service itself, so that every page of them can be opened; the needs
of the three years before are written by SQL, some thousands in one transaction. What lists, boards and figures
show of them is whole: enterprises with facts, needs with runs, referrals, offers in all states with their steps,
consents with reads, listing cases.
"""

import concurrent.futures
import csv
import datetime
import io
import json
import pathlib
import re
import shutil
import time
import urllib.parse
import urllib.request

from environment import ROOT, Failure, say
from service import FOLDER

HERE = pathlib.Path(__file__).resolve().parent
CATALOG = ROOT / "Schemas" / "catalog"
REGIONS = ROOT / "Schemas" / "reference" / "regions-anhui.csv"
# Whom the development sign-in makes liaisons of.
INSTITUTION = "huishang"
BOARDS = ["ah-srdi", "ah-star", "neeq"]
PRODUCTS = 1_000
INSTITUTIONS = 180
SAMPLE = 300
CASES = 3_000
DAYS = 3 * 365
CHUNK = 10_000
CONNECTIONS = 4
DECIDED_SECONDS = 600


def fill(service, needs):
    """Everything, one after the other; how long the parts took."""
    seconds = {}
    for name, part in [
        ("catalog", lambda: publish(service)),
        ("sample", lambda: sample(service)),
        ("needs", lambda: write(service, needs)),
        ("funnel", lambda: count(service)),
    ]:
        began = time.monotonic()
        part()
        seconds[name] = round(time.monotonic() - began, 1)
    return seconds


def publish(service):
    """A catalog of a thousand products of two hundred institutions: the seed, and copies of it."""
    say(f"publishing {PRODUCTS:,} products · 发布产品目录")
    folder = FOLDER / "catalog"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(CATALOG, folder)
    banks = [f"bench-bank-{number:03}" for number in range(1, INSTITUTIONS + 1)]
    with open(folder / "institutions.yaml", "a", encoding="utf-8") as file:
        file.write("\n")
        for bank in banks:
            file.write(
                f"- {{code: {bank}, kind: bank, name: {{zh: 合成银行{bank[-3:]}, en: Bank {bank[-3:]}}}, "
                'source: {document: synthetic, url: synthetic, tag: "?"}}\n'
            )
    seed = sorted((folder / "products").glob("*.yaml"))
    for number in range(PRODUCTS - len(seed)):
        text = seed[number % len(seed)].read_text(encoding="utf-8")
        # One copy of twenty is of the institution whose pages are measured.
        bank = INSTITUTION if number % 20 == 0 else banks[number % len(banks)]
        code = f"bench-{number:04}"
        text = re.sub(r"(?m)^code: \S+", f"code: {code}", text)
        text = re.sub(r"(?m)^institution: \S+", f"institution: {bank}", text)
        (folder / "products" / f"{code}.yaml").write_text(text, encoding="utf-8")
    service.command("import", "catalog", folder)
    shutil.rmtree(folder)


def sample(service):
    """Needs that come through the service, and are decided."""
    say(f"submitting the needs of {SAMPLE} sample enterprises · 提交样例需求")
    service.command("sample", "--enterprises", SAMPLE, "--submit")
    deadline = time.monotonic() + DECIDED_SECONDS
    while service.sql("SELECT count(*) FROM need WHERE match_due_since IS NOT NULL") != "0":
        if time.monotonic() > deadline:
            raise Failure(f"the sample is not decided in time: {service.log()}")
        time.sleep(0.5)


def write(service, needs):
    """The needs of the years before, several transactions side by side."""
    places = counties()
    products = [
        (one["code"], one["institution"]["code"]) for one in listed(service, "/v1/products?limit=100")
    ]
    stages = [row for board in BOARDS for row in stages_of(service, board)]
    service.sql(
        "CREATE SCHEMA bench;\n"
        + table("place", "code text", [(code,) for code in places])
        + table("product", "code text, institution text", products)
        + table("stage", "board text, version text, initial text, code text", stages)
        + (HERE / "prepare.sql").read_text(encoding="utf-8")
    )
    # Before the sample, and before the days that offers take from there.
    until = datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(days=2)
    variables = {
        "until": until.isoformat(timespec="seconds"), "total": needs, "step": DAYS * 86_400 / needs,
        "gap": max(2, needs // CASES // 2 * 2), "places": len(places), "products": len(products),
        "stages": len(stages), "runs": service.sql("SELECT count(*) FROM bench.run"),
    }  # fmt: skip
    chunk = (HERE / "chunk.sql").read_text(encoding="utf-8")
    done = 0
    with concurrent.futures.ThreadPoolExecutor(CONNECTIONS) as pool:
        parts = {
            pool.submit(
                service.sql, chunk, first=first, last=min(first + CHUNK - 1, needs), **variables
            ): min(CHUNK, needs - first + 1)
            for first in range(1, needs + 1, CHUNK)
        }
        try:
            for part in concurrent.futures.as_completed(parts):
                part.result()
                done += parts[part]
                say(f"{done:,} of {needs:,} needs · 已写入需求")
        except BaseException:
            # What has not begun is not worth waiting for.
            pool.shutdown(cancel_futures=True)
            raise
    service.sql(
        (HERE / "finish.sql").read_text(encoding="utf-8"), until=variables["until"],
        institution=INSTITUTION,
    )  # fmt: skip
    say("analysing · 收集统计信息")
    service.sql("ANALYZE")


def count(service):
    """The funnel from its tables, by the command of the service; then as autovacuum leaves tables."""
    say("counting the funnel, some minutes for a province · 重新统计漏斗")
    say(service.command("statistics", "rebuild").strip())
    say("vacuuming · 整理表")
    service.sql("VACUUM (ANALYZE)")
    service.sql("CHECKPOINT")


def sizes(service):
    """How much there is of what, as the database counts it."""
    return json.loads(
        service.sql(
            """
            SELECT json_build_object('needs', (SELECT count(*) FROM need),
              'enterprises', (SELECT count(*) FROM enterprise), 'offers', (SELECT count(*) FROM offer),
              'institutions', (SELECT count(DISTINCT institution) FROM offer),
              'products', (SELECT count(*) FROM product),
              'listing_cases', (SELECT count(*) FROM listing_case),
              'funnel_cells', (SELECT count(*) FROM funnel_cell),
              'gigabytes', round(pg_database_size(current_database()) / 1e9, 1))
            """
        )
    )


def counties():
    with open(REGIONS, encoding="utf-8", newline="") as file:
        return [row["code"] for row in csv.DictReader(file) if row["level"] == "county"]


def listed(service, path):
    """All items of a list of the API."""
    items, cursor = [], ""
    while True:
        page = ask(service, path + cursor)
        items += page["data"]
        if not page["page"]["has_more"]:
            return items
        cursor = "&cursor=" + urllib.parse.quote(page["page"]["next"], safe="")


def stages_of(service, board):
    """The stages on the way of a board, in its version of today; those of a hold or an end are none."""
    found = ask(service, f"/v1/boards/{board}")
    initial = found["stages"][0]
    return [
        (board, found["version"], initial["code"], stage["code"])
        for stage in found["stages"] if stage["kind"] == initial["kind"]
    ]  # fmt: skip


def ask(service, path):
    request = urllib.request.Request(
        service.base + path, headers={"Authorization": f"Bearer {service.token}"}
    )
    with urllib.request.urlopen(request, timeout=60) as answer:
        return json.load(answer)


def table(name, columns, rows):
    """SQL that makes a table of the benchmark's own with numbered rows."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(
        [number, *row] for number, row in enumerate(rows)
    )
    return (
        f"CREATE TABLE bench.{name} (number integer PRIMARY KEY, {columns});\n"
        f"COPY bench.{name} FROM STDIN (FORMAT csv);\n{text.getvalue()}\\.\n"
    )
