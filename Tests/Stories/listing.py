"""To the board: pools, advisers, share reform, internal review, filing, inquiries and a suspension."""

import datetime
import functools
import json
import os
import random
import uuid

import pools
from client import exchange
from processes import under_fire
from tale import Tale, check, service

import rewards
import uscc  # noqa: I001 (tale says where it is)

ZONE = datetime.timezone(datetime.timedelta(hours=8))
SEED = int(os.environ.get("CONTRACT_SEED", "20260101"))
CASES = "/v1/listing-cases"
# As NEEQ sees it: two rounds of inquiry, and a suspension between them.
TO_THE_NEEQ = [
    "engage", "investigate", "remedy", "reform", "resolve", "prepare", "submit_internally",
    "clear_internally", "file", "accept", "inquire", "reply", "suspend", "resume", "inquire", "reply",
    "consent", "disclose", "register_shares", "prepare_listing", "list",
]  # fmt: skip
# A limited company goes this way as it is.
TO_THE_ANHUI_BOARD = [
    "apply", "receive", "forward", "recommend", "confirm", "deposit", "submit", "consent",
    "prepare_listing", "list",
]  # fmt: skip
REASONS = {"suspend": "requested"}
BROKER = "story-broker"
# Who takes a step with its own token; what exchanges and bureaus did is entered for them.
THEMSELVES = {"engage": "enterprise", "investigate": "broker", "remedy": "broker", "disclose": "enterprise"}
JOINT_STOCK = "enterprise.joint_stock_since"

# What is known of a company that only lacks its reform: profit of two years, and a clean record.
FACTS = {
    "enterprise.reform_basis": "book", "enterprise.equity_clear": True,
    "enterprise.control_shares_pledged": False, "enterprise.governance_sound": True,
    "enterprise.business_clear": True, "enterprise.industry_policy_class": "permitted",
    "enterprise.layer_governance": False, "enterprise.joint_stock_since": None,
    "finance.paid_in_capital_fen": 2_000_000_000, "finance.assets_fen": 6_000_000_000,
    "finance.liabilities_fen": 3_000_000_000, "finance.net_profit_last_year_fen": 500_000_000,
    "finance.net_profit_prior_year_fen": 400_000_000, "legal.last_conviction_on": None,
    "legal.sentence_unserved": False, "legal.last_major_violation_on": None,
    "legal.last_securities_penalty_on": None, "legal.under_investigation": False,
    "legal.dishonest_listed": False, "legal.officer_barred": False,
}  # fmt: skip

# Cases whose steps do not follow each other, or whose row is not where the last step leads.
WRONG = """
  SELECT 'row ' || c.id FROM listing_case c WHERE c.seq <> (
    SELECT count(*) FROM listing_step s WHERE s.case_id = c.id)
  UNION ALL
  SELECT 'step ' || s.case_id || ' ' || s.seq FROM listing_step s
  JOIN listing_step b ON b.case_id = s.case_id AND b.seq = s.seq - 1 WHERE b.to_stage <> s.from_stage
  UNION ALL
  SELECT 'paper ' || s.case_id || ' ' || s.seq FROM listing_step s WHERE s.gate IS NOT NULL
    AND NOT EXISTS (SELECT FROM listing_evidence e WHERE e.case_id = s.case_id AND e.seq = s.seq)
"""


def day(offset=0):
    return (datetime.datetime.now(ZONE) + datetime.timedelta(days=offset)).date().isoformat()


