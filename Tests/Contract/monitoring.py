"""What contract tests say of reports, sources and warnings: the part of the tour that goes through them."""

import base64
import datetime

import service
from api import STRANGER, example
from days import NOW, TODAY, day

REPORTS = "/v1/enterprises/{id}/reports"
REPORTS_RUNS = "/v1/reports/{id}/runs"
DUTY = "/v1/enterprises/{id}/report-duties/{duty}"
PERMISSIONS = "/v1/enterprises/{id}/source-authorisations"
STEPS = "/v1/warnings/{id}/steps"

# Their only conflict is a request with the same key that still runs.
ONLY_IN_FLIGHT = {"putReportDuty", "authoriseSource", "recheckWarning", "reportFile"}


def month(back):
    """So many months before this one, as periods are written."""
    number = NOW.year * 12 + NOW.month - 1 - back
    return f"{number // 12}-{number % 12 + 1:02}"


def report(period, source="enterprise", **figures):
    return {
        "source": source, "period": period, "as_of": TODAY, "provenance": "月报",
        "figures": figures,
    }  # fmt: skip


def permit(test, enterprise, source="bank"):
    body = {"source": source, "expires_on": day(90)}
    token = test.service.issue_token("enterprise", org=enterprise, subject="owner-1")
    made = test.call("POST", PERMISSIONS, 201, values={"id": enterprise}, body=body, token=token)
    return made.json["id"]


def warned(test, enterprise, days=100):
    """An enterprise whose loan is overdue: its report, and the warning that the worker opens."""
    permit(test, enterprise)
    body = report(month(1), "bank", overdue_days=days)
    made = test.call("POST", REPORTS, 201, values={"id": enterprise}, body=body).json
    query = {"enterprise_id": enterprise}
    found = []

    def is_open():
        every = test.call("GET", "/v1/warnings", 200, query=query).json["data"]
        found[:] = [each for each in every if each["rule"] == "overdue"]
        return bool(found)

    service.wait_for("a warning", is_open)
    return made["id"], found[0]["id"]


def put_rules(test):
    """Rules come into force after a dry run through its last page; these differ from those in force by a word."""
    path = "/v1/warning-rules"
    before = test.call("GET", path, 200).json
    first, *others = before["document"]["rules"]
    label = first["label"] | {"en": first["label"]["en"] + " figures"}
    rules = before["document"] | {"rules": [first | {"label": label}, *others]}
    test.call("POST", path, 409, "rules_not_tried", body={"document": rules})
    query = {}
    while query is not None:
        tried = test.call("POST", path + "/dry-run", 200, body=rules, query=query).json
        query = {"after": tried["next_after"]} if tried["next_after"] else None
    test.assertEqual((tried["summary"]["changed"], tried["summary"]["rules"]), (0, []))
    made = test.call("POST", path, 201, body={"document": rules}).json
    test.assertEqual((made["is_tried"], made["version"]), (True, max(1, before["version"]) + 1))
    test.assertEqual(test.call("GET", path, 200).json, made)
    test.call("POST", path, 409, "rules_in_force", body={"document": rules})
    back = {"document": before["document"], "override_reason": "恢复原规则"}
    test.assertEqual(test.call("POST", path, 201, body=back).json["digest"], before["digest"])


def told_by_bank(test, offer, enterprise, reader):
    """What an institution says of a loan that it has paid out: with the enterprise's permission for the source."""
    path = "/v1/offers/{id}/reports"
    values = {"id": offer["id"]}
    body = report(month(1), "bank", overdue_days=0)

    def told(status, code=None, body=body):
        return test.call("POST", path, status, code, values=values, body=body, token=reader).json

    told(409, "source_unauthorised")
    permit(test, enterprise)
    made = told(201)
    test.assertEqual((made["reporter"], made["figures"]), (offer["institution"]["code"], {"overdue_days": 0}))
    test.assertNotIn("enterprise_id", made)
    told(409, "report_unchanged")
    told(403, "forbidden", report(month(1), "court", executions=0))
    told(422, "validation_failed", body | {"period": month(-1)})
    missing = {"id": f"off_{STRANGER}"}
    test.call("POST", path, 404, "not_found", values=missing, body=body, token=reader)


