"""A need finds its bank: submit, match, teaser, consent, claim, contact, decline, grant, draw; who is to be
told is told, while processes are killed, and what was done stands in a sealed trail."""

import collections
import csv
import datetime
import functools
import io
import json
import os
import random
import time

from hooks import hooks
from processes import PAUSE_SECONDS, under_fire, watched
from tale import Tale, check, service

NOW = datetime.datetime.now(datetime.timezone(datetime.timedelta(hours=8)))
TODAY = NOW.date().isoformat()
OFFER = "/v1/offers/{id}"
DATA = "/v1/offers/{id}/enterprise"
RUNS = "/v1/allocation-runs"
RUN = f"{RUNS}/{{id}}"
SEED = int(os.environ.get("CONTRACT_SEED", "20260101"))
WORKERS = ["match", "sweeper", "webhook"]
# How long a storm may take until enough was killed.
STORM_SECONDS = 120

# Accounts whose room is below zero, or of which more or less is taken than their reservations say.
WRONG = """
  SELECT a.kind || '/' || a.code FROM ledger_account a LEFT JOIN ledger_reservation r
    ON (r.kind, r.code) = (a.kind, a.code) AND r.state <> 'released'
  GROUP BY a.kind, a.code, a.taken, a.maximum
  HAVING a.maximum - a.taken < 0 OR a.taken <> coalesce(sum(r.amount), 0)
"""

BYTES = """
  SELECT c.table_name::text || ' ' || c.column_name::text FROM information_schema.columns c
  JOIN information_schema.tables t USING (table_schema, table_name)
  WHERE c.table_schema = 'public' AND t.table_type = 'BASE TABLE' AND c.data_type = 'bytea'
"""


class Market:
    def __init__(self, tale):
        self.tale = tale
        self.call = tale.call

    @functools.cache
    def token(self, role, org=None, subject="person-1"):
        claims = {"subject": subject} | ({"org": org} if org else {})
        return self.tale.service.issue_token(role, **claims)

    def liaison(self, offer, number=1):
        code = offer["institution"]["code"]
        return self.token("liaison", code, f"{code}-liaison-{number}")

    def advance(self, offer, verb, status=200, body=None, code=None, token=None):
        values = {"id": offer["id"]}
        token = token or self.liaison(offer)
        path = f"{OFFER}/{verb}"
        return self.call("POST", path, status, code, values=values, body=body, token=token)

    def offers(self, need):
        path = "/v1/needs/{id}/referral"
        return self.call("GET", path, 200, values={"id": need["id"]}).json["offers"]

    def institutions(self, run):
        """Those with a product among the best of a run."""
        found = self.call("GET", "/v1/runs/{id}", 200, values={"id": run}).json
        return {product["institution"]["code"] for product in found["top"]}

    def asked(self, need):
        """The institutions that have or had a need."""
        return {each["institution"]["code"] for each in self.offers(need)}

    def candidates(self):
        """Decided needs, those that fit the most institutions first."""
        query = {"limit": 100, "status": "submitted"}
        needs = self.call("GET", "/v1/needs", 200, query=query).json["data"]
        found = []
        for need in needs:
            if need["match"]["state"] != "decided":
                continue
            found.append((len(self.institutions(need["match"]["run_id"])), need))
        return [need for _, need in sorted(found, key=lambda each: -each[0])]

    def submit_again(self, need):
        """The enterprise asks for the same once more, by its own token; the need when it is decided."""
        owner = self.token("enterprise", need["enterprise_id"], "owner-1")
        body = {
            "enterprise_id": need["enterprise_id"],
            "amount": need["amount"],
            "tenor_months": need["tenor_months"],
            "purpose": need["purpose"],
        }
        if need["security"] is not None:
            body["security"] = need["security"]
        made = self.call("POST", "/v1/needs", 201, body=body, token=owner).json
        values = {"id": made["id"]}

        def decided():
            found = self.call("GET", "/v1/needs/{id}", 200, values=values, token=owner).json
            return found if found["match"]["state"] == "decided" else None

        return owner, service.wait_for("the match of the need", decided, 60)

    def periodic_run(self, need):
        """The finished run that put a need before institutions, and its lines of offers that were made."""
        for run in self.call("GET", RUNS, 200).json["data"]:
            if run["state"] != "finished":
                continue
            values, query = {"id": run["id"]}, {"limit": 100}
            lines = self.call("GET", f"{RUN}/digest", 200, values=values, query=query).json["data"]
            made = [each for each in lines if each["outcome"] == "made"]
            if any(each["need_id"] == need["id"] for each in made):
                return run, [each for each in made if each["need_id"] == need["id"]]
        return None

    def expect_room(self):
        wrong = self.tale.service.sql(WRONG).split()
        check(not wrong, f"{wrong}")

    def plain(self):
        """Columns of bytes where the name or the code of an enterprise stands as it is."""
        found = []
        for line in self.tale.service.sql(BYTES).splitlines():
            table, column = line.split()
            found += self.tale.service.sql(
                f"""
                SELECT DISTINCT '{table}.{column}' FROM "{table}" b, enterprise e
                WHERE position(convert_to(e.uscc, 'UTF8') IN b."{column}") > 0
                  OR position(convert_to(e.name, 'UTF8') IN b."{column}") > 0
                """
            ).split()
        return found

    def consent(self, offer, owner, **changes):
        body = {
            "need_id": offer["need_id"],
            "institution": offer["institution"]["code"],
            "purpose": "loan_assessment",
            "fields": ["registry", "tax"],
            "expires_at": (NOW + datetime.timedelta(days=30)).isoformat(),
        } | changes
        return self.call("POST", "/v1/consents", 201, body=body, token=owner).json


