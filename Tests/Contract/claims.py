"""What contract tests say of receivables, and the part of the tour that goes through them."""

import functools

import service
from api import STRANGER
from days import day

DIGEST = "sha256:" + "0" * 64


def terms(number, **changes):
    """What an invoice and its contract say."""
    return {
        "invoice_number": f"INV2434-{number}", "contract": f"HT-{number}", "currency": "CNY",
        "gross_fen": 113_000_000, "vat_fen": 13_000_000, "invoiced_on": day(-30),
        "due_on": day(60), "signed_on": day(-90), "delivered_on": day(-35),
        "seller_size": "small", "debtor_size": "large", "is_related": False,
    } | changes  # fmt: skip


class Receivables:
    """Sellers, one debtor and institutions, as the tour meets them."""

    @functools.cached_property
    def owed(self):
        """The debtor of all receivables, with its code; and a token of its own."""
        body = self.enterprise_body(name="合肥契约检验付款方有限公司")
        made = self.call("POST", "/v1/enterprises", 201, body=body).json
        path = "/v1/core-enterprises/{id}"
        values = {"id": made["id"]}
        self.call("GET", path, 404, "not_found", values=values)
        core = {"payer_kind": "enterprise", "group": "anhui-steel", "strong": True}
        self.call("PUT", path, 200, values=values, body=core)
        return made

    @functools.cached_property
    def payer(self):
        return self.service.issue_token("enterprise", org=self.debtor["id"], subject="payer-1")

    @property
    def debtor(self):
        # One for all tests, each of which has its own instance.
        if not hasattr(type(self), "shared_debtor"):
            type(self).shared_debtor = self.owed
        return type(self).shared_debtor

    def claim_body(self, seller, number, **changes):
        parties = {"enterprise_id": seller, "debtor_uscc": self.debtor["uscc"]}
        return parties | terms(f"{seller[-6:]}{number}", **changes)

    def claim(self, seller, number, **changes):
        body = self.claim_body(seller, number, **changes)
        return self.call("POST", "/v1/receivables", 201, body=body, token=self.system).json

    def confirmed_claim(self, seller, number):
        made = self.claim(seller, number)
        self.confirm_claim(made, 200)
        return made

    def confirm_claim(self, made, status, code=None, **changes):
        body = {"version_digest": made["version_digest"], "confirmed_fen": 113_000_000} | changes
        path = "/v1/receivables/{id}/confirm"
        values = {"id": made["id"]}
        return self.call("POST", path, status, code, values=values, body=body, token=self.payer)

    def money(self, made, status=201, code=None, **changes):
        body = {"institution": "huishang", "way": "factoring", "recourse": True, "amount_fen": 100}
        path = "/v1/receivables/{id}/financings"
        values = {"id": made["id"]}
        body = body | changes
        return self.call("POST", path, status, code, values=values, body=body, token=self.system).json

    def move(self, money, verb, version, status=200, code=None, **body):
        path = f"/v1/receivable-financings/{{id}}/{verb}"
        return self.call(
            "POST", path, status, code, values={"id": money["id"]}, body=body,
            headers={"If-Match": f'"{version}"'}, token=self.liaison(money["institution"]),
        ).json  # fmt: skip

    def test_receivables(self):
        """a receivable is uploaded once, amended, disputed, reviewed and withdrawn, each where it may be"""
        seller = self.new_enterprise()
        made = self.claim(seller, 1)
        values = {"id": made["id"]}
        body = self.claim_body(seller, 1, invoice_number=made["invoice_number"].lower() + " ")
        self.call("POST", "/v1/receivables", 409, "receivable_duplicate", body=body, token=self.system)
        self.call("POST", "/v1/receivables", 404, "not_found", token=self.system,
                  body=body | {"enterprise_id": f"ent_{STRANGER}"})  # fmt: skip
        for changes, place in [
            ({"currency": "USD"}, "/currency"), ({"gross_fen": -1}, "/gross_fen"),
            ({"invoiced_on": day(1), "due_on": day(60)}, "/invoiced_on"),
            ({"debtor_uscc": "91340100MA2TE5T872"}, "/debtor_uscc"),
        ]:  # fmt: skip
            wrong = self.claim_body(seller, 2, **changes)
            refused = self.call("POST", "/v1/receivables", 422, "validation_failed", body=wrong)
            self.assertEqual([each["pointer"] for each in refused.json["errors"]], [place])
        path = "/v1/receivables/{id}"
        self.assertEqual(self.call("GET", path, 200, values=values).json["id"], made["id"])
        amended = terms(f"{seller[-6:]}1", contract="HT-2")
        put = functools.partial(self.call, "PUT", path, values=values, body=amended, token=self.system)
        put(412, "stale_version", headers={"If-Match": '"9"'})
        new = put(200, headers={"If-Match": '"1"'}).json
        self.confirm_claim(made, 409, "version_digest_stale")
        request = "/v1/receivables/{id}/confirmation-request"
        token = "/v1/receivables/{id}/confirmation-token"
        self.call("POST", token, 409, "receivable_state", values=values)
        self.call("POST", request, 200, values=values)
        self.call("POST", request, 409, "receivable_state", values=values)
        dispute = {"reason": "quality"}
        path = "/v1/receivables/{id}/dispute"
        self.call("POST", path, 200, values=values, body=dispute, token=self.payer)
        self.confirm_claim(new, 200)
        self.confirm_claim(new, 409, "receivable_state")
        self.call("POST", path, 409, "receivable_state", values=values, body=dispute, token=self.payer)
        put(409, "receivable_state", headers={"If-Match": '"5"'})
        # What resembles another one waits for an operator.
        near = self.claim(seller, 3, invoiced_on=day(-29))
        self.assertEqual((near["held"], near["held_for"]), (True, ["near"]))
        values = {"id": near["id"]}
        path = "/v1/receivables/{id}/review"
        review = {"outcome": "admitted", "reason": "两批货"}
        self.call("POST", path, 200, values=values, body=review)
        self.call("POST", path, 409, "receivable_state", values=values, body=review)
        # What a policy wants looked at strictly waits, too.
        strict = self.claim(seller, 4, is_related=True, gross_fen=40_000_007, vat_fen=0)
        self.assertEqual((strict["held"], strict["held_for"]), (True, ["strict"]))
        self.confirm_claim(strict, 409, "receivable_held", confirmed_fen=40_000_007)
        self.call("POST", path, 200, values={"id": strict["id"]}, body=review)
        self.confirm_claim(strict, 200, confirmed_fen=40_000_007)
        path = "/v1/receivables/{id}/withdraw"
        go = functools.partial(self.call, "POST", path, values=values)
        go(412, "stale_version", headers={"If-Match": '"9"'})
        go(200, headers={"If-Match": '"2"'})
        go(409, "receivable_state", headers={"If-Match": '"3"'})
        query = {"state": "withdrawn", "enterprise_id": seller}
        listed = self.call("GET", "/v1/receivables", 200, query=query).json["data"]
        self.assertEqual([each["id"] for each in listed], [near["id"]])

    def test_confirmation_by_token(self):
        """a debtor without an account reads the letter and confirms by a token, once"""
        seller = self.new_enterprise()
        made = self.claim(seller, 1)
        values = {"id": made["id"]}
        self.call("POST", "/v1/receivables/{id}/confirmation-request", 200, values=values)
        path = "/v1/receivables/{id}/confirmation-token"
        key = {"Idempotency-Key": f"token-{made['id']}"}
        token = self.call("POST", path, 201, values=values, headers=key).json["token"]
        self.call("POST", path, 409, "secret_shown_once", values=values, headers=key)
        letter = "/v1/receivable-confirmations/letter"
        asked = self.call("POST", letter, 200, body={"token": token}, token=None).json
        self.assertEqual(asked["version_digest"], made["version_digest"])
        answer = {
            "token": token, "outcome": "confirm", "version_digest": made["version_digest"],
            "confirmed_fen": 113_000_000,
        }  # fmt: skip
        path = "/v1/receivable-confirmations"
        stale = answer | {"version_digest": DIGEST}
        self.call("POST", path, 409, "version_digest_stale", body=stale, token=None)
        self.assertEqual(self.call("POST", path, 200, body=answer, token=None).json["state"], "confirmed")
        self.call("POST", path, 410, "confirmation_token_used", body=answer, token=None)
        self.call("POST", letter, 410, "confirmation_token_used", body={"token": token}, token=None)
        unknown = {"token": "rqcon_nothing"}
        self.call("POST", path, 404, "not_found", body=answer | unknown, token=None)
        self.call("POST", letter, 404, "not_found", body=unknown, token=None)

    def test_batches_of_receivables(self):
        """rows of a batch are taken or refused one by one; what a debtor uploads is confirmed"""
        seller = self.call("POST", "/v1/enterprises", 201, body=self.enterprise_body()).json
        row = terms(f"{seller['id'][-6:]}1") | {"debtor_uscc": self.debtor["uscc"]}
        body = {"enterprise_id": seller["id"], "receivables": [row, row]}
        path = "/v1/receivables/batch"
        done = self.call("POST", path, 200, body=body, token=self.system).json["data"]
        self.assertEqual([each["outcome"] for each in done], ["uploaded", "refused"])
        stranger = body | {"enterprise_id": f"ent_{STRANGER}"}
        self.call("POST", path, 404, "not_found", body=stranger, token=self.system)
        values = {"id": done[0]["receivable_id"]}
        made = self.call("GET", "/v1/receivables/{id}", 200, values=values).json
        path = "/v1/receivables/confirmations"
        body = {"confirmations": [{
            "receivable_id": made["id"], "version_digest": made["version_digest"],
            "confirmed_fen": 113_000_000,
        }]}  # fmt: skip
        done = self.call("POST", path, 200, body=body, token=self.payer).json["data"]
        self.assertEqual([each["outcome"] for each in done], ["confirmed"])
        self.call("POST", path, 404, "not_found", body=body, token=self.tokens["enterprise"])
        rows = [terms(f"{seller['id'][-6:]}2", gross_fen=7, vat_fen=0) | {"seller_uscc": seller["uscc"]}]
        body = {"payables": rows}
        values = {"id": self.debtor["id"]}
        path = "/v1/enterprises/{id}/payables"
        done = self.call("POST", path, 200, values=values, body=body, token=self.payer).json["data"]
        self.assertEqual([each["outcome"] for each in done], ["confirmed"])
        # Of a claim that is here a debtor confirms what the seller says, or nothing.
        self.claim(seller["id"], 3, gross_fen=50_000_009, vat_fen=0)
        said = terms(f"{seller['id'][-6:]}3", gross_fen=50_000_009, vat_fen=0) | {"seller_uscc": seller["uscc"]}
        for changes, place, code in [
            ({"vat_fen": 1}, "/vat_fen", "amount_differs"), ({"due_on": day(61)}, "/due_on", "terms_differ"),
        ]:  # fmt: skip
            body = {"payables": [said | changes]}
            done = self.call("POST", path, 200, values=values, body=body, token=self.payer).json["data"]
            faults = [(each["pointer"], each["code"]) for each in done[0]["errors"]]
            self.assertEqual((done[0]["outcome"], faults), ("refused", [(place, code)]))

    def test_money_on_receivables(self):
        """one institution advances money on a receivable, step by step, until it is released"""
        seller = self.new_enterprise()
        made = self.confirmed_claim(seller, 1)
        money = self.money(made)
        type(self).kept_claim, type(self).kept_money = made["id"], money["id"]
        self.money(made, 409, "receivable_funder", institution="bocom")
        self.money(made, 409, "receivable_exhausted", amount_fen=113_000_000)
        steps = {
            "notify": {"notified_on": day(0), "voucher": "notice 1"},
            "register": {"registry_number": "1", "registry_queried_on": day(0)},
            "fund": {"funded_fen": 100, "funded_on": day(0)},
            "collect": {"collected_fen": 100, "collected_on": day(0)},
            "release": {"debtor_told_on": day(0), "registry_cancelled_on": day(0)},
        }
        other = self.money(made)
        for verb, body in steps.items():
            if verb != "notify":
                self.move(other, verb, 1, 409, "financing_state", **body)
        for version, (verb, body) in enumerate(steps.items(), 1):
            self.move(money, verb, 9, 412, "stale_version", **body)
            self.move(money, verb, version, **body)
            if verb == "notify":
                self.move(money, verb, 2, 409, "financing_state", **body)
        self.move(other, "decline", 9, 412, "stale_version", reason="no_capacity")
        self.move(other, "decline", 1, reason="no_capacity")
        self.move(other, "decline", 2, 409, "financing_state", reason="no_capacity")
        after = self.call("GET", "/v1/receivables/{id}", 200, values={"id": made["id"]}).json
        self.assertEqual(after["state"], "released")
        listed = self.call("GET", "/v1/receivable-financings", 200, token=self.liaison("huishang"))
        self.assertIn(money["id"], [each["id"] for each in listed.json["data"]])

    def test_documents_of_receivables(self):
        """letter, late interest, evidence, borrowing base and ages are what the document says"""
        seller = self.new_enterprise()
        values = {"id": self.confirmed_claim(seller, 1)["id"]}
        path = "/v1/receivables/{id}/confirmation-letter"
        self.call("GET", path, 200, values=values)
        html = self.call("GET", path, 200, values=values, headers={"Accept": "text/html"})
        self.assertIn("应收账款确权函", html.body.decode())
        query = {"until": day(200)}
        late = self.call("GET", "/v1/receivables/{id}/late-interest", 200, values=values, query=query)
        self.assertTrue(late.json["applies"])
        self.call("GET", "/v1/receivables/{id}/late-interest", 400, "invalid_parameter",
                  values=values, query={"until": "soon"})  # fmt: skip
        self.call("GET", "/v1/receivables/{id}/evidence", 200, values=values)
        values = {"id": seller}
        base = self.call("GET", "/v1/enterprises/{id}/borrowing-base", 200, values=values).json
        self.assertEqual(base["advance"]["fen"], 80_000_000)
        path = "/v1/enterprises/{id}/borrowing-base"
        same = self.call("GET", path, 200, values=values, query={"institution": "huishang"}).json
        self.assertEqual((same["policy"], same["advance"]), ("platform", base["advance"]))
        path = "/v1/enterprises/{id}/ageing"
        owed = self.call("GET", path, 200, values=values).json
        self.assertEqual(owed["total"]["current"]["fen"], 113_000_000)
        values = {"id": self.debtor["id"]}
        self.call("GET", path, 200, values=values, query={"as": "debtor"}, token=self.payer)

    def test_core_enterprises(self):
        """a core enterprise has credit lines and invites suppliers"""
        values = {"id": self.debtor["id"], "institution": "huishang"}
        path = "/v1/core-enterprises/{id}/credit-lines/{institution}"
        manager = self.liaison("huishang", "liaison_manager")
        body = {"maximum_fen": 10_000_000_000}
        self.call("PUT", path, 200, values=values, body=body, token=manager)
        seller = self.new_enterprise()
        self.money(self.confirmed_claim(seller, 1))
        self.call("PUT", path, 409, "capacity_taken", values=values, body={"maximum_fen": 0}, token=manager)
        values = {"id": self.debtor["id"]}
        lines = self.call("GET", "/v1/core-enterprises/{id}/credit-lines", 200, values=values).json
        self.assertEqual([each["institution"] for each in lines["data"]], ["huishang"])
        cores = self.call("GET", "/v1/core-enterprises", 200).json["data"]
        self.assertIn(self.debtor["id"], [each["enterprise_id"] for each in cores])
        code = self.call("GET", "/v1/enterprises/{id}", 200, values={"id": seller}).json["uscc"]
        path = "/v1/core-enterprises/{id}/invitations"
        self.call("POST", path, 200, values=values, body={"usccs": [code]})
        supplier = self.service.issue_token("enterprise", org=seller, subject="supplier-1")
        for token in (self.payer, supplier):
            found = self.call("GET", "/v1/supplier-invitations", 200, token=token).json["data"]
            self.assertEqual([each["supplier_uscc"] for each in found], [code])
            self.assertTrue(found[0]["registered"])

    def test_silent_debtors(self):
        """a debtor that does not answer is told before its days are over, and after"""
        made = self.claim(self.new_enterprise(), 1)
        values = {"id": made["id"]}
        self.call("POST", "/v1/receivables/{id}/confirmation-request", 200, values=values)
        name = made["id"].removeprefix("rcv_")

        def state():
            return self.call("GET", "/v1/receivables/{id}", 200, values=values).json["state"]

        for step, awaited in [(0, "confirm_requested"), (3, "confirm_expired")]:
            self.service.sql(
                f"UPDATE receivable SET next_step = {step}, step_at = now() - interval '1 s' "
                f"WHERE id = '{name}' RETURNING 1"
            )
            done = f"SELECT count(*) FROM receivable WHERE id = '{name}' AND next_step <> {step}"
            service.wait_for("the step of the sweeper", lambda: "0" not in str(self.service.sql(done)))
            self.assertEqual(state(), awaited)


def erased_claim(tour, seller):
    """A receivable of somebody who will be erased, with money on it that has not gone out."""
    made = tour.confirmed_claim(seller, 1)
    money = tour.money(made, institution=tour.held["institution"]["code"])
    return made["id"], money["id"]


# Their only conflict is a request with the same key that still runs.
ONLY_IN_FLIGHT = {
    "uploadReceivables", "confirmReceivables", "uploadPayables", "setCoreEnterprise",
    "inviteSuppliers",
}  # fmt: skip
