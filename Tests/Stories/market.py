"""A need finds its bank: submit, match, teaser, consent, claim, contact, decline, grant, draw."""

import collections
import datetime
import functools

from tale import Tale, check, service

NOW = datetime.datetime.now(datetime.timezone(datetime.timedelta(hours=8)))
TODAY = NOW.date().isoformat()
OFFER = "/v1/offers/{id}"
DATA = "/v1/offers/{id}/enterprise"


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

    def consent(self, offer, owner, **changes):
        body = {
            "need_id": offer["need_id"],
            "institution": offer["institution"]["code"],
            "purpose": "loan_assessment",
            "fields": ["registry", "tax"],
            "expires_at": (NOW + datetime.timedelta(days=30)).isoformat(),
        } | changes
        return self.call("POST", "/v1/consents", 201, body=body, token=owner).json


def story(tale):
    market = Market(tale)
    call = tale.call
    sample = market.candidates()
    check(len(sample) >= 3, "the sample has too few decided needs")

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

    with tale.promise("of all who claim an offer at once one has it, and the others learn its state"):
        first = offers[0]
        claimers = 200 if tale.full else 40
        # Tokens first: making one takes longer than a claim.
        tokens = [market.liaison(first, 1 + number % 4) for number in range(claimers)]

        def claim(number):
            answer, wrong = tale.patiently(
                "POST", f"{OFFER}/claim", values={"id": first["id"]}, token=tokens[number]
            )
            check(not wrong, wrong)
            return answer.status, answer.code

        seen = collections.Counter(tale.together(claimers, claim))
        tale.count(claims=claimers, claimed=seen[200, None])
        check(seen == {(200, None): 1, (409, "offer_state"): claimers - 1}, f"{dict(seen)}")

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
        check([each["reader"] for each in log] == [taker] * 3, f"{log}")
        tale.count(reads=3)

    with tale.promise("another institution, and another enterprise, find nothing there"):
        values = {"id": first["id"]}
        code = offers[1]["institution"]["code"]
        stranger = market.token("liaison", code, "stranger-1")
        call("GET", DATA, 404, "not_found", values=values, token=stranger)
        call("GET", OFFER, 404, "not_found", values=values, token=stranger)
        other = market.token("enterprise", sample[1]["enterprise_id"], "owner-2")
        check(sample[1]["enterprise_id"] != enterprise["id"], "the same enterprise")
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

    with tale.promise("capacities are never exceeded, however many refer at once"):
        others = [each for each in sample[1:] if each["id"] != sample[0]["id"]]
        check(len(others) >= 50 or not tale.full, f"only {len(others)} who refer")
        codes = set().union(
            *(market.institutions(each["match"]["run_id"]) for each in others)
        )
        for code in codes:
            values = {"kind": "institution", "code": code}
            call("PUT", "/v1/capacities/{kind}/{code}", 200, values=values, body={"maximum": 2})

        def refer(number):
            answer, wrong = tale.patiently(
                "POST", "/v1/needs/{id}/referral", values={"id": others[number]["id"]},
                body={"institutions": 5},
            )  # fmt: skip
            check(answer.status == 201 and not wrong, f"{answer.status} {wrong}")
            return collections.Counter(o["institution"]["code"] for o in answer.json["offers"])

        made = sum(tale.together(len(others), refer), collections.Counter())
        tale.count(referrals=len(others), offers=sum(made.values()))
        check(made and max(made.values()) <= 2, f"{made}")
        taken = {
            each["code"]: each["taken"]
            for each in call("GET", "/v1/capacities", 200).json["data"]
            if each["kind"] == "institution"
        }
        check(all(taken.get(code, 0) == number for code, number in made.items()), f"{taken}")

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


def main():
    tale = Tale("market")
    if tale.full:
        # Of these at least fifty can refer at once.
        service.SAMPLE = 80
    tale.run(story)


if __name__ == "__main__":
    main()
