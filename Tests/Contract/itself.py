"""The part of the tour that reads what the service says of itself."""

import functools
import json
import subprocess

import api
import service
from api import STRANGER
from documents import SCHEMAS, faults, read_json, read_yaml, validator


class Itself:
    """Its catalog, its documents, where things came from, and what it could not read."""

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
