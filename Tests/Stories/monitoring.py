"""Who is to be looked at: two years of reports with planted shocks, while the workers that judge are killed."""

import datetime
import pathlib
import random
import tempfile
import threading

from tale import Process, Tale, check, service

import uscc  # noqa: I001 (tale says where it is)
from shocks import NOW, RULES, SEED, SOURCES, Shocks, number, text

PERMISSIONS = "/v1/enterprises/{id}/source-authorisations"
REPORTS = "/v1/enterprises/{id}/reports"
# Of an enterprise in one file, and enterprises in one.
PERIODS = 6
ENTERPRISES = 330

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
    return text("month", number("month", back))


def today():
    return NOW.date().isoformat()


def portal(tale):
    """The token of the portal, through which enterprises permit what sources may tell."""
    return tale.service.issue_token("service", subject="portal-1")


class Firms:
    """Enterprises of which everything is reported, and what was planted."""

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
        self.shocks = Shocks(self.codes)

    def register(self, folder):
        rows = ["uscc,name,region,industry,registered_on"]
        rows += [f"{code},监测故事{n}有限公司,340104,3411,2019-05-20" for n, code in enumerate(self.codes)]
        self.load(folder, rows, "enterprises")
        found = self.tale.service.sql("SELECT uscc || ' ent_' || id::text FROM enterprise").split("\n")
        every = dict(line.strip().split(" ") for line in found if " ent_" in line)
        self.ids = {code: every[code] for code in self.codes}

        def permit(place):
            token = portal(self.tale)
            for code in self.codes[place::8]:
                for source in ("electricity", "tax", "social_insurance", "bank"):
                    body = {"source": source, "expires_on": (NOW.date() + datetime.timedelta(90)).isoformat()}
                    values = {"id": self.ids[code]}
                    self.call("POST", PERMISSIONS, 201, values=values, body=body, token=token)

        self.tale.together(8, permit)

    def load(self, folder, rows, *what, accept=(0,)):
        """Imports a file as an operator would; what was said."""
        path = pathlib.Path(folder) / "rows.csv"
        path.write_text("\n".join(rows) + "\n", encoding="utf-8")
        return self.import_(path, *what, accept=accept)

    def import_(self, path, *what, accept=(0,)):
        return self.tale.service.command("import", *what, str(path), accept=accept)

    def report(self, folder):
        """All but the newest figures of those that recover, in no order: some periods of some enterprises a file.
        A late report changes nothing of what is known in the end."""
        files = []
        for source, (_, count, _) in SOURCES.items():
            backs = {code: self.chance.sample(range(1, count + 1), count) for code in self.codes}
            for first in range(0, len(self.codes), ENTERPRISES):
                some = self.codes[first : first + ENTERPRISES]
                for at in range(0, count, PERIODS):
                    files.append((source, [(code, back) for code in some for back in backs[code][at : at + PERIODS]]))
        self.chance.shuffle(files)
        late = {(code, 1) for code in self.shocks.recovering}
        for source, places in files:
            self.tell(folder, source, [place for place in places if place not in late])

    def tell(self, folder, source, places):
        """A file of a source; what is missing is left out."""
        kind, _, columns = SOURCES[source]
        rows = [",".join(["uscc", "period", "as_of", *columns])]
        for code, back in places:
            at = number(kind, back)
            told = [self.shocks.figures(code)[name].get(at) for name in columns.values()]
            if any(figure is not None for figure in told):
                cells = ["" if figure is None else str(figure) for figure in told]
                rows.append(",".join([code, text(kind, at), today(), *cells]))
        self.load(folder, rows, "reports", source)
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
        seconds = 1_800 if self.tale.full else 600
        service.wait_for("everybody to be judged", lambda: "left 0" in self.tale.service.sql(asked), seconds)

    def told(self, code):
        """By rule the level and the period since of what is open."""
        return {rule: (each["level"], each["since"]) for rule, each in self.open(code).items()}

    def ever(self):
        """Of whom it was warned of what, also for a while."""
        rows = self.tale.service.sql(
            "SELECT DISTINCT 'warned ' || e.uscc || ' ' || w.rule FROM warning w JOIN enterprise e ON e.id = w.enterprise_id"
        )
        return {tuple(row.split()[1:]) for row in rows.splitlines() if row.startswith("warned ")}

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
            firms.report(folder)
        finally:
            over.set()
            disturber.join()
        firms.settled()
        judge_shocks(tale, firms)
        recovered(tale, firms, folder)
        corrected(tale, firms, folder)
        missed(tale, firms)
        exposed(tale, firms)
        bad_files(tale, firms, place)
        with tale.promise("nothing is open twice, no step is missing, no report was changed"):
            check(firms.wrong() == "", firms.wrong())
        for worker in workers:
            worker.stop()


def judge_shocks(tale, firms):
    recovering = set(firms.shocks.recovering)
    expected = {code: firms.shocks.expected(code, 2 if code in recovering else 1) for code in firms.codes}
    with tale.promise("every planted shock warns at its level, since its period; nothing else does, what is missing least"):
        wrong = [(code, firms.told(code), expected[code]) for code in firms.codes if firms.told(code) != expected[code]]
        check(not wrong, f"{len(wrong)}: {wrong[:3]}")
        tale.count(shocks=sum(map(len, expected.values())))
    with tale.promise("of revenue, tax, electricity, staff and losses some are warned of, each at red"):
        red = {rule for told in expected.values() for rule, (level, _) in told.items() if level == "red"}
        check(red == set(RULES.values()), red)
        missing = firms.shocks.missing
        check(any(expected[code] for code in missing) and not all(expected[code] for code in missing), "missing")
    with tale.promise("nobody is warned of anything else, not for a while either"):
        planted = {(code, RULES[name]) for code, (name, *_) in firms.shocks.planted.items()}
        check(not firms.ever() - planted, f"{sorted(firms.ever() - planted)[:3]}")


def recovered(tale, firms, folder):
    """The newest figures of those that do well again come last."""
    some = firms.shocks.recovering
    before = {code: firms.told(code) for code in some}
    for source in SOURCES:
        firms.tell(folder, source, [(code, 1) for code in some])
    firms.settled()
    with tale.promise("a warning ends after the periods that its rule asks for, and not before"):
        after = {code: firms.shocks.expected(code) for code in some}
        wrong = [(code, firms.told(code), after[code]) for code in some if firms.told(code) != after[code]]
        check(not wrong, f"{len(wrong)}: {wrong[:3]}")
        ended = [(code, rule) for code in some for rule in before[code] if rule not in after[code]]
        check({"staff", "loss"} <= {rule for _, rule in ended}, f"{ended}")
        for code, rule in ended:
            closed = [each["rule"] for each in firms.warnings(code) if each["state"] == "closed"]
            check(rule in closed, f"{code}: {closed}")
        tale.count(ended=len(ended))


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
        known = firms.shocks.figures(other)["electricity"][number("month", 1)]
        fresh = f"{other},{month(1)},{today()},{known + 1}"
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
