"""Guarantees, funds and bridges of which there are fewer than are asked for, over processes that die."""

import collections
import datetime
import os
import random
import threading

from guarantors import FUND, FUNDS, LATE, RESERVE, STEPS
from processes import under_fire, watched
from tale import check, service

import uscc  # noqa: I001 (tale says where it is)
from days import NOW, TODAY, day

SOON = day(5)
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