def told_by_guarantor(test, guarantee, need, token):
    """What a guarantor says of the enterprise whose loan it guarantees: while that lets it see it."""
    path = "/v1/guarantees/{id}/reports"
    values = {"id": guarantee["id"]}
    body = report(month(1), "guarantor", compensations=0)

    def told(status, code=None, body=body, values=values):
        return test.call("POST", path, status, code, values=values, body=body, token=token).json

    told(409, "consent_missing")
    consent = example("POST", "/v1/consents") | {
        "need_id": need["id"], "institution": "hefei-demo", "purpose": "guarantee_assessment",
        "expires_at": (NOW + datetime.timedelta(days=30)).isoformat(),
    }  # fmt: skip
    test.call("POST", "/v1/consents", 201, body=consent, token=test.system)
    told(409, "source_unauthorised")
    permit(test, need["enterprise_id"], "guarantor")
    made = told(201)
    test.assertEqual((made["reporter"], made["figures"]), ("hefei-demo", {"compensations": 0}))
    test.assertNotIn("enterprise_id", made)
    told(409, "report_unchanged")
    told(403, "forbidden", report(month(1), "court", executions=0))
    told(422, "validation_failed", body | {"period": month(-1)})
    told(404, "not_found", values={"id": f"gua_{STRANGER}"})


def files(test):
    """A file of a source is taken whole, or without its bad rows, which come back with their reasons."""
    path = "/v1/report-files"
    enterprise = test.new_enterprise()
    code = test.call("GET", "/v1/enterprises/{id}", 200, values={"id": enterprise}).json["uscc"]
    rows = f"uscc,period,as_of,executions\n{code},{month(2)},{TODAY},0\n{code},{month(-1)},{TODAY},0\n"

    def send(status, text=rows, **more):
        file = base64.b64encode(text.encode()).decode()
        body = {"source": "court", "name": "court.csv", "file": file}
        return test.call("POST", path, status, body=body | more).json

    test.assertEqual(send(200, mode="dry_run")["report"]["rejected"], 1)
    refused = send(422)
    test.assertEqual([each["pointer"] for each in refused["errors"]], ["/file/3/period"])
    send(422, source="moon")
    send(422, file="?")
    taken = send(200, mode="skip_bad")
    test.assertEqual((taken["report"]["accepted"], taken["report"]["state"]), (1, "partly_accepted"))
    test.assertIn(month(-1), taken["rejected"])
    every = test.call("GET", REPORTS, 200, values={"id": enterprise}).json["data"]
    test.assertEqual([each["provenance"] for each in every], ["court.csv"])


def recheck(test, warning, case):
    """What a red warning had looked at anew waits until somebody says what came of it."""
    path, values = "/v1/warnings/{id}/rechecks", {"id": warning}
    body = {"kind": "listing_case", "subject_id": case, "finding": "kept"}

    def listed(state):
        every = test.call("GET", "/v1/warning-rechecks", 200, query={"state": state}).json["data"]
        return [each["rechecks"] for each in every if each["warning_id"] == warning]

    test.assertEqual([[each["subject_id"] for each in rows] for rows in listed("open")], [[case]])
    test.assertEqual(listed("done"), [])
    test.call("POST", path, 422, "validation_failed", values=values, body=body | {"finding": "lost"})
    test.call("POST", path, 404, "not_found", values=values, body=body | {"kind": "offer"})
    done = test.call("POST", path, 200, values=values, body=body).json
    test.assertEqual((done["is_done"], done["finding"]), (True, "kept"))
    # What was said first stands.
    test.assertEqual(test.call("POST", path, 200, values=values, body=body | {"finding": "ended"}).json, done)
    test.assertEqual((listed("open"), listed("done")), ([], [[done]]))


