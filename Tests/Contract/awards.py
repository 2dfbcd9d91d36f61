"""What contract tests say of entitlements: the part of the tour that goes through them, and a storm."""

import concurrent.futures

import service
from api import STRANGER
from claims import DIGEST
from days import NOW, TODAY, day

# Of the province, of every day since 2018, and of nothing but a title.
CLAUSE = "ah-srdi-award"
TITLE = {"kind": "title", "event": "srdi_province", "occurred_on": TODAY}
EVENTS = "/v1/enterprises/{id}/award-events"
CLAIMS = "/v1/claims"
STEPS = "/v1/claims/{id}/steps"
BUDGET = "/v1/award-budgets/{level}/{region}/{year}"
PROVINCE = {"level": "province", "region": "340000", "year": str(NOW.year)}


def paper(kind=None):
    named = {"kind": kind} if kind else {}
    return named | {
        "reference": "皖经信〔2026〕12号", "digest": DIGEST, "issued_on": TODAY,
        "issuer": "安徽省经济和信息化厅",
    }  # fmt: skip


def order(event, clause=CLAUSE, papers=("title_notice",)):
    return {
        "award_event_id": event, "clause": clause, "documents": [paper(kind) for kind in papers],
    }  # fmt: skip


def titled(test, enterprise):
    """An enterprise gets the provincial title; the event."""
    return test.call("POST", EVENTS, 201, values={"id": enterprise}, body=TITLE).json["id"]


def claimed(test, enterprise):
    """It claims the award for it; the event and the claim."""
    event = titled(test, enterprise)
    return event, test.call("POST", CLAIMS, 201, body=order(event)).json["id"]


def budget(test, fen):
    return test.call("PUT", BUDGET, 200, values=PROVINCE, body={"limit_fen": fen}).json


class Awards:
    """Of the tour."""

    def test_awards(self):
        """a title lets an enterprise claim; a level pays out of its budget, and is paid back"""
        type(self).award_event, type(self).award_claim = tour(self)


class Storm:
    """Of the tour, when there are warnings too."""

    def test_awards_storm(self):
        """of 32 claims at once one counts, and it is paid once"""
        storm(self)


