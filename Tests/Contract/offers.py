"""The part of the tour that puts needs before institutions."""

import csv
import datetime
import functools
import io

import monitoring
import service
from api import STRANGER, example
from days import NOW, TODAY


class Offers:
    """Offers alone and in a run, until one is paid out."""

    def sample_needs(self):
        """The needs of the samples that are decided."""
        needs, query = [], {"limit": 100, "status": "submitted"}
        while query:
            page = self.call("GET", "/v1/needs", 200, query=query).json
            needs += page["data"]
            query = page["page"]["has_more"] and query | {"cursor": page["page"]["next"]}
        # The samples are the oldest.
        oldest = needs[-service.SAMPLE * 2 :]
        return [need for need in oldest if need["match"]["state"] == "decided"]

    def refer_samples(self):
        """Puts the sample needs before institutions; their offers, those of one need together."""
        found = []
        for need in self.sample_needs():
            values = {"id": need["id"]}
            answer, _ = self.client.call(
                "POST", "/v1/needs/{id}/referral", values=values, body={"institutions": 5}
            )
            if answer.status == 201 and answer.json["offers"]:
                found.append((need, answer.json["offers"]))
        return sorted(found, key=lambda each: -len(each[1]))

    def advance(self, offer, verb, status, body=None, code=None, role="liaison"):
        token = self.liaison(offer["institution"]["code"], role)
        path = f"/v1/offers/{{id}}/{verb}"
        return self.call(
            "POST", path, status, code, values={"id": offer["id"]}, body=body, token=token
        )

    def consent_body(self, offer):
        return example("POST", "/v1/consents") | {
            "need_id": offer["need_id"],
            "institution": offer["institution"]["code"],
            "expires_at": (NOW + datetime.timedelta(days=30)).isoformat(),
        }

    def grant_offer(self, offer):
        self.advance(offer, "claim", 200)
        self.advance(offer, "contact", 200, body={"contacted_on": TODAY})
        body = {"granted_fen": 1_000, "granted_rate_ppm": 36_500, "granted_on": TODAY}
        return self.advance(offer, "grant", 200, body=body).json

    def test_allocation(self):
        """needs that wait are put before institutions together, and each reads its own part"""
        fits = []
        for need in self.sample_needs():
            values = {"id": need["match"]["run_id"]}
            top = self.call("GET", "/v1/runs/{id}", 200, values=values).json["top"]
            fits += [(len(top), need["id"])] if top else []
        # Those that fit most are for single offers.
        need = {"id": min(fits)[1]}
        body = {"mode": "periodic", "institutions": 1}
        referral = "/v1/needs/{id}/referral"
        referred = self.call("POST", referral, 201, values=need, body=body).json
        self.assertEqual(referred["offers"], [])
        self.assertTrue(referred["looks_again_at"])
        path = "/v1/allocation-runs"
        dry = self.call("POST", path, 200, body=example("POST", path)).json
        self.assertEqual([each["need_id"] for each in dry["offers"]], [need["id"]])
        self.assertEqual(self.call("GET", referral, 200, values=need).json["offers"], [])
        # Until one meets another that goes on.
        begun = []

        def refused():
            answer, wrong = self.client.call("POST", path, body={"seed": 7})
            self.assertEqual(wrong, [])
            begun.extend([answer.json["id"]] if answer.status == 201 else [])
            return answer.code == "allocation_running"

        service.wait_for("a run that goes on", refused)
        run = {"id": begun[0]}
        one = f"{path}/{{id}}"

        def finished():
            return self.call("GET", one, 200, values=run).json["state"] == "finished"

        service.wait_for("the sweeper to make its offers", finished, 60)
        counts = self.call("GET", one, 200, values=run).json["counts"]
        self.assertEqual(counts, {"needs": 1, "planned": 1, "made": 1})
        digest = self.call("GET", f"{one}/digest", 200, values=run).json["data"]
        made = [each for each in digest if each["outcome"] == "made"]
        self.assertEqual([each["need_id"] for each in made], [need["id"]])
        code = made[0]["institution"]["code"]
        only = {"institution": code, "limit": 1}
        self.call("GET", f"{one}/digest", 200, values=run, query=only)
        reader = self.liaison(code)
        own = self.call("GET", f"{one}/digest", 200, values=run, token=reader).json["data"]
        self.assertEqual([each["id"] for each in own], [made[0]["id"]])
        self.assertNotIn("enterprise_id", own[0])
        self.assertTrue(own[0]["teaser"]["need.amount_fen"])
        mine = self.call("GET", path, 200, token=reader).json["data"]
        self.assertEqual([each["id"] for each in mine], begun[:1])
        shares = self.call("GET", f"{one}/fairness", 200, values=run, token=reader).json["data"]
        self.assertEqual([(each["institution"], each["made"]) for each in shares], [(code, 1)])
        text = self.call("GET", f"{one}/list.csv", 200, values=run, token=reader).body
        self.assertTrue(text.startswith(b"\xef\xbb\xbf"))
        rows = list(csv.DictReader(io.StringIO(text.decode("utf-8-sig"), newline="")))
        self.assertEqual([(row["机构代码"], row["融资需求"]) for row in rows], [(code, need["id"])])
        replay = self.call("POST", f"{one}/replay", 200, values=run).json
        self.assertEqual((replay["matches"], replay["stable"]), (True, True))
        type(self).allocation = run["id"]

    def test_offers(self):
        """a need goes to institutions, which answer, read under a consent, grant and pay out"""
        referred = self.refer_samples()
        self.assertGreaterEqual(len(referred[0][1]), 3, "no sample fits three institutions")
        offers = [offer for _, some in referred for offer in some]
        self.assertGreaterEqual(len(offers), 7)
        need = {"id": referred[0][0]["id"]}
        path = "/v1/needs/{id}/referral"
        self.call("POST", path, 409, "referral_active", values=need, body={})
        self.call("POST", path, 422, "validation_failed", values=need, body={"mode": "all"})
        self.assertEqual(self.call("GET", path, 200, values=need).json["state"], "active")
        # The first one is granted and paid out.
        first = offers[0]
        values = {"id": first["id"]}
        reader = self.liaison(first["institution"]["code"])
        shown = self.call("GET", "/v1/offers/{id}", 200, values=values, token=reader).json
        self.assertNotIn("enterprise_id", shown)
        self.assertTrue(shown["teaser"]["need.amount_fen"])
        data = "/v1/offers/{id}/enterprise"
        self.call("GET", data, 409, "offer_state", values=values, token=reader)
        self.grant_offer(first)
        self.advance(first, "claim", 409, code="offer_state")
        self.advance(first, "contact", 409, body={"contacted_on": TODAY}, code="offer_state")
        self.advance(first, "decline", 409, {"reasons": ["documents_missing"]}, "offer_state")
        self.call("GET", data, 409, "consent_missing", values=values, token=reader)
        made = self.call(
            "POST", "/v1/consents", 201, body=self.consent_body(first), token=self.system
        ).json
        read = self.call("GET", data, 200, values=values, token=reader).json
        self.assertEqual(len(read["enterprise"]["uscc"]), 18)
        enterprise = {"id": referred[0][0]["enterprise_id"]}
        log = self.call("GET", "/v1/enterprises/{id}/access-log", 200, values=enterprise).json
        self.assertEqual([each["offer_id"] for each in log["data"] if each["offer_id"]], [first["id"]])
        consents = self.call("GET", "/v1/enterprises/{id}/consents", 200, values=enterprise).json
        reads = [each["reads"] for each in consents["data"] if each["id"] == made["id"]]
        self.assertEqual(reads, [1])
        late = {"drawn_fen": 1_001, "drawn_on": TODAY}
        self.advance(first, "draw", 422, late, "validation_failed")
        same = late | {"drawn_fen": 900, "matures_on": TODAY}
        self.advance(first, "draw", 422, same, "validation_failed")
        self.advance(first, "draw", 200, late | {"drawn_fen": 900})
        self.advance(first, "draw", 409, late | {"drawn_fen": 900}, "offer_state")
        self.advance(first, "grant", 409, example("POST", "/v1/offers/{id}/grant"), "offer_state")
        monitoring.told_by_bank(self, first, enterprise["id"], reader)
        consent = {"id": made["id"]}
        revoke = "/v1/consents/{id}/revoke"
        self.call("POST", revoke, 200, values=consent)
        self.call("POST", revoke, 409, "consent_revoked", values=consent)
        self.call("GET", data, 409, "consent_missing", values=values, token=reader)
        # Others are declined, taken back and taken away.
        missing = {"reasons": ["documents_missing"]}
        self.advance(offers[1], "decline", 200, body=missing)
        token = self.system
        for status, code in [(200, None), (409, "offer_state")]:
            values = {"id": offers[2]["id"]}
            self.call("POST", "/v1/offers/{id}/withdraw", status, code, values=values, token=token)
            values = {"id": offers[3]["id"]}
            body = example("POST", "/v1/offers/{id}/reassign")
            self.call("POST", "/v1/offers/{id}/reassign", status, code, values=values, body=body)
        pause = example("POST", "/v1/offers/{id}/pauses")
        paused = self.advance(offers[4], "pauses", 200, pause, role="liaison_manager").json
        self.assertEqual(len(paused["pauses"]), 1)
        self.advance(offers[1], "pauses", 409, pause, "offer_state", role="liaison_manager")
        # Deadlines that pass: the sweeper takes the steps.
        self.grant_offer(offers[5])
        for place, step, state in [(5, 2, "expired"), (6, 0, "offered")]:
            self.service.sql(
                f"UPDATE offer SET next_step = {step}, step_at = now() - interval '1 s' "
                f"WHERE id = '{offers[place]['id'].removeprefix('off_')}'"
            )
        values = {"id": offers[5]["id"]}

        def expired():
            return self.call("GET", "/v1/offers/{id}", 200, values=values).json["state"] == "expired"

        service.wait_for("the sweeper to take the steps that are due", expired, 60)
        listed = self.call("GET", "/v1/offers", 200, query={"state": "drawn"}).json["data"]
        self.assertEqual([each["id"] for each in listed], [first["id"]])
        figures = self.call("GET", "/v1/offer-statistics", 200).json["data"]
        self.assertEqual(sum(each["drawn"]["fen"] for each in figures), 900)
        type(self).held = offers[6]


