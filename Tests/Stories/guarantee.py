"""A loan with a guarantee: bundles, headroom under a storm, a loss shared and recovered in fen."""

import collections
import datetime
import functools
import json
import os
import random
import threading

from processes import under_fire, watched
from tale import Tale, check, service

import uscc  # noqa: I001 (tale says where it is)

NOW = datetime.datetime.now(datetime.timezone(datetime.timedelta(hours=8)))
TODAY = NOW.date().isoformat()
LATE = (NOW + datetime.timedelta(days=365)).date().isoformat()
SOON = (NOW + datetime.timedelta(days=5)).date().isoformat()
SCHEME = "zhengyindan-4321"
GUARANTOR, BEHIND, FUND = "hefei-demo", "anhui-demo", "hefei-fund"
RESERVE = "/v1/needs/{id}/guarantees"
STEPS = "/v1/guarantees/{id}/steps"
FUNDS = "/v1/funds/{code}"
SEED = int(os.environ.get("CONTRACT_SEED", "20260101"))
# Who is short of headroom in the storm: for one borrower, for related parties, for all together; and one
# whose claims want more than the fund has.
SINGLE, RELATED, WHOLE, PAYER = "storm-single", "storm-related", "storm-whole", "storm-payer"
# One whose losses are compensated already: pools pay of them, and some comes back.
LOSER, POOLS, LOSS = "storm-loser", ("storm-pool-1", "storm-pool-2"), 1_001
# What bridges are lent from, and how many enterprises ask for twice as much as it has.
BRIDGES, BRIDGED = "storm-bridge", 8
# What each rival asks for, in fen: so much is guaranteed for one borrower many times before a scheme is full.
AMOUNT = 100_000_000
# Banks by which one borrower is guaranteed at once, and what each of the 64 tries, at least and at most.
BANKS_MAXIMUM, TRIES, TRIES_MAXIMUM = 3, 6, 600

