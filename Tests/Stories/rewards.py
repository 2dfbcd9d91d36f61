"""Rewards from two fiscal levels: what a listing opens, asked for by 32 processes at once while others are killed."""

import collections
import contextlib
import datetime
import json
import os
import pathlib
import random
import subprocess
import sys
import uuid

from client import exchange
from processes import AGAIN, under_fire
from tale import check, service

import uscc  # noqa: I001 (tale says where it is)

ZONE = datetime.timezone(datetime.timedelta(hours=8))
SEED = int(os.environ.get("CONTRACT_SEED", "20260101"))
CLAUSE = "wuhu-board-award"
COUNTY, CITY = "340281", "340200"
# What the clause gives, and what county and city bear of it, in fen.
AMOUNT, OF_COUNTY, OF_CITY = 15_000_000, 12_000_000, 3_000_000
PAPERS = ["business_licence", "listing_notice", "listing_certificate", "application_form"]
EVENTS = "/v1/enterprises/{id}/award-events"
BUDGET = "/v1/award-budgets/{level}/{region}/{year}"
TOGETHER = 32
CLIENT = pathlib.Path(__file__).with_name("client.py")
WORKERS = ["entitlement", "sweeper"]

# Claims that count twice, budgets that are passed or say something else than their parts, claims that are
# paid and are not, and reservations of nothing.
WRONG = """
  SELECT 'twice ' || clause FROM claim WHERE counts
    GROUP BY enterprise_id, clause, contract HAVING count(*) > 1
  UNION ALL
  SELECT 'budget ' || a.code FROM ledger_account a WHERE a.kind = 'budget' AND (
    a.taken > a.maximum OR a.taken <> coalesce((
      SELECT sum(p.fen - p.returned_fen) FROM claim_part p JOIN claim c ON c.id = p.claim_id
      WHERE p.budget = a.code AND (c.state IN ('accepted', 'passed', 'paid') OR p.paid_on IS NOT NULL)), 0))
  UNION ALL
  SELECT 'claim ' || c.id FROM claim c WHERE (c.state = 'paid') <> coalesce((
    SELECT c.state IN ('passed', 'paid') AND bool_and(p.paid_on IS NOT NULL)
    FROM claim_part p WHERE p.claim_id = c.id), false)
  UNION ALL
  SELECT 'nothing ' || r.holder_id FROM ledger_reservation r WHERE r.kind = 'budget'
    AND NOT EXISTS (SELECT FROM claim_part p WHERE p.id = r.holder_id)
"""


def today():
    return datetime.datetime.now(ZONE).date().isoformat()


