"""The built program: its commands, and one running service for all tests."""

import contextlib
import json
import os
import pathlib
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import threading
import time

from documents import ROOT

PROGRAM = pathlib.Path(
    os.environ.get("RONGQIAO_EXECUTABLE") or ROOT / ".build/release/rongqiao"
).resolve()

# What tests of dead letters put on a topic: no event of anybody.
POISON = "no event of anybody"
SAMPLE = 20
START_SECONDS = 120
STOP_SECONDS = 60
COMMAND_SECONDS = 180
# Settings of the shared service beside its own, by whoever asks for it first.
SETTINGS = {}


def environment(**own):
    """The caller's environment without the settings of the program, and `own` ones."""
    kept = {"RONGQIAO_CI_SESSION", "RONGQIAO_POSTGRES_BINARIES"}
    clean = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("RONGQIAO_") or name in kept
    }
    return clean | own


def command(*arguments, accept=(0,), **own):
    """Runs the program to its end and returns its standard output.

    Raises AssertionError when its exit status is not among `accept`.
    """
    done = subprocess.run(
        [PROGRAM, *arguments],
        env=environment(**own),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=COMMAND_SECONDS,
        encoding="utf-8",
    )
    if done.returncode not in accept:
        raise AssertionError(
            f"rongqiao {' '.join(arguments)}: exit {done.returncode}: {done.stderr[-2000:]}"
        )
    return done.stdout


def wait_for(what, probe, seconds=30.0):
    """The first true value `probe` gives; AssertionError when there is none in time."""
    deadline = time.monotonic() + seconds
    while True:
        found = probe()
        if found:
            return found
        if time.monotonic() > deadline:
            raise AssertionError(f"waited {seconds:.0f} s for {what}")
        time.sleep(0.05)


