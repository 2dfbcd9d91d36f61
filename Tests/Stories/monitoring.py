"""Who is to be looked at: two years of reports with planted shocks, while the workers that judge are killed."""

import datetime
import math
import os
import pathlib
import random
import tempfile
import threading
import time

from tale import Process, Tale, check, service

import uscc  # noqa: I001 (tale says where it is)

ZONE = datetime.timezone(datetime.timedelta(hours=8))
NOW = datetime.datetime.now(ZONE)
SEED = int(os.environ.get("CONTRACT_SEED", "20260101"))
# Every month of the year that is over, and of the one before it.
MONTHS = 24
KWH = 100_000
PERMISSIONS = "/v1/enterprises/{id}/source-authorisations"
REPORTS = "/v1/enterprises/{id}/reports"
# A mean of three months against the same of the year before, in ppm, by the shipped rule.
LEVELS = [("red", -700_000), ("orange", -400_000), ("yellow", -200_000)]

# Warnings of which two are open at once, steps that do not follow each other, and reports that were changed.
WRONG = """
  SELECT 'twice ' || rule FROM warning WHERE state <> 'closed' GROUP BY enterprise_id, rule HAVING count(*) > 1
  UNION ALL
  SELECT 'row ' || w.id FROM warning w WHERE w.version <> (
    SELECT count(*) FROM warning_step s WHERE s.warning_id = w.id)
  UNION ALL
  SELECT 'gap ' || enterprise_id FROM report
    GROUP BY enterprise_id, source, reporter, period_kind, period_on HAVING count(*) <> max(revision)
"""


def month(back):
    number = NOW.year * 12 + NOW.month - 1 - back
    return f"{number // 12}-{number % 12 + 1:02}"


def today():
    return NOW.date().isoformat()


def season(back):
    """A factory that hardly works in February, every year."""
    number = (NOW.month - 1 - back) % 12
    return 0.3 if number == 1 else 1.0 + 0.2 * math.sin(number)


def portal(tale):
    """The token of the portal, through which enterprises permit what sources may tell."""
    return tale.service.issue_token("service", subject="portal-1")


