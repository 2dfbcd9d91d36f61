"""The part of the tour that sends too much, and what is nearly right."""

import api
import uscc
from api import example
from documents import faults
from mutations import mutants
from tour import SEED

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


class Bodies:
    """Too many needs, and bodies that were changed at random."""

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
