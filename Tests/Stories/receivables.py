"""Claims become money once: confirmation by four ways, one funder, and 64 who ask at once while processes die."""

import collections
import functools
import os
import random
import threading
import uuid

from processes import under_fire, watched
from tale import Tale, check, service

import claims  # noqa: I001 (tale says where it is)
import uscc
from days import day

FACE = 100_000_000
# About what may be advanced on each, in one way or the other.
LIMIT = FACE // 10 * 8
FUNDERS = ["huishang", "bocom", "cdb"]
SEED = int(os.environ.get("CONTRACT_SEED", "20260101"))
# How often each of the 64 goes round until enough was killed.
ROUNDS_MAXIMUM = 50


class Chain:
    """A seller, a debtor, and what they say to each other."""

    def __init__(self, tale):
        self.tale, self.call = tale, tale.call
        self.chance = random.Random(f"receivables {SEED}")
        self.seller = self.enterprise("合肥故事卖方有限公司")
        self.debtor = self.enterprise("合肥故事付款方有限公司")
        self.owner = self.token("enterprise", self.seller["id"], "seller-1")
        self.payer = self.token("enterprise", self.debtor["id"], "payer-1")
        self.set_lines()

    def set_lines(self):
        """The debtor is a core enterprise of whom each funder carries up to a line: it binds instead of the
        debtor's share of all claims."""
        values = {"id": self.debtor["id"]}
        core = {"payer_kind": "enterprise", "strong": False}
        self.call("PUT", "/v1/core-enterprises/{id}", 200, values=values, body=core)
        for funder in FUNDERS:
            self.call(
                "PUT", "/v1/core-enterprises/{id}/credit-lines/{institution}", 200,
                values=values | {"institution": funder}, body={"maximum_fen": 10**13},
            )  # fmt: skip

    def rate(self, way):
        """What of a face may be advanced, by the policy in force."""
        path = "/v1/enterprises/{id}/borrowing-base"
        values = {"id": self.seller["id"]}
        return self.call("GET", path, 200, values=values, query={"way": way}).json["rate_ppm"]

    def enterprise(self, name):
        body = {
            "uscc": uscc.make(self.chance), "name": name, "region": "340104", "industry": "34",
            "registered_on": "2019-05-20",
        }  # fmt: skip
        return self.call("POST", "/v1/enterprises", 201, body=body).json

    @functools.cache
    def token(self, role, org=None, subject="person-1"):
        claims = {"subject": subject} | ({"org": org} if org else {})
        return self.tale.service.issue_token(role, **claims)

    def body(self, number, **changes):
        # Amounts and days differ, so that nothing looks like another one by chance.
        own = {"gross_fen": FACE + 13_000_000 + number * 1_000}
        parties = {"enterprise_id": self.seller["id"], "debtor_uscc": self.debtor["uscc"]}
        return claims.terms(f"{number:08d}", **(own | changes)) | parties

    def upload(self, number, status=201, code=None, **changes):
        body = self.body(number, **changes)
        return self.call("POST", "/v1/receivables", status, code, body=body, token=self.owner).json

    def read(self, made):
        path = "/v1/receivables/{id}"
        return self.call("GET", path, 200, values={"id": made["id"]}, token=self.owner).json

    def step(self, made, verb, status=200, code=None, body=None, token=None, **rest):
        path = f"/v1/receivables/{{id}}/{verb}"
        values = {"id": made["id"]}
        token = token or self.owner
        return self.call("POST", path, status, code, values=values, body=body, token=token, **rest)

    def row(self, made):
        return {"version_digest": made["version_digest"], "confirmed_fen": made["gross"]["fen"]}

    def batch(self, first, count):
        """So many receivables of one day and amount each, uploaded and confirmed by batches."""
        made = []
        for start in range(first, first + count, 100):
            numbers = range(start, min(start + 100, first + count))
            rows = [
                {k: v for k, v in self.body(n).items() if k != "enterprise_id"} for n in numbers
            ]
            body = {"enterprise_id": self.seller["id"], "receivables": rows}
            path = "/v1/receivables/batch"
            done = self.call("POST", path, 200, body=body, token=self.owner).json["data"]
            held = [row for row in done if row["outcome"] != "uploaded"]
            check(not held, f"{held[:2]}")
            for row in done:
                made.append(self.read({"id": row["receivable_id"]}))
            self.release_held(made[-len(done):])
            rows = [{"receivable_id": each["id"]} | self.row(each) for each in made[-len(done):]]
            path = "/v1/receivables/confirmations"
            done = self.call("POST", path, 200, body={"confirmations": rows}, token=self.payer)
            check({row["outcome"] for row in done.json["data"]} == {"confirmed"}, done.body[:300])
        return made

    def release_held(self, made):
        """An operator lets go on what only looks like another one: many invoices of one day may."""
        officer = self.token("operator", subject="officer-1")
        review = {"outcome": "admitted", "reason": "同日多张发票,核对无误"}
        for each in made:
            if each["held"]:
                self.step(each, "review", body=review, token=officer)

    def facts(self):
        values = {"id": self.seller["id"]}
        found = self.call("GET", "/v1/enterprises/{id}/facts", 200, values=values).json["facts"]
        return {each["path"]: each["value"] for each in found}


