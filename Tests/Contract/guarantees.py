"""The part of the tour that shares risks: guarantors, funds and bridges."""

import datetime

import monitoring
from api import STRANGER, example
from days import NOW, TODAY


class Guarantees:
    """A loss that is shared and recovered, and a bridge."""

    def guarantee_parties(self):
        """A guarantor, a re-guarantor and a fund, and every bank in the scheme."""
        path = "/v1/guarantors/{code}"
        figures = example("PUT", path) | {"net_assets_fen": 1_000_000_000_000}
        for code, kind in [("hefei-demo", "guarantor"), ("anhui-demo", "re_guarantor")]:
            body = figures | {"kind": kind}
            self.call("PUT", path, 200, values={"code": code}, body=body)
        products = self.call("GET", "/v1/products", 200, query={"limit": 100}).json["data"]
        for code in sorted({each["institution"]["code"] for each in products}):
            body = example("PUT", "/v1/guarantee-banks/{code}")
            self.call("PUT", "/v1/guarantee-banks/{code}", 200, values={"code": code}, body=body)
        fund = {"code": "hefei-fund"}
        body = example("PUT", "/v1/funds/{code}") | {"region": "340000"}
        self.call("PUT", "/v1/funds/{code}", 200, values=fund, body=body)
        self.call("POST", "/v1/funds/{code}/endow", 200, values=fund, body={"amount_fen": 10**12})
        return figures

    def guaranteed_needs(self):
        """Sample needs with each lawful bundle of theirs, and how to ask for it."""
        found = []
        for need in self.sample_needs():
            values = {"id": need["id"]}
            bundles = self.call("GET", "/v1/needs/{id}/bundles", 200, values=values).json
            for each in bundles["lawful"]:
                if each["scheme"] == "zhengyindan-4321":
                    names = ["product", "guarantor", "re_guarantor", "scheme"]
                    body = {name: each[name] for name in names} | {"contract": "joint_liability"}
                    found.append((need, each["bank"]["code"], body))
        return found

    def test_guarantees(self):
        """headroom is reserved, confirmed and let go; a loss is shared and what comes back handed out"""
        figures = self.guarantee_parties()
        needs = self.guaranteed_needs()
        first, bank, body = needs[0]
        # The pair that compensates has its fuse blown: the other need takes another bank.
        second, _, other = next(
            each for each in needs if each[1] != bank and each[0]["id"] != first["id"]
        )
        reserve = "/v1/needs/{id}/guarantees"
        steps = "/v1/guarantees/{id}/steps"
        made = self.call("POST", reserve, 201, values={"id": first["id"]}, body=body).json
        self.call("POST", reserve, 409, "guarantee_exists", values={"id": first["id"]}, body=body)
        wrong = other | {"scheme": "national-2-8"}
        self.call("POST", reserve, 409, "guarantee_refused", values={"id": second["id"]}, body=wrong)
        self.call("POST", reserve, 422, values={"id": second["id"]}, body=other | {"guarantor": "x"})
        values = {"id": made["id"]}

        def step(who, verb, status=200, code=None, **given):
            token = self.liaison(who) if who else ""
            body = {"verb": verb} | given
            return self.call("POST", steps, status, code, values=values, body=body, token=token).json

        step("hefei-demo", "compensate", 409, "guarantee_state", compensated_on=TODAY)
        late = (NOW + datetime.timedelta(days=365)).date().isoformat()
        signed = {"signed_on": TODAY, "matures_on": late, "contract_number": "BZ-2026-0001"}
        step(bank, "confirm", 403, "forbidden", **signed)
        whole = step("hefei-demo", "confirm", **signed)["principal"]["fen"]
        monitoring.told_by_guarantor(self, made, first, self.liaison("hefei-demo"))
        paid = {"repaid_fen": 1_000, "repaid_on": TODAY}
        step("hefei-demo", "repay", 403, "forbidden", **paid)
        step(bank, "repay", 422, "validation_failed", **(paid | {"repaid_fen": whole}))
        fallen = step(bank, "repay", **paid)
        self.assertEqual(fallen["outstanding"]["fen"], whole - 1_000)
        step(bank, "mark_overdue", overdue_on=TODAY)
        step(bank, "claim", claimed_fen=1_001, claimed_on=TODAY)
        # 10 % of the loss are held now, so that the cap cannot be lower.
        fund = {"code": "hefei-fund"}
        cap = example("PUT", "/v1/funds/{code}") | {"region": "340000"}
        path = "/v1/funds/{code}"
        self.call("PUT", path, 409, "fund_short", values=fund, body=cap | {"cap_fen": 99})
        self.call("PUT", path, 422, values=fund, body=cap | {"kind": "loan_risk_pool"})
        self.assertEqual(self.call("GET", path, 200, values=fund).json["held"]["fen"], 100)
        step("hefei-demo", "review")
        step("hefei-demo", "compensate", compensated_on=TODAY)
        step("hefei-demo", "claim_shares")
        for party in ("re_guarantor", "government"):
            step(None, "pay_share", party=party, paid_on=TODAY)
        step(None, "pay_share", 409, "share_state", party="bank", paid_on=TODAY)
        # A pool pays the guarantor a part of what it bears, once.
        pool = {"code": "anhui-pool"}
        terms = {"kind": "loan_risk_pool", "terms": "anhui-technology"}
        self.call("PUT", path, 200, values=pool, body=cap | terms)
        self.call("POST", "/v1/funds/{code}/endow", 200, values=pool, body={"amount_fen": 1_000})
        claim = {"guarantee_id": made["id"], "bonus": "first_loan"}
        pay = "/v1/funds/{code}/payments"
        paid = self.call("POST", pay, 200, values=pool, body=claim).json
        self.assertEqual(paid["amount"]["fen"], 200)
        self.call("POST", pay, 409, "share_state", values=pool, body=claim)
        self.call("POST", pay, 404, "not_found", values=fund, body=claim)
        back = {"costs_fen": 0, "recovered_on": TODAY}
        step("hefei-demo", "recover", 409, "recovery_above_loss", gross_fen=1_002, **back)
        shown = step("hefei-demo", "recover", gross_fen=1_000, **back)
        step("hefei-demo", "settle", 409, "recovery_open")
        parts = shown["compensation"]["parts"]
        self.assertEqual([each["borne"]["fen"] for each in parts], [401, 300, 200, 100])
        self.assertEqual(sum(each["returned"]["fen"] for each in parts), 1_000)
        # 400 came back of the 401 that the guarantor bore, and the pool had paid 200: 199 are the pool's.
        self.assertEqual(self.call("GET", path, 200, values=pool).json["balance"]["fen"], 999)
        step("hefei-demo", "recover", 422, "validation_failed", gross_fen=1, costs_fen=1, recovered_on=TODAY)
        entries = self.call("GET", "/v1/funds/{code}/entries", 200, values=fund).json["data"]
        self.assertEqual([each["kind"] for each in entries], ["recover", "pay", "hold", "endow"])
        report = self.call(
            "GET", "/v1/guarantors/{code}/report", 200, values={"code": "hefei-demo"}
        ).json
        self.assertEqual(report["year_compensated_fen"], 801)
        # Another one is reserved, and the guarantor's figures may not fall below it.
        held = self.call("POST", reserve, 201, values={"id": second["id"]}, body=other).json
        path = "/v1/guarantors/{code}"
        values_ = {"code": "hefei-demo"}
        low = figures | {"net_assets_fen": 100}
        self.call("PUT", path, 409, "headroom_exceeded", values=values_, body=low)
        stale = {"If-Match": '"99"'}
        self.call("PUT", path, 412, "stale_version", values=values_, body=figures, headers=stale)
        self.service.sql(
            "INSERT INTO guarantor_group VALUES ('hefei-demo', 'full-group', 0, 0) "
            "ON CONFLICT DO NOTHING"
        )
        group = "/v1/enterprises/{id}/group"
        values_ = {"id": second["enterprise_id"]}
        refused = {"group": "full-group"}
        self.call("PUT", group, 409, "headroom_exceeded", values=values_, body=refused)
        self.call("PUT", group, 200, values=values_, body={"group": "group-1"})
        # Nobody wants it; another one is what others look at.
        values = {"id": held["id"]}
        step(None, "release")
        held = self.call("POST", reserve, 201, values={"id": second["id"]}, body=other).json
        listed = self.call("GET", "/v1/guarantees", 200, query={"state": "reserved"}).json["data"]
        self.assertEqual([each["id"] for each in listed], [held["id"]])
        type(self).guarantee = held["id"]

    def test_bridges(self):
        """a fund lends for a renewal when its gates are open, and has its money back with a fee"""
        fund = {"code": "anqing-bridge"}
        body = {"kind": "bridge", "name": "续贷过桥资金", "region": "340800", "terms": "anqing"}
        self.call("PUT", "/v1/funds/{code}", 200, values=fund, body=body)
        self.call("POST", "/v1/funds/{code}/endow", 200, values=fund, body={"amount_fen": 10**9})
        path = "/v1/bridge-loans"
        there = self.enterprise_body(region="340802")
        enterprise = self.call("POST", "/v1/enterprises", 201, body=there).json["id"]
        late = (NOW + datetime.timedelta(days=5)).date().isoformat()
        order = example("POST", path) | {
            "enterprise_id": enterprise, "starts_on": TODAY, "matures_on": late, "repays_on": late
        }  # fmt: skip
        self.call("POST", path, 409, "bridge_gate", body=order | {"renews_directly": True})
        self.call("POST", path, 409, "bridge_gate", body=order | {"overdue": None})
        self.call("POST", path, 422, body=order | {"fund": "nobody"})
        self.call("POST", path, 404, "not_found", body=order | {"enterprise_id": f"ent_{STRANGER}"})
        made = self.call("POST", path, 201, body=order).json
        self.call("POST", path, 409, "bridge_exists", body=order)
        values = {"id": made["id"]}
        steps = f"{path}/{{id}}/steps"
        self.call("POST", steps, 409, "bridge_state", values=values, body={"verb": "write_off"})
        self.call("POST", steps, 200, values=values, body={"verb": "lend", "lent_on": TODAY})
        ended = {"verb": "repay", "repaid_on": TODAY}
        repaid = self.call("POST", steps, 200, values=values, body=ended).json
        self.assertEqual((repaid["state"], repaid["fee"]["fen"]), ("repaid", 0))
        shown = self.call("GET", "/v1/funds/{code}", 200, values=fund).json
        self.assertEqual((shown["balance"]["fen"], shown["out"]["fen"]), (10**9, 0))
        listed = self.call("GET", path, 200).json["data"]
        self.assertEqual([each["id"] for each in listed], [made["id"]])
        self.call("GET", "/v1/renewals", 200, query={"within_days": 366})
        type(self).bridge = made["id"]


class Refused:
    """What guarantors and funds refuse."""

    def test_guarantors_refused(self):
        """what there is not, or has another form, is 404; a fund takes no more than there can be"""
        nobody = {"code": "nobody"}
        bad = {"code": "Nothing!"}
        for path in ["/v1/guarantors/{code}", "/v1/guarantors/{code}/report", "/v1/funds/{code}",
                     "/v1/funds/{code}/entries"]:  # fmt: skip
            for values in (nobody, bad):
                self.call("GET", path, 404, "not_found", values=values)
        for path in ["/v1/guarantors/{code}", "/v1/funds/{code}", "/v1/guarantee-banks/{code}"]:
            self.call("PUT", path, 404, "not_found", values=bad, body=example("PUT", path))
        path = "/v1/funds/{code}/endow"
        self.call("POST", path, 404, "not_found", values=nobody, body={"amount_fen": 1})
        much = {"amount_fen": 10**13}
        self.call("POST", path, 409, "fund_short", values={"code": "hefei-fund"}, body=much)
        self.call("GET", "/v1/guarantors", 200)
        self.call("GET", "/v1/funds", 200)
