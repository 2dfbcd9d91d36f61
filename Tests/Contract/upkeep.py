"""The part of the tour in which operators change what applies, and who is listed."""

import functools
import json
import pathlib
import tempfile

import service
from api import example
from documents import SCHEMAS, read_yaml


class Upkeep:
    """Sweeps of what was published, pauses and the directory."""

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

    def test_publish(self):
        """a product is published once, over the version that was read, by those who may"""
        path = "/v1/products/{id}"
        # The last one: those that other parts of the tour change stay at their first version.
        product = self.call("GET", "/v1/products", 200, query={"limit": 100}).json["data"][-1]
        values, document = {"id": product["code"]}, product["document"]
        match = {"If-Match": self.call("GET", path, 200, values=values).headers["ETag"]}
        draft = document | {"name": document["name"] | {"en": "Pool-backed loan, revised"}}
        rest = {"values": values, "body": draft, "headers": match}
        city = self.service.issue_token("operator", region="340100", subject="operator-of-city")
        for other in [city, self.liaison("cdb", "liaison_manager")]:
            self.call("PUT", path, 403, "forbidden", **rest, token=other)
        rest["token"] = self.liaison(product["institution"]["code"], "liaison_manager")
        for change, pointer in [
            ({"institution": "cdb"}, "/institution"),
            ({"code": "another"}, "/code"),
            ({"surprise": 1}, "/surprise"),
            ({"tenor": {"max_months": 0}}, "/tenor/max_months"),
        ]:
            wrong = rest | {"body": draft | change}
            told = self.call("PUT", path, 422, "validation_failed", **wrong).json["errors"]
            self.assertIn(pointer, [entry["pointer"] for entry in told])
        rest["headers"] = match | {"Idempotency-Key": "contract-product"}
        made = self.call("PUT", path, 200, **rest)
        self.assertEqual(made.json["version"], product["version"] + 1)
        again = self.call("PUT", path, 200, **rest)
        self.assertEqual((again.json, again.headers["Idempotency-Replayed"]), (made.json, "true"))
        shown = self.call("GET", path, 200, values=values)
        self.assertEqual(shown.json["document"], draft)
        self.call("PUT", path, 412, "stale_version", **(rest | {"headers": match}))
        # What was read is sent back as it was; a second time it publishes nothing.
        back = {"values": {"id": product["id"]}, "body": document}
        match = {"If-Match": shown.headers["ETag"]}
        put = self.call("PUT", path, 200, **back, headers=match)
        match = {"If-Match": put.headers["ETag"]}
        same = self.call("PUT", path, 200, **back, headers=match)
        self.assertEqual((put.json["changed"], same.json), (True, put.json | {"changed": False}))

        def swept():
            found, _ = self.client.call("GET", "/v1/sweeps")
            return found.json["data"][0]["state"] == "finished"

        service.wait_for("the sweep of a changed product", swept)

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
