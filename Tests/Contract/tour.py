"""What every part of the tour asks with."""

import functools
import os
import random

import api
import service
import uscc
from api import STRANGER
from documents import faults

SEED = int(os.environ.get("CONTRACT_SEED", "20260101"))


class Ground:
    """Tokens, exchanges that are held against the document, and enterprises of one's own."""

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