def periodic(tale, market, enter, owner, need):
    """A need waits for a periodic run, which begins as soon as no other one goes on."""
    call = tale.call
    with tale.promise("what waits for a periodic run is put before institutions together, told and listed"):
        fits = market.institutions(need["match"]["run_id"])
        addresses = {code: enter(code) for code in fits}
        values, body = {"id": need["id"]}, {"mode": "periodic", "institutions": 3}
        path = "/v1/needs/{id}/referral"
        waits = call("POST", path, 201, values=values, body=body, token=owner).json
        check(waits["offers"] == [] and waits["looks_again_at"], f"{waits}")

        def begun():
            answer, wrong = tale.patiently("POST", RUNS, body={})
            check(not wrong and answer.status in (201, 409), f"{answer.status} {wrong}")
            check(answer.code in (None, "allocation_running"), answer.body[:300])
            return answer.status == 201

        service.wait_for("a periodic run to begin", begun, 60)
        run, made = service.wait_for("its offers", lambda: market.periodic_run(need), 90)
        codes = {each["institution"]["code"] for each in made}
        check(len(made) == len(codes) == min(3, len(fits)), f"{len(made)} offers to {codes} of {fits}")
        check(market.asked(need) == codes, f"{codes}")
        finished = "cn.rongqiao.allocation.finished.v1"

        def told():
            known = {code: list(addresses[code].told().values()) for code in codes}
            whole = all(any(each["type"] == finished for each in some) for some in known.values())
            return known if whole else None

        known = service.wait_for("the institutions to be told", told, 60)
        for code, events in known.items():
            data = next(each["data"] for each in events if each["type"] == finished)
            check((data["institution"], data["allocation_run_id"]) == (code, run["id"]), f"{data}")
            reader = market.token("liaison", code, f"{code}-liaison-1")
            text = call("GET", f"{RUN}/list.csv", 200, values={"id": run["id"]}, token=reader).body
            check(text.startswith(b"\xef\xbb\xbf"), "no byte order mark")
            rows = list(csv.DictReader(io.StringIO(text.decode("utf-8-sig"), newline="")))
            listed = [(row["机构代码"], row["融资需求"]) for row in rows]
            check(listed == [(code, need["id"])], f"{listed}")
            # Whose need it is, only a consent says.
            check(need["enterprise_id"].encode() not in text + addresses[code].bodies, "it is named")
        again = call("POST", f"{RUN}/replay", 200, values={"id": run["id"]}).json
        check((again["matches"], again["stable"]) == (True, True), f"{again}")
        tale.count(periodic=len(made))


