"""`rongqiao up` on a directory and ports of its own, its commands and its database."""

import os
import pathlib
import re
import shutil
import signal
import subprocess
import threading
import time

from environment import ROOT, Failure

PROGRAM = ROOT / ".build" / "release" / "rongqiao"
FOLDER = ROOT / ".rongqiao" / "bench-pages"
START_SECONDS = 180
STOP_SECONDS = 120
COMMAND_SECONDS = 3_600
# A benchmark counts nothing while it fills the tables; what is missing is not looked for meanwhile.
SETTINGS = {
    "RONGQIAO_HTTP_PORT": "0",
    "RONGQIAO_LIMIT_HEAVY": "0",
    "RONGQIAO_LIMIT_READS": "0",
    "RONGQIAO_LIMIT_WRITES": "0",
    "RONGQIAO_LOG_LEVEL": "error",
    "RONGQIAO_SWEEP_SECONDS": "86400",
}


class Service:
    """Starts with an empty database; `stop` leaves nothing behind."""

    def __init__(self, program):
        self.program = pathlib.Path(program or PROGRAM).resolve()
        if not self.program.exists():
            raise Failure(f"{self.program} is missing: make build")
        self.state = FOLDER / "state"
        remove(self.state)
        # The database runs as another user when this runs as root.
        FOLDER.mkdir(parents=True, exist_ok=True)
        FOLDER.chmod(0o755)
        self.output = ""
        self._ended = threading.Event()
        # Should this be killed, the kernel stops the program.
        guard = shutil.which("setpriv")
        prefix = [guard, "--pdeathsig", "TERM", "--"] if guard else []
        with open(FOLDER / "log", "wb") as log:
            self.process = subprocess.Popen(
                [*prefix, self.program, "up"], env=self._environment(**SETTINGS),
                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=log,
                start_new_session=True, encoding="utf-8",
            )  # fmt: skip
        threading.Thread(target=self._read, daemon=True).start()
        try:
            self._learn()
        except BaseException:
            self.stop()
            raise

    def _environment(self, **own):
        clean = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith("RONGQIAO_")
            or name in ("RONGQIAO_CI_SESSION", "RONGQIAO_POSTGRES_BINARIES")
        }
        return clean | {"RONGQIAO_STATE_DIRECTORY": str(self.state)} | own

    def _read(self):
        for line in self.process.stdout:
            self.output += line
        self._ended.set()

    def _learn(self):
        deadline = time.monotonic() + START_SECONDS
        while not re.search(r"^curl .*products", self.output, re.M):
            if self._ended.is_set():
                raise Failure(f"rongqiao up ended: {self.log()}")
            if time.monotonic() > deadline:
                raise Failure(f"rongqiao up does not become ready: {self.log()}")
            time.sleep(0.05)
        self.base = re.search(r"^地址 address +(http://\S+)$", self.output, re.M).group(1)
        self.token = re.search(r"^export TOKEN=(\S+)$", self.output, re.M).group(1)
        self.password = (self.state / "postgres.password").read_text().strip()
        self.port = (self.state / "postgres.port").read_text().strip()

    def log(self):
        """The last of what it logged."""
        return (FOLDER / "log").read_text(encoding="utf-8", errors="replace")[-2_000:]

    def command(self, *arguments):
        """Runs a command of the program over the same database; its standard output."""
        url = f"postgresql://rongqiao:{self.password}@127.0.0.1:{self.port}/rongqiao"
        done = subprocess.run(
            [self.program, *map(str, arguments)],
            env=self._environment(RONGQIAO_DATABASE_URL=f"{url}?sslmode=disable"),
            stdin=subprocess.DEVNULL, capture_output=True, timeout=COMMAND_SECONDS,
            encoding="utf-8",
        )  # fmt: skip
        if done.returncode != 0:
            told = (done.stdout + done.stderr)[-2_000:]
            raise Failure(f"rongqiao {arguments[0]} ended with {done.returncode}: {told}")
        return done.stdout

    def sql(self, script, **variables):
        """Runs a script in the database, with the variables of psql; its rows as text."""
        done = subprocess.run(
            [psql(), "--no-psqlrc", "--set=ON_ERROR_STOP=1", "--quiet", "--no-align",
             "--tuples-only", *(f"--set={name}={value}" for name, value in variables.items()),
             "--file=-"],
            # The password goes by the environment, which other users cannot read.
            env={"PATH": os.environ.get("PATH", ""), "PGHOST": "127.0.0.1", "PGPORT": self.port,
                 "PGUSER": "rongqiao", "PGPASSWORD": self.password, "PGDATABASE": "rongqiao",
                 "PGSSLMODE": "disable", "PGCLIENTENCODING": "UTF8"},
            input=script + "\n;\n", capture_output=True, timeout=COMMAND_SECONDS, encoding="utf-8",
        )  # fmt: skip
        if done.returncode != 0:
            raise Failure(f"psql ended with {done.returncode}: {done.stderr[-2_000:]}")
        return done.stdout.strip()

    def stop(self):
        """Ends the service as an operator would, then removes its files."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(10)
        remove(self.state)


def remove(state):
    """Removes a state directory with its database, which may have had to be put elsewhere."""
    try:
        text = (state / "postgres.json").read_text(encoding="utf-8")
    except OSError:
        text = ""
    place = re.search(r'"directory":\s*"([^"]+)"', text)
    if place and pathlib.Path(place.group(1)).name.startswith("rongqiao-"):
        shutil.rmtree(place.group(1), ignore_errors=True)
    shutil.rmtree(state, ignore_errors=True)


def psql():
    """The client of the installed server."""
    places = sorted(map(str, pathlib.Path("/usr/lib/postgresql").glob("*/bin")), reverse=True)
    preferred = os.environ.get("RONGQIAO_POSTGRES_BINARIES")
    for place in [preferred, *places]:
        if place and (path := pathlib.Path(place) / "psql").exists():
            return path
    found = shutil.which("psql")
    if not found:
        raise Failure("psql is missing: it comes with the server's package (postgresql-client)")
    return found
