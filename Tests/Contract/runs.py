"""The part of the tour that asks for money, and reads and questions what was decided."""

import json
import pathlib
import tempfile

import service
from api import example

REVIEWS = "/v1/runs/{id}/decisions/{product}/reviews"


class Runs:
    """Needs, their runs, reviews of decisions and the documents of a run."""

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
