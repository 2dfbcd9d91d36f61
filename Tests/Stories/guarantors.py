"""Guarantors, funds and bundles: short words for what the story of a guarantee does again and again."""

import functools
import random

from tale import service

import uscc  # noqa: I001 (tale says where it is)
from days import TODAY, day

LATE = day(365)
SCHEME = "zhengyindan-4321"
GUARANTOR, BEHIND, FUND = "hefei-demo", "anhui-demo", "hefei-fund"
# A shipped product of a bank that wants a guarantee.
WANTING = "psbc-xiaowei-yidai-guaranteed"
RESERVE = "/v1/needs/{id}/guarantees"
STEPS = "/v1/guarantees/{id}/steps"
FUNDS = "/v1/funds/{code}"

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

    def unsecured(self, fen):
        """A decided need of a small firm that offers nothing, and fits the shipped product but for that."""
        body = {
            "uscc": uscc.make(random.Random("unsecured")), "name": "合肥无担保示例有限公司",
            "region": "340104", "industry": "34", "registered_on": "2019-05-20",
        }  # fmt: skip
        made = self.call("POST", "/v1/enterprises", 201, body=body).json
        known = {"enterprise.size": "small", "finance.revenue_last_year_fen": 25 * fen}
        facts = [
            {"path": path, "value": value, "source": "tax_bureau", "as_of": TODAY}
            for path, value in known.items()
        ]
        values = {"id": made["id"]}
        path = "/v1/enterprises/{id}/facts"
        self.call("PATCH", path, 200, values=values, body={"facts": facts})
        need = {
            "enterprise_id": made["id"], "amount": {"fen": fen, "currency": "CNY"},
            "tenor_months": 12, "purpose": "working_capital", "security": ["credit"],
        }  # fmt: skip
        values = {"id": self.call("POST", "/v1/needs", 201, body=need).json["id"]}

        def decided():
            found = self.call("GET", "/v1/needs/{id}", 200, values=values).json
            return found if found["match"]["state"] == "decided" else None

        return service.wait_for("the match of the need", decided, 60)

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