class Service:
    """`rongqiao up --sample N` on free ports, with its files in a directory of its own."""

    def __init__(self):
        if not PROGRAM.exists():
            raise SystemExit(f"{PROGRAM} is missing: make build")
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="rongqiao-contract-"))
        # The database runs as another user when the tests run as root.
        self.folder.chmod(0o755)
        self.state = self.folder / "state"
        self.output = ""
        self._ended = threading.Event()
        # Should the tests be killed, the kernel stops the program.
        guard = shutil.which("setpriv")
        prefix = [guard, "--pdeathsig", "TERM", "--"] if guard else []
        with open(self.folder / "log", "wb") as log:
            self.process = subprocess.Popen(
                [*prefix, PROGRAM, "up", "--sample", str(SAMPLE)],
                # At debug, so that a test can look through everything that is ever logged.
                # Receivers of webhooks are on this machine.
                env=self.environment(
                    RONGQIAO_HTTP_PORT="0",
                    RONGQIAO_LOG_LEVEL="debug",
                    RONGQIAO_WEBHOOK_PRIVATE_ADDRESSES="allow",
                    **SETTINGS,
                ),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=log,
                start_new_session=True,
                encoding="utf-8",
            )
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        try:
            self._learn()
        except BaseException:
            self.stop()
            raise

    def environment(self, **own):
        return environment(RONGQIAO_STATE_DIRECTORY=str(self.state), **own)

    def _read(self):
        for line in self.process.stdout:
            self.output += line
        self._ended.set()

    def _learn(self):
        def printed():
            if self._ended.is_set():
                raise AssertionError(f"rongqiao up ended: {self.log()}")
            return re.search(r"^curl .*products", self.output, re.M)

        wait_for("the address of the service", printed, START_SECONDS)
        self.base = self._printed(r"^地址 address +(http://\S+)$")
        self.brokers = self._printed(r"^消息 Kafka +(\S+)")
        self.token = self._printed(r"^export TOKEN=(\S+)$")
        host, port = re.fullmatch(r"http://(.+):(\d+)", self.base).groups()
        self.address = (host, int(port))
        password = (self.state / "postgres.password").read_text().strip()
        port = (self.state / "postgres.port").read_text().strip()
        self.database = (
            f"postgresql://rongqiao:{password}@127.0.0.1:{port}/rongqiao?sslmode=disable"
        )

    def _printed(self, pattern):
        found = re.search(pattern, self.output, re.M)
        if not found:
            raise AssertionError(f"{pattern} is not in the output:\n{self.output}")
        return found.group(1)

    def log(self):
        return (self.folder / "log").read_text(encoding="utf-8", errors="replace")[-3000:]

    def lines(self):
        """Every line logged so far."""
        return (self.folder / "log").read_text(encoding="utf-8", errors="replace").splitlines()

    @property
    def sealing_keys(self):
        """The master keys, which another process over the database needs, too."""
        return str(self.state / "keys" / "sealing.keys")

    def command(self, *arguments, accept=(0,)):
        """Runs a command of the program over the database and keys of the service."""
        return command(
            *arguments,
            accept=accept,
            RONGQIAO_STATE_DIRECTORY=str(self.state),
            RONGQIAO_DATABASE_URL=self.database,
        )

    def issue_token(self, role, **claims):
        arguments = [part for name, value in claims.items() for part in (f"--{name}", value)]
        return self.command("token", "--role", role, *arguments).strip()

    def sql(self, statement):
        """Runs a statement in the database of the service, for what only time would bring about, and
        for what no answer tells; its rows as text."""
        places = [os.environ.get("RONGQIAO_POSTGRES_BINARIES"), *self._binaries()]
        program = next(
            path for place in places if place and (path := pathlib.Path(place) / "psql").exists()
        )
        return subprocess.run(
            [program, "--no-psqlrc", "--set=ON_ERROR_STOP=1", "--quiet", "--no-align",
             "--tuples-only", "--command", statement, self.database],
            stdin=subprocess.DEVNULL, capture_output=True, timeout=COMMAND_SECONDS, check=True,
            encoding="utf-8",
        ).stdout  # fmt: skip

    @staticmethod
    def _binaries():
        return sorted(map(str, pathlib.Path("/usr/lib/postgresql").glob("*/bin")), reverse=True)

    def import_catalog(self, *arguments):
        """`import catalog … --dry-run --json`: the list of faults, empty when it is accepted."""
        text = self.command(
            "import", "catalog", *map(str, arguments), "--dry-run", "--json", accept=(0, 65)
        )
        answer = json.loads(text)
        return answer if isinstance(answer, list) else []

    def stop(self):
        """Ends the service as an operator would, then removes its files.

        Returns the exit status; None when it had to be killed.
        """
        status = None
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        with contextlib.suppress(subprocess.TimeoutExpired):
            status = self.process.wait(STOP_SECONDS)
        if status is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(10)
        self._reader.join(10)
        self.left = self._left()
        with contextlib.suppress(OSError, ValueError):
            # Where the database had to be put when its user could not reach our directory.
            place = json.loads((self.state / "postgres.json").read_text())["directory"]
            if pathlib.Path(place).name.startswith("rongqiao-"):
                shutil.rmtree(place, ignore_errors=True)
        shutil.rmtree(self.folder, ignore_errors=True)
        return status

    def _left(self):
        """Processes of the service that are still there, and servers that still answer."""
        left = []
        for entry in pathlib.Path("/proc").glob("[0-9]*"):
            with contextlib.suppress(OSError):
                words = (entry / "stat").read_text().rpartition(")")[2].split()
                if int(words[3]) == self.process.pid and words[0] not in "ZX":
                    left.append(
                        (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode()[:200]
                    )
        for address in [getattr(self, "base", ""), getattr(self, "brokers", "")]:
            host, _, port = address.removeprefix("http://").rpartition(":")
            if host and self._answers(host, int(port)):
                left.append(f"{address} still answers")
        return left

    @staticmethod
    def _answers(host, port):
        try:
            socket.create_connection((host, port), timeout=1).close()
        except OSError:
            return False
        return True


_shared = None


def shared():
    """The one service of a run, started when it is first asked for."""
    global _shared
    if _shared is None:
        _shared = Service()
    return _shared


def shutdown():
    """Stops the shared service; what it left behind and its exit status, or None if none ran."""
    global _shared
    if _shared is None:
        return None
    service, _shared = _shared, None
    status = service.stop()
    return status, service.left