class Monitoring:
    """Of the tour."""

    def test_monitoring(self):
        """reports are taken in by permission and judged; a warning is opened, handled and closed"""
        cls = type(self)
        cls.report, cls.warning, cls.permission = tour(self)


def tour(test):
    """Reports come, are corrected, put apart and sent back; a warning is opened, handled and closed."""
    enterprise = test.new_enterprise()
    values = {"id": enterprise}
    owner = test.service.issue_token("enterprise", org=enterprise, subject="owner-1")
    first = test.call(
        "POST", REPORTS, 201, values=values, body=report(month(3), revenue=100_000_000), token=owner
    )
    test.assertEqual(first.headers["Location"], f"/v1/reports/{first.json['id']}")
    test.assertEqual((first.json["revision"], first.json["outcome"]), (1, "accept"))
    more = report(month(3), revenue=200_000_000)
    corrected = test.call("POST", REPORTS, 201, values=values, body=more, token=owner).json
    test.assertEqual(corrected["revision"], 2)
    test.call("POST", REPORTS, 409, "report_unchanged", values=values, body=more, token=owner)
    kept = test.call("GET", "/v1/reports/{id}", 200, values={"id": first.json["id"]}).json
    test.assertEqual(kept["figures"], {"revenue": 100_000_000})
    runs = test.call("GET", REPORTS_RUNS, 200, values={"id": first.json["id"]}, token=owner).json
    test.assertEqual(runs["data"], [])
    came = test.call("GET", "/v1/source-runs", 200, query={"source": "enterprise"}, token=owner).json
    test.assertIn(first.json["id"], [each["report_id"] for each in came["data"]])
    for wrong in (
        {"period": month(0)}, {"period": "2026-13"}, {"source": "moon"}, {"figures": {}},
        {"figures": {"mood": 1}}, {"as_of": day(1)},
    ):  # fmt: skip
        test.call("POST", REPORTS, 422, values=values, body=more | wrong)
    foreign = report(month(3), "court", executions=0)
    test.call("POST", REPORTS, 403, "forbidden", values=values, body=foreign, token=owner)
    # Tenfold and more in a month: somebody is to look at it.
    jump = report(month(2), revenue=20_000_000_000)
    apart = test.call("POST", REPORTS, 201, values=values, body=jump).json
    test.assertEqual((apart["outcome"], apart["broken"]), ("quarantine", ["revenue_jump"]))
    listed = test.call("GET", "/v1/reports", 200, query={"state": "quarantine"}).json["data"]
    test.assertIn(apart["id"], [each["id"] for each in listed])
    place = {"id": apart["id"]}
    decide = "/v1/reports/{id}/decision"
    decided = test.call("POST", decide, 200, values=place, body={"verdict": "accept"}).json
    test.assertEqual(decided["decision"], "accept")
    test.call("POST", decide, 409, "report_state", values=place, body={"verdict": "reject"})
    absurd = report(month(1), revenue=2_000_000_000_000)
    back = test.call("POST", REPORTS, 201, values=values, body=absurd).json
    test.assertEqual((back["outcome"], back["broken"]), ("reject", ["revenue_range", "revenue_jump"]))
    every = test.call("GET", REPORTS, 200, values=values, token=owner).json["data"]
    test.assertEqual(len(every), 4)

    # Of other sources nothing without the enterprise's permission.
    tax = report(month(3), "tax", tax_paid=1)
    test.call("POST", REPORTS, 409, "source_unauthorised", values=values, body=tax)
    bad = {"source": "court", "expires_on": day(1)}
    test.call("POST", PERMISSIONS, 422, values=values, body=bad, token=owner)
    permission = permit(test, enterprise, "tax")
    test.call("POST", REPORTS, 201, values=values, body=tax)
    revoke = "/v1/source-authorisations/{id}/revoke"
    ended = test.call("POST", revoke, 200, values={"id": permission}, body={}, token=owner).json
    test.assertEqual(ended["state"], "revoked")
    test.call("POST", revoke, 409, "authorisation_ended", values={"id": permission}, body={}, token=owner)
    test.call("POST", REPORTS, 409, "source_unauthorised", values=values, body=tax | {"period": month(2)})
    found = test.call("GET", PERMISSIONS, 200, values=values, token=owner).json["data"]
    test.assertEqual([each["id"] for each in found], [permission])

    duty = values | {"duty": "monthly"}
    made = test.call("PUT", DUTY, 200, values=duty, body={"from": month(3)}).json
    test.assertEqual((made["from"], made["to"], made["version"]), (month(3), None, 1))
    stale = {"values": duty, "headers": {"If-Match": '"7"'}}
    test.call("PUT", DUTY, 412, "stale_version", body={"from": month(3)}, **stale)
    test.call("PUT", DUTY, 422, values=duty, body={"from": "2026-Q1"})
    test.call("PUT", DUTY, 404, "not_found", values=values | {"duty": "daily"}, body={"from": month(3)})
    state = test.call("GET", "/v1/enterprises/{id}/monitoring", 200, values=values, token=owner).json
    test.assertEqual([each["duty"] for each in state["duties"]], ["monthly"])
    test.assertEqual({each["source"] for each in state["sources"]}, {"enterprise", "tax"})
    scores = test.call("GET", "/v1/source-quality", 200, query={"on": TODAY}).json["data"]
    test.assertIn("enterprise", [each["source"] for each in scores])
    days = {"source": "enterprise", "region": "3401", "from": day(-30), "to": day(-1)}
    listed = test.call("GET", "/v1/source-quality/days", 200, query=days).json
    test.assertEqual((listed["from"], listed["region"]), (day(-30), "3401"))
    test.call("GET", "/v1/source-quality/days", 400, query=days | {"from": day(0)})
    test.call("GET", "/v1/source-quality/days", 400, query=days | {"from": day(-200)})

    files(test)
    case = test.open_case(enterprise)["id"]
    told, warning = warned(test, enterprise)
    recheck(test, warning, case)
    shown = test.call("GET", "/v1/warnings/{id}", 200, values={"id": warning}, token=owner).json
    test.assertEqual((shown["rule"], shown["level"], shown["state"]), ("overdue", "red", "open"))
    test.assertEqual(shown["readings"][0]["value"], 100)
    step = lambda status, code=None, **body: test.call(
        "POST", STEPS, status, code, values={"id": warning}, body=body
    ).json
    step(422, verb="assign")
    stale = {"values": {"id": warning}, "headers": {"If-Match": '"7"'}}
    test.call("POST", STEPS, 412, "stale_version", body={"verb": "acknowledge"}, **stale)
    test.assertEqual(step(200, verb="assign", assignee="officer-3")["state"], "assigned")
    step(200, verb="acknowledge")
    step(409, "warning_state", verb="acknowledge")
    step(200, verb="act", note="已约谈企业")
    test.assertEqual(step(200, verb="close", reason="explained")["state"], "closed")
    step(409, "warning_state", verb="close", reason="resolved")
    query = {"state": "closed", "level": "red", "enterprise_id": enterprise}
    listed = test.call("GET", "/v1/warnings", 200, query=query, token=owner).json["data"]
    test.assertEqual([each["id"] for each in listed], [warning])
    liaison = test.service.issue_token("liaison", org="huishang", subject="l-1")
    test.assertEqual(test.call("GET", "/v1/warnings", 200, query=query, token=liaison).json["data"], [])
    test.call("GET", "/v1/warnings/{id}", 404, "not_found", values={"id": warning}, token=liaison)

    rules = example("POST", "/v1/warning-rules/dry-run")
    tried = test.call("POST", "/v1/warning-rules/dry-run", 200, body=rules).json
    test.assertGreaterEqual(tried["looked_at"], 1)
    wrong = rules | {"composite": {"groups": 0, "from": "yellow", "raise": 1}}
    test.call("POST", "/v1/warning-rules/dry-run", 422, body=wrong)
    put_rules(test)
    # What others look at: a permission that is live, and a warning that is open.
    other = test.new_enterprise()
    told, warning = warned(test, other)
    return told, warning, permit(test, other, "tax")
