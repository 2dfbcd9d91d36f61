"""Every record on the broker is what asyncapi.yaml and the event schemas say."""

import collections
import json
import random
import subprocess
import unittest

import api
import service
import uscc
from documents import faults, formats, read_json, read_yaml, validator
from jsonschema import Draft202012Validator

KCAT_SECONDS = 60
POISON = "no event of anybody"
DEAD_LETTER = "cn.rongqiao.event.deadlettered.v1"
# Only a sweeper that found a need without a run sends this one.
SOMETIMES = {
    "cn.rongqiao.match.requested.v1",
    "cn.rongqiao.decision.flipped.v1",
    "cn.rongqiao.enterprise.newly_qualifies.v1",
}


class Record:
    def __init__(self, line):
        record = json.loads(line)
        self.topic = record["topic"]
        self.partition = record["partition"]
        self.offset = record["offset"]
        self.key = record["key"]
        self.payload = record["payload"]
        names = record.get("headers", [])[::2]
        self.repeated = len(names) != len(set(names))
        self.headers = dict(zip(names, record.get("headers", [])[1::2]))

    @property
    def type(self):
        return self.headers.get("ce_type")

    @property
    def place(self):
        return f"{self.topic}/{self.partition}@{self.offset}"


class Events(unittest.TestCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        cls.service = service.shared()
        cls.client = api.Client(cls.service)
        cls.asyncapi = read_yaml("events/asyncapi.yaml")

    def kcat(self, *arguments, text=None):
        return subprocess.run(
            ["kcat", "-b", self.service.brokers, *arguments],
            input=text,
            stdin=subprocess.DEVNULL if text is None else None,
            capture_output=True,
            timeout=KCAT_SECONDS,
            encoding="utf-8",
            check=True,
        ).stdout

    def read(self, topic):
        """All records of a topic, poison of ours aside."""
        found = self.kcat("-C", "-e", "-q", "-J", "-o", "beginning", "-t", topic).splitlines()
        return [record for record in map(Record, found) if record.payload != POISON]

    def call(self, method, template, status, **rest):
        answer, wrong = self.client.call(method, template, **rest)
        self.assertEqual((answer.status, wrong), (status, []), answer.body)
        return answer

    def new_enterprise(self, number):
        code = uscc.make(random.Random(f"events {number}"))
        body = {
            "uscc": code,
            "name": "合肥事件检验有限公司",
            "region": "340104",
            "industry": "34",
            "registered_on": "2019-05-20",
        }
        return self.call("POST", "/v1/enterprises", 201, body=body).json["id"]

    def submit(self, enterprise):
        body = {
            "enterprise_id": enterprise,
            "amount": {"fen": 100_000_000},
            "tenor_months": 12,
            "purpose": "equipment",
        }
        return self.call("POST", "/v1/needs", 201, body=body)

    def decided(self, need):
        def probe():
            found = self.call("GET", "/v1/needs/{id}", 200, values={"id": need}).json["match"]
            return found["run_id"] if found["state"] == "decided" else None

        return service.wait_for(f"the run of {need}", probe)

    def letters(self):
        return [json.loads(record.payload) for record in self.read("rongqiao.deadletter.v1")]

    def test_everything_happens(self):
        """what an enterprise does is told, in order, with the request's trace"""
        enterprise = self.new_enterprise(1)
        trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
        values = {"id": enterprise}
        fact = {
            "path": "tax.credit_grade",
            "value": "A",
            "source": "tax_bureau",
            "as_of": "2026-04-30",
        }
        path = "/v1/enterprises/{id}/facts"
        headers = {"traceparent": trace}
        self.call("PUT", path, 200, values=values, body={"facts": [fact]}, headers=headers)
        need = self.submit(enterprise)
        values = {"id": need.json["id"]}
        self.decided(values["id"])
        match = {"If-Match": '"1"'}
        change = {"tenor_months": 24}
        self.call("PATCH", "/v1/needs/{id}", 200, values=values, body=change, headers=match)
        self.decided(values["id"])
        match = {"If-Match": '"2"'}
        self.call("POST", "/v1/needs/{id}/withdraw", 200, values=values, headers=match)
        match = {"If-Match": '"1"'}
        body = {"name": "合肥事件检验股份有限公司"}
        self.call(
            "PATCH",
            "/v1/enterprises/{id}",
            200,
            values={"id": enterprise},
            body=body,
            headers=match,
        )
        expected = [
            "enterprise.created", "facts.changed", "need.submitted", "need.decided",
            "need.amended", "need.decided", "need.withdrawn", "enterprise.amended",
        ]  # fmt: skip

        def told():
            own = [r for r in self.read("rongqiao.enterprise.v1") if r.key == enterprise]
            return own if len(own) >= len(expected) else None

        own = service.wait_for("all events of one enterprise", told)
        names = [record.type.removeprefix("cn.rongqiao.").removesuffix(".v1") for record in own]
        self.assertEqual(names, expected)
        self.assertEqual(own[1].headers["traceparent"], trace)

    def test_poison(self):
        """a poison record becomes a dead letter, and the next need is decided"""
        enterprise = self.new_enterprise(2)
        need = self.submit(enterprise).json["id"]
        self.decided(need)
        topic = "rongqiao.enterprise.v1"

        def where():
            return [r for r in self.read(topic) if r.key == enterprise and "decided" in r.type]

        record = service.wait_for("the events of an enterprise", where)[0]
        place = ["-P", "-t", topic, "-p", str(record.partition), "-k", enterprise]
        before = len(self.letters())
        # One record that is no event at all, and one whose data are no JSON.
        self.kcat(*place, text=POISON)
        event = "evt_01932a7e-5b6c-7d8e-9f10-1a2b3c4d5e6f"
        headers = record.headers | {"ce_id": event, "ce_sequence": "1000000"}
        flags = [part for name, value in headers.items() for part in ("-H", f"{name}={value}")]
        self.kcat(*place, *flags, text=POISON)
        self.decided(self.submit(enterprise).json["id"])

        def kept():
            found = self.letters()[before:]
            return found if len(found) >= 2 else None

        found = service.wait_for("two dead letters", kept)
        reasons = {letter["reason"] for letter in found}
        self.assertEqual(reasons, {"event_header_ce_specversion", "event_data"})
        for letter in found:
            self.assertIn(letter["event_id"], (None, event))
            self.assertEqual((letter["topic"], letter["partition"]), (topic, record.partition))

    def test_records(self):
        """every record has the documented headers, and data of its type's schema"""
        headers = Draft202012Validator(
            self.asyncapi["components"]["schemas"]["CloudEventHeaders"], format_checker=formats
        )
        known = set(headers.schema["properties"])
        messages = self.asyncapi["components"]["messages"]
        seen = collections.Counter()
        for channel in self.asyncapi["channels"].values():
            admitted = {
                messages[each["$ref"].rpartition("/")[2]]["name"]
                for each in channel["messages"].values()
            }
            for record in self.read(channel["address"]):
                seen[record.type] += 1
                with self.subTest(record=record.place, headers=record.headers):
                    self.assertFalse(record.repeated)
                    self.assertEqual(faults(headers, record.headers), [])
                    self.assertEqual(set(record.headers) - known, set())
                    self.assertIn(record.type, admitted)
                    self.assertEqual(record.headers["ce_partitionkey"], record.key)
                    address = f"/schemas/events/{record.type}.json"
                    self.assertEqual(record.headers["ce_dataschema"], address)
                    data = json.loads(record.payload)
                    self.assertEqual(faults(validator(f"events/{record.type}.json"), data), [])
                    self.assertEqual(data.get("enterprise_id", record.key), record.key)
        expected = {message["name"] for message in messages.values()} - SOMETIMES
        self.assertEqual(expected - set(seen), set(), "events that were not seen")
        self.assertGreaterEqual(seen["cn.rongqiao.need.decided.v1"], service.SAMPLE)

    def test_sequence(self):
        """events of one enterprise lie in one partition and count up by one, from one"""
        counts, partitions = {}, {}
        for record in self.read("rongqiao.enterprise.v1"):
            number = int(record.headers["ce_sequence"])
            with self.subTest(record=record.place):
                self.assertEqual(number, counts.get(record.key, 0) + 1)
                self.assertEqual(
                    record.partition, partitions.setdefault(record.key, record.partition)
                )
            counts[record.key] = number
        self.assertGreaterEqual(len(counts), service.SAMPLE)

    def test_schemas(self):
        """the schema of each event is served at the address the event names"""
        for message in self.asyncapi["components"]["messages"].values():
            answer = self.client.send("GET", f"/schemas/events/{message['name']}.json")
            self.assertEqual(answer.json, read_json(f"events/{message['name']}.json"))
