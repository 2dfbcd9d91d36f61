"""What every story has: promises that are held or not, storms, and a last line that counts them."""

import concurrent.futures
import contextlib
import ctypes
import json
import os
import pathlib
import re
import signal
import subprocess
import sys
import threading
import time
import traceback

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "Tests/Contract"))

import api  # noqa: E402
import service  # noqa: E402


# prctl(2): the signal this process gets when its parent is gone.
PR_SET_PDEATHSIG = 1
# How long a service may have no connection, or no lock in time, for whoever asks again.
BUSY_SECONDS = 120


def interrupt(*_):
    raise KeyboardInterrupt


class Broken(AssertionError):
    """A promise that was not held."""

# The database is started with as many connections as all processes of a story open, and more than the
# service needs.
service.SETTINGS["RONGQIAO_DATABASE_CONNECTIONS"] = "100"


class Process:
    """`rongqiao serve` or a worker over the servers of the story, which may be killed at any time."""

    def __init__(self, tale, folder, number, *arguments):
        self.tale, self.arguments = tale, arguments
        self.log = folder / f"{arguments[-1]}-{number}.log"
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
                    RONGQIAO_KAFKA_EMBEDDED="yes",
                    RONGQIAO_SEALING_KEYS=shared.sealing_keys,
                    RONGQIAO_JWT_KEYS_URL=f"{shared.base}/.well-known/jwks.json",
                    RONGQIAO_HTTP_PORT="0",
                    RONGQIAO_SWEEP_SECONDS="1",
                    # Receivers of webhooks are on this machine.
                    RONGQIAO_WEBHOOK_PRIVATE_ADDRESSES="allow",
                    # Several processes share the connections that the database has.
                    RONGQIAO_DATABASE_CONNECTIONS="8",
                ),
                stdin=subprocess.DEVNULL, stdout=log, stderr=log,
            )  # fmt: skip
        self.base = service.wait_for(f"the address of {self.arguments[-1]}", self.address, 60)

    def address(self):
        check(self.process.poll() is None, f"{self.arguments} ended: {self.said()}")
        text = self.log.read_text(encoding="utf-8", errors="replace")
        found = re.search(r"(?:API|answers) on (http://[\d.]+:\d+)", text)
        return found and found.group(1)

    def said(self):
        """Its last words."""
        return self.log.read_text(encoding="utf-8", errors="replace")[-1000:]

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


class Tale:
    """A story over a running service: each promise is one line."""

    def __init__(self, name):
        self.name = name
        self.full = os.environ.get("STORM", "small") == "full"
        # Should the story be killed, what it started is stopped with it.
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
        signal.signal(signal.SIGTERM, interrupt)
        self.passed, self.failed = 0, 0
        self.counters = {}
        self.guard = threading.Lock()
        self.service = None
        self.client = None
        self.began = time.monotonic()

    @contextlib.contextmanager
    def promise(self, text):
        try:
            yield
        except Exception as error:  # noqa: BLE001
            self.failed += 1
            print(f"failed  {text}\n        {error}", flush=True)
            if not isinstance(error, AssertionError):
                traceback.print_exc()
        else:
            self.passed += 1
            print(f"passed  {text}", flush=True)

    def count(self, **numbers):
        with self.guard:
            for name, number in numbers.items():
                self.counters[name] = self.counters.get(name, 0) + number

    def call(self, method, template, status, code=None, **rest):
        """One exchange that must be answered so, as the document says."""
        answer, wrong = self.patiently(method, template, **rest)
        check(answer.status == status, f"{method} {template}: {answer.status} {answer.body[:300]}")
        if code:
            check(answer.code == code, f"{method} {template}: {answer.code}")
        check(not wrong, f"{method} {template}: {wrong[:3]}")
        return answer

    def patiently(self, method, template, **rest):
        """The answer of a service that may be busy, and what is wrong with it: asks again after a 503."""
        deadline = time.monotonic() + BUSY_SECONDS
        while True:
            answer, wrong = self.client.call(method, template, **rest)
            if answer.status != 503 or time.monotonic() > deadline:
                return answer, wrong
            self.count(busy=1)
            time.sleep(0.2)

    def together(self, count, action):
        """Runs `action(number)` so many times at once; what each gave."""
        with concurrent.futures.ThreadPoolExecutor(max_workers=count) as pool:
            return [each.result() for each in [pool.submit(action, n) for n in range(count)]]

    def records(self):
        """What stands on the topic of enterprises, in order: records as kcat tells them, and their headers."""
        lines = subprocess.run(
            ["kcat", "-b", self.service.brokers, "-C", "-e", "-q", "-J", "-o", "beginning",
             "-t", "rongqiao.enterprise.v1"],
            stdin=subprocess.DEVNULL, capture_output=True, timeout=120, encoding="utf-8", check=True,
        ).stdout.splitlines()  # fmt: skip
        for line in lines:
            record = json.loads(line)
            headers = record.get("headers", [])
            yield record, dict(zip(headers[::2], headers[1::2]))

    def events(self, key):
        """What the topic says of one enterprise, in order: types and numbers."""
        return [
            (headers["ce_type"], int(headers["ce_sequence"]))
            for record, headers in self.records()
            if record["key"] == key
        ]

    def run(self, story):
        """Tells the story and ends the process: 0 only when every promise was held."""
        try:
            self.service = service.shared()
            self.client = api.Client(self.service)
            with self.promise("the story comes to its end"):
                story(self)
        finally:
            ended = service.shutdown()
        with self.promise("the service stops when it is told to, and leaves nothing behind"):
            check(ended == (0, []), f"{ended}")
        place = ROOT / ".rongqiao" / f"story-{self.name}.json"
        place.parent.mkdir(exist_ok=True)
        report = {
            "name": self.name,
            "passed": self.passed,
            "failed": self.failed,
            "storm": "full" if self.full else "small",
            "counters": self.counters,
            "seconds": round(time.monotonic() - self.began, 1),
        }
        place.write_text(json.dumps(report, ensure_ascii=False, indent=2) + "\n")
        print(f"{self.passed} passed, {self.failed} failed", flush=True)
        sys.exit(1 if self.failed or not self.passed else 0)


def check(holds, what):
    if not holds:
        raise Broken(what)