# What must hold whatever happened: nothing is carried that is not weighed, nothing above a limit; funds
# hold what their movements say; losses and recoveries sum to the fen.
WRONG = """
  SELECT 'borrower ' || b.guarantor || ' ' || b.enterprise_id FROM guarantor_borrower b
  WHERE b.weighted_fen > b.limit_fen OR b.own_fen <> coalesce((
    SELECT sum(own_fen) FROM guarantee g WHERE g.is_live AND g.guarantor = b.guarantor
      AND g.enterprise_id = b.enterprise_id), 0)
  UNION ALL
  SELECT 'group ' || t.guarantor || ' ' || t.group_code FROM guarantor_group t
  WHERE t.weighted_fen > t.limit_fen OR t.weighted_fen <> coalesce((
    SELECT sum(weighted_fen) FROM guarantor_borrower b WHERE b.guarantor = t.guarantor
      AND b.group_code = t.group_code), 0)
  UNION ALL
  SELECT 'guarantor ' || g.code FROM guarantor g
  WHERE g.carried_fen > g.leverage_limit_fen OR g.carried_fen <> coalesce((
    SELECT sum(weighted_fen) FROM guarantor_borrower b WHERE b.guarantor = g.code), 0)
  UNION ALL
  SELECT 'fund ' || f.code FROM fund f
  WHERE f.held_fen > f.balance_fen OR f.held_fen + f.paid_fen > f.cap_fen
    OR (f.balance_fen, f.held_fen, f.out_fen, f.paid_fen) <> (
      SELECT coalesce(sum(CASE WHEN kind IN ('endow', 'recover', 'repay', 'fee') THEN amount_fen
          WHEN kind IN ('pay', 'lend') THEN -amount_fen ELSE 0 END), 0),
        coalesce(sum(CASE WHEN kind = 'hold' THEN amount_fen
          WHEN kind IN ('release', 'pay', 'lend') THEN -amount_fen ELSE 0 END), 0),
        coalesce(sum(CASE WHEN kind = 'lend' THEN amount_fen
          WHEN kind IN ('repay', 'write_off') THEN -amount_fen ELSE 0 END), 0),
        coalesce(sum(CASE WHEN kind = 'pay' THEN amount_fen ELSE 0 END), 0)
      FROM fund_entry e WHERE e.fund = f.code)
  UNION ALL
  SELECT 'entries of ' || g.id FROM guarantee g JOIN LATERAL (
    SELECT coalesce(sum(
        CASE WHEN kind = 'hold' THEN 1 WHEN kind IN ('release', 'pay') THEN -1 ELSE 0 END), 0) AS held,
      count(*) FILTER (WHERE kind = 'pay') AS paid
    FROM fund_entry e WHERE e.guarantee_id = g.id AND e.fund = g.fund) e ON g.fund IS NOT NULL
  WHERE e.held NOT BETWEEN 0 AND 1 OR e.paid > 1
    OR (e.held = 1) <> (g.state IN ('claimed', 'reviewing', 'compensated')
      OR g.state IN ('share_claimed', 'recovering') AND e.paid = 0)
  UNION ALL
  SELECT 'made good twice ' || c.guarantee_id FROM compensation c
  JOIN LATERAL (
    SELECT coalesce(sum(borne_fen), 0) AS borne, coalesce(sum(returned_fen), 0) AS back
    FROM compensation_part p
    WHERE p.guarantee_id = c.guarantee_id AND p.party IN ('guarantor', 'insurer')) own ON true
  JOIN LATERAL (
    SELECT coalesce(sum(CASE e.kind WHEN 'pay' THEN e.amount_fen WHEN 'recover' THEN -e.amount_fen
        ELSE 0 END), 0) AS fen,
      count(*) FILTER (WHERE e.kind = 'pay') - count(DISTINCT e.fund) FILTER (WHERE e.kind = 'pay') AS twice
    FROM fund_entry e JOIN fund f ON f.code = e.fund AND f.kind = 'loan_risk_pool'
    WHERE e.guarantee_id = c.guarantee_id) pools ON true
  WHERE own.back + pools.fen > own.borne OR pools.fen < 0 OR pools.twice > 0
  UNION ALL
  SELECT 'bridge ' || b.id FROM bridge_loan b JOIN LATERAL (
    SELECT coalesce(sum(CASE WHEN kind = 'hold' THEN amount_fen
        WHEN kind IN ('release', 'lend') THEN -amount_fen ELSE 0 END), 0) AS held,
      coalesce(sum(CASE WHEN kind = 'lend' THEN amount_fen
        WHEN kind IN ('repay', 'write_off') THEN -amount_fen ELSE 0 END), 0) AS out
    FROM fund_entry e WHERE e.bridge_id = b.id) e ON true
  WHERE e.held <> CASE b.state WHEN 'reserved' THEN b.amount_fen ELSE 0 END
    OR e.out <> CASE b.state WHEN 'lent' THEN b.amount_fen ELSE 0 END
  UNION ALL
  SELECT 'repaid of ' || g.id FROM guarantee g WHERE g.repaid_fen <> coalesce((
    SELECT sum(repaid_fen) FROM guarantee_step s WHERE s.guarantee_id = g.id), 0)
  UNION ALL
  SELECT 'loss ' || c.guarantee_id FROM compensation c
  WHERE c.loss_fen <> (
    SELECT sum(borne_fen) FROM compensation_part p WHERE p.guarantee_id = c.guarantee_id)
  UNION ALL
  SELECT 'recovery ' || r.id FROM recovery r
  WHERE r.gross_fen - r.costs_fen <> (
    SELECT sum(fen) FROM recovery_part p WHERE p.recovery_id = r.id)
"""


