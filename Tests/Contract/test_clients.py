"""Systems of institutions: tokens for a secret as OAuth 2.0 says, and limits of what one may ask."""

import base64
import json
import pathlib
import random
import shutil
import subprocess
import tempfile
import types
import unittest
import urllib.parse

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

import api
import service
import uscc
from test_access import Serve

TOKEN = "/v1/oauth/token"
FORM = "application/x-www-form-urlencoded"
GRANT = b"grant_type=client_credentials"
# The probes, which nobody limits.
UNLIMITED = {"/livez", "/readyz", "/metrics"}


def basic(name, secret):
    """RFC 6749 section 2.3.1: both form-encoded, then HTTP Basic."""
    pair = f"{urllib.parse.quote_plus(name)}:{urllib.parse.quote_plus(secret)}"
    return "Basic " + base64.b64encode(pair.encode()).decode()


def decode(part):
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))


def verify(token, keys):
    """The claims of a token that a key of a JWK Set signed; no code of ours checks it."""
    head, body, signature = token.split(".")
    header = json.loads(decode(head))
    assert header["alg"] == "EdDSA", header
    found = next(key for key in keys if key["kid"] == header["kid"])
    key = Ed25519PublicKey.from_public_bytes(decode(found["x"]))
    try:
        key.verify(decode(signature), f"{head}.{body}".encode())
    except InvalidSignature as wrong:
        raise AssertionError("the signature is not of that key") from wrong
    return json.loads(decode(body))