def kept(tale, market, enterprise, address):
    """What the story leaves: told by webhook, sealed, and in a trail that is whole."""
    with tale.promise("the enterprise is told by webhook of every step, each signed by the key that is shown"):
        steps = {
            headers["ce_id"]: headers["ce_type"]
            for record, headers in tale.records()
            if record["key"] == enterprise["id"]
            and headers["ce_type"].split(".")[2] in ("offer", "consent")
        }

        def told():
            known = address.told()
            return known if set(steps) <= set(known) else None

        known = service.wait_for("the webhooks of the enterprise", told, 120)
        wrong = {each: kind for each, kind in steps.items() if known[each]["type"] != kind}
        check(steps and not wrong, f"{wrong}")
        for secret in (enterprise["name"], enterprise["uscc"]):
            check(secret.encode() not in address.bodies, "a webhook names the enterprise")
        tale.count(webhooks=len(known), webhooks_again=len(address.receiver.calls) - len(known))

    with tale.promise("names, codes and facts of enterprises stand in no column of bytes as they are"):
        plain = market.plain()
        check(not plain, f"{plain}")
        # The search itself finds what is there.
        search = "SELECT count(*) FROM {} WHERE position(convert_to('{}', 'UTF8') IN {}) > 0"
        sql = tale.service.sql
        check(int(sql(search.format("webhook_delivery", "cn.rongqiao.", "payload"))) > 0, "a blind search")
        check(int(sql(search.format("facts_version", '"path"', "body"))) == 0, "facts are not sealed")
        sealed = int(sql("SELECT count(*) FROM facts_version"))
        check(sealed > 0, "no facts")
        tale.count(sealed_facts=sealed)

    with tale.promise("what operators did is sealed, and the chain of seals verifies from outside"):

        def verified():
            answer = json.loads(tale.service.command("audit", "verify", "--json"))
            check(answer["whole"], f"{answer}")
            return answer if answer["entries"] and not answer["unsealed"] else None

        answer = service.wait_for("the seal of every entry", verified, 60)
        head = f"{answer['head']['number']}:{answer['head']['digest']}"
        tale.service.command("audit", "verify", "--anchor", head)
        tale.count(audited=answer["entries"])


def story(tale):
    with hooks(tale) as enter:
        tell(tale, enter)