def tour(test):
    """An enterprise claims for a title, is paid, and gives it back; another's lease is looked at first."""
    enterprise = test.new_enterprise()
    values = {"id": enterprise}
    owner = test.service.issue_token("enterprise", org=enterprise, subject="owner-1")
    title = test.call("POST", EVENTS, 201, values=values, body=TITLE)
    event = title.json["id"]
    test.assertEqual(title.headers["Location"], f"/v1/award-events/{event}")
    test.call("POST", EVENTS, 409, "award_event_exists", values=values, body=TITLE)
    test.call("POST", EVENTS, 403, "forbidden", values=values, body=TITLE, token=owner)
    test.call("POST", EVENTS, 422, values=values, body=TITLE | {"occurred_on": day(1)})
    seen = test.call("GET", "/v1/enterprises/{id}/entitlements", 200, values=values, token=owner)
    due = next(each for each in seen.json["data"] if each["clause"] == CLAUSE)
    test.assertEqual((due["verdict"], due["amount"]["fen"]), ("due", 50_000_000))
    later = {"as_of": f"{day(40)}T00:00:00+08:00"}
    test.call("GET", "/v1/enterprises/{id}/entitlements", 200, values=values, query=later)
    listed = test.call("GET", EVENTS, 200, values=values).json["data"]
    test.assertEqual([each["id"] for each in listed], [event])
    test.call("POST", CLAIMS, 404, "not_found", body=order(f"awe_{STRANGER}"))
    missing = test.call("POST", CLAIMS, 422, body=order(event, papers=())).json["errors"]
    test.assertEqual([each["code"] for each in missing], ["document_missing"])
    test.call("POST", CLAIMS, 422, body=order(event, "ah-lease-2018"))
    made = test.call("POST", CLAIMS, 201, body=order(event), token=owner).json
    test.call("POST", CLAIMS, 409, "claim_exists", body=order(event), token=owner)
    claim = {"id": made["id"]}
    step = lambda status, code=None, **body: test.call(
        "POST", STEPS, status, code, values=claim, body=body
    ).json
    # What the province has is nobody's before it says so.
    before = test.call("GET", "/v1/award-budgets", 200, query={"year": NOW.year}).json["data"]
    test.assertEqual(before, [])
    step(409, "budget_short", verb="accept")
    test.call("GET", BUDGET, 404, "not_found", values=PROVINCE)
    set_ = budget(test, 200_000_000)
    read = test.call("GET", BUDGET, 200, values=PROVINCE)
    test.assertEqual(read.json, set_)
    # A weaker tag would do; what follows the version tells representations apart.
    test.assertRegex(read.headers["ETag"], rf'^"{set_["version"]}(-[0-9a-f]+)?"$')
    other = {"clause": CLAUSE}
    test.call("GET", BUDGET, 404, "not_found", values=PROVINCE, query=other)
    test.call("GET", BUDGET, 404, "not_found", values=PROVINCE | {"year": "1"})
    stale = {"values": PROVINCE, "headers": {"If-Match": f'"{set_["version"] + 1}"'}}
    test.call("PUT", BUDGET, 412, "stale_version", body={"limit_fen": 1}, **stale)
    for wrong in ({"level": "planet"}, {"region": "340104"}, {"year": "1"}, {"region": "34"}):
        test.call("PUT", BUDGET, 404, "not_found", values=PROVINCE | wrong, body={"limit_fen": 1})
    unknown = {"clause": "no-such-clause", "limit_fen": 1}
    test.call("PUT", BUDGET, 422, values=PROVINCE, body=unknown)
    stale = {"values": claim, "headers": {"If-Match": '"7"'}}
    test.call("POST", STEPS, 412, "stale_version", body={"verb": "accept"}, **stale)
    step(409, "claim_state", verb="pass")
    test.call("POST", STEPS, 403, "forbidden", values=claim, body={"verb": "accept"}, token=owner)
    test.assertEqual(step(200, verb="accept")["parts"][0]["amount"]["fen"], 50_000_000)
    test.call("PUT", BUDGET, 409, "budget_short", values=PROVINCE, body={"limit_fen": 49_999_999})
    step(200, verb="pass")
    step(422, verb="pay", level="county", paid_on=TODAY, voucher="HZ-1")
    paid = step(200, verb="pay", level="province", paid_on=TODAY, voucher="HZ-1")
    test.assertEqual((paid["state"], paid["paid_on"]), ("paid", TODAY))
    figures = test.call("GET", "/v1/award-figures", 200, query={"year": NOW.year}).json["data"]
    test.assertIn(("province", "paid", 1), [(f["level"], f["state"], f["claims"]) for f in figures])
    back = {"verb": "claw_back", "reason": "fraud", "clawed_back_on": TODAY}
    step(422, **back, amount_fen=50_000_001)
    part = step(200, **back, amount_fen=20_000_000)
    test.assertEqual((part["state"], part["clawed_back"]["fen"]), ("clawed_back", 20_000_000))
    step(422, **back, amount_fen=30_000_001)
    whole = step(200, **back, amount_fen=30_000_000)
    test.assertEqual(whole["parts"][0]["clawed_back"]["fen"], 50_000_000)
    step(409, "claim_state", **back, amount_fen=1)
    # Within the year it is in the budget again.
    mine = test.call("GET", BUDGET, 200, values=PROVINCE).json
    told = [mine[name]["fen"] for name in ("paid", "returned", "income", "available")]
    test.assertEqual(told, [0, 50_000_000, 0, 200_000_000])
    figures = test.call("GET", "/v1/award-figures", 200, query={"year": NOW.year}).json["data"]
    line = next(f for f in figures if (f["clause"], f["state"]) == (CLAUSE, "clawed_back"))
    test.assertEqual((line["paid"]["fen"], line["clawed_back"]["fen"]), (0, 50_000_000))
    query = {"state": "clawed_back", "enterprise_id": enterprise}
    found = test.call("GET", CLAIMS, 200, query=query, token=owner).json["data"]
    test.assertEqual([each["id"] for each in found], [made["id"]])
    # What was taken back whole may be claimed again, and what was rejected; the last is what others look at.
    again = test.call("POST", CLAIMS, 201, body=order(event)).json
    refused = {"verb": "reject", "reason": "papers", "note": "材料与原件不符"}
    test.call("POST", STEPS, 200, values={"id": again["id"]}, body=refused)
    again = test.call("POST", CLAIMS, 201, body=order(event)).json
    lease = {
        "kind": "lease", "contract": "L-2026-018", "occurred_on": TODAY, "tenor_months": 36,
        "evidence": paper(),
    }  # fmt: skip
    decide = "/v1/award-events/{id}/decision"
    wrong = test.call("POST", EVENTS, 201, values=values, body=lease, token=owner).json
    refused = {"verdict": "refused"}
    test.call("POST", decide, 200, values={"id": wrong["id"]}, body=refused)
    told = test.call("POST", EVENTS, 201, values=values, body=lease, token=owner).json
    test.assertEqual(told["state"], "reported")
    papers = ("lease_contract", "equipment_invoice")
    asked = order(told["id"], "ah-lease-2018", papers)
    test.call("POST", CLAIMS, 409, "award_event_state", body=asked)
    verdict = {"verdict": "verified"}
    test.call("POST", decide, 422, values={"id": told["id"]}, body=verdict)
    shown = verdict | {"bases": {"financed_fen": 1_000_000_000}}
    test.call("POST", decide, 200, values={"id": told["id"]}, body=shown)
    test.call("POST", decide, 409, "award_event_state", values={"id": told["id"]}, body=verdict)
    test.call("GET", "/v1/award-events/{id}", 200, values={"id": told["id"]})
    # Not a small or medium manufacturer, as far as is known.
    test.call("POST", CLAIMS, 409, "claim_refused", body=asked)
    closing(test)
    return event, again["id"]