class Ways:
    """Enterprises on their way, and the processes that they are told to."""

    def __init__(self, tale):
        self.tale, self.call = tale, tale.call
        self.chance = random.Random(f"listing {SEED}")

    def enterprise(self, name="合肥故事挂牌有限公司"):
        body = {
            "uscc": uscc.make(self.chance), "name": name, "region": "340104", "industry": "34",
            "registered_on": "2019-05-20",
        }  # fmt: skip
        return self.call("POST", "/v1/enterprises", 201, body=body).json["id"]

    def report(self, enterprise, facts):
        items = [
            # What a company says of its form itself, its licence says better.
            {"path": path, "source": "enterprise" if path == JOINT_STOCK else "audit", "as_of": day(-30)}
            | ({"none": True} if value is None else {"value": value})
            for path, value in facts.items()
        ]
        path, values = "/v1/enterprises/{id}/facts", {"id": enterprise}
        self.call("PATCH", path, 200, values=values, body={"facts": items})

    def facts(self, enterprise):
        path, values = "/v1/enterprises/{id}/facts", {"id": enterprise}
        found = self.call("GET", path, 200, values=values).json
        return found["version"], {each["path"]: each for each in found["facts"]}

    def readiness(self, enterprise, board="neeq"):
        path, values = "/v1/enterprises/{id}/readiness", {"id": enterprise}
        return self.call("GET", path, 200, values=values, query={"board": board}).json

    @functools.cache
    def owner(self, enterprise):
        return self.tale.service.issue_token("enterprise", org=enterprise, subject="owner-1")

    @functools.cached_property
    def broker(self):
        """A token of an institution that the directory lists as a sponsor."""
        entry = {
            "code": BROKER, "kind": "broker", "name": {"zh": "故事证券公司"}, "regions": [],
            "services": ["listing_sponsorship"], "source": {"document": "故事名单", "tag": "S"},
        }  # fmt: skip
        self.call("POST", "/v1/directory", 201, body=entry)
        return self.tale.service.issue_token("liaison", org=BROKER, subject="broker-1")

    def open(self, enterprise, board="neeq", **more):
        body = {"enterprise_id": enterprise, "board": board} | more
        return self.call("POST", CASES, 201, body=body, token=self.owner(enterprise)).json["id"]

    def read(self, case):
        return self.call("GET", f"{CASES}/{{id}}", 200, values={"id": case}).json

    def body(self, case, verb, role=None):
        """What is sent for a step, with the documents that its gate asks for."""
        offered = [
            each for each in self.read(case)["verbs"]
            if each["verb"] == verb and role in (None, each["role"])
        ]  # fmt: skip
        check(offered, f"{verb} is not offered in {case}")
        papers = [
            {
                "kind": kind, "document": f"文件 {kind}", "sha256": "0" * 64, "issued_on": day(),
                "issuer": "故事中介", **({"cut_off_on": day(-30)} if kind == "audited_statements" else {}),
            }
            for kind in offered[0]["evidence"]
        ]  # fmt: skip
        body = {"verb": verb, "role": offered[0]["role"], "evidence": papers}
        return body | ({"reason": REASONS[verb]} if verb in REASONS else {})

    def take(self, case, verb, chance, fire=None, who=None):
        """Takes a step, under fire from any server that stands; what was lost is asked for again with its key.

        `who`: a token and the role in which it acts; nobody for whoever enters it."""
        token, role = who or (self.tale.service.token, None)
        path, body = f"{CASES}/{case}/steps", self.body(case, verb, role)
        if fire is None:
            key = str(uuid.uuid4())
            outcome, _ = exchange(self.tale.service.base, path, token, body, key)
        else:
            outcome, _ = fire.settle(path, body, token, chance)
        check(outcome == "200", f"{verb}: {outcome}")


def told(tale):
    """Events of listing cases as they stand on the topic, by key, in their order."""
    events = {}
    for record, headers in tale.records():
        kind = headers.get("ce_type", "")
        if kind.startswith("cn.rongqiao.listing."):
            what = kind.split(".")[3]
            events.setdefault(record["key"], []).append((what, json.loads(record["payload"])))
    return events


def ready(tale, ways):
    """What is known says how far it is, and a pledge of control breaks it."""
    enterprise = ways.enterprise()
    with tale.promise("readiness names what is not known, what fails, and a pledge that breaks it"):
        check(ways.readiness(enterprise)["result"] == "unknown", "known at once")
        ways.report(enterprise, FACTS)
        found = ways.readiness(enterprise)
        check((found["result"], found["failing"]) == ("fail", ["joint_stock"]), f"{found['failing']}")
        check("A1" in found["open_routes"], f"{found['open_routes']}")
        ways.report(enterprise, {"enterprise.control_shares_pledged": True})
        check("control_unpledged" in ways.readiness(enterprise)["failing"], "a pledge breaks nothing")
        ways.report(enterprise, {"enterprise.control_shares_pledged": False})
    return enterprise