class Limits:
    """What an institution can take, whose need a consent is for, and referrals that end."""

    def test_capacities(self):
        """what an institution can take is limited, and not below what it has"""
        path = "/v1/capacities/{kind}/{code}"
        code = self.held["institution"]["code"]
        values = {"kind": "institution", "code": code}
        set_by = self.liaison(code, "liaison_manager")
        made = self.call("PUT", path, 200, values=values, body={"maximum": 1}, token=set_by).json
        self.assertEqual([made["maximum"], made["taken"]], [1, 0])
        self.assertIn(made, self.call("GET", "/v1/capacities", 200).json["data"])
        other = self.liaison("cdb", "liaison_manager")
        self.call("PUT", path, 404, "not_found", values=values, body={"maximum": 9}, token=other)
        self.service.sql(
            "INSERT INTO ledger_reservation VALUES "
            f"('institution', '{code}', gen_random_uuid(), 1, 'held', now(), now())"
        )
        self.call("PUT", path, 409, "capacity_taken", values=values, body={"maximum": 0})
        self.service.sql("UPDATE ledger_reservation SET state = 'released' WHERE amount = 1")
        self.call("PUT", path, 200, values=values, body={"maximum": 1_000})

    def test_consents_refused(self):
        """a consent is for one's own open need"""
        body = self.consent_body(self.held)
        path = "/v1/consents"
        refuse = functools.partial(self.call, "POST", path, token=self.system)
        refuse(404, "not_found", body=body | {"need_id": f"need_{STRANGER}"})
        enterprise = self.new_enterprise()
        need = self.call("POST", "/v1/needs", 201, body=self.need_body(enterprise)).json["id"]
        self.decided(need)
        match = {"If-Match": '"1"'}
        self.call("POST", "/v1/needs/{id}/withdraw", 200, values={"id": need}, headers=match)
        refuse(409, "need_withdrawn", body=body | {"need_id": need})
        values = {"id": need}
        self.call("POST", "/v1/needs/{id}/referral", 409, "need_withdrawn", values=values, body={})
        self.call("POST", "/v1/needs/{id}/referral/end", 404, "not_found", values=values)

    def test_referral_ends(self):
        """a referral that ends takes the need back"""
        values = {"id": self.held["need_id"]}
        path = "/v1/needs/{id}/referral"
        ended = self.call("POST", f"{path}/end", 200, values=values).json
        self.assertEqual(ended["state"], "ended")
        again = self.call("POST", path, 201, values=values, body={"mode": "open"}).json
        self.assertEqual([again["state"], again["mode"]], ["active", "open"])
        # Those that were asked are not asked again.
        asked = [each["institution"]["code"] for each in again["offers"]]
        self.assertEqual(len(asked), len(set(asked)))

    def taken(self):
        """An offer that is claimed and whose enterprise may be read."""
        offers = self.call("GET", "/v1/offers", 200, query={"limit": 100}).json["data"]
        offer = next(each for each in offers if each["state"] in ("offered", "claimed"))
        type(self).held = offer
        if offer["state"] == "offered":
            self.advance(offer, "claim", 200)
        self.call("POST", "/v1/consents", 201, body=self.consent_body(offer), token=self.system)
        return self.call("GET", "/v1/offers/{id}", 200, values={"id": offer["id"]}).json