def closing(test):
    """A window that ends soon is told of; no shipped clause has an end, so one is given an end here."""
    event = titled(test, test.new_enterprise()).removeprefix("awe_")
    test.service.sql(
        f"UPDATE entitlement_notice SET closes_on = '{day(10)}', due_at = opened_at WHERE event_id = '{event}'"
    )
    asked = f"SELECT 'told' FROM entitlement_notice WHERE event_id = '{event}' AND closing_at IS NOT NULL"
    service.wait_for("the end of a window", lambda: "told" in test.service.sql(asked))


def storm(test, tries=32):
    """Of 32 at once for the same, and 32 for each step with it, one counts: it is paid once."""
    event = titled(test, test.new_enterprise())
    budget(test, 1_000_000_000)
    before = _province(test)

    def once(method, path, body, values=None):
        def ask(_):
            return test.client.call(method, path, values=values or {}, body=body)[0]

        with concurrent.futures.ThreadPoolExecutor(tries) as pool:
            answers = list(pool.map(ask, range(tries)))
        done = [each for each in answers if each.status < 300]
        test.assertEqual(len(done), 1, [each.status for each in answers])
        # Whoever waited too long for its turn may come again.
        test.assertLessEqual({each.status for each in answers} - {done[0].status}, {409, 503})
        return done[0].json

    claim = once("POST", CLAIMS, order(event))
    values = {"id": claim["id"]}
    once("POST", STEPS, {"verb": "accept"}, values)
    once("POST", STEPS, {"verb": "pass"}, values)
    pay = {"verb": "pay", "level": "province", "paid_on": TODAY, "voucher": "HZ-2"}
    test.assertEqual(once("POST", STEPS, pay, values)["state"], "paid")
    after = _province(test)
    test.assertEqual(after["paid"]["fen"] - before["paid"]["fen"], 50_000_000)
    test.assertEqual(after["held"]["fen"], before["held"]["fen"])


def _province(test):
    found = test.call("GET", "/v1/award-budgets", 200, query={"region": "340000"}).json["data"]
    return next(each for each in found if each["level"] == "province" and each["clause"] is None)