def planned(tale, ways):
    """A target that cannot be met."""
    with tale.promise("a target that no calendar allows names the gate that binds, and is told once"):
        enterprise = ways.enterprise("合肥故事赶不上有限公司")
        case = ways.open(enterprise)
        target = {"target_on": day(60)}
        values = {"id": case}
        ways.call("PUT", f"{CASES}/{{id}}/target", 200, values=values, body=target)
        plan = ways.call("GET", f"{CASES}/{{id}}/plan", 200, values=values).json
        check(not plan["feasible"] and plan["binding"]["gate"], f"{plan}")
        service.wait_for("what is at risk", lambda: ways.read(case)["alerts"], 60)
        mine = service.wait_for(
            "the event of it",
            lambda: [e for e in told(tale).get(enterprise, []) if e[0] == "gate_at_risk"], 60,
        )  # fmt: skip
        check(len(mine) == 1, f"{mine}")


def walked(tale, ways, first):
    """Enterprises go their way to the NEEQ together, while processes are killed."""
    count = 40 if tale.full else 3
    others = [ways.enterprise(f"合肥故事挂牌{number}有限公司") for number in range(count)]
    tokens = {"broker": ways.broker}
    cases = {enterprise: ways.open(enterprise, sponsor=BROKER) for enterprise in [first, *others]}
    need = {
        "enterprise_id": first, "amount": {"fen": 100_000_000}, "tenor_months": 12, "purpose": "equipment",
    }  # fmt: skip
    need = ways.call("POST", "/v1/needs", 201, body=need).json["id"]
    with tale.promise("reform, review, filing, two inquiries, a suspension, the listing, whoever is killed"):
        with under_fire(tale, ["listing", "listing"], SEED) as fire:

            def go(number):
                chance = random.Random(f"{SEED} {number}")
                enterprise, case = list(cases.items())[number]
                own = tokens | {"enterprise": ways.owner(enterprise)}
                for verb in TO_THE_NEEQ:
                    if verb == "suspend":
                        # Few steps are taken sooner than anybody is killed.
                        service.wait_for("somebody to be killed", lambda: fire.is_hot, 60)
                    role = THEMSELVES.get(verb)
                    ways.take(case, verb, chance, fire, role and (own[role], role))

            tale.together(len(cases), go)
            check(fire.is_hot, f"only {fire.killed} were killed")
        tale.count(cases=len(cases), steps=len(cases) * len(TO_THE_NEEQ))
        for case in cases.values():
            found = ways.read(case)
            check((found["stage"], found["seq"]) == ("listed", len(TO_THE_NEEQ)), f"{found['stage']}")
            verbs = [each["verb"] for each in found["steps"]]
            check(verbs == TO_THE_NEEQ, f"{verbs}")
            away = [each for each in found["steps"] if each["verb"] in ("suspend", "resume")]
            check(away[0]["from"] == away[1]["to"] == "replied", f"{away}")
            roles = {each["verb"]: each["role"] for each in found["steps"]}
            check(roles == roles | THEMSELVES, f"{roles}")
            seen = ways.call("GET", f"{CASES}/{{id}}", 200, values={"id": case}, token=ways.broker).json
            check("enterprise_id" not in seen, "a sponsor is told whose the case is")
        wrong = tale.service.sql(WRONG).strip()
        check(not wrong, wrong)

    with tale.promise("every step is one event, in order, and each stands on the topic once"):

        def whole():
            events = told(tale)
            return all(len(steps(events, each)) > len(TO_THE_NEEQ) for each in cases) and events

        events = service.wait_for("the events", whole, 60)
        for enterprise in cases:
            own = steps(events, enterprise)
            check([seq for _, seq in own] == list(range(len(TO_THE_NEEQ) + 1)), f"{own}")
            check(own[0][0] == "case_opened", f"{own[0]}")

    with tale.promise("what was shown reaches the facts, the layer, and the need, without anybody asking"):

        def drawn():
            version, facts = ways.facts(first)
            known = facts.get("enterprise.listed_boards", {})
            return known.get("value") == ["neeq"] and (version, facts)

        version, facts = service.wait_for("the facts", drawn, 60)
        since = facts["enterprise.joint_stock_since"]
        check((since["value"], since["source"]) == (day(), "declared"), f"{since}")
        found = ways.readiness(first)
        check(found["result"] == "pass", f"{found['failing']} {found['missing']}")
        check(found["layer"]["sure"] == "neeq.base", f"{found['layer']}")

        def matched():
            found = ways.call("GET", "/v1/needs/{id}", 200, values={"id": need}).json
            run = found["match"].get("run_id")
            if not run:
                return None
            pins = ways.call("GET", "/v1/runs/{id}", 200, values={"id": run}).json["pins"]
            return pins["facts_version"] >= version

        service.wait_for("the match", matched, 60)
        layers = service.wait_for(
            "the layer", lambda: [e for e in told(tale).get(first, []) if e[0] == "layer_changed"], 60
        )
        check([each["layer"] for _, each in layers] == ["neeq.base"], f"{layers}")


    with tale.promise("a listing that its sponsor told of is reported, and counts when an operator has verified it"):
        path = "/v1/enterprises/{id}/award-events"

        def recorded():
            found = ways.call("GET", path, 200, values={"id": first}).json["data"]
            return next((each for each in found if each["event"] == "neeq.listed"), None)

        event = service.wait_for("the award event", recorded, 60)
        check(event["state"] == "reported", f"{event}")
        path, values = "/v1/award-events/{id}/decision", {"id": event["id"]}
        found = ways.call("POST", path, 200, values=values, body={"verdict": "verified"}).json
        check(found["state"] == "verified", f"{found}")


