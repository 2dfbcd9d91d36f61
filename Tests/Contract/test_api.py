"""A tour through every route: each answer is what openapi.yaml says it is."""

import copy
import csv
import datetime
import functools
import io
import json
import os
import random
import pathlib
import subprocess
import tempfile
import unittest

import api
import awards
import claims
import monitoring
import figures
import nurture
import service
import uscc
import ways
from documents import SCHEMAS, faults, read_json, read_yaml, validator
from mutations import mutants

SEED = int(os.environ.get("CONTRACT_SEED", "20260101"))
LONG_QUERY = {"surprise": "x" * 9_000}
BODY_BYTES = 1_048_576
# Legal dates are days in China.
NOW = datetime.datetime.now(datetime.timezone(datetime.timedelta(hours=8)))
TODAY = NOW.date().isoformat()
STRANGER = "01932a7e-5b6c-7d8e-9f10-1a2b3c4d5e6f"


def example(method, template):
    """The documented example of an operation's request body."""
    content = api.operations()[method, template]["requestBody"]["content"]
    return copy.deepcopy(content["application/json"]["example"])


# Roles that every operation admits: nobody can be told 403 there.
ROLES = {"enterprise", "liaison", "liaison_manager", "operator", "auditor", "service"}


class Tour(claims.Receivables, ways.Ways, nurture.Nurture, figures.Figures, unittest.TestCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        cls.service = service.shared()
        cls.client = api.Client(cls.service)
        cls.random = random.Random(SEED)
        cls.tokens = {
            "liaison": cls.service.issue_token("liaison", org="huishang", subject="liaison-1"),
            "auditor": cls.service.issue_token("auditor", subject="auditor-1"),
            "enterprise": cls.service.issue_token("enterprise", org=f"ent_{STRANGER}"),
        }
        cls.system = cls.service.issue_token("service", subject="portal-1")

    @functools.cache
    def liaison(self, institution, role="liaison"):
        """A token of somebody of an institution."""
        return self.service.issue_token(role, org=institution, subject=f"{role}-of-{institution}")

    def token_for(self, operation):
        """Of a role that the operation admits."""
        roles = operation.get("x-roles", ["operator"])
        if "operator" in roles:
            return ""
        if roles == ["enterprise"]:
            return self.payer
        return self.system if "service" in roles else self.liaison(self.held["institution"]["code"])

    @functools.cached_property
    def mutable(self):
        """An enterprise for requests nobody looks at again."""
        return self.new_enterprise()

    def call(self, method, template, status, code=None, **rest):
        """One exchange with the status (and problem code) it must have, as the document says."""
        answer, wrong = self.client.call(method, template, **rest)
        label = {"call": f"{method} {template}", "expected": status}
        with self.subTest(**label):
            self.assertEqual(answer.status, status, answer.body[:1_000])
            if code:
                self.assertEqual(answer.code, code, answer.body[:1_000])
            self.assertEqual(wrong, [])
            check = api.request_validator(method, template)
            if check and isinstance(rest.get("body"), dict) and status < 300:
                self.assertEqual(faults(check, rest["body"]), [], "the request is not documented")
        return answer

    def enterprise_body(self, **changes):
        return {
            "uscc": uscc.make(self.random),
            "name": "合肥契约检验有限公司",
            "region": "340104",
            "industry": "34",
            "registered_on": "2019-05-20",
        } | changes

    def need_body(self, enterprise, **changes):
        return {
            "enterprise_id": enterprise,
            "amount": {"fen": 300_000_000, "currency": "CNY"},
            "tenor_months": 12,
            "purpose": "working_capital",
            "security": ["credit", "receivable"],
        } | changes

    def new_enterprise(self):
        return self.call("POST", "/v1/enterprises", 201, body=self.enterprise_body()).json["id"]

    def decided(self, need, version=1):
        """Waits until a version of a need has its run; the need."""

        def probe():
            answer, _ = self.client.call("GET", "/v1/needs/{id}", values={"id": need})
            found = answer.json
            decided = found["match"]["state"] == "decided" and found["version"] == version
            return found if decided else None

        return service.wait_for(f"the run of {need}", probe)

    # Enterprises

    def test_create_enterprise(self):
        """an enterprise is registered once, with what is odd told as a warning"""
        body = self.enterprise_body()
        key = {"Idempotency-Key": "contract-create"}
        made = self.call("POST", "/v1/enterprises", 201, body=body, headers=key)
        self.assertEqual(made.headers["Location"], f"/v1/enterprises/{made.json['id']}")
        again = self.call("POST", "/v1/enterprises", 201, body=body, headers=key)
        self.assertEqual(again.headers["Idempotency-Replayed"], "true")
        self.assertEqual(again.body, made.body)
        other = self.enterprise_body()
        self.call("POST", "/v1/enterprises", 422, "idempotency_key_reused", body=other, headers=key)
        self.call("POST", "/v1/enterprises", 409, "enterprise_exists", body=body)
        odd = self.enterprise_body(uscc=uscc.make(self.random, sound_organisation=False))
        warned = self.call("POST", "/v1/enterprises", 201, body=odd).json["warnings"]
        self.assertEqual([warning["code"] for warning in warned], ["organisation_check"])
        code = uscc.make(self.random)
        code = code[:17] + next(c for c in uscc.ALPHABET if c != code[17])
        wrong = self.enterprise_body(uscc=code)
        self.call("POST", "/v1/enterprises", 422, "validation_failed", body=wrong)
        told = wrong | {"uscc_override_reason": "早期试点发放的代码"}
        self.call("POST", "/v1/enterprises", 201, body=told)
        self.call("POST", "/v1/enterprises", 201, body=example("POST", "/v1/enterprises"))

    def test_own_token(self):
        """an enterprise registers and sees itself alone"""
        code = uscc.make(self.random)
        token = self.service.issue_token("enterprise", uscc=code, subject="enterprise-1")
        stranger = self.enterprise_body()
        self.call("POST", "/v1/enterprises", 403, "forbidden", body=stranger, token=token)
        own = self.enterprise_body(uscc=code)
        made = self.call("POST", "/v1/enterprises", 201, body=own, token=token).json["id"]
        seen = self.call("GET", "/v1/enterprises", 200, token=token).json["data"]
        self.assertEqual([each["id"] for each in seen], [made])
        other = {"id": self.new_enterprise()}
        self.call("GET", "/v1/enterprises/{id}", 404, "not_found", values=other, token=token)

    def test_amend_enterprise(self):
        """an enterprise is amended by who has read it"""
        identity = {"id": self.new_enterprise()}
        path = "/v1/enterprises/{id}"
        read = self.call("GET", path, 200, values=identity)
        match = {"If-Match": read.headers["ETag"]}
        body = example("PATCH", path) | {"industry": "35", "region": None}
        amended = self.call("PATCH", path, 200, values=identity, body=body, headers=match)
        self.assertEqual(amended.json["version"], 2)
        self.call("PATCH", path, 412, "stale_version", values=identity, body=body, headers=match)
        nothing = {"If-Match": amended.headers["ETag"]}
        self.call("PATCH", path, 200, values=identity, body={}, headers=nothing)

    def test_list_enterprises(self):
        """a list goes on where the page before ended, and its cursor keeps its filter"""
        path = "/v1/enterprises"
        self.pages(path, {"region": "34"}, least=service.SAMPLE, size=7)
        first = self.call("GET", path, 200, query={"limit": 1}).json
        cursor = first["page"]["next"]
        self.call("GET", path, 400, "invalid_cursor", query={"cursor": cursor, "region": "34"})
        self.call("GET", path, 400, "invalid_cursor", query={"cursor": cursor[:-2]})
        code = {"uscc": first["data"][0]["uscc"]}
        self.assertEqual(len(self.call("GET", path, 200, query=code).json["data"]), 1)
        for wrong in [{"limit": 0}, {"limit": 101}, {"region": "3"}, {"uscc": "x"}]:
            self.call("GET", path, 400, "invalid_parameter", query=wrong)

    def pages(self, path, query, least, size, values=None):
        """Reads a list to its end; no item comes twice."""
        found, cursor = [], None
        while True:
            more = {"cursor": cursor} if cursor else {}
            page = self.call(
                "GET", path, 200, values=values, query={**query, "limit": size, **more}
            )
            found += [item["id"] for item in page.json["data"]]
            self.assertLessEqual(len(page.json["data"]), size)
            cursor = page.json["page"]["next"]
            self.assertEqual(page.json["page"]["has_more"], cursor is not None)
            if cursor is None:
                break
        self.assertEqual(len(found), len(set(found)))
        self.assertGreaterEqual(len(found), least)
        return found

    # Facts

    def test_facts(self):
        """facts are replaced, merged, taken back and read as of a day"""
        identity = {"id": self.new_enterprise()}
        path = "/v1/enterprises/{id}/facts"
        grade, paid, none = example("PUT", path)["facts"]
        put = self.call("PUT", path, 200, values=identity, body=example("PUT", path))
        before = put.json["created_at"]
        match = {"If-Match": put.headers["ETag"]}
        arrears, _ = example("PATCH", path)["facts"]
        body = {"facts": [arrears, {"path": grade["path"], "unknown": True}]}
        merged = self.call("PATCH", path, 200, values=identity, body=body, headers=match)
        paths = {fact["path"]: fact for fact in merged.json["facts"]}
        self.assertNotIn(grade["path"], paths)
        self.assertEqual(paths[arrears["path"]]["value"], arrears["value"])
        self.assertTrue(paths[none["path"]]["none"])
        self.assertEqual(paths[paid["path"]]["as_of"], paid["as_of"])
        for method in ["PUT", "PATCH"]:
            body = {"facts": [grade]}
            self.call(method, path, 412, "stale_version", values=identity, body=body, headers=match)
        old = {"version": put.json["version"]}
        then = self.call("GET", path, 200, values=identity, query=old)
        self.assertEqual(then.json["digest"], put.json["digest"])
        then = self.call("GET", path, 200, values=identity, query={"as_of": before})
        self.assertEqual(then.json["digest"], put.json["digest"])
        both = old | {"as_of": before}
        self.call("GET", path, 400, "invalid_parameter", values=identity, query=both)
        self.call("GET", path, 400, "invalid_parameter", values=identity, query={"as_of": "then"})
        self.call("GET", path, 404, "not_found", values=identity, query={"version": 99})
        wrong = [
            {**grade, "value": "Z"},
            {**grade, "value": 3},
            {**grade, "as_of": "2999-01-01"},
            {**grade, "source": "Tax Bureau"},
            {**grade, "path": "tax.no_such_fact"},
            {**paid, "value": -1},
        ]
        for fact in wrong:
            self.call(
                "PUT", path, 422, "validation_failed", values=identity, body={"facts": [fact]}
            )

    # Needs, runs and decisions

    def test_need(self):
        """a need is submitted, decided, amended, decided again and withdrawn"""
        enterprise = self.new_enterprise()
        key = {"Idempotency-Key": "contract-need"}
        body = example("POST", "/v1/needs")
        self.call("POST", "/v1/needs", 404, "not_found", body=body)
        body["enterprise_id"] = enterprise
        made = self.call("POST", "/v1/needs", 201, body=body, headers=key)
        self.assertEqual(made.json["match"], {"state": "pending", "run_id": None})
        replayed = self.call("POST", "/v1/needs", 201, body=body, headers=key)
        self.assertEqual(replayed.body, made.body)
        identity = {"id": made.json["id"]}
        path = "/v1/needs/{id}"
        self.decided(made.json["id"])
        read = self.call("GET", path, 200, values=identity)
        match = {"If-Match": read.headers["ETag"]}
        change = example("PATCH", path) | {"security": None}
        amended = self.call("PATCH", path, 200, values=identity, body=change, headers=match)
        self.assertEqual(amended.json["version"], 2)
        self.assertIsNone(amended.json["security"])
        self.call("PATCH", path, 412, "stale_version", values=identity, body=change, headers=match)
        self.decided(made.json["id"], version=2)
        runs = self.pages("/v1/needs/{id}/runs", {}, least=2, size=1, values=identity)
        self.assertEqual(len(runs), 2)
        withdraw = f"{path}/withdraw"
        self.call("POST", withdraw, 412, "stale_version", values=identity, headers=match)
        match = {"If-Match": amended.headers["ETag"]}
        gone = self.call("POST", withdraw, 200, values=identity, headers=match)
        self.assertEqual(gone.json["match"]["state"], "withdrawn")
        match = {"If-Match": gone.headers["ETag"]}
        self.call("POST", withdraw, 409, "need_withdrawn", values=identity, headers=match, body={})
        self.call("PATCH", path, 409, "need_withdrawn", values=identity, headers=match, body=change)
        query = {"status": "withdrawn", "enterprise_id": enterprise}
        listed = self.call("GET", "/v1/needs", 200, query=query).json["data"]
        self.assertEqual([need["id"] for need in listed], [made.json["id"]])

    def test_list_needs(self):
        """needs are listed by status, enterprise and region, page by page"""
        self.pages("/v1/needs", {"status": "submitted", "region": "34"}, service.SAMPLE // 2, 6)
        for wrong in [{"status": "open"}, {"enterprise_id": "ent_1"}, {"region": "abc"}]:
            self.call("GET", "/v1/needs", 400, "invalid_parameter", query=wrong)

    def test_runs(self):
        """a run and each of its decisions tell the same, and replay equals"""
        needs = self.call("GET", "/v1/needs", 200, query={"limit": 50}).json["data"]
        outcomes = set()
        for number, need in enumerate(n for n in needs if n["match"]["state"] == "decided"):
            if number >= 3 and len(outcomes) == 3:
                break
            identity = {"id": need["match"]["run_id"]}
            run = self.call("GET", "/v1/runs/{id}", 200, values=identity).json
            full = self.call(
                "GET", "/v1/runs/{id}", 200, values=identity, query={"expand": "decisions"}
            ).json
            listed = self.call("GET", "/v1/runs/{id}/decisions", 200, values=identity).json["data"]
            self.assertEqual(full["decisions"], listed)
            counts = run["counts"]
            for name in ["eligible", "ineligible", "needs_info"]:
                self.assertEqual(counts[name], sum(d["outcome"] == name for d in listed), name)
            self.assertEqual(counts["considered"], len(listed))
            near = [d["product"] for d in listed if d["near_miss_rule"]]
            self.assertEqual(sorted(near), sorted(m["product"] for m in run["near_misses"]))
            outcomes |= {decision["outcome"] for decision in listed}
            replay = self.call("POST", "/v1/runs/{id}/replay", 200, values=identity, body={}).json
            self.assertEqual((replay["equal"], replay["first_difference"]), (True, None))
        self.assertEqual(outcomes, {"eligible", "ineligible", "needs_info"})
        for decision in listed:
            place = identity | {"product": decision["product"]}
            path = "/v1/runs/{id}/decisions/{product}"
            trace = self.call("GET", path, 200, values=place).json
            self.assertEqual({name: trace[name] for name in decision}, decision)
            place["product"] = decision["product_id"]
            self.assertEqual(self.call("GET", path, 200, values=place).json, trace)

    def priced(self, run):
        """A product of a run that has a price."""
        path = "/v1/runs/{id}/decisions"
        decisions = self.call("GET", path, 200, values={"id": run}).json["data"]
        return next(d["product"] for d in decisions if d["cost"] and d["cost"]["effective_ppm"])

    def a_run(self):
        """The run of a sample, and a product it refuses."""
        needs = self.call("GET", "/v1/needs", 200, query={"limit": 50}).json["data"]
        run = next(n["match"]["run_id"] for n in needs if n["match"]["state"] == "decided")
        path = "/v1/runs/{id}/decisions"
        decisions = self.call("GET", path, 200, values={"id": run}).json["data"]
        return run, next(d["product"] for d in decisions if d["outcome"] == "ineligible")

    def test_review(self):
        """an enterprise asks for human review, a person decides, and the run stays as it was"""
        run, product = self.a_run()
        place = {"id": run, "product": product}
        path = "/v1/runs/{id}/decisions/{product}"
        before = self.call("GET", "/v1/runs/{id}", 200, values={"id": run}).json
        owner = self.service.issue_token(
            "enterprise", org=before["enterprise_id"], subject="owner-1"
        )

        def ask(status, code=None, body=None, token=owner):
            return self.call(
                "POST", REVIEWS, status, code, values=place, body=body, token=token
            )

        made = ask(201, body=example("POST", REVIEWS))
        self.assertEqual(made.headers["Location"], f"/v1/reviews/{made.json['id']}")
        identity = {"id": made.json["id"]}
        ask(409, "review_open", {"reason": "又一次"})
        finding = example("POST", "/v1/reviews/{id}/resolve")

        def step(verb, status, code=None, version=1, token="", **body):
            return self.call(
                "POST",
                "/v1/reviews/{id}/" + verb,
                status,
                code,
                values=identity,
                body=body,
                headers={"If-Match": f'"{version}"'},
                token=token,
            )

        step("withdraw", 403, "forbidden")
        step("resolve", 403, "forbidden", token=owner, **finding)
        step("resolve", 409, "review_not_assigned", **finding)
        for verb, body in [("assign", {}), ("resolve", finding), ("withdraw", {})]:
            step(verb, 412, "stale_version", version=7, **body)
        step("assign", 200)
        resolved = step("resolve", 200, version=2, **finding | {"outcome": "overturned"}).json
        self.assertEqual([s["state"] for s in resolved["steps"]][-1], "resolved")
        for verb, body in [("assign", {}), ("resolve", finding), ("withdraw", {})]:
            step(verb, 409, "review_closed", version=3, **body)
        self.assertEqual(
            self.call("GET", "/v1/reviews/{id}", 200, values=identity).json, resolved
        )
        shown = self.call("GET", path, 200, values=place).json
        self.assertEqual(shown["review"]["outcome"], "overturned")
        self.assertEqual(shown["outcome"], "ineligible")
        after = self.call("GET", "/v1/runs/{id}", 200, values={"id": run}).json
        self.assertEqual(after, before)
        identity = {"id": ask(201, body={"reason": "再次"}).json["id"]}
        step("withdraw", 200, token=owner)
        identity = {"id": ask(201, body={"reason": "代为申请"}, token="").json["id"]}
        step("assign", 200)
        step("resolve", 403, "forbidden", version=2, **finding)
        step("withdraw", 403, "forbidden", version=2, token=owner)
        step("withdraw", 200, version=2)
        query = {"state": "resolved", "enterprise_id": before["enterprise_id"]}
        listed = self.call("GET", "/v1/reviews", 200, query=query).json["data"]
        self.assertEqual([review["id"] for review in listed], [made.json["id"]])
        self.call("GET", "/v1/reviews", 400, "invalid_parameter", query={"state": "open"})
        for _ in range(4):
            identity = {"id": ask(201, body={"reason": "多次"}).json["id"]}
            step("assign", 200)
            step("resolve", 200, version=2, **finding)
        ask(409, "too_many_reviews", {"reason": "多次"})

    def test_documents_of_a_run(self):
        """what is handed over about a run fits together, and the receipt verifies offline"""
        run, product = self.a_run()
        identity = {"id": run}
        result = self.call("GET", "/v1/runs/{id}/result", 200, values=identity)
        receipt = self.call("GET", "/v1/runs/{id}/receipt", 200, values=identity)
        keys = self.call("GET", "/.well-known/rongqiao-receipt-keys.json", 200)
        with tempfile.TemporaryDirectory() as folder:
            paths = {}
            for name, answer in [("receipt", receipt), ("keys", keys), ("result", result)]:
                paths[name] = pathlib.Path(folder) / f"{name}.json"
                paths[name].write_bytes(answer.body)
            arguments = ["verify", paths["receipt"], "--key", paths["keys"], "--json"]
            told = self.service.command(*map(str, arguments), "--result", str(paths["result"]))
            self.assertEqual((json.loads(told)["faults"], json.loads(told)["valid"]), ([], True))
            keyless = ["verify", str(paths["receipt"]), "--json"]
            unproven = json.loads(self.service.command(*keyless, accept=(2,)))
            self.assertEqual((unproven["valid"], unproven["code"]), (None, "key_not_checked"))
            paths["receipt"].write_bytes(receipt.body.replace(b'"need_version":1', b'"need_version":2'))
            told = self.service.command(*map(str, arguments), accept=(1,))
            self.assertFalse(json.loads(told)["valid"])
        number = receipt.json["payload"]["receipt_id"]
        for language in ["zh", "en"]:
            headers = {"Accept-Language": language}
            page = self.call("GET", "/v1/runs/{id}/notice", 200, values=identity, headers=headers)
            self.assertIn(number, page.body.decode())
            self.safe(page)
        place = identity | {"product": product}
        repairs = self.call("GET", "/v1/runs/{id}/decisions/{product}/repairs", 200, values=place)
        self.assertEqual(repairs.json["outcome"], "ineligible")
        path = "/v1/runs/{id}/decisions/{product}/cost-sheet"
        place["product"] = self.priced(run)
        sheet = self.call("GET", path, 200, values=place).json
        decision = self.call(
            "GET", "/v1/runs/{id}/decisions/{product}", 200, values=place
        ).json
        self.assertEqual(sheet["after"]["effective_ppm"], decision["cost"]["effective_ppm"])
        self.safe(self.call("GET", path, 200, values=place, headers={"Accept": "text/html"}))
        path = "/v1/runs/{id}/diff"
        same = self.call("POST", path, 200, values=identity, body={"catalog_version": 1})
        self.assertEqual(same.json["changes"], [])
        wrong = {"policy_version": 9_999}
        self.call("POST", path, 422, "validation_failed", values=identity, body=wrong)
        need = {"id": decision["need_id"]}
        self.call("GET", "/v1/needs/{id}/questions", 200, values=need)

    def safe(self, page):
        """A page runs and fetches nothing, and its browser is told so."""
        text = page.body.decode().lower()
        for word in ["<script", "http://", "https://", "javascript:", "信用评分", "approved"]:
            self.assertNotIn(word, text)
        policy = page.headers["Content-Security-Policy"]
        self.assertTrue(policy.startswith("default-src 'none'; style-src 'sha256-"), policy)
        self.assertEqual(page.headers["Cache-Control"], "no-store")

    @functools.cached_property
    def sweep(self):
        """The sweep of a changed policy pack, once it is finished."""
        with tempfile.TemporaryDirectory() as folder:
            for path in (SCHEMAS / "policy").glob("*.yaml"):
                pack = read_yaml(f"policy/{path.name}")
                for parameter in pack["parameters"]:
                    if parameter["id"] == "lpr_1y":
                        values = parameter.get("series") or parameter["values"]
                        values[-1]["value"] += 100
                (pathlib.Path(folder) / path.name).write_text(json.dumps(pack), "utf-8")
            self.service.command("policy", "publish", folder)

        def finished():
            found, _ = self.client.call("GET", "/v1/sweeps")
            done = [sweep for sweep in found.json["data"] if sweep["state"] == "finished"]
            return done[0] if done else None

        return service.wait_for("the sweep of a changed pack", finished)

    def test_sweep(self):
        """a published change is carried to the needs it touches, and can be tried before"""
        identity = {"id": self.sweep["id"]}
        self.assertGreater(len(self.sweep["touched"]), 0)
        self.call("GET", "/v1/sweeps", 200)
        detail = self.call("GET", "/v1/sweeps/{id}", 200, values=identity).json
        self.assertEqual(detail["slices"]["done"], detail["slices"]["total"])
        self.call("GET", "/v1/sweeps/{id}/flips", 200, values=identity)
        needs = self.call("GET", "/v1/needs", 200, query={"limit": 1}).json["data"]
        self.call("GET", "/v1/needs/{id}/flips", 200, values={"id": needs[0]["id"]})
        product = self.call("GET", "/v1/products", 200, query={"limit": 1}).json["data"][0]
        path = "/v1/products/{id}/what-if"
        for reference in [product["code"], product["id"]]:
            answer = self.call(
                "POST",
                path,
                200,
                values={"id": reference},
                query={"by": "county"},
                body=product["document"],
            ).json
            self.assertEqual(answer["product"], product["code"])
        other = product["document"] | {"code": "another"}
        values = {"id": product["code"]}
        self.call("POST", path, 422, "validation_failed", values=values, body=other)
        packs = {"packs": [read_yaml("policy/cn.yaml")]}
        self.call("POST", "/v1/policy/what-if", 200, body=packs)
        self.call("POST", "/v1/policy/what-if", 422, "validation_failed", body={"packs": []})

    def test_pauses(self):
        """what is paused is shown beside the product, can be resumed, and leaves a trail"""
        path = "/v1/pauses/{kind}/{target}"
        product = self.call("GET", "/v1/products", 200, query={"limit": 1}).json["data"][0]
        self.assertIsNone(product["paused"])
        values = {"kind": "product", "target": product["code"]}
        body = example("PUT", path)
        key = {"Idempotency-Key": "contract-pause"}
        pause = self.call("PUT", path, 200, values=values, body=body, headers=key).json
        self.call("DELETE", path, 422, "idempotency_key_reused", values=values, headers=key)
        self.assertEqual([pause["target"], pause["until"]], [product["code"], None])
        identity = {"id": product["code"]}
        shown = self.call("GET", "/v1/products/{id}", 200, values=identity).json["paused"]
        self.assertEqual(shown["reason"], body["reason"])
        self.assertIn(pause, self.call("GET", "/v1/pauses", 200).json["data"])
        late = body | {"until": "2020-01-01T00:00:00Z"}
        self.call("PUT", path, 422, "validation_failed", values=values, body=late)
        ended = self.call("DELETE", path, 200, values=values).json
        self.assertEqual(ended, pause)
        self.call("DELETE", path, 404, "not_found", values=values)
        trail = self.call(
            "GET", "/v1/audit", 200, query={"subject": f"product/{product['code']}"}
        ).json["data"]
        self.assertEqual([entry["action"] for entry in trail], ["pause.end", "pause.set"])
        some = self.call("GET", "/v1/audit", 200, query={"action": "pause.set", "limit": 1})
        self.assertEqual(len(some.json["data"]), 1)
        self.call("GET", "/v1/audit", 400, "invalid_parameter", query={"action": "Pause"})

    def test_directory(self):
        """an institution is entered, found, changed, unlisted with a reason and listed again"""
        path, stranger = "/v1/directory/{code}", {"code": "no-such-firm"}
        body = example("POST", "/v1/directory")
        values = {"code": body["code"]}
        self.call("GET", path, 404, "not_found", values=values)
        dry = self.call("POST", "/v1/directory", 200, body=body | {"dry_run": True}).json
        self.assertEqual([dry["code"], dry["version"]], [body["code"], 1])
        self.call("GET", path, 404, "not_found", values=values)
        made = self.call("POST", "/v1/directory", 201, body=body)
        self.assertEqual(made.headers["Location"], f"/v1/directory/{body['code']}")
        self.call("POST", "/v1/directory", 409, "entry_exists", body=body)
        mobile = body | {"contacts": {"phone": "13800138000"}}
        self.call("POST", "/v1/directory", 422, "validation_failed", body=mobile)
        read = self.call("GET", path, 200, values=values)
        self.assertEqual([read.json["products"], read.json["contacts"]["email"]], [[], None])
        bank = self.call("GET", path, 200, values={"code": "abc-anhui"}).json
        self.assertEqual(len(bank["products"]), bank["product_count"])
        self.assertGreater(bank["product_count"], 0)
        # Found by words, region, kind and service, on the API and in the file.
        query = {"q": "律师 示例", "region": "340104", "kind": "law_firm", "service": "legal"}
        for words in ["律师 示例", "firm EXAMPLE", "ｅｘａｍｐｌｅ"]:
            found = self.call("GET", "/v1/directory", 200, query=query | {"q": words}).json["data"]
            self.assertEqual([each["code"] for each in found], [body["code"]], words)
        for other in [{"q": "师律"}, {"region": "340200"}, {"kind": "bank"}, {"service": "loan"}]:
            found = self.call("GET", "/v1/directory", 200, query=query | other).json["data"]
            self.assertEqual(found, [], other)
        self.pages("/v1/directory", {"kind": "bank"}, 20, 7)
        self.call("GET", "/v1/directory", 400, "invalid_parameter", query={"q": "——"})
        file = self.call("GET", "/v1/directory.csv", 200, query=query).body
        self.assertTrue(file.startswith(b"\xef\xbb\xbfcode,"))
        self.assertEqual(file.decode("utf-8-sig").count("\r\n"), 2)
        # Changed by who has read it; its own managers change contacts alone.
        match = {"If-Match": read.headers["ETag"]}
        change = example("PATCH", path)
        self.call("PATCH", path, 404, "not_found", values=stranger, body=change, headers=match)
        rest = {"values": values, "body": change}
        self.call("PATCH", path, 200, **rest, headers=match | {"Idempotency-Key": "contract-entry"})
        self.call("PATCH", path, 412, "stale_version", **rest, headers=match)
        match = {"If-Match": '"2"'}
        own = self.service.issue_token("liaison_manager", org=body["code"], subject="manager-1")
        other = self.service.issue_token("liaison_manager", org="bocom", subject="manager-2")
        contacts = {"values": values, "body": {"contacts": {"phone": "0551-12345"}}}
        self.call("PATCH", path, 403, "forbidden", **contacts, headers=match, token=other)
        kind = {"values": values, "body": {"kind": "other"}}
        self.call("PATCH", path, 403, "forbidden", **kind, headers=match, token=own)
        self.call("PATCH", path, 200, **contacts, headers=match, token=own)
        # Taken out and shown again.
        unlist, relist = f"{path}/unlist", f"{path}/relist"
        reason = {"values": values, "body": example("POST", unlist)}
        missing = reason | {"values": stranger}
        for verb in [unlist, relist]:
            self.call("POST", verb, 404, "not_found", **missing, headers=match)
            self.call("POST", verb, 412, "stale_version", **reason, headers=match)
        match = {"If-Match": '"3"'}
        self.call("POST", relist, 409, "entry_status", **reason, headers=match)
        gone = self.call("POST", unlist, 200, **reason, headers=match)
        self.assertEqual(gone.json["unlisted_reason"], reason["body"]["reason"])
        match = {"If-Match": gone.headers["ETag"]}
        self.call("POST", unlist, 409, "entry_status", **reason, headers=match)
        self.call("GET", path, 404, "not_found", values=values, token=other)
        self.call("GET", path, 200, values=values, token=own)
        hidden = query | {"status": "unlisted"}
        self.assertEqual(self.call("GET", "/v1/directory", 200, query=query).json["data"], [])
        self.assertEqual(len(self.call("GET", "/v1/directory", 200, query=hidden).json["data"]), 1)
        self.call("GET", "/v1/directory", 403, "forbidden", query=hidden, token=own)
        self.call("GET", "/v1/directory.csv", 403, "forbidden", query=hidden, token=own)
        self.call("POST", relist, 200, **reason, headers=match)
        subject = {"subject": f"directory/{body['code']}"}
        trail = self.call("GET", "/v1/audit", 200, query=subject).json["data"]
        self.assertEqual(
            [entry["action"] for entry in trail],
            [f"directory.{act}" for act in ["relist", "unlist", "amend", "amend", "create"]],
        )

    def test_webhooks(self):
        """a webhook is entered, changed, rotated, tried, replayed and deleted, within its bounds"""
        path, one = "/v1/webhooks", "/v1/webhooks/{id}"
        owner = self.new_enterprise()
        token = self.service.issue_token("enterprise", org=owner, subject="firm-1")
        body = example("POST", path)
        key = {"Idempotency-Key": "contract-webhook"}
        hook = self.call("POST", path, 201, body=body, headers=key, token=token).json
        other = body | {"types": []}
        self.call(
            "POST", path, 422, "idempotency_key_reused", body=other, headers=key, token=token
        )
        values = {"id": hook["id"]}
        self.assertEqual(hook["organisation"], owner)
        self.assertEqual(self.call("GET", one, 200, values=values, token=token).json, hook)
        strange = self.service.issue_token("enterprise", org=self.new_enterprise(), subject="x")
        self.call("GET", one, 404, "not_found", values=values, token=strange)
        self.pages(path, {}, 1, 1)
        first = {"If-Match": '"1"'}
        off = {"state": "disabled"}
        changed = self.call("PATCH", one, 200, values=values, body=off, headers=first).json
        self.assertEqual([changed["disabled_reason"], changed["version"]], ["by_hand", 2])
        self.call("PATCH", one, 412, "stale_version", values=values, body=off, headers=first)
        replay = {"from": "2020-01-01T00:00:00Z"}
        for verb, asked in [("test", None), ("replay", replay)]:
            self.call(
                "POST", f"{one}/{verb}", 409, "webhook_disabled", values=values, body=asked
            )
        on = example("PATCH", one)
        self.call("PATCH", one, 200, values=values, body=on, headers={"If-Match": '"2"'})
        rotated = self.call(
            "POST", f"{one}/rotate", 200, values=values, body=example("POST", f"{one}/rotate")
        ).json
        self.assertEqual(rotated["keys"][1]["public_key"], hook["keys"][0]["public_key"])
        sent = self.call("POST", f"{one}/test", 202, values=values).json
        listed = self.call("GET", f"{one}/deliveries", 200, values=values).json["data"]
        self.assertEqual([each["id"] for each in listed], [sent["id"]])
        none = self.call(
            "GET", f"{one}/deliveries", 200, values=values, query={"state": "failed"}
        )
        self.assertEqual(none.json["data"], [])
        asked = self.call(
            "POST", f"{one}/replay", 200, values=values, body=example("POST", f"{one}/replay")
        )
        self.assertEqual(asked.json, {"dry_run": True, "deliveries": 0, "has_more": False})
        for _ in range(19):
            self.call("POST", path, 201, body=body, token=token)
        self.call("POST", path, 409, "too_many_webhooks", body=body, token=token)
        gone = {"Idempotency-Key": "contract-webhook-gone"}
        self.call("DELETE", one, 200, values=values, headers=gone)
        self.call("DELETE", one, 404, "not_found", values=values)
        rest = self.call("GET", path, 200, query={"limit": 50}, token=token).json["data"]
        self.assertEqual(len(rest), 19)
        another = {"id": rest[0]["id"]}
        self.call("DELETE", one, 422, "idempotency_key_reused", values=another, headers=gone)
        for each in rest:
            self.call("DELETE", one, 200, values={"id": each["id"]}, token=token)
        trail = self.call("GET", "/v1/audit", 200, query={"subject": hook["id"]}).json["data"]
        self.assertEqual(
            [entry["action"] for entry in trail],
            ["webhook.delete", "webhook.test", "webhook.rotate"]
            + ["webhook.change", "webhook.change", "webhook.create"],
        )

    @functools.cached_property
    def hook(self):
        """A webhook for requests nobody looks at again; it is switched off."""
        owner = self.new_enterprise()
        body = {"url": "https://hooks.example.com/in", "organisation": owner}
        made = self.call("POST", "/v1/webhooks", 201, body=body).json["id"]
        self.call(
            "PATCH", "/v1/webhooks/{id}", 200, values={"id": made}, body={"state": "disabled"},
            headers={"If-Match": '"1"'},
        )  # fmt: skip
        return made

    def test_clients(self):
        """a client is entered, renamed, given two secrets, disabled and enabled, within its bounds"""
        path, one = "/v1/clients", "/v1/clients/{id}"
        manager = self.liaison("huishang", "liaison_manager")
        key = {"Idempotency-Key": "contract-client"}
        body = example("POST", path)
        client = self.call("POST", path, 201, body=body, headers=key, token=manager).json
        values = {"id": client["id"]}
        self.call("GET", one, 200, values=values, token=manager)
        other = body | {"name": "another"}
        self.call("POST", path, 422, "idempotency_key_reused", body=other, headers=key, token=manager)
        self.call("POST", path, 404, "not_found", body=body | {"institution": "cib"}, token=manager)
        self.pages(path, {}, 1, 1)
        for method, verb, code in [
            ("PATCH", "", None), ("POST", "/disable", "client_status"),
            ("POST", "/enable", "client_status"),
        ]:  # fmt: skip
            asked = functools.partial(
                self.call, method, one + verb, values=values, body=example(method, one + verb)
            )
            version = self.call("GET", one, 200, values=values).json["version"]
            now, then = {"If-Match": f'"{version}"'}, {"If-Match": f'"{version + 1}"'}
            asked(status=200, headers=now)
            asked(status=412, code="stale_version", headers=now)
            if code:
                asked(status=409, code=code, headers=then)
        secrets = f"{one}/secrets"
        body = example("POST", secrets)
        keys = [{"Idempotency-Key": f"contract-secret-{number}"} for number in range(2)]
        make = functools.partial(self.call, "POST", secrets, values=values, body=body)
        made = [make(status=201, headers=key).json for key in keys]
        make(status=409, code="secret_shown_once", headers=keys[0])
        make(status=409, code="too_many_secrets")
        self.assertNotEqual(made[0]["secret"], made[1]["secret"])
        end = functools.partial(self.call, "DELETE", f"{secrets}/{{secret}}")
        gone = values | {"secret": made[0]["id"]}
        key = {"Idempotency-Key": "contract-secret-gone"}
        left = end(200, values=gone, headers=key).json
        end(404, "not_found", values=gone)
        end(422, "idempotency_key_reused", values=gone | {"secret": made[1]["id"]}, headers=key)
        ended = {each["id"]: each["revoked_at"] is not None for each in left["secrets"]}
        self.assertEqual(ended, {made[0]["id"]: True, made[1]["id"]: False})
        trail = self.call("GET", "/v1/audit", 200, query={"subject": client["id"]})
        self.assertNotIn(b"rqsec", trail.body)
        acts = ["client_secret.revoke", "client_secret.create", "client_secret.create"]
        acts += ["client.enable", "client.disable", "client.amend", "client.create"]
        self.assertEqual([entry["action"] for entry in trail.json["data"]], acts)
        for _ in range(50):
            answer, wrong = self.client.call(
                "POST", path, body=example("POST", path) | {"institution": "cib"}
            )
            self.assertEqual((answer.status, wrong), (201, []))
        full = example("POST", path) | {"institution": "cib"}
        self.call("POST", path, 409, "too_many_clients", body=full)

    @functools.cached_property
    def system_client(self):
        """A client with a secret that is there for requests nobody looks at again."""
        made = self.call("POST", "/v1/clients", 201, body=example("POST", "/v1/clients")).json["id"]
        secret = self.call(
            "POST", "/v1/clients/{id}/secrets", 201, values={"id": made}, body={}
        ).json["id"]
        return {"id": made, "secret": secret}

    def test_open_needs(self):
        """an enterprise that has too many open needs is told so"""
        enterprise = self.new_enterprise()
        for _ in range(100):
            answer, wrong = self.client.call("POST", "/v1/needs", body=self.need_body(enterprise))
            self.assertEqual((answer.status, wrong), (201, []))
        body = self.need_body(enterprise)
        self.call("POST", "/v1/needs", 409, "too_many_open_needs", body=body)

    def test_bodies(self):
        """a mutated request is accepted exactly when the document admits it"""
        need, facts = "/v1/needs", "/v1/enterprises/{id}/facts"
        tally = {True: 0, False: 0}
        for method, path, count in [
            ("POST", "/v1/enterprises", 80),
            ("POST", need, 120),
            ("PUT", facts, 120),
        ]:
            check = api.request_validator(method, path)
            base = self.enterprise_body() if path == "/v1/enterprises" else example(method, path)
            if path == need:
                base["enterprise_id"] = self.mutable
            values = {"id": self.mutable} if path == facts else None
            for number, (_, body, what) in enumerate(mutants([base], self.random, count)):
                if body.get("uscc") == base.get("uscc") and "uscc" in body:
                    body["uscc"] = uscc.make(self.random)
                admitted = faults(check, body) == []
                answer, wrong = self.client.call(method, path, values=values, body=body)
                tally[admitted] += 1
                what = f"{method} {path}: {what}"
                with self.subTest(seed=SEED, number=number, what=what, body=body):
                    self.assertEqual(wrong, [])
                    if admitted:
                        self.meant(path, answer)
                    else:
                        self.assertIn(answer.status, (400, 422), answer.body)
        self.assertGreaterEqual(min(tally.values()), 8, tally)

    def meant(self, path, answer):
        """A request that the document admits is accepted, or refused for what its values mean."""
        if answer.status in (200, 201):
            return
        self.assertIn(answer.status, (404, 422), answer.body)
        codes = {entry["code"] for entry in answer.json.get("errors", [])}
        self.assertLessEqual(codes, MEANING[path], answer.body)

    # The catalog

    def test_products(self):
        """every product is listed and read, in the form of the product schema"""
        codes = []
        products = self.call("GET", "/v1/products", 200, query={"limit": 100}).json["data"]
        for product in products:
            codes.append(product["code"])
            self.assertEqual(
                faults(validator("catalog/product.schema.json"), product["document"]), []
            )
            for reference in [product["id"], product["code"]]:
                one = self.call("GET", "/v1/products/{id}", 200, values={"id": reference})
                self.assertEqual(one.json, product)
        files = sorted(path.stem for path in (SCHEMAS / "catalog/products").glob("*.yaml"))
        self.assertEqual(codes, files)
        self.pages("/v1/products", {}, len(files), 10)
        family = {"family": products[0]["family"]}
        some = self.call("GET", "/v1/products", 200, query=family).json["data"]
        self.assertEqual({product["family"] for product in some}, {family["family"]})
        wrong = {"family": "no-such-family"}
        self.call("GET", "/v1/products", 400, "invalid_parameter", query=wrong)

    def test_registry(self):
        """the fact registry is served as it was published, in the form of its schema"""
        registry = self.call("GET", "/v1/facts", 200).json
        self.assertEqual(faults(validator("catalog/facts.schema.json"), registry), [])
        self.assertEqual(registry, read_yaml("catalog/facts.yaml"))

    # What the service says of itself

    def test_probes(self):
        """the probes and the metrics answer without a token"""
        self.call("GET", "/livez", 200)
        checks = self.call("GET", "/readyz", 200).json["checks"]
        self.assertLessEqual({"database", "catalog", "policy", "schema", "server"}, set(checks))
        metrics = self.call("GET", "/metrics", 200).body.decode()
        self.assertRegex(metrics, r"(?m)^# TYPE \w+ (counter|gauge|histogram|summary)$")

    def test_own_documents(self):
        """the served documents are the files, and the JSON form means the same"""
        self.assertEqual(
            self.call("GET", "/openapi.yaml", 200).body,
            (SCHEMAS / "api/openapi.yaml").read_bytes(),
        )
        self.assertEqual(self.call("GET", "/openapi.json", 200).json, read_yaml("api/openapi.yaml"))
        self.assertEqual(
            self.call("GET", "/asyncapi.yaml", 200).body,
            (SCHEMAS / "events/asyncapi.yaml").read_bytes(),
        )
        path = "/schemas/events/{type}.json"
        for file in sorted((SCHEMAS / "events").glob("*.json")):
            served = self.call("GET", path, 200, values={"type": file.stem}).json
            self.assertEqual(served, read_json(f"events/{file.name}"))
        self.call("GET", path, 404, "not_found", values={"type": "cn.rongqiao.no.such.v1"})
        keys = self.call("GET", "/.well-known/jwks.json", 200).json["keys"]
        # That of people, as an identity provider has it, and that of clients.
        self.assertEqual(keys[:1], json.loads(self.service.command("token", "--jwks"))["keys"])
        self.assertEqual(len(keys), 2)

    def test_problem_pages(self):
        """every problem code has its page"""
        for code in api.document()["components"]["schemas"]["ProblemCode"]["enum"]:
            page = self.call("GET", "/problems/{code}", 200, values={"code": code}).json
            self.assertEqual(page["code"], code)
        self.call("GET", "/problems/{code}", 404, values={"code": "no_such_code"})

    def test_lineage(self):
        """what a need, its run, its enterprise or a sweep led to is told alike"""
        enterprise = self.new_enterprise()
        need = self.call("POST", "/v1/needs", 201, body=self.need_body(enterprise)).json["id"]
        run = self.decided(need)["match"]["run_id"]
        for kind, one in [("need", need), ("run", run), ("enterprise", enterprise)]:
            answer = self.call("GET", "/v1/lineage/{id}", 200, values={"id": one})
            self.assertEqual((answer.json["kind"], answer.json["id"]), (kind, one))
            self.assertEqual(answer.json["enterprise_id"], enterprise)
            self.assertIn(run, answer.body.decode())
            self.assertFalse(answer.json["truncated"])
        answer = self.call("GET", "/v1/lineage/{id}", 200, values={"id": self.sweep["id"]})
        self.assertEqual(answer.json["tree"]["state"], "finished")

    @functools.cached_property
    def letter(self):
        """An open dead letter of a record that nothing waits behind."""
        topic = "rongqiao.enterprise.v1"
        known = {letter["id"] for letter in self.letters()}
        headers = {
            "ce_specversion": "1.0",
            "ce_id": f"evt_01932a7e-5b6c-7d8e-9f10-{next(api.NUMBERS):012x}",
            "ce_type": "cn.rongqiao.need.submitted.v1",
            "ce_source": "/rongqiao",
            "ce_subject": f"need_{STRANGER}",
            "ce_time": "2026-11-20T09:00:00.000000+08:00",
            "ce_partitionkey": f"ent_{STRANGER}",
            "ce_sequence": "1",
            "ce_dataschema": "/schemas/events/cn.rongqiao.need.submitted.v1.json",
            "content-type": "application/json",
        }
        flags = [part for name, value in headers.items() for part in ("-H", f"{name}={value}")]
        subprocess.run(
            ["kcat", "-b", self.service.brokers, "-P", "-t", topic, "-k", f"ent_{STRANGER}", *flags],
            input=service.POISON,
            encoding="utf-8",
            timeout=60,
            check=True,
        )

        def kept():
            return [letter for letter in self.letters() if letter["id"] not in known]

        return service.wait_for("a dead letter", kept)[0]["id"]

    def letters(self):
        return self.call("GET", "/v1/dead-letters", 200, query={"limit": 100}).json["data"]

    def test_dead_letters(self):
        """a dead letter is shown, tried, sent back or skipped, alone and among others"""
        path = "/v1/dead-letters/{id}"
        values = {"id": self.letter}
        letter = self.call("GET", path, 200, values=values).json
        self.assertEqual((letter["state"], letter["blocks"]), ("open", False))
        query = {"reason": letter["reason"], "state": "open", "consumer": letter["consumer"]}
        found = self.call("GET", "/v1/dead-letters", 200, query=query).json["data"]
        self.assertIn(self.letter, [each["id"] for each in found])
        self.call("GET", "/v1/dead-letters", 400, "invalid_parameter", query={"state": "lost"})
        trial = {"filter": {"reason": letter["reason"]}, "dry_run": True}
        self.call("POST", "/v1/dead-letters/redrive", 200, body=trial)
        self.call("POST", "/v1/dead-letters/skip", 200, body=trial | {"reason": "来源系统已更正"})
        reason = {"reason": "来源系统已更正"}
        self.call("POST", f"{path}/redrive", 200, values=values, body={"dry_run": True})
        self.call("POST", f"{path}/skip", 200, values=values, body=reason | {"dry_run": True})
        self.assertEqual(self.call("GET", path, 200, values=values).json["state"], "open")
        self.call("POST", f"{path}/skip", 200, values=values, body=reason)
        self.assertEqual(self.call("GET", path, 200, values=values).json["state"], "skipped")
        self.call("POST", f"{path}/skip", 409, values=values, body=reason)
        self.call("POST", f"{path}/redrive", 409, values=values, body={})

    # Offers

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
        self.assertEqual([each["offer_id"] for each in log["data"]], [first["id"]])
        consents = self.call("GET", "/v1/enterprises/{id}/consents", 200, values=enterprise).json
        self.assertEqual([each["reads"] for each in consents["data"]], [1])
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

    def test_awards(self):
        """a title lets an enterprise claim; a level pays out of its budget, and is paid back"""
        type(self).award_event, type(self).award_claim = awards.tour(self)

    def test_monitoring(self):
        """reports are taken in by permission and judged; a warning is opened, handled and closed"""
        cls = type(self)
        cls.report, cls.warning, cls.permission = monitoring.tour(self)

    def test_awards_storm(self):
        """of 32 claims at once one counts, and it is paid once"""
        awards.storm(self)

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

    # Refusals, for every operation alike

    def targets(self):
        """Path values that exist, by the names of the templates' parameters and their folder."""
        enterprise = self.new_enterprise()
        need = self.call("POST", "/v1/needs", 201, body=self.need_body(enterprise)).json["id"]
        run = self.decided(need)["match"]["run_id"]
        product = self.call("GET", "/v1/products", 200, query={"limit": 1}).json["data"][0]["code"]
        place = {"id": run, "product": self.priced(run)}
        review = self.call("POST", REVIEWS, 201, values=place, body={"reason": "复核"}).json["id"]
        self.call("POST", "/v1/needs/{id}/referral", 201, values={"id": need}, body={})
        offer = self.taken()
        return {
            # Before the folder that it lies in.
            "/v1/enterprises/{id}/erasure": {"id": self.erased()},
            "/v1/offers/": {"id": offer["id"]},
            "/v1/allocation-runs/": {"id": self.allocation},
            "/v1/receivables/batch": {},
            "/v1/receivables/confirmations": {},
            "/v1/receivables/": {"id": self.kept_claim},
            "/v1/receivable-financings/": {"id": self.kept_money},
            "/v1/core-enterprises/": {"id": self.debtor["id"], "institution": "huishang"},
            "/v1/guarantees/": {"id": self.guarantee},
            "/v1/bridge-loans/": {"id": self.bridge},
            "/v1/listing-cases/": {"id": self.way},
            "/v1/boards/": {"board": "neeq"},
            "/v1/award-events/": {"id": self.award_event},
            "/v1/claims/": {"id": self.award_claim},
            "/v1/award-budgets/": awards.PROVINCE,
            **self.nurtured(),
            "/v1/reports/": {"id": self.report},
            "/v1/warnings/": {"id": self.warning},
            "/v1/source-authorisations/": {"id": self.permission},
            **self.published(),
            "/v1/guarantors/": {"code": "hefei-demo"},
            "/v1/guarantee-banks/": {"code": "huishang"},
            "/v1/funds/": {"code": "hefei-fund"},
            "/v1/consents/": {"id": offer["consent"]["id"]},
            "/v1/capacities/": {"kind": "institution", "code": offer["institution"]["code"]},
            "/v1/enterprises/": {"id": enterprise, "duty": "monthly"},
            "/v1/needs/": {"id": need},
            "/v1/runs/": place,
            "/v1/lineage/": {"id": need},
            "/v1/dead-letters/": {"id": self.letter},
            "/v1/reviews/": {"id": review},
            "/v1/sweeps/": {"id": self.sweep["id"]},
            "/v1/webhooks/": {"id": self.hook},
            "/v1/clients/": self.system_client,
            "/v1/products/": {"id": product},
            "/v1/pauses/": {"kind": "product", "target": product},
            "/v1/directory/": {"code": "bocom"},
            "/schemas/events/": {"type": "cn.rongqiao.need.submitted.v1"},
            "/problems/": {"code": "conflict"},
        }

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

    def taken(self):
        """An offer that is claimed and whose enterprise may be read."""
        offers = self.call("GET", "/v1/offers", 200, query={"limit": 100}).json["data"]
        offer = next(each for each in offers if each["state"] in ("offered", "claimed"))
        type(self).held = offer
        if offer["state"] == "offered":
            self.advance(offer, "claim", 200)
        self.call("POST", "/v1/consents", 201, body=self.consent_body(offer), token=self.system)
        return self.call("GET", "/v1/offers/{id}", 200, values={"id": offer["id"]}).json

    def test_refusals(self):
        """every operation refuses what it must with the documented problem"""
        targets = self.targets()
        for (method, template), operation in api.operations().items():
            if template == TOKEN:
                # Its refusals are of another form: test_clients.
                continue
            values = next(
                (values for prefix, values in targets.items() if template.startswith(prefix)), {}
            )
            headers = {}
            if "If-Match" in api.parameters(operation, "header"):
                headers = {"If-Match": '"1"'}
            token = self.token_for(operation)
            rest = {"values": values, "headers": headers, "token": token}
            if "requestBody" in operation:
                rest["body"] = {"facts": []} if template.endswith("/facts") else {}
                if template.endswith(("/erasure", "/payables", "/group", "/guarantees", "/award-events", "/reports", "/report-duties/{duty}", "/source-authorisations")) or template.startswith(
                    ("/v1/runs/", "/v1/reviews/", "/v1/dead-letters/", "/v1/webhooks/", "/v1/offers/",
                     "/v1/clients/", "/v1/receivables/", "/v1/receivable-financings/",
                     "/v1/core-enterprises/", "/v1/guarantees/", "/v1/bridge-loans/",
                     "/v1/listing-cases/", "/v1/award-events/", "/v1/claims/",
                     "/v1/pool-members/", "/v1/pool-proposals/", "/v1/adviser-assignments/",
                     "/v1/activities/", "/v1/activity-guests/", "/v1/advisers/",
                     "/v1/reports/", "/v1/warnings/")
                ):
                    # What is wrong with a body comes before whether there is such a thing.
                    content = operation["requestBody"]["content"]["application/json"]
                    rest["body"] = copy.deepcopy(content.get("example", {}))
            refuse = lambda status, code, **more: self.call(
                method, template, status, code, **(rest | more)
            )
            self.refuse_caller(operation, refuse)
            self.refuse_place(operation, values, refuse)
            self.refuse_headers(operation, headers, refuse)
            if "requestBody" in operation:
                self.refuse_body(headers, refuse)
            if "304" in operation["responses"]:
                tag = self.call(method, template, 200, values=values).headers["ETag"]
                for known in [tag, "*", f'"x", W/{tag}']:
                    self.call(
                        method, template, 304, values=values, headers={"If-None-Match": known}
                    )

    def refuse_caller(self, operation, refuse):
        if not api.takes_token(operation):
            return
        refuse(401, "token_missing", token=None)
        refuse(401, "token_invalid", token="not.a.token")
        for role, token in self.tokens.items():
            if role not in operation["x-roles"]:
                refuse(403, "forbidden", token=token)

    def refuse_place(self, operation, values, refuse):
        refuse(400, "unknown_parameter", query={"surprise": "1"})
        refuse(414, "uri_too_long", query=LONG_QUERY)
        if "product" in values and "product" in api.parameters(operation, "path"):
            refuse(404, "not_found", values=values | {"product": "no-such-product"})
        if "secret" in api.parameters(operation, "path"):
            refuse(404, "not_found", values=values | {"secret": f"sec_{STRANGER}"})
            refuse(404, "not_found", values=values | {"secret": "Nothing!"})
        if "target" in api.parameters(operation, "path"):
            refuse(404, "not_found", values=values | {"target": "Nothing!"})
            refuse(404, "not_found", values=values | {"kind": "planet"})
        if "code" in api.parameters(operation, "path") and "kind" in values:
            refuse(404, "not_found", values=values | {"code": "Nothing!"})
            refuse(404, "not_found", values=values | {"kind": "planet"})
        if "id" in api.parameters(operation, "path"):
            kind = values["id"].split("_")[0] if "_" in values["id"] else "prod"
            refuse(404, "not_found", values=values | {"id": f"{kind}_{STRANGER}"})
            refuse(404, "not_found", values=values | {"id": "Nothing!"})

    def refuse_headers(self, operation, headers, refuse):
        known = api.parameters(operation, "header")
        if "Idempotency-Key" in known:
            refuse(400, "idempotency_key_missing", headers=headers | {"Idempotency-Key": None})
            refuse(400, "idempotency_key_malformed", headers=headers | {"Idempotency-Key": "a b"})
        if "If-Match" in known:
            refuse(400, "precondition_malformed", headers={"If-Match": 'W/"1"'})
            if known["If-Match"]["required"]:
                refuse(428, "precondition_required", headers={})

    def refuse_body(self, headers, refuse):
        text = headers | {"Content-Type": "text/plain"}
        refuse(415, "unsupported_media_type", headers=text, body=b'{"a":1}')
        packed = headers | {"Content-Encoding": "gzip"}
        refuse(415, "unsupported_media_type", headers=packed, body=b"\x1f\x8b")
        refuse(413, "body_too_large", body=None, length=BODY_BYTES + 1)
        refuse(422, "validation_failed", body={"surprise": 1})
        refuse(422, "validation_failed", body=[])
        malformed = {
            "json_number": b'{"a":1.5}',
            "json_duplicate_member": b'{"a":1,"a":2}',
            "encoding_gbk": '{"name":"合肥契约检验有限公司"}'.encode("gbk"),
            "encoding_bom": b"\xef\xbb\xbf{}",
        }
        for code, body in malformed.items():
            answer = refuse(400, "malformed_json", body=body)
            if answer.code:
                self.assertEqual([entry["code"] for entry in answer.json["errors"]], [code])
        refuse(400, "malformed_json", body=b'{"a":')

    def test_methods(self):
        """an address answers HEAD and OPTIONS, and any other method with 405 and Allow"""
        targets = self.targets()
        problem = api.validator_at("/components/schemas/Problem")
        for template, item in api.document()["paths"].items():
            admitted = self.token_for(item["get"]) if "get" in item else ""
            token = {"Authorization": f"Bearer {admitted or self.service.token}"}
            target = template
            for prefix, values in targets.items():
                if template.startswith(prefix):
                    for name, value in values.items():
                        target = target.replace("{%s}" % name, value)
            methods = {method.upper() for method in item if method in api.METHODS}
            allowed = methods | {"OPTIONS"} | ({"HEAD"} if "GET" in methods else set())
            with self.subTest(path=template):
                options = self.client.send("OPTIONS", target)
                self.assertEqual(options.status, 204)
                self.assertEqual(set(options.headers["Allow"].split(", ")), allowed)
                other = next(each for each in ("DELETE", "PATCH", "PUT") if each not in methods)
                refused = self.client.send(other, target, token)
                self.assertEqual((refused.status, refused.code), (405, "method_not_allowed"))
                self.assertEqual(set(refused.headers["Allow"].split(", ")), allowed)
                self.assertEqual(faults(problem, refused.json), [])
                if "GET" in methods:
                    head = self.client.send("HEAD", target, token)
                    self.assertEqual((head.status, head.body), (200, b""))
        token = {"Authorization": f"Bearer {self.service.token}"}
        lost = self.client.send("GET", "/v1/nothing", token)
        self.assertEqual((lost.status, lost.code), (404, "route_not_found"))
        self.assertEqual(faults(problem, lost.json), [])

    def test_languages(self):
        """problems speak Chinese, or English when it is asked for"""
        for language, expected in [(None, "zh"), ("en", "en"), ("zh-CN,en;q=0.5", "zh")]:
            headers = {"Accept-Language": language} if language else {}
            answer = self.call("GET", "/v1/enterprises", 401, token=None, headers=headers)
            self.assertEqual(answer.headers["Content-Language"], expected)
            self.assertEqual(answer.json["title"].isascii(), expected == "en")

    def test_coverage(self):
        """the tour saw every operation with every status it documents"""
        missing = []
        for (method, template), operation in api.operations().items():
            seen = self.client.seen.get((method, template), set())
            if template == TOKEN:
                continue
            for status in sorted(set(operation["responses"]) - seen - api.UNREACHABLE):
                # 403 where every role is admitted; 409 that only two requests at one instant give;
                # and a document that ships with the program.
                if status == "403" and set(operation["x-roles"]) == ROLES:
                    continue
                if status == "409" and operation["operationId"] in (
                    ONLY_IN_FLIGHT
                    | claims.ONLY_IN_FLIGHT
                    | nurture.ONLY_IN_FLIGHT | monitoring.ONLY_IN_FLIGHT
                    | figures.ONLY_IN_FLIGHT
                ):
                    continue
                if (status, template) == ("404", "/asyncapi.yaml"):
                    continue
                missing.append(f"{method} {template} {status}")
        self.assertEqual(missing, [])
        reached = {str(status) for statuses in self.client.seen.values() for status in statuses}
        self.assertLessEqual({"200", "201", "304", "428"}, reached)


REVIEWS = "/v1/runs/{id}/decisions/{product}/reviews"
TOKEN = "/v1/oauth/token"

# Codes of faults that a schema cannot see: what codes and days mean, and which fact takes what.
MEANING = {
    "/v1/enterprises": {"alphabet", "checksum", "future", "length"},
    "/v1/needs": set(),
    "/v1/enterprises/{id}/facts": {
        "above_max",
        "below_min",
        "contradiction",
        "duplicate",
        "future",
        "type",
        "unknown_fact",
        "unknown_value",
    },
}

# Their only conflict is a request with the same key that still runs.
# Of a question of "what if" it is more needs than a test can make, of bundles more guarantors.
ONLY_IN_FLIGHT = {
    "getBundles",
    "putGuaranteeBank",
    "requestErasure",
    "endReferral",
    "amendEnterprise",
    "replaceFacts",
    "mergeFacts",
    "productWhatIf",
    "policyWhatIf",
    "amendDirectoryEntry",
    "setPause",
    "endPause",
    "changeWebhook",
    "amendClient",
    "revokeClientSecret",
    "deleteWebhook",
    "rotateWebhook",
    "redriveDeadLetters",
    "skipDeadLetters",
}
