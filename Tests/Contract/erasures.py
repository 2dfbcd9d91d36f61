"""The part of the tour in which enterprises are erased."""

import api
import awards
import claims
import monitoring
from api import example
from days import TODAY
from runs import REVIEWS


class Erasures:
    """An enterprise that is erased, and one whose data are kept."""

    def erased(self):
        """An enterprise that is erased."""
        enterprise = self.new_enterprise()
        body = {"basis": "request", "reference": "QS-2026-0001"}
        path = "/v1/enterprises/{id}/erasure"
        self.call("POST", path, 201, values={"id": enterprise}, body=body)
        return enterprise

    def test_erasure(self):
        """an enterprise is erased once; then every read and change of it answers 410, and replay its digest"""
        body = self.enterprise_body()
        enterprise = self.call("POST", "/v1/enterprises", 201, body=body).json["id"]
        need = self.call("POST", "/v1/needs", 201, body=self.need_body(enterprise)).json["id"]
        run = self.decided(need)["match"]["run_id"]
        place = {"id": run, "product": self.priced(run)}
        review = self.call("POST", REVIEWS, 201, values=place, body={"reason": "复核"}).json["id"]
        self.call("POST", "/v1/needs/{id}/referral", 201, values={"id": need}, body={})
        offer = {"need_id": need, "institution": {"code": "huishang"}}
        grant = self.consent_body(offer)
        consent = self.call("POST", "/v1/consents", 201, body=grant, token=self.system).json["id"]
        claim, money = claims.erased_claim(self, enterprise)
        way = self.open_case(enterprise)["id"]
        event, award = awards.claimed(self, enterprise)
        nurtured = self.erased_nurture(enterprise)
        told, warning = monitoring.warned(self, enterprise)
        permission = monitoring.permit(self, enterprise, "tax")
        path = "/v1/enterprises/{id}/erasure"
        values = {"id": enterprise}
        self.call("GET", path, 404, "not_found", values=values)
        asked = example("POST", path)
        dry = self.call("POST", path, 200, values=values, body=asked).json
        self.assertEqual((dry["state"], dry["dry_run"], dry["id"]), ("done", True, None))
        self.assertEqual(dry["counts"]["needs_withdrawn"], 1)
        self.call("GET", "/v1/enterprises/{id}", 200, values=values)
        asked = asked | {"dry_run": False}
        made = self.call("POST", path, 201, values=values, body=asked)
        self.assertEqual(made.headers["Location"], f"/v1/enterprises/{enterprise}/erasure")
        again = self.call("POST", path, 200, values=values, body=asked).json
        self.assertEqual(again, made.json)
        self.assertEqual(self.call("GET", path, 200, values=values).json, made.json)
        query = {"state": "done", "region": "340104"}
        listed = self.call("GET", "/v1/erasures", 200, query=query).json["data"]
        self.assertIn(enterprise, [each["enterprise_id"] for each in listed])
        targets = {
            "/v1/enterprises/": values | {"duty": "monthly"}, "/v1/needs/": {"id": need}, "/v1/runs/": place,
            "/v1/reviews/": {"id": review}, "/v1/consents/": {"id": consent},
            "/v1/lineage/": {"id": need}, "/v1/receivables/": {"id": claim},
            "/v1/receivable-financings/": {"id": money},
            "/v1/core-enterprises/": values | {"institution": "huishang"},
            "/v1/listing-cases/": {"id": way},
            "/v1/award-events/": {"id": event}, "/v1/claims/": {"id": award},
            "/v1/reports/": {"id": told}, "/v1/warnings/": {"id": warning},
            "/v1/source-authorisations/": {"id": permission},
        } | nurtured  # fmt: skip
        rows = [claims.terms("erased") | {"debtor_uscc": self.debtor["uscc"]}]
        bridge = example("POST", "/v1/bridge-loans") | {"enterprise_id": enterprise}
        bodies = {
            "submitNeed": self.need_body(enterprise), "grantConsent": grant,
            "uploadReceivable": self.claim_body(enterprise, 9),
            "uploadReceivables": {"enterprise_id": enterprise, "receivables": rows},
            "reserveBridge": bridge, "openListingCase": {"enterprise_id": enterprise, "board": "neeq"},
            "submitClaim": awards.order(event), "enterPool": {"enterprise_id": enterprise},
        }  # fmt: skip
        gone = 0
        for (method, template), operation in api.operations().items():
            # A token that counts no more is gone in another way: test_confirmation_by_token.
            if "410" not in operation["responses"] or template.startswith(
                "/v1/receivable-confirmations"
            ):
                continue
            rest = {"token": self.token_for(operation), "headers": {}}
            rest["values"] = next((targets[each] for each in targets if template.startswith(each)), {})
            if "If-Match" in api.parameters(operation, "header"):
                rest["headers"] = {"If-Match": '"1"'}
            if "requestBody" in operation:
                content = operation["requestBody"]["content"]["application/json"]
                body_ = {"facts": []} if template.endswith("/facts") else content.get("example", {})
                rest["body"] = bodies.get(operation["operationId"], body_)
            answer = self.call(method, template, 410, "enterprise_erased", **rest)
            self.assertEqual(answer.json["erased_at"], made.json["done_at"])
            gone += 1
        self.assertGreater(gone, 30)
        replayed = self.call("POST", "/v1/runs/{id}/replay", 200, values={"id": run}).json
        self.assertTrue(replayed["erased"])
        self.assertEqual(replayed["facts_digest"], replayed["pins"]["facts_digest"])
        for listed in ("/v1/enterprises", "/v1/needs", "/v1/reviews"):
            text = self.call("GET", listed, 200, query={"limit": 100}).body.decode()
            self.assertNotIn(enterprise, text)
        # The same enterprise may come again, as another one.
        new = self.call("POST", "/v1/enterprises", 201, body=body).json["id"]
        self.assertNotEqual(new, enterprise)

    def test_erasure_held(self):
        """while the period of a granted offer goes on, data are only kept"""
        offers = self.call("GET", "/v1/offers", 200, query={"limit": 100}).json["data"]
        # The oldest one, for others take the newest.
        offer = [each for each in offers if each["state"] == "offered"][-1]
        self.grant_offer(offer)
        values = {"id": offer["enterprise_id"]}
        path = "/v1/enterprises/{id}/erasure"
        asked = example("POST", path)
        dry = self.call("POST", path, 200, values=values, body=asked).json
        self.assertEqual((dry["state"], dry["held_for"]), ("held", "granted_offer"))
        self.assertGreater(dry["held_until"], TODAY)
        self.call("POST", path, 201, values=values, body=asked | {"dry_run": False})
        frozen = self.need_body(offer["enterprise_id"])
        self.call("POST", "/v1/needs", 409, "enterprise_frozen", body=frozen)
        self.call("GET", "/v1/enterprises/{id}", 200, values=values)