def storm(tale, chain, made):
    """64 at once ask for parts of the same receivables, over processes that are killed meanwhile, as are
    the workers that draw facts from what changes."""
    outcomes = collections.Counter()
    guard = threading.Lock()

    def order(chance):
        return {
            "institution": chance.choice(FUNDERS), "way": chance.choice(["pledge", "factoring"]),
            "recourse": True, "amount_fen": chance.choice([LIMIT // 2, LIMIT // 3, LIMIT // 5]),
        }  # fmt: skip

    with under_fire(tale, ["receivable", "receivable", "match", "sweeper"], SEED) as fire:

        def ask(number):
            chance = random.Random(f"{SEED} {number}")
            # Once more round when too little was killed so far.
            for _ in range(ROUNDS_MAXIMUM):
                for each in chance.sample(made, max(1, len(made) // 4)):
                    path = f"/v1/receivables/{each['id']}/financings"
                    key = str(uuid.uuid4())
                    answer, _ = fire.ask(path, order(chance), chain.owner, key, chance)
                    with guard:
                        outcomes[answer] += 1
                if fire.is_hot:
                    return

        tale.together(64, ask)
        check(fire.is_hot, f"only {fire.killed} were killed")
    return outcomes


WRONG = """
  SELECT r.id::text FROM receivable r JOIN LATERAL (
    SELECT coalesce(sum(amount_fen), 0) AS fen, count(DISTINCT (institution, way)) AS funders
    FROM receivable_financing f WHERE f.receivable_id = r.id AND f.state <> 'released') s ON true
  LEFT JOIN ledger_account a ON a.kind = 'receivable' AND a.code = 'rcv_' || r.id
  WHERE s.funders > 1 OR s.fen <> coalesce(a.taken, 0) OR s.fen > coalesce(a.maximum, 0)
    OR s.fen > (r.gross_fen - r.vat_fen) * CASE r.funder_way
      WHEN 'pledge' THEN {pledge} ELSE {factoring} END / 1000000
  UNION ALL
  SELECT a.code FROM ledger_account a WHERE a.kind = 'credit_line' AND a.taken <> (
    SELECT coalesce(sum(f.amount_fen), 0) FROM receivable_financing f
    JOIN receivable r ON r.id = f.receivable_id
    WHERE f.state <> 'released' AND a.code = f.institution || ':ent_' || r.debtor_id)
  UNION ALL
  SELECT 'all of ' || r.enterprise_id FROM receivable r
  LEFT JOIN LATERAL (
    SELECT coalesce(sum(f.amount_fen), 0) AS fen FROM receivable_financing f
    WHERE f.receivable_id = r.id AND f.state IN ('held', 'funded')) s ON true
  WHERE r.state NOT IN ('collected', 'released', 'withdrawn') AND r.confirmed_fen IS NOT NULL
  GROUP BY r.enterprise_id
  HAVING sum(s.fen) > sum(r.gross_fen - r.vat_fen) * {factoring} / 1000000
"""


def story(tale):
    call = tale.call
    chain = Chain(tale)

    with tale.promise("the same invoice is caught in any spelling, and one that is split in two waits"):
        number = "24342000000010000001"
        whole = chain.upload(1, invoice_number=number)
        wide = "".join(chr(ord(digit) - ord("0") + ord("０")) for digit in number)
        for spelling in ("2434 2000 0000 1000 0001", wide, "2434-2000000010000001"):
            chain.upload(2, 409, "receivable_duplicate", invoice_number=spelling)
        chain.upload(4, invoice_number="HFA2434b77")
        for spelling in ("hfa2434B77", "HFA 2434 B77", "ｈｆａ2434b77"):
            chain.upload(2, 409, "receivable_duplicate", invoice_number=spelling)
        for part, fen in (("-1", 60_000_000), ("-2", whole["gross"]["fen"] - 60_000_000)):
            half = chain.upload(
                3, invoice_number=whole["invoice_number"] + part, gross_fen=fen, vat_fen=1_000_000,
                contract=f"HT{part}", invoiced_on=day(-12 - len(part)),
            )  # fmt: skip
            check(half["held"] and "split" in half["held_for"], f"{half['held_for']}")
            chain.step(half, "confirmation-request", 409, "receivable_held")
        tale.count(altered=6, split=2)

    with tale.promise("bad input is refused with a stable code, and nothing is changed"):
        count = "SELECT count(*) FROM receivable"
        before = tale.service.sql(count)
        for changes, place in [
            ({"debtor_uscc": uscc.make(random.Random("nobody"))}, "/debtor_uscc"),
            ({"currency": "USD"}, "/currency"), ({"gross_fen": 0}, "/gross_fen"),
            ({"gross_fen": -5}, "/gross_fen"), ({"invoiced_on": day(1)}, "/invoiced_on"),
        ]:  # fmt: skip
            body = chain.body(9) | changes
            refused = call("POST", "/v1/receivables", 422, "validation_failed", body=body, token=chain.owner)
            check(refused.json["errors"][0]["pointer"] == place, refused.body[:300])
        seen = chain.read(whole)
        chain.step(whole, "confirm", 403, "forbidden", chain.row(whole))
        stranger = chain.token("enterprise", chain.enterprise("合肥旁人有限公司")["id"], "stranger-1")
        chain.step(whole, "confirm", 404, "not_found", chain.row(whole), stranger)
        check(tale.service.sql(count) == before, "rows came")
        # Whoever is the wrong party changes neither the state nor the version.
        after = chain.read(whole)
        same = all(after[name] == seen[name] for name in ("state", "version", "confirmation"))
        check(same and len(after["steps"]) == len(seen["steps"]), f"{seen['state']}: {after}")

    with tale.promise("a token confirms once; the second time it is gone"):
        chain.step(whole, "confirmation-request")
        token = chain.step(whole, "confirmation-token", 201).json["token"]
        body = {"token": token, "outcome": "confirm"} | chain.row(whole)
        path = "/v1/receivable-confirmations"
        call("POST", path, 200, body=body, token=None)
        call("POST", path, 410, "confirmation_token_used", body=body, token=None)
        call("POST", path, 404, "not_found", body=body | {"token": "rqcon_none"}, token=None)

    with tale.promise("the confirmation reaches the facts that products decide on, without anybody asking"):

        def drawn():
            return chain.facts().get("receivable.debtor_confirmed")

        service.wait_for("the facts", drawn, 60)
        check(chain.facts()["receivable.invoice_ex_vat_fen"] > 0, f"{chain.facts()}")

    with tale.promise("no receivable is financed twice or above its face at the rate, whoever is killed"):
        made = chain.batch(1_000, 1_000 if tale.full else 40)
        rule = WRONG.format(pledge=chain.rate("pledge"), factoring=chain.rate("factoring"))
        wrong = []
        with watched(tale, lambda: wrong.extend(tale.service.sql(rule).split())):
            outcomes = storm(tale, chain, made)
        tale.count(receivables=len(made), asked=sum(outcomes.values()), taken=outcomes["201"])
        known = {
            "201", "lost", "receivable_funder", "receivable_exhausted", "borrowing_base_exhausted",
            "unavailable", "idempotency_in_flight",
        }  # fmt: skip
        check(set(outcomes) <= known and outcomes["201"] > 0, f"{dict(outcomes)}")
        wrong += tale.service.sql(rule).split()
        check(not wrong, f"{len(wrong)} receivables are wrong, such as {wrong[:3]}")
        lost = tale.service.sql(
            """
            SELECT count(*) FROM ledger_reservation l WHERE l.kind IN ('receivable', 'credit_line')
              AND NOT EXISTS (SELECT FROM receivable_financing f WHERE f.id = l.holder_id)
            """
        ).strip()
        check(lost == "0", f"{lost} reservations of nothing")

    with tale.promise("what the storm changed is told in order, each once, and drawn into the facts"):

        def quiet():
            left = tale.service.sql(
                "SELECT (SELECT count(*) FROM outbox) + (SELECT count(*) FROM receivable_account "
                "WHERE facts_due_at <= now())"
            )
            return left.strip() == "0"

        service.wait_for("the events and the facts of the storm", quiet, 120)
        seller = chain.seller["id"]
        # Of a long storm the broker in memory keeps only the last records.
        numbers = [number for _, number in tale.events(seller)]
        tale.count(events=len(numbers), duplicated=len(numbers) - len(set(numbers)))
        told = list(dict.fromkeys(numbers))
        check(told == list(range(told[0], told[0] + len(told))), f"{len(told)} numbers have gaps")
        free = tale.service.sql(
            f"""
            SELECT coalesce(sum(gross_fen - vat_fen), 0) FROM receivable
            WHERE enterprise_id = '{seller.removeprefix("ent_")}' AND state = 'confirmed'
            """
        )

        def equal():
            return chain.facts()["receivable.invoice_ex_vat_fen"] == int(free)

        service.wait_for("the facts to say what is free, no more and no less", equal, 120)

    with tale.promise("no money before the registry; a release frees the receivable for another"):
        each = chain.upload(500)
        chain.step(each, "confirm", body=chain.row(each), token=chain.payer)
        # By the greater rate: of all claims the storm has left no room to pledge.
        order = {"institution": "huishang", "way": "factoring", "recourse": True, "amount_fen": 1_000_000}
        money = chain.step(each, "financings", 201, body=order).json
        liaison = chain.token("liaison", "huishang", "huishang-liaison-1")

        def go(verb, version, status=200, code=None, **body):
            return call(
                "POST", f"/v1/receivable-financings/{{id}}/{verb}", status, code,
                values={"id": money["id"]}, body=body, token=liaison,
                headers={"If-Match": f'"{version}"'},
            )  # fmt: skip

        today = day(0)
        go("fund", 1, 409, "financing_state", funded_fen=1_000_000, funded_on=today)
        go("notify", 1, notified_on=today, voucher="notice")
        go("register", 2, registry_number="1", registry_queried_on=today)
        go("fund", 3, funded_fen=1_000_000, funded_on=today)
        chain.step(each, "financings", 409, "receivable_funder", order | {"institution": "bocom"})
        go("release", 4, debtor_told_on=today, registry_cancelled_on=today)
        chain.step(each, "financings", 201, body=order | {"institution": "bocom"})
        tale.count(funded=1, released=1)


if __name__ == "__main__":
    Tale("receivables").run(story)