class Guarantee:
    def __init__(self, tale):
        self.tale = tale
        self.call = tale.call

    @functools.cache
    def liaison(self, institution):
        claims = {"org": institution, "subject": f"{institution}-liaison"}
        return self.tale.service.issue_token("liaison", **claims)

    def figures(self, kind="guarantor", net_assets=1_000_000_000_000):
        return {
            "kind": kind, "name": "示例融资担保", "region": "340100", "net_assets_fen": net_assets,
            "schemes": [SCHEME], "fee_ppm": 8_000, "source": "2025年度审计报告", "as_of": "2025-12-31",
        }  # fmt: skip

    def put(self, path, code, body, status=200, problem=None):
        return self.call("PUT", path, status, problem, values={"code": code}, body=body).json

    def prepare(self):
        """A guarantor, a re-guarantor, a fund, and every bank in the scheme."""
        self.put("/v1/guarantors/{code}", GUARANTOR, self.figures())
        self.put("/v1/guarantors/{code}", BEHIND, self.figures("re_guarantor"))
        products = self.call("GET", "/v1/products", 200, query={"limit": 100}).json["data"]
        for code in sorted({each["institution"]["code"] for each in products}):
            self.put("/v1/guarantee-banks/{code}", code, {"schemes": [SCHEME]})
        self.fund()
        values = {"code": FUND}
        self.call("POST", f"{FUNDS}/endow", 200, values=values, body={"amount_fen": 10**12})

    def fund(self, **changes):
        """Enters the fund, or changes it; as it stands then."""
        body = {"kind": "compensation", "name": "代偿补偿资金", "region": "340000"} | changes
        return self.put(FUNDS, FUND, body)

    def bundles(self, need):
        values = {"id": need["id"]}
        return self.call("GET", "/v1/needs/{id}/bundles", 200, values=values).json

    def candidates(self):
        """Decided needs, each with its cheapest lawful bundle of every bank, cheapest first."""
        needs, query = [], {"limit": 100, "status": "submitted"}
        while query:
            page = self.call("GET", "/v1/needs", 200, query=query).json
            needs += [each for each in page["data"] if each["match"]["state"] == "decided"]
            query = page["page"]["has_more"] and query | {"cursor": page["page"]["next"]}
        return self.with_bundles(needs)

    def with_bundles(self, needs):
        found = []
        for need in needs:
            banks = {}
            for each in self.bundles(need)["lawful"]:
                if each["scheme"] == SCHEME:
                    banks.setdefault(each["bank"]["code"], each)
            if banks:
                found.append((need, list(banks.values())))
        return found

    def asking(self, needs, fen):
        """The needs with another amount, decided anew, with their bundles."""
        path = "/v1/needs/{id}"
        body = {"amount": {"fen": fen, "currency": "CNY"}}
        for need in needs:
            headers = {"If-Match": f'"{need["version"]}"'}
            self.call("PATCH", path, 200, values={"id": need["id"]}, body=body, headers=headers)

        def decided(need):
            found = self.call("GET", path, 200, values={"id": need["id"]}).json
            return found if found["match"]["state"] == "decided" else None

        return self.with_bundles(
            [service.wait_for("the match of a need", lambda: decided(each), 60) for each in needs]
        )

    def order(self, bundle, **changes):
        names = ["product", "guarantor", "re_guarantor", "scheme"]
        order = {name: bundle[name] for name in names} | {"contract": "joint_liability"}
        return order | changes

    def step(self, made, who, verb, status=200, code=None, **given):
        token = self.liaison(who) if who else ""
        body = {"verb": verb} | given
        values = {"id": made["id"]}
        return self.call("POST", STEPS, status, code, values=values, body=body, token=token).json

    def wrong(self):
        return self.tale.service.sql(WRONG)


