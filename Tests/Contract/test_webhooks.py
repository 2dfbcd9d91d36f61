"""What the running service sends by webhook, as a receiver sees it; no code of ours checks it."""

import json
import random
import unittest

import api
import service
import uscc
from receiver import Receiver, verify

SEED = 20260102


class Webhooks(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.service = service.shared()
        cls.client = api.Client(cls.service)
        cls.random = random.Random(SEED)

    def setUp(self):
        self.receiver = Receiver()
        self.addCleanup(self.receiver.stop)
        body = {
            "uscc": uscc.make(self.random),
            "name": "合肥回调检验有限公司",
            "region": "340104",
            "industry": "34",
            "registered_on": "2019-05-20",
        }
        self.enterprise = self.call("POST", "/v1/enterprises", 201, body=body)["id"]
        entered = {"url": self.receiver.url, "organisation": self.enterprise}
        self.hook = self.call("POST", "/v1/webhooks", 201, body=entered)
        self.values = {"id": self.hook["id"]}
        self.addCleanup(self.call, "DELETE", "/v1/webhooks/{id}", 200, values=self.values)

    def call(self, method, template, status, **rest):
        answer, wrong = self.client.call(method, template, **rest)
        self.assertEqual((answer.status, wrong), (status, []), answer.body[:1_000])
        return answer.json

    def deliveries(self, state=None):
        query = {"limit": 100} | ({"state": state} if state else {})
        return self.call(
            "GET", "/v1/webhooks/{id}/deliveries", 200, values=self.values, query=query
        )["data"]

    def keys(self):
        hook = self.call("GET", "/v1/webhooks/{id}", 200, values=self.values)
        return [key["public_key"] for key in hook["keys"]]

    def test_signature(self):
        """what happens to an enterprise comes to its address, thin and signed by the shown keys"""
        need = {
            "enterprise_id": self.enterprise,
            "amount": {"fen": 300_000_000, "currency": "CNY"},
            "tenor_months": 12,
            "purpose": "working_capital",
            "security": ["credit"],
        }
        self.call("POST", "/v1/needs", 201, body=need)
        service.wait_for("both events", lambda: len(self.receiver.calls) >= 2)
        kinds = []
        for headers, body in self.receiver.calls:
            event = json.loads(body)
            kinds.append(event["type"])
            self.assertEqual(set(event), {"type", "timestamp", "data"})
            self.assertEqual(event["data"]["enterprise_id"], self.enterprise)
            self.assertTrue(headers["webhook-id"].startswith("evt_"))
            self.assertTrue(verify(headers, body, self.keys()[0]))
            self.assertFalse(verify(headers, body + b" ", self.keys()[0]))
            later = headers | {"webhook-timestamp": str(int(headers["webhook-timestamp"]) + 1)}
            self.assertFalse(verify(later, body, self.keys()[0]))
            self.assertNotIn("合肥", body.decode())
            self.assertLess(len(body), 20 * 1024)
        expected = ["cn.rongqiao.need.decided.v1", "cn.rongqiao.need.submitted.v1"]
        self.assertEqual(sorted(kinds), expected)

    def test_rotation(self):
        """while a key is rotated a message is signed by both, and 410 stops everything"""
        old = self.keys()[0]
        self.call("POST", "/v1/webhooks/{id}/rotate", 200, values=self.values, body={})
        new = self.keys()[0]
        self.assertNotEqual(old, new)
        self.call("POST", "/v1/webhooks/{id}/test", 202, values=self.values)
        service.wait_for("the test", lambda: self.receiver.calls)
        headers, body = self.receiver.calls[0]
        self.assertEqual([verify(headers, body, key) for key in (new, old)], [True, True])
        self.assertEqual(json.loads(body)["type"], "cn.rongqiao.webhook.test.v1")
        delivered = service.wait_for("the note of it", lambda: self.deliveries("delivered"))
        again = {"ids": [delivered[0]["id"]]}
        self.call("POST", "/v1/webhooks/{id}/replay", 200, values=self.values, body=again)
        service.wait_for("the replay", lambda: len(self.receiver.calls) == 2)
        # The same message: whoever has handled it knows.
        self.assertEqual(self.receiver.calls[1][0]["webhook-id"], headers["webhook-id"])
        self.receiver.status = 410
        self.call("POST", "/v1/webhooks/{id}/test", 202, values=self.values)

        def disabled():
            hook = self.call("GET", "/v1/webhooks/{id}", 200, values=self.values)
            return hook["disabled_reason"] == "gone"

        service.wait_for("the end of it", disabled)
