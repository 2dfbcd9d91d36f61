"""Every record on the broker is what asyncapi.yaml and the event schemas say."""

import collections
import json
import pathlib
import random
import re
import shutil
import subprocess
import tempfile
import unittest

import api
import service
import uscc
from documents import SCHEMAS, faults, formats, read_json, read_yaml, validator
from jsonschema import Draft202012Validator

KCAT_SECONDS = 60
DEAD_LETTER = "cn.rongqiao.event.deadlettered.v1"


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
        return [record for record in map(Record, found) if record.payload != service.POISON]

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
        # The event follows from the request: the same trace, another span.
        self.assertRegex(own[1].headers["traceparent"], f"^00-{trace[3:35]}-[0-9a-f]{{16}}-01$")
        self.assertNotIn(trace[36:52], own[1].headers["traceparent"])
        for record in own:
            self.assertRegex(record.headers["traceparent"], "^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$")

    def test_poison(self):
        """a poison record becomes a dead letter; its enterprise waits until it is skipped, and no other"""
        enterprise = self.new_enterprise(2)
        need = self.submit(enterprise).json["id"]
        self.decided(need)
        topic = "rongqiao.enterprise.v1"

        def where():
            return [r for r in self.read(topic) if r.key == enterprise and "decided" in r.type]

        record = service.wait_for("the events of an enterprise", where)[0]
        place = ["-P", "-t", topic, "-p", str(record.partition), "-k", enterprise]
        # In what order a topic's partitions are read is nobody's promise.
        before = {json.dumps(letter, sort_keys=True) for letter in self.letters()}
        # One record that is no event at all, and one whose data are no JSON.
        self.kcat(*place, text=service.POISON)
        event = "evt_01932a7e-5b6c-7d8e-9f10-1a2b3c4d5e6f"
        headers = record.headers | {"ce_id": event, "ce_sequence": "1000000"}
        flags = [part for name, value in headers.items() for part in ("-H", f"{name}={value}")]
        self.kcat(*place, *flags, text=service.POISON)

        def kept():
            found = [
                letter
                for letter in self.letters()
                if json.dumps(letter, sort_keys=True) not in before
            ]
            return found if len(found) >= 2 else None

        found = service.wait_for("two dead letters", kept)
        reasons = {letter["reason"] for letter in found}
        self.assertEqual(reasons, {"event_header_ce_specversion", "event_data"})
        for letter in found:
            self.assertIn(letter["event_id"], (None, event))
            self.assertEqual((letter["topic"], letter["partition"]), (topic, record.partition))

        waiting = self.submit(enterprise).json["id"]
        self.decided(self.submit(self.new_enterprise(3)).json["id"])
        held = self.call("GET", "/v1/needs/{id}", 200, values={"id": waiting}).json["match"]
        self.assertNotEqual(held["state"], "decided", "an event went past a dead letter")
        query = {"enterprise_id": enterprise, "state": "open"}
        blocking = self.call("GET", "/v1/dead-letters", 200, query=query).json["data"]
        self.assertTrue(blocking)
        self.assertEqual({letter["blocks"] for letter in blocking}, {True})
        # Newest first they are listed; the oldest one holds up the others.
        for letter in reversed(blocking):
            values = {"id": letter["id"]}
            body = {"reason": "来源系统已更正"}
            self.call("POST", "/v1/dead-letters/{id}/skip", 200, values=values, body=body)
        self.decided(waiting)

    def test_asked_again(self):
        """a need that waits while its worker is paused is asked for again, and decided once"""
        values = {"kind": "worker", "target": "match"}
        path = "/v1/pauses/{kind}/{target}"
        enterprise = self.new_enterprise(4)
        self.call("PUT", path, 200, values=values, body={"reason": "检修"})

        def paused():
            metrics = self.client.send("GET", "/metrics").body.decode()
            return re.search(r'^rongqiao_worker_paused\{[^}]*match[^}]*\} 1', metrics, re.M)

        def own():
            found = self.read("rongqiao.enterprise.v1")
            return collections.Counter(r.type for r in found if r.key == enterprise)

        try:
            service.wait_for("the pause of the match worker", paused)
            need = self.submit(enterprise).json["id"]
            # What is still on its way is not asked for a second time.
            service.wait_for("its event", lambda: own()["cn.rongqiao.need.submitted.v1"])
            self.service.command("reconcile")
            asked = "cn.rongqiao.match.requested.v1"
            service.wait_for("the request", lambda: own()[asked])
            held = self.call("GET", "/v1/needs/{id}", 200, values={"id": need}).json["match"]
            self.assertNotEqual(held["state"], "decided")
        finally:
            self.call("DELETE", path, 200, values=values)
        self.decided(need)
        service.wait_for("its decision", lambda: own()["cn.rongqiao.need.decided.v1"])
        self.assertEqual(own()["cn.rongqiao.need.decided.v1"], 1)

    def test_flips(self):
        """a product that now takes everybody flips verdicts, and says who newly qualifies"""
        with tempfile.TemporaryDirectory() as folder:
            target = pathlib.Path(folder) / "catalog"
            shutil.copytree(SCHEMAS / "catalog", target)
            # JSON is YAML; a product without criteria and limits fits every need.
            name = "products/abc-nashui-edai.yaml"
            product = dict(read_yaml(f"catalog/{name}")) | {"criteria": []}
            for member in ("amount", "tenor", "limit", "min_coverage_ppm"):
                product.pop(member, None)
            (target / name).write_text(json.dumps(product), "utf-8")
            self.service.command("import", "catalog", str(target))
        wanted = {"cn.rongqiao.decision.flipped.v1", "cn.rongqiao.enterprise.newly_qualifies.v1"}

        def told():
            return wanted <= {record.type for record in self.read("rongqiao.enterprise.v1")}

        service.wait_for("flips and gains", told, 60)

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
        expected = {message["name"] for message in messages.values()}
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