def tell(tale, enter):
    market = Market(tale)
    call = tale.call
    # Of these all but one refer at once later on.
    least = 51 if tale.full else 3

    def decided():
        found = market.candidates()
        return found if len(found) >= least else None

    sample = service.wait_for("the matches of the sample", decided, 120)
    # As long as all match workers are there.
    patient = market.submit_again(sample[2])
    address = enter(sample[0]["enterprise_id"])

    with tale.promise("a submitted need is matched, and goes to three institutions by a teaser"):
        owner, need = market.submit_again(sample[0])
        values = {"id": need["id"]}
        made = call(
            "POST", "/v1/needs/{id}/referral", 201, values=values, body={}, token=owner
        ).json
        offers = made["offers"]
        check(len(offers) == 3, f"{len(offers)} offers")
        enterprise = call(
            "GET", "/v1/enterprises/{id}", 200, values={"id": need["enterprise_id"]}, token=owner
        ).json
        for offer in offers:
            shown = call(
                "GET", OFFER, 200, values={"id": offer["id"]}, token=market.liaison(offer)
            )
            check(shown.json["teaser"], "no teaser")
            for secret in (enterprise["name"], enterprise["uscc"], enterprise["id"]):
                check(secret.encode() not in shown.body, "the teaser names the enterprise")
        tale.count(offers=3)

    periodic(tale, market, enter, *patient)

    with tale.promise("of all who claim an offer one has it, and the others learn so, whoever is killed"):
        first = offers[0]
        claimers = 200 if tale.full else 40
        # Tokens first: making one takes longer than a claim.
        tokens = [market.liaison(first, 1 + number % 4) for number in range(claimers)]
        path = f"/v1/offers/{first['id']}/claim"
        with under_fire(tale, WORKERS, f"claims {SEED}") as fire:

            def claim(number):
                chance = random.Random(f"claims {SEED} {number}")
                deadline = time.monotonic() + STORM_SECONDS
                own = collections.Counter()
                while True:
                    status, _ = fire.settle(path, {}, tokens[number], chance)
                    own[status] += 1
                    # Once more when too little was killed so far.
                    if fire.is_hot or time.monotonic() > deadline:
                        return own
                    fire.over.wait(PAUSE_SECONDS)

            # They begin while one of the servers is away.
            service.wait_for("a server to be killed", lambda: fire.killed["servers"], 60)
            seen = sum(tale.together(claimers, claim), collections.Counter())
            check(fire.is_hot, f"only {fire.killed} were killed")
        claims = sum(seen.values())
        tale.count(claims=claims, claimed=seen["200"])
        check(seen == {"200": 1, "offer_state": claims - 1}, f"{dict(seen)}")
        market.advance(first, "claim", 409, code="offer_state")

    taker = call("GET", OFFER, 200, values={"id": first["id"]}, token=owner).json["assignee"]
    liaison = market.token("liaison", first["institution"]["code"], taker)

    with tale.promise("before a consent nothing is read, under it what it names, and all is logged"):
        values = {"id": first["id"]}
        call("GET", DATA, 409, "consent_missing", values=values, token=liaison)
        consent = market.consent(first, owner)
        for _ in range(3):
            read = call("GET", DATA, 200, values=values, token=liaison).json
        check(read["enterprise"]["uscc"] == enterprise["uscc"], "another enterprise")
        check(read["need"] is None, "the need was not named")
        check(all(fact["path"].startswith("tax.") for fact in read["facts"]), "other facts")
        log = call(
            "GET", "/v1/enterprises/{id}/access-log", 200, values={"id": enterprise["id"]},
            token=owner,
        ).json["data"]  # fmt: skip
        log = [each for each in log if each["document"] == "identified"]
        check([each["reader"] for each in log] == [taker] * 3, f"{log}")
        tale.count(reads=3)

    with tale.promise("another institution, and another enterprise, find nothing there"):
        values = {"id": first["id"]}
        code = offers[1]["institution"]["code"]
        stranger = market.token("liaison", code, "stranger-1")
        call("GET", DATA, 404, "not_found", values=values, token=stranger)
        call("GET", OFFER, 404, "not_found", values=values, token=stranger)
        others = (each["enterprise_id"] for each in sample if each["enterprise_id"] != enterprise["id"])
        other = market.token("enterprise", next(others), "owner-2")
        call("GET", OFFER, 404, "not_found", values=values, token=other)
        call(
            "POST", "/v1/consents/{id}/revoke", 404, "not_found", values={"id": consent["id"]},
            token=other,
        )  # fmt: skip

    with tale.promise("a decline tells its reason, ends the consent, and the next one is asked"):
        second = offers[1]
        market.consent(second, owner)
        market.advance(second, "claim")
        market.advance(second, "contact", body={"contacted_on": TODAY})
        refusal = {"reasons": ["collateral_short"], "about": "coverage", "note": "抵押不足"}
        market.advance(second, "decline", body=refusal)
        now = {each["id"]: each for each in market.offers(need)}
        reason = now[second["id"]]["reasons"][0]
        check(reason == {"code": "collateral_short", "repairable": True}, f"{reason}")
        consents = call(
            "GET", "/v1/enterprises/{id}/consents", 200, values={"id": enterprise["id"]},
            token=owner,
        ).json["data"]  # fmt: skip
        lost = [each for each in consents if each["revoked_for"] == "offer_lost"]
        check(len(lost) == 1, f"{consents}")
        live = [each for each in now.values() if each["state"] in ("offered", "claimed")]
        tale.count(declined=1, live=len(live))
        # Every institution that fits is asked before the need has to wait for another one.
        fits = market.institutions(need["match"]["run_id"])
        asked = len(market.asked(need))
        tale.count(fits=len(fits), asked=asked)
        check(asked == min(4, len(fits)), f"{asked} of {len(fits)} were asked")
        left = call("GET", "/v1/needs/{id}/referral", 200, values={"id": need["id"]}).json
        check(len(live) == 3 or left["looks_again_at"], "it does not wait for another one")

    with tale.promise("who is silent is reminded, then loses the offer, and the next one is asked"):
        third = offers[2]
        for step in (0, 2):
            tale.service.sql(
                f"UPDATE offer SET next_step = {step}, step_at = now() - interval '1 s' "
                f"WHERE id = '{third['id'].removeprefix('off_')}'"
            )

            def taken():
                types = [kind for kind, _ in tale.events(enterprise["id"])]
                wanted = "reminded" if step == 0 else "reassigned"
                return f"cn.rongqiao.offer.{wanted}.v1" in types

            service.wait_for("the step of the escalation", taken, 60)
        state = {each["id"]: each["state"] for each in market.offers(need)}[third["id"]]
        check(state == "reassigned", state)
        asked = len(market.asked(need))
        check(asked == min(5, len(fits)), f"{asked} of {len(fits)} were asked")
        market.advance(third, "claim", 409, code="offer_state")

    with tale.promise("what is granted and drawn is told with amount, rate and day, and no more than that"):
        market.advance(first, "contact", body={"contacted_on": TODAY}, token=liaison)
        grant = {"granted_fen": 200_000_000, "granted_rate_ppm": 36_500, "granted_on": TODAY}
        market.advance(first, "grant", body=grant, token=liaison)
        late = {"drawn_fen": 200_000_001, "drawn_on": TODAY}
        market.advance(first, "draw", 422, late, "validation_failed", token=liaison)
        drawn = market.advance(first, "draw", body=late | {"drawn_fen": 150_000_000}, token=liaison)
        check(drawn.json["state"] == "drawn", drawn.body)
        tale.count(granted=1, drawn=1)

    with tale.promise("a revoked consent stops the very next read, and the log keeps the earlier ones"):
        values = {"id": first["id"]}
        call("GET", DATA, 200, values=values, token=liaison)
        ended = call(
            "POST", "/v1/consents/{id}/revoke", 200, values={"id": consent["id"]}, token=owner
        ).json
        check((ended["state"], ended["reads"]) == ("revoked", 4), f"{ended}")
        call("GET", DATA, 409, "consent_missing", values=values, token=liaison)

    with tale.promise("no room is ever below zero, however many refer at once, whoever is killed"):
        others = [each for each in sample[1:] if each["id"] != sample[0]["id"]]
        check(len(others) >= 50 or not tale.full, f"only {len(others)} who refer")
        codes = set().union(
            *(market.institutions(each["match"]["run_id"]) for each in others)
        )
        for code in codes:
            values = {"kind": "institution", "code": code}
            call("PUT", "/v1/capacities/{kind}/{code}", 200, values=values, body={"maximum": 2})

        with (
            watched(tale, market.expect_room),
            under_fire(tale, WORKERS, f"referrals {SEED}") as fire,
        ):

            def refer(number):
                chance = random.Random(f"referrals {SEED} {number}")
                path = f"/v1/needs/{others[number]['id']}/referral"
                status, answer = fire.settle(path, {"institutions": 5}, tale.service.token, chance)
                check(status == "201", f"{status} {answer}")
                return collections.Counter(o["institution"]["code"] for o in answer["offers"])

            service.wait_for("a server to be killed", lambda: fire.killed["servers"], 60)
            made = sum(tale.together(len(others), refer), collections.Counter())
            service.wait_for("enough to be killed", lambda: fire.is_hot, STORM_SECONDS)
        tale.count(referrals=len(others), offers=sum(made.values()))
        check(made and max(made.values()) <= 2, f"{made}")
        taken = {
            each["code"]: each["taken"]
            for each in call("GET", "/v1/capacities", 200).json["data"]
            if each["kind"] == "institution"
        }
        check(all(taken.get(code, 0) == number for code, number in made.items()), f"{taken}")
        market.expect_room()

    with tale.promise("the statistics are what happened"):
        figures = call("GET", "/v1/offer-statistics", 200).json["data"]
        total = collections.Counter()
        for each in figures:
            total["drawn"] += each["drawn"]["fen"]
            total["granted"] += each["granted"]["fen"]
            total["no_decision"] += each["no_decision"]
            total["declined"] += each["reasons"].get("collateral_short", 0)
        expected = {
            "drawn": 150_000_000, "granted": 200_000_000, "no_decision": 1, "declined": 1
        }  # fmt: skip
        check(total == expected, f"{dict(total)}")

    with tale.promise("every step was told on the topic, in order, each once"):
        wanted = {
            "offered", "claimed", "contacted", "granted", "drawn", "declined", "reminded",
            "reassigned",
        }  # fmt: skip

        def told():
            types = [kind for kind, _ in tale.events(enterprise["id"])]
            steps = [t.split(".")[3] for t in types if ".offer." in t]
            return steps if wanted <= set(steps) else None

        steps = service.wait_for("all events of the story", told, 60)
        check(steps.count("drawn") == 1 and steps.count("reassigned") == 1, f"{steps}")
        numbers = [number for _, number in tale.events(enterprise["id"])]
        duplicated = len(numbers) - len(set(numbers))
        tale.count(events=len(numbers), lost=numbers[-1] - len(set(numbers)), duplicated=duplicated)
        check(numbers == list(range(1, len(numbers) + 1)), f"{numbers}")

    kept(tale, market, enterprise, address)


def main():
    tale = Tale("market")
    # What the sweeper does is waited for.
    service.SETTINGS["RONGQIAO_SWEEP_SECONDS"] = "1"
    if tale.full:
        # Of these at least fifty can refer at once.
        service.SAMPLE = 80
    tale.run(story)


if __name__ == "__main__":
    main()