class Rewards:
    """Enterprises of one county, and who pays them."""

    def __init__(self, tale):
        self.tale, self.call = tale, tale.call
        self.chance = random.Random(f"rewards {SEED}")

    def enterprise(self, number=0):
        body = {
            "uscc": uscc.make(self.chance), "name": f"无为故事奖补{number}有限公司", "region": COUNTY,
            "industry": "34", "registered_on": "2019-05-20",
        }  # fmt: skip
        return self.call("POST", "/v1/enterprises", 201, body=body).json["id"]

    def budget(self, level, region, fen):
        values = {"level": level, "region": region, "year": today()[:4]}
        return self.call("PUT", BUDGET, 200, values=values, body={"limit_fen": fen}).json

    def budgets(self):
        found = self.call("GET", "/v1/award-budgets", 200, query={"region": CITY}).json["data"]
        return {each["level"]: each for each in found}

    def entitlement(self, enterprise, clause=CLAUSE):
        path, values = "/v1/enterprises/{id}/entitlements", {"id": enterprise}
        found = self.call("GET", path, 200, values=values).json["data"]
        return next(each for each in found if each["clause"] == clause)

    def listed(self, enterprise):
        """What an operator records of an enterprise whose way was not gone here; the event."""
        body = {"kind": "stage", "event": "ah-srdi.listed", "occurred_on": today()}
        return self.call("POST", EVENTS, 201, values={"id": enterprise}, body=body).json["id"]

    def order(self, event):
        papers = [
            {
                "kind": kind, "reference": f"{kind}.pdf", "digest": "sha256:" + "0" * 64,
                "issued_on": today(), "issuer": "故事机构",
            }
            for kind in PAPERS
        ]  # fmt: skip
        return {"award_event_id": event, "clause": CLAUSE, "documents": papers}

    def claims(self, enterprise):
        query = {"enterprise_id": enterprise}
        return self.call("GET", "/v1/claims", 200, query=query).json["data"]

    def read(self, claim):
        return self.call("GET", "/v1/claims/{id}", 200, values={"id": claim}).json

    def wrong(self):
        return self.tale.service.sql(WRONG).strip()

    def asked(self, base, path, body):
        """What `exchange` is given: each time another request, with a key of its own."""
        return {
            "base": base, "path": path, "token": self.tale.service.token, "body": body,
            "key": str(uuid.uuid4()),
        }  # fmt: skip

    def rush(self, fire, asked):
        """All at once, each from a process of its own; how often each outcome came."""
        chance = random.Random(f"rush {SEED} {asked[0][0]}")
        with contextlib.ExitStack() as started:
            clients = []
            for path, body in asked:
                client = started.enter_context(
                    subprocess.Popen(
                        [sys.executable, CLIENT], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                        encoding="utf-8", bufsize=1,
                    )
                )  # fmt: skip
                started.callback(client.kill)
                order = self.asked(chance.choice(fire.bases), path, body)
                client.stdin.write(json.dumps(order) + "\n")
                clients.append(client)
            for client in clients:
                check(client.stdout.readline() == "ready\n", "a client did not come up")
            for client in clients:
                client.stdin.write("go\n")
            outcomes = collections.Counter(client.stdout.readline().strip() for client in clients)
        self.tale.count(rewards_asked=len(asked))
        return outcomes

    def until(self, fire, done, path, body):
        """Many at once, again while all were lost; `done()` says when one of them counted."""
        outcomes = collections.Counter()
        for _ in range(20):
            outcomes += self.rush(fire, [(path, body)] * TOGETHER)
            if done():
                return outcomes
        raise AssertionError(f"{path} never counted: {dict(outcomes)}")


def opened(tale, ways, rewards, verbs):
    """An enterprise goes its way onto the provincial board; the listing opens its rewards."""
    enterprise = rewards.enterprise()
    with tale.promise("a listing opens the reward of city and county by itself, with papers, days and who pays"):
        check(rewards.entitlement(enterprise)["verdict"] == "not_opened", "opened at once")
        case = ways.open(enterprise, "ah-srdi")
        for verb in verbs:
            ways.take(case, verb, rewards.chance)
        found = service.wait_for(
            "the reward", lambda: (e := rewards.entitlement(enterprise))["verdict"] == "due" and e, 60
        )
        check(found["amount"]["fen"] == AMOUNT, f"{found['amount']}")
        shares = {each["level"]: each["amount"]["fen"] for each in found["payers"]}
        check(shares == {"city": OF_CITY, "county": OF_COUNTY}, f"{shares}")
        check([each["kind"] for each in found["documents"]] == PAPERS, f"{found['documents']}")
        check(found["citation"]["document"], "without a citation")
        count = f"SELECT count(*) FROM award_event WHERE enterprise_id = '{enterprise.removeprefix('ent_')}'"
        check(tale.service.sql(count).strip() == "1", "recorded more than once")
    return enterprise


