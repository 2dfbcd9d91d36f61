"""The part of the tour that lets other programs in, and tells them what happened."""

import functools

from api import example


class Programs:
    """Webhooks and clients."""

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
