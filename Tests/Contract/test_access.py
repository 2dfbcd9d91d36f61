"""Access tokens checked with keys that an identity provider serves and changes."""

import contextlib
import http.server
import json
import pathlib
import re
import signal
import subprocess
import tempfile
import threading
import unittest
import urllib.error
import urllib.request

import service

# The shortest interval at which keys are read again.
INTERVAL_SECONDS = 10


class Provider:
    """Serves a key set on the loopback address; `keys` may be changed at any time."""

    def __init__(self):
        self.keys = {"keys": []}
        self.asked = 0
        provider = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                provider.asked += 1
                body = json.dumps(provider.keys).encode()
                self.send_response(200 if self.path == "/jwks" else 404)
                self.send_header("Content-Type", "application/jwk-set+json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/jwks"
        self._thread = threading.Thread(target=self.server.serve_forever, daemon=True)
        self._thread.start()

    def stop(self):
        self.server.shutdown()
        self.server.server_close()
        self._thread.join(10)


class Serve:
    """`rongqiao serve` over the database of the running service."""

    def __init__(self, folder, **own):
        self.log = folder / "serve.log"
        with open(self.log, "wb") as log:
            self.process = subprocess.Popen(
                [service.PROGRAM, "serve"],
                env=service.environment(
                    RONGQIAO_DATABASE_URL=service.shared().database,
                    RONGQIAO_SEALING_KEYS=service.shared().sealing_keys,
                    RONGQIAO_HTTP_PORT="0",
                    **own,
                ),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        try:
            self.base = service.wait_for("the address of serve", self._address)
        except BaseException:
            self.stop()
            raise

    def _address(self):
        if self.process.poll() is not None:
            raise AssertionError(f"serve ended: {self.text()[-2000:]}")
        found = re.search(r"API on (http://[\d.]+:\d+)", self.text())
        return found and found.group(1)

    def text(self):
        return self.log.read_text(encoding="utf-8", errors="replace")

    def status(self, path, token=None):
        request = urllib.request.Request(self.base + path)
        if token:
            request.add_header("Authorization", f"Bearer {token}")
        try:
            with urllib.request.urlopen(request, timeout=10) as answer:
                return answer.status
        except urllib.error.HTTPError as error:
            error.close()
            return error.code

    def stop(self):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        with contextlib.suppress(subprocess.TimeoutExpired):
            return self.process.wait(service.STOP_SECONDS)
        self.process.kill()
        self.process.wait(10)
        return None


class Keys(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="rongqiao-keys-"))
        self.addCleanup(self._remove)
        self.provider = Provider()
        self.addCleanup(self.provider.stop)

    def _remove(self):
        for path in self.folder.iterdir():
            path.unlink()
        self.folder.rmdir()

    def _issuer(self, name):
        """A key of its own: its public key set and a token it signed."""
        key = str(self.folder / name)
        keys = json.loads(service.command("token", "--jwks", RONGQIAO_JWT_KEY=key))
        token = service.command("token", "--role", "operator", RONGQIAO_JWT_KEY=key)
        return keys["keys"], token.strip()

    def test_rotation(self):
        """keys come from the identity provider's address, and follow it when they change"""
        old_keys, old = self._issuer("old")
        new_keys, new = self._issuer("new")
        serve = Serve(
            self.folder,
            RONGQIAO_JWT_KEYS_URL=self.provider.url,
            RONGQIAO_JWT_KEYS_SECONDS=str(INTERVAL_SECONDS),
        )
        self.addCleanup(serve.stop)
        # The provider serves no key yet: nothing is taken, and the service says it is not ready.
        self.assertEqual(serve.status("/v1/facts", old), 503)
        self.assertEqual(serve.status("/readyz"), 503)
        self.provider.keys = {"keys": old_keys}
        service.wait_for("the first keys", lambda: serve.status("/readyz") == 200)
        self.assertEqual(serve.status("/v1/facts", old), 200)
        self.assertEqual(serve.status("/v1/facts", new), 401)
        self.provider.keys = {"keys": new_keys}
        service.wait_for("the new key", lambda: serve.status("/v1/facts", new) == 200)
        self.assertEqual(serve.status("/v1/facts", old), 401)
        self.assertEqual(serve.stop(), 0)
        self.assertNotIn(old, serve.text())

    def test_plain_address(self):
        """keys are not read over plain HTTP from another machine"""
        for url in ["http://id.example.cn/jwks", "ftp://127.0.0.1/jwks", "https://", "jwks"]:
            with self.subTest(url=url):
                done = subprocess.run(
                    [service.PROGRAM, "serve"],
                    env=service.environment(
                        RONGQIAO_DATABASE_URL=service.shared().database,
                        RONGQIAO_SEALING_KEYS=service.shared().sealing_keys,
                        RONGQIAO_JWT_KEYS_URL=url,
                    ),
                    stdin=subprocess.DEVNULL,
                    capture_output=True,
                    timeout=service.COMMAND_SECONDS,
                    encoding="utf-8",
                )
                self.assertEqual(done.returncode, 78)
                self.assertIn("RONGQIAO_JWT_KEYS_URL", done.stderr)