class Storm:
    """Clients who want more than there is of guarantors and of the fund, over processes that die."""

    def __init__(self, tale, given, rivals):
        self.tale, self.given, self.rivals = tale, given, rivals
        self.outcomes = collections.Counter()
        self.made = set()
        self.guard = threading.Lock()
        self.wrong = []

    def prepare(self):
        """Guarantors who carry about half of what is asked, and loans that are overdue already."""
        given, call = self.given, self.tale.call
        # What a guarantor bears of a loan; it weighs three quarters of that.
        own = AMOUNT * 4 // 10
        most, total = own, own * len(self.rivals)
        net_assets = {
            # A tenth for one borrower: two loans of the three banks.
            SINGLE: most * 15,
            # Three twentieths for related parties.
            RELATED: max(most * 10, total * 10 // 3),
            WHOLE: 10**12,
            PAYER: 10**12,
            LOSER: 10**12,
        }
        for code, fen in net_assets.items():
            given.put("/v1/guarantors/{code}", code, given.figures(net_assets=fen))
        # Ten times the net assets are carried for a hundred borrowers who exhaust their limits; as if
        # there were as many.
        self.tale.service.sql(
            f"UPDATE guarantor SET leverage_limit_fen = {total // 2} WHERE code = '{WHOLE}'"
        )
        path = "/v1/enterprises/{id}/group"
        # Every other one is related; the others stand alone.
        for need, _ in self.rivals[::2]:
            values = {"id": need["enterprise_id"]}
            call("PUT", path, 200, values=values, body={"group": "storm-group"})
        self.lost = [self.lose(need, bundles[0]) for need, bundles in self.rivals]
        self.overdue = [self.fall_due(need, bundles[0], PAYER) for need, bundles in self.rivals]
        # Of a tenth of each loan, which the government bears, the fund has half.
        shares = [each["principal"]["fen"] // 10 for each in self.overdue]
        held = call("GET", FUNDS, 200, values={"code": FUND}).json["held"]["fen"]
        given.fund(cap_fen=held + max(sum(shares) // 2, max(shares) + 1))
        self.prepare_funds()
        for code in (SINGLE, RELATED, WHOLE, PAYER, LOSER):
            given.liaison(code)
        # Tokens first: making one takes longer than a step.
        for _, bundles in self.rivals:
            for bundle in bundles[:BANKS_MAXIMUM]:
                given.liaison(bundle["bank"]["code"])

    def prepare_funds(self):
        """Pools that have half of what they are to pay, and a bridge fund of which each wants a part."""
        given, call = self.given, self.tale.call
        # A fifth of what of each loss went to the bank.
        owed = len(self.lost) * (LOSS * 8 // 10 // 5)
        terms = {"name": "风暴资金", "kind": "loan_risk_pool", "region": "340000", "terms": "anhui-technology"}
        for code in POOLS:
            given.put(FUNDS, code, terms)
            call("POST", f"{FUNDS}/endow", 200, values={"code": code}, body={"amount_fen": owed // 2 + 1})
        terms |= {"kind": "bridge", "region": "340800", "terms": "anqing"}
        given.put(FUNDS, BRIDGES, terms)
        money = {"amount_fen": AMOUNT * BRIDGED // 2}
        call("POST", f"{FUNDS}/endow", 200, values={"code": BRIDGES}, body=money)
        chance = random.Random(f"bridges {SEED}")
        self.bridged = [
            call("POST", "/v1/enterprises", 201, body={
                "uscc": uscc.make(chance), "name": f"安庆故事过桥{number}有限公司", "region": "340802",
                "industry": "34", "registered_on": "2019-05-20",
            }).json["id"]
            for number in range(BRIDGED)
        ]  # fmt: skip
        self.bridges = []

    def lose(self, need, bundle):
        """A loan that fell due, and of which the guarantor paid a small loss."""
        given, made = self.given, self.fall_due(need, bundle, LOSER)
        given.step(made, made["bank"], "claim", claimed_fen=LOSS, claimed_on=TODAY)
        given.step(made, LOSER, "review")
        given.step(made, LOSER, "compensate", compensated_on=TODAY)
        return given.step(made, LOSER, "claim_shares")

    def fall_due(self, need, bundle, guarantor):
        given = self.given
        order = given.order(bundle, guarantor=guarantor)
        made = self.tale.call("POST", RESERVE, 201, values={"id": need["id"]}, body=order).json
        given.step(made, guarantor, "confirm", signed_on=TODAY, matures_on=LATE, contract_number="BZ-9")
        return given.step(made, made["bank"], "mark_overdue", overdue_on=TODAY)

    def run(self):
        """Lets them loose, and the time pass, until enough was killed."""
        workers = ["sweeper", "sweeper", "match", "receivable"]
        with under_fire(self.tale, workers, SEED) as self.fire, self.passing_time():
            self.tale.together(64, self.client)
            check(self.fire.is_hot, f"only {self.fire.killed} were killed")

    def client(self, number):
        chance = random.Random(f"guarantee {SEED} {number}")
        turn = (self.claim, self.move_money, self.reserve, self.reserve)[number % 4]
        for tried in range(TRIES_MAXIMUM):
            if tried >= TRIES and self.fire.is_hot:
                return
            turn(chance)

    def note(self, what, outcome):
        with self.guard:
            self.outcomes[what, outcome] += 1

    def reserve(self, chance):
        """Asks one of those who are short for a guarantee; lets it go, confirms it, or forgets it."""
        need, bundles = chance.choice(self.rivals)
        guarantor = chance.choice([SINGLE, RELATED, WHOLE])
        bundle = chance.choice(bundles[:BANKS_MAXIMUM])
        path = RESERVE.replace("{id}", need["id"])
        order = self.given.order(bundle, guarantor=guarantor)
        outcome, made = self.fire.settle(path, order, self.tale.service.token, chance)
        self.note("reserve", outcome)
        if outcome != "201":
            return
        with self.guard:
            self.made.add(made["id"])
        turn = chance.random()
        if turn < 0.4:
            self.step(made, None, "release", chance)
        elif turn < 0.7:
            signed = {"signed_on": TODAY, "matures_on": LATE, "contract_number": "BZ-2"}
            self.step(made, guarantor, "confirm", chance, **signed)
            if turn < 0.6:
                self.step(made, made["bank"], "close", chance, ended_on=TODAY)

    def claim(self, chance):
        """Takes any step with a loan that is overdue: the bank claims, the guarantor refuses or pays."""
        made = chance.choice(self.overdue)
        bank, payer, fen = made["bank"], PAYER, made["principal"]["fen"]
        who, verb, given = chance.choices(
            [
                (bank, "claim", {"claimed_fen": fen, "claimed_on": TODAY}),
                (payer, "review", {}),
                (payer, "refuse", {"reason": "材料不全"}),
                (payer, "compensate", {"compensated_on": TODAY}),
                (payer, "claim_shares", {}),
                (None, "pay_share", {"party": "government", "paid_on": TODAY}),
            ],
            weights=[40, 25, 25, 2, 4, 4],
        )[0]
        self.step(made, who, verb, chance, **given)

    def move_money(self, chance):
        """Has a pool pay or a loss recovered, or asks for a bridge and takes steps with bridges there are."""
        operator = self.tale.service.token
        turn = chance.random()
        if turn < 0.3:
            path = FUNDS.replace("{code}", chance.choice(POOLS)) + "/payments"
            body = {"guarantee_id": chance.choice(self.lost)["id"]}
            self.note("pay", self.fire.settle(path, body, operator, chance)[0])
        elif turn < 0.5:
            back = {"gross_fen": chance.randrange(20, 200), "costs_fen": chance.randrange(10)}
            self.step(chance.choice(self.lost), LOSER, "recover", chance, recovered_on=TODAY, **back)
        elif turn < 0.75 or not self.bridges:
            terms = {"lender": "huishang", "amount_fen": AMOUNT}
            body = terms | {
                "enterprise_id": chance.choice(self.bridged), "fund": BRIDGES, "starts_on": TODAY,
                "repays_on": SOON, "matures_on": SOON, "renews_directly": False, "overdue": False,
                "tax_arrears": False, "commitment": terms | {"written": True, "in_process": True},
            }  # fmt: skip
            outcome, made = self.fire.settle("/v1/bridge-loans", body, operator, chance)
            self.note("bridge", outcome)
            if outcome == "201":
                with self.guard:
                    self.bridges.append(made["id"])
        else:
            with self.guard:
                bridge = chance.choice(self.bridges)
            # The day may have changed since the storm began.
            today = datetime.datetime.now(NOW.tzinfo).date().isoformat()
            step = chance.choices(
                [
                    {"verb": "lend", "lent_on": today}, {"verb": "repay", "repaid_on": today},
                    {"verb": "release"}, {"verb": "write_off"},
                ],
                weights=[40, 40, 15, 5],
            )[0]  # fmt: skip
            path = f"/v1/bridge-loans/{bridge}/steps"
            self.note("bridge_step", self.fire.settle(path, step, operator, chance)[0])

    def step(self, made, who, verb, chance, **given):
        path = STEPS.replace("{id}", made["id"])
        token = self.given.liaison(who) if who else self.tale.service.token
        outcome, _ = self.fire.settle(path, {"verb": verb} | given, token, chance)
        self.note(verb, outcome)

    def passing_time(self):
        """Now and then some reservations are over, which the workers let go; and the books are read."""

        def turn():
            # Whoever holds one is left alone: several rows at once wait for nobody.
            self.tale.service.sql(
                "UPDATE guarantee SET step_at = now() - interval '1 s' WHERE id IN ("
                "SELECT id FROM guarantee WHERE state = 'reserved' AND random() < 0.3 "
                "ORDER BY id FOR UPDATE SKIP LOCKED)"
            )
            self.wrong += self.given.wrong().splitlines()

        return watched(self.tale, turn)

    def outcomes_of(self, what):
        return {answer: count for (verb, answer), count in self.outcomes.items() if verb == what}

    def verify(self):
        """All that was answered is there once, and nothing was ever above a limit."""
        check(not self.wrong, f"while it went on: {self.wrong[:3]}")
        check(not self.given.wrong().strip(), self.given.wrong())
        asked = self.outcomes_of("reserve")
        known = {
            "201", "headroom_exceeded", "guarantee_exists", "guarantee_refused", "guarantee_fuse",
        }  # fmt: skip
        check(set(asked) <= known, f"{asked}")
        check(asked.get("201") and asked.get("headroom_exceeded"), f"nobody was short: {asked}")
        money = {"pay", "recover", "bridge", "bridge_step"}
        steps = {answer for verb, answer in self.outcomes if verb not in money | {"reserve"}}
        check(steps <= {"200", "guarantee_state", "fund_short", "share_state"}, f"{steps}")
        self.verify_money()
        claims = self.outcomes_of("claim")
        check(claims.get("200") and claims.get("fund_short"), f"the fund was not short: {claims}")
        there = self.tale.service.sql(
            f"SELECT id FROM guarantee WHERE guarantor IN ('{SINGLE}', '{RELATED}', '{WHOLE}')"
        )
        there = {f"gua_{each}" for each in there.split()}
        check(there == self.made, f"{len(there)} are there, {len(self.made)} were answered")
        self.tale.count(
            reservations=sum(asked.values()), reserved=len(there), refused=asked["headroom_exceeded"],
            claims=sum(claims.values()), claimed=claims["200"], fund_short=claims["fund_short"],
            steps=sum(count for (_, answer), count in self.outcomes.items() if answer == "200"),
        )  # fmt: skip

    def verify_money(self):
        """Pools and the bridge fund gave what they had, to the fen, and were short of the rest."""
        pays, back = self.outcomes_of("pay"), self.outcomes_of("recover")
        check(set(pays) <= {"200", "fund_short", "share_state"}, f"{pays}")
        check(pays.get("200") and pays.get("fund_short"), f"the pools were not short: {pays}")
        check(set(back) <= {"200", "recovery_above_loss"} and back.get("200"), f"{back}")
        asked, steps = self.outcomes_of("bridge"), self.outcomes_of("bridge_step")
        check(set(asked) <= {"201", "bridge_exists", "fund_short"} and asked.get("201"), f"{asked}")
        check(asked.get("fund_short"), f"the bridge fund was not short: {asked}")
        check(set(steps) <= {"200", "bridge_state"}, f"{steps}")
        there = self.tale.service.sql(f"SELECT count(*) FROM bridge_loan WHERE fund = '{BRIDGES}'")
        check(int(there) == asked["201"], f"{there} bridges are there, {asked['201']} were answered")
        paid = self.tale.service.sql(
            f"SELECT count(*) FROM fund_entry WHERE kind = 'pay' AND fund IN {POOLS}"
        )
        check(int(paid) == pays["200"], f"pools paid {paid} times, {pays['200']} were answered")
        self.tale.count(
            payments=pays["200"], recoveries=back["200"], bridges=asked["201"],
            money=sum(sum(each.values()) for each in (pays, back, asked, steps)),
        )  # fmt: skip

    def verify_events(self):
        """Every step was told in order, and once."""

        def told():
            return self.tale.service.sql("SELECT count(*) FROM outbox").strip() == "0"

        service.wait_for("the events of the storm", told, 120)
        for enterprise in {need["enterprise_id"] for need, _ in self.rivals}:
            events = dict.fromkeys(self.tale.events(enterprise))
            numbers = [number for _, number in events]
            check(numbers == list(range(1, len(numbers) + 1)), f"{enterprise}: {numbers}")
            kinds = collections.Counter(kind for kind, _ in events)
            steps = self.tale.service.sql(
                f"""
                SELECT s.verb, count(*) FROM guarantee_step s JOIN guarantee g ON g.id = s.guarantee_id
                WHERE g.enterprise_id = '{enterprise.removeprefix("ent_")}'
                  AND s.verb IN ('reserve', 'confirm', 'claim', 'compensate') GROUP BY 1
                """
            )
            taken = dict(line.split("|") for line in steps.split())
            for verb, past in (
                ("reserve", "reserved"), ("confirm", "confirmed"), ("claim", "claimed"),
                ("compensate", "compensated"),
            ):  # fmt: skip
                heard = kinds[f"cn.rongqiao.guarantee.{past}.v1"]
                check(heard == int(taken.get(verb, 0)), f"{enterprise}: {past} {heard}, {taken}")
            self.tale.count(events=len(numbers))


def story(tale):
    given = Guarantee(tale)
    call = tale.call
    given.prepare()
    found = given.candidates()
    check(len(found) >= 3, f"only {len(found)} needs have a lawful bundle")
    need, bundle = found[0][0], found[0][1][0]
    bank = bundle["bank"]["code"]

    with tale.promise("bundles are by cost, and the refused say by which limit, how much and where"):
        shown = given.bundles(need)
        costs = [each["cost"]["all_in_ppm"] for each in shown["lawful"]]
        check(costs == sorted(costs), f"{costs}")
        check(all(each["refusal"] is None for each in shown["lawful"]), "lawful and refused")
        given.put("/v1/guarantors/{code}", GUARANTOR, given.figures(net_assets=1_000_000))
        refused = given.bundles(need)["refused"]
        limits = {each["refusal"]["limit"] for each in refused}
        check("single" in limits, f"{limits}")
        check(all(each["refusal"]["citation"] for each in refused), "a refusal without a citation")
        order = given.order(bundle)
        call("POST", RESERVE, 409, "headroom_exceeded", values={"id": need["id"]}, body=order)
        given.put("/v1/guarantors/{code}", GUARANTOR, given.figures())

    # Of the same enterprise there may be another need.
    others = [each for each, _ in found if each["enterprise_id"] != need["enterprise_id"]]
    storm = Storm(tale, given, given.asking(others, AMOUNT))
    check(len(storm.rivals) >= 3, f"only {len(storm.rivals)} ask for the same with a lawful bundle")
    with tale.promise("no limit is passed and the fund pays nothing twice, whoever asks and is killed"):
        storm.prepare()
        storm.run()
        storm.verify()

    with tale.promise("what happened in the storm is told in order, and each effect is there once"):
        storm.verify_events()

    with tale.promise("what nobody confirms in time is let go, and the headroom is free again"):
        tale.service.sql(
            "UPDATE guarantee SET step_at = now() - interval '1 s' WHERE state = 'reserved'"
        )

        def empty():
            return tale.service.sql("SELECT count(*) FROM guarantee WHERE state = 'reserved'").strip() == "0"

        service.wait_for("the sweeper to let the headroom go", empty, 60)
        check(not given.wrong().strip(), given.wrong())
        given.fund()

    with tale.promise("a loss of 4321 is split in fen: 40, 30, 20 and 10 %"):
        before = call("GET", FUNDS, 200, values={"code": FUND}).json
        made = call("POST", RESERVE, 201, values={"id": need["id"]}, body=given.order(bundle)).json
        signed = {"signed_on": TODAY, "matures_on": LATE, "contract_number": "BZ-1"}
        # What the wrong party asks for changes nothing.
        given.step(made, bank, "confirm", 403, "forbidden", **signed)
        stranger = next(
            each["bank"]["code"] for _, banks in found for each in banks if each["bank"]["code"] != bank
        )
        given.step(made, stranger, "confirm", 404, "not_found", **signed)
        seen = call("GET", "/v1/guarantees/{id}", 200, values={"id": made["id"]}).json
        check((seen["state"], seen["version"]) == (made["state"], made["version"]), f"{seen}")
        check(len(seen["steps"]) == 1, f"{seen['steps']}")
        given.step(made, GUARANTOR, "confirm", **signed)
        whole = made["principal"]["fen"]
        shown = given.step(made, bank, "repay", repaid_fen=123_457, repaid_on=TODAY)
        check(shown["outstanding"]["fen"] == whole - 123_457, f"{shown['outstanding']}")
        check(not given.wrong().strip(), given.wrong())
        given.step(made, bank, "mark_overdue", overdue_on=TODAY)
        given.step(made, bank, "claim", claimed_fen=1_000_001, claimed_on=TODAY)
        given.step(made, GUARANTOR, "review")
        given.step(made, GUARANTOR, "compensate", compensated_on=TODAY)
        shown = given.step(made, GUARANTOR, "claim_shares")
        borne = [each["borne"]["fen"] for each in shown["compensation"]["parts"]]
        check(borne == [400_001, 300_000, 200_000, 100_000], f"{borne}")

    with tale.promise("shares are paid, and recoveries handed out round by round sum to the fen"):
        for party in ("re_guarantor", "government"):
            given.step(made, None, "pay_share", party=party, paid_on=TODAY)
        rounds = [(333_333, 17), (1, 0), (77_777, 77_776), (600_000, 123)]
        for gross, costs in rounds:
            shown = given.step(
                made, GUARANTOR, "recover", gross_fen=gross, costs_fen=costs, recovered_on=TODAY
            )
            check(not given.wrong().strip(), given.wrong())
        back = sum(each["returned"]["fen"] for each in shown["compensation"]["parts"])
        check(back == sum(gross - costs for gross, costs in rounds), f"{back}")
        rest = {"gross_fen": 1_000_001 - back, "costs_fen": 0, "recovered_on": TODAY}
        given.step(made, GUARANTOR, "recover", **rest)
        ended = given.step(made, GUARANTOR, "settle")
        parts = ended["compensation"]["parts"]
        check(all(each["borne"] == each["returned"] for each in parts), f"{parts}")
        fund = call("GET", FUNDS, 200, values={"code": FUND}).json
        check(fund["balance"] == before["balance"] and fund["held"] == before["held"], f"{fund}")

    with tale.promise("the compensation rate stops what is new between the two; the report says why"):
        values = {"code": GUARANTOR}
        report = call("GET", "/v1/guarantors/{code}/report", 200, values=values).json
        check(report["year_compensated_fen"] == 800_001, json.dumps(report))
        check(report["recovered_fen"] == 800_001 and report["lost_fen"] == 0, json.dumps(report))
        # Below 5 % there is more; a loss of all of it is above.
        check(report["compensation_rate_ppm"] <= 50_000, json.dumps(report))
        values = {"id": need["id"]}
        made = call("POST", RESERVE, 201, values=values, body=given.order(bundle)).json
        given.step(
            made, GUARANTOR, "confirm", signed_on=TODAY, matures_on=LATE, contract_number="BZ-3"
        )
        given.step(made, bank, "mark_overdue", overdue_on=TODAY)
        whole = made["principal"]["fen"]
        given.step(made, bank, "claim", claimed_fen=whole, claimed_on=TODAY)
        given.step(made, GUARANTOR, "review")
        given.step(made, GUARANTOR, "compensate", compensated_on=TODAY)
        report = call("GET", "/v1/guarantors/{code}/report", 200, values={"code": GUARANTOR}).json
        check(report["compensation_rate_ppm"] > 50_000, json.dumps(report))
        call("POST", RESERVE, 409, "guarantee_fuse", values=values, body=given.order(bundle))


if __name__ == "__main__":
    Tale("guarantee").run(story)