def paid_once(tale, rewards, enterprise):
    """32 claim the same at once, and take each step with it, over processes that are killed."""
    with tale.promise("of 32 who claim the same at once one counts, and each level pays once, whoever is killed"):
        rewards.budget("city", CITY, 10 * AMOUNT)
        rewards.budget("county", COUNTY, 10 * AMOUNT)
        order = rewards.order(rewards.entitlement(enterprise)["award_event_id"])
        with under_fire(tale, WORKERS, f"rewards {SEED}") as fire:
            outcomes = rewards.until(fire, lambda: rewards.claims(enterprise), "/v1/claims", order)
            check(set(outcomes) <= AGAIN | {"201", "claim_exists"}, f"{dict(outcomes)}")
            own = rewards.claims(enterprise)
            check(len(own) == 1, f"{len(own)} claims")
            claim = own[0]["id"]
            path = f"/v1/claims/{claim}/steps"
            paying = {"verb": "pay", "paid_on": today(), "voucher": "HZ-1"}
            for body, done in [
                ({"verb": "accept"}, lambda: rewards.read(claim)["state"] == "accepted"),
                ({"verb": "pass"}, lambda: rewards.read(claim)["state"] == "passed"),
                (paying | {"level": "city"}, lambda: rewards.budgets()["city"]["paid"]["fen"]),
                (paying | {"level": "county"}, lambda: rewards.read(claim)["state"] == "paid"),
            ]:
                if body.get("level") == "county":
                    # A fast machine takes all steps sooner than enough are killed.
                    service.wait_for("enough to be killed", lambda: fire.is_hot, 60)
                outcomes = rewards.until(fire, done, path, body)
                check(set(outcomes) <= AGAIN | {"200", "claim_state"}, f"{body}: {dict(outcomes)}")
                check(outcomes["200"] <= 1, f"{body}: {dict(outcomes)}")
            check(fire.is_hot, f"only {fire.killed} were killed")
        budgets = rewards.budgets()
        paid = {level: each["paid"]["fen"] for level, each in budgets.items()}
        check(paid == {"city": OF_CITY, "county": OF_COUNTY}, f"{paid}")
        check(all(each["held"]["fen"] == 0 for each in budgets.values()), f"{budgets}")
        again, _ = exchange(**rewards.asked(tale.service.base, "/v1/claims", order))
        check(again == "claim_exists", again)
        check(not rewards.wrong(), rewards.wrong())
        tale.count(paid=1)


def never_overspent(tale, rewards):
    """More enterprises than the county has money for are accepted at once, over processes that are killed."""
    room = TOGETHER // 4
    with tale.promise("a budget is never passed, however many are accepted at once; what is rejected is free again"):
        before = rewards.budgets()["county"]["paid"]["fen"]
        rewards.budget("city", CITY, 10**10)
        rewards.budget("county", COUNTY, before + room * OF_COUNTY + 1)
        claims = []
        for number in range(TOGETHER):
            enterprise = rewards.enterprise(number)
            order = rewards.order(rewards.listed(enterprise))
            claims.append(rewards.call("POST", "/v1/claims", 201, body=order).json["id"])
        asked = [(f"/v1/claims/{claim}/steps", {"verb": "accept"}) for claim in claims]

        def accepted():
            return [each for each in claims if rewards.read(each)["state"] == "accepted"]

        with under_fire(tale, WORKERS, f"budget {SEED}") as fire:
            for _ in range(20):
                # Each once, or twice: the same again takes nothing more.
                outcomes = rewards.rush(fire, asked * (2 if tale.full else 1))
                known = AGAIN | {"200", "budget_short", "claim_state"}
                check(set(outcomes) <= known, f"{dict(outcomes)}")
                check(not rewards.wrong(), rewards.wrong())
                if len(accepted()) == room:
                    break
        check(len(accepted()) == room, f"{len(accepted())} of {room}")
        check(rewards.budgets()["county"]["available"]["fen"] == 1, f"{rewards.budgets()}")
        values = {"id": accepted()[0]}
        body = {"verb": "reject", "reason": "conditions"}
        rewards.call("POST", "/v1/claims/{id}/steps", 200, values=values, body=body)
        free = rewards.budgets()["county"]["available"]["fen"]
        check(free == OF_COUNTY + 1, f"{free}")
        check(not rewards.wrong(), rewards.wrong())
        tale.count(accepted=room)


def rewarded(tale, ways, verbs):
    """The chapter: `ways` opens cases and takes steps, `verbs` lead onto the provincial board."""
    rewards = Rewards(tale)
    enterprise = opened(tale, ways, rewards, verbs)
    paid_once(tale, rewards, enterprise)
    never_overspent(tale, rewards)
