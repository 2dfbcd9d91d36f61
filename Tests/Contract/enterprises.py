"""The part of the tour that registers enterprises and says what is known of them."""

import service
import uscc
from api import example


class Enterprises:
    """Enterprises and their facts."""

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