def steps(events, enterprise):
    """What was told of a case of an enterprise, with the numbers of its steps."""
    kinds = ("case_opened", "stage_entered", "case_ended")
    return [(what, data["seq"]) for what, data in events.get(enterprise, []) if what in kinds]


def regional(tale, ways):
    """The Anhui board without share reform."""
    with tale.promise("a limited company comes onto the Anhui board as it is, and into the layer of its title"):
        enterprise = ways.enterprise("合肥故事专精特新有限公司")
        case = ways.open(enterprise, "ah-srdi")
        chance = random.Random(f"regional {SEED}")
        for verb in TO_THE_ANHUI_BOARD:
            ways.take(case, verb, chance)
        ways.report(enterprise, {
            "enterprise.titles": ["srdi_province"], "enterprise.had_b_round": False,
            "enterprise.listing_reserve": False,
        })  # fmt: skip

        def layered():
            own = [data for what, data in told(tale).get(enterprise, []) if what == "layer_changed"]
            return own and own[-1].get("layer") == "ah-srdi.norm"

        service.wait_for("the layer", layered, 60)
        _, facts = ways.facts(enterprise)
        check("enterprise.joint_stock_since" not in facts, "nobody reformed it")
        check(facts["enterprise.listed_boards"]["value"] == ["anhui_srdi_board"], f"{facts}")


def refused(tale, ways):
    with tale.promise("what is not on the way is refused with a stable code, and nothing is changed"):
        case = ways.open(ways.enterprise("合肥故事旁路有限公司"))
        count = "SELECT count(*) FROM listing_step"
        before = tale.service.sql(count)
        path, values = f"{CASES}/{{id}}/steps", {"id": case}
        good = ways.body(case, "engage")
        for change, status, code in [
            ({"evidence": []}, 422, "validation_failed"),
            ({"verb": "list", "role": "broker"}, 409, "listing_stage"),
            ({"role": "exchange"}, 403, "forbidden"), ({"on": day(1)}, 422, "validation_failed"),
        ]:  # fmt: skip
            ways.call("POST", path, status, code, values=values, body=good | change)
        check(tale.service.sql(count) == before, "steps came")


def story(tale):
    given = pools.Pools(tale)
    chosen = pools.pool_entry(tale, given)
    pools.advisers(tale, given)
    pools.training(tale, given, chosen)
    ways = Ways(tale)
    first = ready(tale, ways)
    refused(tale, ways)
    planned(tale, ways)
    walked(tale, ways, first)
    regional(tale, ways)
    rewards.rewarded(tale, ways, TO_THE_ANHUI_BOARD)


if __name__ == "__main__":
    Tale("listing").run(story)
