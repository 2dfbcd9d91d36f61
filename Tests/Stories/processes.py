"""API servers and workers over the database of a story, killed at random while it goes on."""

import contextlib
import http.client
import json
import pathlib
import random
import re
import signal
import subprocess
import tempfile
import threading
import time
import urllib.error
import urllib.request
import uuid

from tale import check, service

# The database is started with as many connections as all of them open, and more than the service needs.
service.SETTINGS["RONGQIAO_DATABASE_CONNECTIONS"] = "100"
# How long one request is tried again while processes come back.
PATIENCE_SECONDS = 120
# What another attempt may change: nobody answered, or the first attempt is still under way.
AGAIN = {"lost", "unavailable", "idempotency_in_flight"}


class Process:
    """`rongqiao serve` or `rongqiao worker NAME`, which may be killed at any time."""

    def __init__(self, tale, folder, arguments, number):
        self.tale, self.arguments = tale, arguments
        self.log = folder / f"{'-'.join(arguments)}-{number}.log"
        self.base = None
        self.start()

    def start(self):
        shared = self.tale.service
        with open(self.log, "wb") as log:
            self.process = subprocess.Popen(
                [service.PROGRAM, *self.arguments],
                env=service.environment(
                    RONGQIAO_DATABASE_URL=shared.database,
                    RONGQIAO_KAFKA_BROKERS=shared.brokers,
                    RONGQIAO_SEALING_KEYS=shared.sealing_keys,
                    RONGQIAO_JWT_KEYS_URL=f"{shared.base}/.well-known/jwks.json",
                    RONGQIAO_HTTP_PORT="0",
                    RONGQIAO_SWEEP_SECONDS="1",
                    # Several processes share the connections that the database has.
                    RONGQIAO_DATABASE_CONNECTIONS="8",
                ),
                stdin=subprocess.DEVNULL, stdout=log, stderr=log,
            )  # fmt: skip
        self.base = service.wait_for(f"the address of {self.log.stem}", self.address, 60)

    def address(self):
        text = self.log.read_text(encoding="utf-8", errors="replace")
        check(self.process.poll() is None, f"{self.log.stem} ended: {text[-1000:]}")
        found = re.search(r"(?:API on|answers on) (http://[\d.]+:\d+)", text)
        return found and found.group(1)

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(10)

    def stop(self):
        with contextlib.suppress(ProcessLookupError):
            self.process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(service.STOP_SECONDS)
            return
        self.kill()


class Fire:
    """Servers and workers side by side, of which one after the other is killed and comes back."""

    def __init__(self, tale, folder, servers, workers, seed):
        self.tale = tale
        self.chance = random.Random(f"killer {seed}")
        self.servers, self.workers = [], []
        self.over = threading.Event()
        self.killed = {"servers": 0, "workers": 0}
        # A worker is killed at least so often, and a server.
        self.wanted = 3 if tale.full else 1
        try:
            for number in range(servers):
                self.servers.append(Process(tale, folder, ["serve"], number))
            for number, name in enumerate(workers):
                self.workers.append(Process(tale, folder, ["worker", name], number))
        except BaseException:
            self.stop()
            raise
        self.killer = threading.Thread(target=self.kill, daemon=True)
        self.killer.start()

    def kill(self):
        """By turns a server and a worker, any of them."""
        while not self.over.wait(0.5):
            for kind, among in (("servers", self.servers), ("workers", self.workers)):
                victim = self.chance.choice(among)
                victim.kill()
                self.killed[kind] += 1
                with contextlib.suppress(AssertionError):
                    victim.start()

    @property
    def is_hot(self):
        """Whether enough was killed for a storm to end."""
        return min(self.killed.values()) >= self.wanted

    def stop(self):
        self.over.set()
        if hasattr(self, "killer"):
            # It may be starting somebody, who is to be stopped as well.
            self.killer.join(service.STOP_SECONDS)
        for each in self.servers + self.workers:
            each.stop()

    def ask(self, path, body, token, key, chance):
        """The status and the answer of one attempt on one of the servers."""
        request = urllib.request.Request(
            chance.choice(self.servers).base + path, data=json.dumps(body).encode(), method="POST"
        )
        request.add_header("Authorization", f"Bearer {token}")
        request.add_header("Content-Type", "application/json")
        request.add_header("Idempotency-Key", key)
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return str(answer.status), json.loads(answer.read())
        except urllib.error.HTTPError as error:
            with error, contextlib.suppress(OSError, http.client.HTTPException, ValueError):
                problem = json.loads(error.read())
                return problem.get("code", str(error.code)), problem
        except (OSError, http.client.HTTPException, ValueError):
            pass
        # Killed before it answered, or in the middle of its answer.
        return "lost", None

    def settle(self, path, body, token, chance):
        """Asks with one key until an answer comes that another attempt would not change."""
        key = str(uuid.uuid4())
        deadline = time.monotonic() + PATIENCE_SECONDS
        while True:
            status, answer = self.ask(path, body, token, key, chance)
            if status not in AGAIN:
                return status, answer
            self.tale.count(repeated=1)
            check(time.monotonic() < deadline, f"no answer to POST {path}")
            time.sleep(0.1)


@contextlib.contextmanager
def under_fire(tale, workers, seed, servers=3):
    """A `Fire` for the time of a storm; counts what was killed."""
    with tempfile.TemporaryDirectory() as folder:
        fire = Fire(tale, pathlib.Path(folder), servers, workers, seed)
        try:
            yield fire
        finally:
            fire.stop()
            tale.count(killed=fire.killed["servers"], killed_workers=fire.killed["workers"])