class Clients(unittest.TestCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        cls.service = service.shared()
        cls.client = api.Client(cls.service)

    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="rongqiao-clients-"))
        self.addCleanup(shutil.rmtree, self.folder)

    def run_json(self, *arguments):
        return json.loads(self.service.command("clients", *arguments, "--json"))

    def create(self, role="liaison"):
        """A client of a bank with its first secret, as the command line makes it."""
        return self.run_json(
            "create", "--institution", "huishang", "--role", role, "--name", "合同检验"
        )

    def ask(self, status, made=None, error=None, client=None, body=GRANT, headers=None, **rest):
        """One request for a token with the answer it must have; its JSON."""
        fields = {"Content-Type": FORM}
        if made:
            fields["Authorization"] = basic(made["client_id"], made["secret"])
        answer, wrong = (client or self.client).call(
            "POST", TOKEN, body=body, headers=fields | (headers or {}), **rest
        )
        self.assertEqual((answer.status, wrong), (status, []), answer.body)
        if error:
            self.assertEqual(answer.json["error"], error)
        return answer

    def token(self, made, client=None):
        return self.ask(200, made, client=client).json["access_token"]

    def status(self, token, path="/v1/offers", client=None):
        answer, wrong = (client or self.client).call("GET", path, token=token)
        self.assertEqual(wrong, [])
        return answer.status

    def serve(self, **own):
        """Another API process over the same database, and a client of it."""
        keys = self.folder / "keys.json"
        keys.write_text(self.service.command("token", "--jwks"))
        serve = Serve(self.folder, RONGQIAO_JWKS=str(keys), **own)
        self.addCleanup(serve.stop)
        host, port = serve.base.removeprefix("http://").split(":")
        place = types.SimpleNamespace(address=(host, int(port)), token=self.service.token)
        return serve, api.Client(place)

    @property
    def key(self):
        return str(self.service.state / "keys/clients.jwk")

    def test_token(self):
        """a client gets a token for its secret, signed by a served key, with what its role has"""
        made = self.create()
        answer = self.ask(200, made)
        self.assertEqual(set(answer.json), {"access_token", "token_type", "expires_in"})
        token = answer.json["access_token"]
        keys, _ = self.client.call("GET", "/.well-known/jwks.json")
        claims = verify(token, keys.json["keys"])
        self.assertEqual(claims["iss"], "rongqiao-clients")
        self.assertEqual(claims["exp"] - claims["iat"], answer.json["expires_in"])
        self.assertEqual([claims["sub"], claims["client_id"]], [made["client_id"]] * 2)
        self.assertEqual([claims["role"], claims["org"]], ["liaison", "huishang"])
        self.assertEqual(self.status(token), 200)
        self.assertEqual(self.status(token, "/v1/enterprises"), 403)
        self.assertEqual(self.status(token[:-4] + "AAAA"), 401)
        # A client that is a manager manages its institution, but no clients.
        manager = self.token(self.create("liaison_manager"))
        self.assertEqual(self.status(manager, "/v1/webhooks"), 200)
        answer, wrong = self.client.call(
            "POST", "/v1/clients", body={"name": "x", "role": "liaison"}, token=manager
        )
        self.assertEqual((answer.status, answer.code, wrong), (403, "forbidden", []))
        # Nothing that is ever logged holds a secret or a token.
        log = "\n".join(self.service.lines())
        self.assertNotIn("rqsec_", log)
        self.assertNotIn(token, log)

    def test_refused(self):
        """an unknown client and a wrong secret are told alike, and faults have the codes of the RFC"""
        made = self.create()
        answers = [
            self.ask(401, wrong, "invalid_client")
            for wrong in [
                made | {"secret": made["secret"][:-1] + "-"},
                made | {"client_id": "cli_01932a7e-5b6c-7d8e-9f10-1a2b3c4d5e6f"},
                made | {"client_id": "nobody", "secret": ""},
            ]
        ]
        self.assertEqual(len({answer.body for answer in answers}), 1)
        names = {tuple(sorted(set(answer.headers) - {"Date"})) for answer in answers}
        self.assertEqual(len(names), 1)
        self.ask(401, error="invalid_client")
        bearer = {"Authorization": f"Bearer {self.service.token}"}
        self.ask(401, error="invalid_client", headers=bearer)
        for body, error in [
            (b"", "invalid_request"), (b"grant_type=", "invalid_request"),
            (GRANT + b"&" + GRANT, "invalid_request"),
            (GRANT + b"&client_secret=x", "invalid_request"),
            (b"grant_type=password", "unsupported_grant_type"),
            (b"grant_type=authorization_code&code=x", "unsupported_grant_type"),
            (GRANT + b"&scope=all", "invalid_scope"), (b"\xff=\xff", "invalid_request"),
            (GRANT + b"&x=" + b"x" * 10_000, "invalid_request"),
        ]:  # fmt: skip
            with self.subTest(body=body[:60]):
                self.ask(400, made, error, body=body)
        self.ask(400, made, "invalid_request", headers={"Content-Type": "application/json"})
        self.ask(400, made, "invalid_request", query={"grant_type": "client_credentials"})
        long = self.ask(414, made, query={"surprise": "x" * 9_000})
        self.assertEqual(long.code, "uri_too_long")
        self.ask(200, made, body=GRANT + b"&unknown=1")

    def test_rotation(self):
        """one secret takes over from another without a gap, and a revoked one brings nothing"""
        old = self.create()
        new = self.run_json("rotate", old["client_id"])
        self.assertEqual([self.status(self.token(each)) for each in (old, new)], [200, 200])
        self.run_json("revoke", old["client_id"], old["id"])
        self.ask(401, old, "invalid_client")
        self.ask(200, new)
        third = self.run_json("rotate", old["client_id"], "--days", "1")
        self.ask(200, third)
        minute = "interval '1 minute'"
        self.service.sql(
            f"UPDATE api_client_secret SET created_at = now() - 2 * {minute}, last_used_at = NULL, "
            f"expires_at = now() - {minute} WHERE id = '{third['id'].removeprefix('sec_')}'"
        )
        self.ask(401, third, "invalid_client")
        text = self.service.command("clients", "list", "--limit", "100")
        self.assertIn(old["client_id"], text)
        self.assertNotIn("rqsec_", text)

    def test_disabled(self):
        """a disabled client gets no token; those it has count until they expire"""
        made = self.create()
        token = self.token(made)
        values = {"id": made["client_id"]}
        name, reason = made["client_id"], ["--reason", "检验"]
        self.assertEqual(self.run_json("disable", name, *reason)[0]["state"], "disabled")
        self.ask(401, made, "invalid_client")
        self.assertEqual(self.status(token), 200)
        shown, _ = self.client.call("GET", "/v1/clients/{id}", values=values)
        self.assertEqual(shown.json["disabled"]["reason"], "检验")
        self.assertEqual(self.run_json("enable", name, *reason)[0]["state"], "active")
        self.ask(200, made)

    def test_audience(self):
        """a token for another audience or of another issuer is refused, though its key is the same"""
        made = self.create()
        ours = self.token(made)
        for own in [{"RONGQIAO_JWT_AUDIENCE": "another"}, {"RONGQIAO_OAUTH_ISSUER": "another"}]:
            serve, client = self.serve(RONGQIAO_OAUTH_KEY=self.key, **own)
            theirs = self.token(made, client)
            with self.subTest(**own):
                self.assertEqual(self.status(theirs, client=client), 200)
                self.assertEqual(self.status(theirs), 401)
                self.assertEqual(self.status(ours, client=client), 401)
            serve.stop()
        # As another process of the same service has it.
        serve, client = self.serve(RONGQIAO_OAUTH_KEY=self.key, RONGQIAO_OAUTH_TOKEN_SECONDS="60")
        self.assertEqual(self.status(ours, client=client), 200)
        self.assertEqual(self.ask(200, made, client=client).json["expires_in"], 60)

    def test_no_key(self):
        """without a key file no token is issued, and one that is not there stops the start"""
        _, client = self.serve()
        self.ask(400, self.create(), "unsupported_grant_type", client=client)
        keys, _ = client.call("GET", "/.well-known/jwks.json")
        self.assertEqual(len(keys.json["keys"]), 1)
        done = subprocess.run(
            [service.PROGRAM, "serve"],
            env=service.environment(
                RONGQIAO_DATABASE_URL=self.service.database,
                RONGQIAO_SEALING_KEYS=self.service.sealing_keys,
                RONGQIAO_JWKS=str(self.folder / "keys.json"),
                RONGQIAO_OAUTH_KEY=str(self.folder / "missing.jwk"),
            ),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=service.COMMAND_SECONDS,
            encoding="utf-8",
        )
        self.assertEqual(done.returncode, 78, done.stderr)
        self.assertIn("RONGQIAO_OAUTH_KEY", done.stderr)
        self.assertFalse((self.folder / "missing.jwk").exists())

    def test_limits(self):
        """on every route more than the limit is 429 with when to come again, and changes nothing"""
        kinds = ["READS", "WRITES", "HEAVY", "TOKENS"]
        serve, client = self.serve(
            RONGQIAO_OAUTH_KEY=self.key, **{f"RONGQIAO_LIMIT_{kind}": "1" for kind in kinds}
        )
        for (method, template), operation in api.operations().items():
            # Nothing of the request is looked at by then.
            values = {name: "x" for name in api.parameters(operation, "path")}
            body = {} if "requestBody" in operation else None
            answer = None
            for _ in range(2):
                answer, wrong = client.call(method, template, values=values, body=body)
                self.assertEqual(wrong, [])
            with self.subTest(route=f"{method} {template}"):
                if template in UNLIMITED:
                    self.assertNotEqual(answer.status, 429)
                    continue
                self.assertEqual((answer.status, answer.code), (429, "rate_limited"))
                self.assertLessEqual(int(answer.headers["Retry-After"]), 60)
                self.assertTrue(answer.json["retryable"])
        code = uscc.make(random.Random("limits"))
        firm = {
            "uscc": code, "name": "合肥限流检验有限公司", "region": "340104", "industry": "34",
            "registered_on": "2019-05-20",
        }  # fmt: skip
        refused, _ = client.call("POST", "/v1/enterprises", body=firm)
        self.assertEqual(refused.status, 429)
        found, _ = self.client.call("GET", "/v1/enterprises", query={"uscc": code})
        self.assertEqual(found.json["data"], [])
        # Another client has its own limit, and those who watch have none.
        other = self.service.issue_token("operator", subject="somebody-9")
        self.assertEqual(self.status(other, client=client), 200)
        self.assertEqual(self.status(other, client=client), 429)
        metrics, _ = client.call("GET", "/metrics")
        text = metrics.body.decode()
        for kind in kinds:
            self.assertRegex(
                text, rf'rongqiao_rate_limited_total\{{class="{kind.lower()}"\}} [1-9]'
            )
        self.assertNotIn("somebody-9", text)
        serve.stop()

    def test_guessing(self):
        """whoever guesses a client's secret is slowed down, and keeps nobody else out"""
        _, client = self.serve(RONGQIAO_OAUTH_KEY=self.key, RONGQIAO_LIMIT_TOKEN_FAILURES="3")
        made, other = self.create(), self.create()
        wrong = made | {"secret": "rqsec_guess"}
        for _ in range(3):
            self.ask(401, wrong, "invalid_client", client=client)
        self.assertEqual(self.ask(429, wrong, client=client).code, "rate_limited")
        self.ask(200, other, client=client)
