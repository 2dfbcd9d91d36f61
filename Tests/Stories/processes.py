"""API servers and workers over the database of a story, killed at random while it goes on."""

import contextlib
import pathlib
import random
import tempfile
import threading
import time
import uuid

from client import exchange
from tale import Process, check, service

# How long one request is tried again while processes come back.
PATIENCE_SECONDS = 120
PAUSE_SECONDS = 0.1
# What another attempt may change: nobody answered, or the first attempt is still under way.
AGAIN = {"lost", "unavailable", "idempotency_in_flight"}
# Between two looks at what must always hold.
LOOK_SECONDS = 0.5


class Fire:
    """Servers and workers side by side, of which one after the other is killed and comes back."""

    def __init__(self, tale, folder, servers, workers, seed):
        self.tale = tale
        self.chance = random.Random(f"killer {seed}")
        self.servers, self.workers = [], []
        self.over = threading.Event()
        self.killed = {"servers": 0, "workers": 0}
        # Who ended without being killed, or did not come back.
        self.failures = []
        # A worker is killed at least so often, and a server.
        self.wanted = 3 if tale.full else 1
        try:
            for number in range(servers):
                self.servers.append(Process(tale, folder, number, "serve"))
            for number, name in enumerate(workers):
                self.workers.append(Process(tale, folder, number, "worker", name))
        except BaseException:
            self.stop()
            raise
        self.killer = threading.Thread(target=self.kill, daemon=True)
        self.killer.start()

    def kill(self):
        """By turns a server and a worker, any of them."""
        while not self.over.wait(0.5):
            for kind, among in (("servers", self.servers), ("workers", self.workers)):
                try:
                    self.strike(kind, self.chance.choice(among))
                except Exception as error:  # noqa: BLE001
                    self.failures.append(str(error))

    def strike(self, kind, victim):
        """Kills a process and starts it again; one that was dead already is none that was killed."""
        if victim.process.poll() is None:
            victim.kill()
            self.killed[kind] += 1
        else:
            self.failures.append(f"{victim.arguments} ended by itself: {victim.said()}")
        victim.start()

    @property
    def bases(self):
        """Where the servers answer now."""
        return [each.base for each in self.servers]

    @property
    def is_hot(self):
        """Whether enough was killed for a storm to end."""
        return min(self.killed.values()) >= self.wanted

    def stop(self):
        self.over.set()
        if hasattr(self, "killer"):
            # It may be starting somebody, who is to be stopped as well.
            self.killer.join(2 * service.STOP_SECONDS)
        for each in self.servers + self.workers:
            each.stop()

    def ask(self, path, body, token, key, chance):
        """The status and the answer of one attempt on one of the servers."""
        return exchange(chance.choice(self.bases), path, token, body, key)

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
            self.over.wait(PAUSE_SECONDS)


@contextlib.contextmanager
def under_fire(tale, workers, seed, servers=3):
    """A `Fire` for the time of a storm; counts what was killed. Whoever does not come back breaks it."""
    with tempfile.TemporaryDirectory() as folder:
        fire = Fire(tale, pathlib.Path(folder), servers, workers, seed)
        try:
            yield fire
        finally:
            fire.stop()
            tale.count(killed=fire.killed["servers"], killed_workers=fire.killed["workers"])
        check(not fire.failures, f"{len(fire.failures)} did not come back: {fire.failures[:2]}")


@contextlib.contextmanager
def watched(tale, look):
    """Calls `look` again and again for the time of a storm; what it raises breaks the storm at its end."""
    over = threading.Event()
    looks, failures = [], []

    def watch():
        while not over.wait(LOOK_SECONDS):
            try:
                look()
            except Exception as error:  # noqa: BLE001
                failures.append(error)
                return
            looks.append(time.monotonic())

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield
    finally:
        over.set()
        watcher.join(2 * service.COMMAND_SECONDS)
        tale.count(looks=len(looks))
    check(not watcher.is_alive(), "a look takes for ever")
    if failures:
        raise failures[0]
    check(looks, "nobody looked")