class Firms:
    """Enterprises whose electricity is reported, and what was planted."""

    def __init__(self, tale):
        self.tale, self.call = tale, tale.call
        self.chance = random.Random(f"monitoring {SEED}")
        count = 2_000 if tale.full else 60
        codes = {}
        # Of so many some would be drawn twice.
        while len(codes) < count:
            codes[uscc.make(self.chance)] = None
        self.codes = list(codes)
        self.ids = {}
        # One in ten falls, to so much of what it was, from a month of the last year on.
        self.shocks = {
            code: (self.chance.choice([0.75, 0.5, 0.2]), self.chance.randrange(2, 12))
            for code in self.codes[: count // 10]
        }

    def kwh(self, code, back):
        share, since = self.shocks.get(code, (1.0, 0))
        steady = random.Random(f"{SEED} {code} {back % 12}").uniform(0.98, 1.02)
        return int(KWH * season(back) * steady * (share if back < since else 1.0))

    def expected(self, code):
        """Level and the month in which it was come to, by a count of its own; nobody else's code."""
        level, since = None, None
        for back in range(MONTHS - 14, 0, -1):
            now = sum(self.kwh(code, back + each) for each in range(3))
            base = sum(self.kwh(code, back + 12 + each) for each in range(3))
            found = next(
                (name for name, most in LEVELS if (now - base) * 1_000_000 <= most * base), None
            )
            order = [None, "yellow", "orange", "red"]
            if order.index(found) > order.index(level):
                level, since = found, month(back)
        return level, since

    def register(self, folder):
        rows = ["uscc,name,region,industry,registered_on"]
        rows += [f"{code},监测故事{n}有限公司,340104,3411,2019-05-20" for n, code in enumerate(self.codes)]
        self.load(folder, rows, "enterprises")
        found = self.tale.service.sql("SELECT uscc || ' ent_' || id::text FROM enterprise").split("\n")
        every = dict(line.strip().split(" ") for line in found if " ent_" in line)
        self.ids = {code: every[code] for code in self.codes}

        def permit(number):
            for code in self.codes[number::8]:
                for source in ("electricity", "bank"):
                    body = {"source": source, "expires_on": (NOW.date() + datetime.timedelta(90)).isoformat()}
                    values = {"id": self.ids[code]}
                    self.call("POST", PERMISSIONS, 201, values=values, body=body, token=portal(self.tale))

        self.tale.together(8, permit)

    def load(self, folder, rows, *what, accept=(0,)):
        """Imports a file as an operator would; what was said."""
        path = pathlib.Path(folder) / "rows.csv"
        path.write_text("\n".join(rows) + "\n", encoding="utf-8")
        return self.import_(path, *what, accept=accept)

    def import_(self, path, *what, accept=(0,)):
        return self.tale.service.command("import", *what, str(path), accept=accept)

    def electricity(self, folder, back, codes=None):
        rows = ["uscc,period,as_of,kwh"]
        rows += [f"{code},{month(back)},{today()},{self.kwh(code, back)}" for code in codes or self.codes]
        self.load(folder, rows, "reports", "electricity")
        self.tale.count(reports=len(rows) - 1)

    def warnings(self, code, **query):
        query = {"enterprise_id": self.ids[code], "limit": 100} | query
        return self.call("GET", "/v1/warnings", 200, query=query).json["data"]

    def open(self, code):
        return {
            each["rule"]: each for each in self.warnings(code) if each["state"] != "closed"
        }  # fmt: skip

    def settled(self):
        """Waits until nobody is to be judged."""
        asked = "SELECT 'left ' || count(*) FROM monitoring_account WHERE due_at <= now()"
        service.wait_for("everybody to be judged", lambda: "left 0" in self.tale.service.sql(asked), 600)

    def wrong(self):
        return self.tale.service.sql(WRONG).strip()


def story(tale):
    firms = Firms(tale)
    with tempfile.TemporaryDirectory() as folder:
        place = pathlib.Path(folder)
        firms.register(folder)
        workers = [Process(tale, place, number, "worker", "monitoring") for number in range(2)]
        over = threading.Event()

        def disturb():
            chance = random.Random(f"kills {SEED}")
            while not over.wait(chance.uniform(1, 3)):
                worker = chance.choice(workers)
                worker.kill()
                worker.start()
                tale.count(kills=1)

        disturber = threading.Thread(target=disturb)
        disturber.start()
        try:
            # In no order: a late report changes nothing of what is known in the end.
            backs = list(range(1, MONTHS + 1))
            firms.chance.shuffle(backs)
            for back in backs:
                firms.electricity(folder, back)
        finally:
            over.set()
            disturber.join()
        firms.settled()
        judge_shocks(tale, firms)
        corrected(tale, firms, folder)
        missed(tale, firms)
        exposed(tale, firms)
        bad_files(tale, firms, place)
        with tale.promise("nothing is open twice, no step is missing, no report was changed"):
            check(firms.wrong() == "", firms.wrong())
        for worker in workers:
            worker.stop()


def judge_shocks(tale, firms):
    with tale.promise("every planted shock warns at its level, since its month; the seasons warn of nothing"):
        wrong = []
        for code in firms.codes:
            found = firms.open(code).get("electricity")
            told = (found["level"], found["since"]) if found else (None, None)
            if told != firms.expected(code):
                wrong.append((code, told, firms.expected(code)))
        check(not wrong, f"{len(wrong)}: {wrong[:3]}")
        tale.count(shocks=sum(1 for code in firms.codes if firms.expected(code)[0]))
    with tale.promise("nobody is warned of anything else"):
        rules = tale.service.sql("SELECT DISTINCT 'rule ' || rule FROM warning WHERE rule <> 'electricity'")
        check("rule " not in rules, rules)


def corrected(tale, firms, folder):
    code = firms.codes[-1]
    with tale.promise("a wrong figure warns, its correction ends the warning, and both stay to be read"):
        rows = ["uscc,period,as_of,overdue_days", f"{code},{month(1)},{today()},95"]
        firms.load(folder, rows, "reports", "bank")
        service.wait_for("a warning", lambda: "overdue" in firms.open(code))
        check(firms.open(code)["overdue"]["level"] == "red", "95 days are red")
        rows[1] = f"{code},{month(1)},{today()},0"
        firms.load(folder, rows, "reports", "bank")
        service.wait_for("its end", lambda: "overdue" not in firms.open(code))
        reports = firms.call("GET", REPORTS, 200, values={"id": firms.ids[code]}, query={"limit": 2}).json
        check([each["revision"] for each in reports["data"]] == [2, 1], "two revisions")


def missed(tale, firms):
    code = firms.codes[-2]
    values = {"id": firms.ids[code]}
    with tale.promise("what nobody reports warns of itself alone, and ends when it comes"):
        duty = values | {"duty": "monthly"}
        path = "/v1/enterprises/{id}/report-duties/{duty}"
        firms.call("PUT", path, 200, values=duty, body={"from": month(4), "to": month(3)})
        service.wait_for("a warning", lambda: "reporting" in firms.open(code))
        check(firms.open(code)["reporting"]["level"] == "orange", "two months are orange")
        check("revenue" not in firms.open(code), "missing is not zero")
        body = {
            "source": "enterprise", "period": month(3), "as_of": today(), "provenance": "故事",
            "figures": {"revenue": 100},
        }  # fmt: skip
        late = firms.call("POST", REPORTS, 201, values=values, body=body).json
        check(late["is_late"], "it is late")
        service.wait_for("its end", lambda: "reporting" not in firms.open(code))


def exposed(tale, firms):
    """An institution that has lent sees the warnings of who lets it see them, until that ends."""
    with tale.promise("an institution sees a warning while it is exposed and permitted, and not after its consent ended"):
        offer, liaison = drawn(tale)
        enterprise = {"id": offer["enterprise_id"]}
        body = {"source": "bank", "expires_on": (NOW.date() + datetime.timedelta(90)).isoformat()}
        tale.call("POST", PERMISSIONS, 201, values=enterprise, body=body, token=portal(tale))
        told = {
            "source": "bank", "period": month(1), "as_of": today(), "provenance": "故事",
            "figures": {"overdue_days": 40},
        }  # fmt: skip
        tale.call("POST", REPORTS, 201, values=enterprise, body=told)
        query = {"enterprise_id": offer["enterprise_id"]}

        def seen(token):
            return tale.call("GET", "/v1/warnings", 200, query=query, token=token).json["data"]

        found = service.wait_for("a warning", lambda: seen(tale.service.token))
        check(not seen(liaison), "it may not see who did not let it")
        consent = {
            "need_id": offer["need_id"], "institution": offer["institution"]["code"],
            "purpose": "loan_assessment", "fields": ["registry", "tax"],
            "expires_at": (NOW + datetime.timedelta(days=30)).isoformat(),
        }  # fmt: skip
        given = tale.call("POST", "/v1/consents", 201, body=consent, token=portal(tale)).json["id"]
        check([each["id"] for each in seen(liaison)] == [found[0]["id"]], "it sees the warning")
        read = tale.call("GET", "/v1/warnings/{id}", 200, values={"id": found[0]["id"]}, token=liaison).json
        check(read["readings"] is None and read["note"] is None, "and no figures, nor notes")
        check("enterprise_id" not in read, "nor whom it is about, but")
        check([each["subject_id"] for each in read["concerns"]] == [offer["id"]], "which of its loans")
        lent = {"id": offer["id"]}
        own = "/v1/offers/{id}/reports"
        late = told | {"figures": {"overdue_days": 95}}
        said = tale.call("POST", own, 201, values=lent, body=late, token=liaison).json
        check(said["reporter"] == offer["institution"]["code"], "it reports of its own loan")
        place = {"id": found[0]["id"]}

        def red():
            return tale.call("GET", "/v1/warnings/{id}", 200, values=place, token=liaison).json["level"] == "red"

        service.wait_for("its loan to be red", red)
        touched = tale.call("GET", "/v1/warnings/{id}", 200, values=place, token=liaison).json["touched"]
        check(offer["id"] in [each["subject_id"] for each in touched], "its offer is to be looked at anew")
        facts = tale.call("GET", "/v1/enterprises/{id}/facts", 200, values=enterprise).json["facts"]
        overdue = [each["value"] for each in facts if each["path"] == "credit.current_overdue"]
        check(overdue == [True], "products decide on what was reported")
        other = tale.service.issue_token("liaison", org="cdb", subject="story-2")
        check(not seen(other), "no other institution sees it")
        tale.call("POST", "/v1/consents/{id}/revoke", 200, values={"id": given}, body={})
        check(not seen(liaison), "nor it, after the consent ended")
        tale.call("GET", "/v1/warnings/{id}", 404, "not_found", values={"id": found[0]["id"]}, token=liaison)


def drawn(tale):
    """An offer for a need of the sample whose loan is drawn, and a liaison of its institution."""
    offers, need = [], None
    for need in tale.call("GET", "/v1/needs", 200, query={"status": "submitted", "limit": 100}).json["data"]:
        if not need["match"].get("run_id"):
            continue
        answer, _ = tale.patiently("POST", "/v1/needs/{id}/referral", values={"id": need["id"]}, body={})
        offers = answer.json["offers"] if answer.status == 201 else []
        if offers:
            break
    check(offers, "no need of the sample fits anybody")
    offer = offers[0]
    token = tale.service.issue_token("liaison", org=offer["institution"]["code"], subject="story-1")

    def step(verb, body=None):
        path = f"/v1/offers/{{id}}/{verb}"
        return tale.call("POST", path, 200, values={"id": offer["id"]}, body=body, token=token).json

    step("claim")
    step("contact", {"contacted_on": today()})
    step("grant", {"granted_fen": 1_000, "granted_rate_ppm": 36_500, "granted_on": today()})
    return step("draw", {"drawn_fen": 1_000, "drawn_on": today()}) | {
        "enterprise_id": offer.get("enterprise_id") or need["enterprise_id"], "need_id": need["id"],
        "institution": offer["institution"],
    }, token  # fmt: skip


def bad_files(tale, firms, place):
    before = tale.service.sql("SELECT 'reports ' || count(*) FROM report")

    def unchanged():
        check(tale.service.sql("SELECT 'reports ' || count(*) FROM report") == before, "half applied")

    code = firms.codes[0]
    good = f"{code},{month(1)},{today()},1"
    with tale.promise("a file of another schema or in GBK is refused whole"):
        firms.load(place, ["uscc,period,as_of,mood", good], "reports", "electricity", accept=(65,))
        # With a plain header, and a good row before the one in Chinese.
        path = place / "gbk.csv"
        rows = ["uscc,period,as_of,kwh", f"{firms.codes[1]},{month(1)},{today()},1", f"{code},{month(1)},{today()},一万"]
        path.write_bytes("\n".join(rows).encode("gbk"))
        for more in ([], ["--skip-bad"]):
            said = firms.import_(path, "reports", "electricity", *more, accept=(65,))
            check("encoding_gbk" in said, said)
        # But for its encoding it is a good one.
        rows = ["uscc,name,region,industry,registered_on", f"{code},监测故事有限公司,340104,3411,2019-05-20"]
        path.write_bytes("\n".join(rows).encode("gbk"))
        said = firms.import_(path, "enterprises", accept=(65,))
        check("encoding_gbk" in said, said)
        unchanged()
    with tale.promise("duplicate and future periods, and a permission that has ended, keep a file out"):
        revoked = firms.codes[-3]
        query = {"limit": 100}
        values = {"id": firms.ids[revoked]}
        for each in firms.call("GET", PERMISSIONS, 200, values=values, query=query).json["data"]:
            path = "/v1/source-authorisations/{id}/revoke"
            firms.call("POST", path, 200, values={"id": each["id"]}, body={}, token=portal(tale))
        header = "uscc,period,as_of,kwh"
        for bad in (good, f"{code},{month(0)},{today()},1", f"{revoked},{month(2)},{today()},7"):
            firms.load(place, [header, good, bad], "reports", "electricity", accept=(65,))
        unchanged()
    with tale.promise("by row the good ones are taken in, and the bad ones are written beside the file with their reasons"):
        other = firms.codes[1]
        fresh = f"{other},{month(1)},{today()},{firms.kwh(other, 1) + 1}"
        rows = [header, fresh, f"{code},{month(0)},{today()},1", f"{revoked},{month(2)},{today()},7"]
        firms.load(place, rows, "reports", "electricity", "--skip-bad", accept=(0, 65))
        rejected = (place / "rows.csv.rejected.csv").read_text(encoding="utf-8-sig")
        check(code in rejected and revoked in rejected and other not in rejected, rejected)
        check("future_period" in rejected and "source_unauthorised" in rejected, "each says why")
        after = tale.service.sql("SELECT 'reports ' || count(*) FROM report")
        count = [int(each.strip().removeprefix("reports ")) for each in (before, after)]
        check(count[1] == count[0] + 1, f"one report more: {count}")


if __name__ == "__main__":
    Tale("monitoring").run(story)
