"""What the benchmark runs with: Python packages, data, the C program, the Swift program.

Everything it makes lies in .rongqiao and .build of the checkout.
"""

import dataclasses
import fcntl
import hashlib
import json
import os
import pathlib
import platform
import shutil
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
PEERS = ROOT / "Benchmarks" / "peers"
STATE = ROOT / ".rongqiao"
WORK = STATE / "bench"
SCRATCH = ROOT / ".build" / "bench"

# The instruction set both native programs are built for, and what makes limit.c use all of this
# machine. Swift's vectors are as fast with either.
PORTABLE = {"x86_64": ["-march=x86-64-v3"]}.get(platform.machine(), [])
NATIVE = ["-march=native"]

INSTALL_SECONDS = 600
BUILD_SECONDS = 3600
STEP_SECONDS = 1800


class Failure(Exception):
    """Why the benchmark cannot run."""


@dataclasses.dataclass(frozen=True)
class Tools:
    """The programs and the data, ready to run."""

    python: pathlib.Path
    kernel: pathlib.Path
    limit: pathlib.Path
    limit_portable: pathlib.Path
    data: pathlib.Path
    results: pathlib.Path
    # Held as long as this lives.
    lock: object

    def run(self, *command):
        """Runs a program to its end; the last line it prints is JSON."""
        output = execute(command, STEP_SECONDS)
        try:
            return json.loads(output.strip().splitlines()[-1])
        except (IndexError, ValueError):
            raise Failure(f"{command[0]} printed no result: {output[-500:]}") from None

    def peer(self, script, *arguments):
        """Runs a peer written in Python."""
        return self.run(self.python, PEERS / script, *arguments)


def execute(command, seconds, **options):
    """Standard output of a command; a failure when it does not end well in time."""
    words = [str(word) for word in command]
    environ = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1", "PYTHONUTF8": "1"}
    try:
        done = subprocess.run(
            words, stdout=subprocess.PIPE, timeout=seconds, check=True, text=True, env=environ,
            stdin=subprocess.DEVNULL, **options,
        )  # fmt: skip
    except subprocess.CalledProcessError as error:
        print(error.stdout, file=sys.stderr)
        raise Failure(f"{' '.join(words[:3])} ended with {error.returncode}") from None
    except subprocess.TimeoutExpired:
        raise Failure(f"{' '.join(words[:3])} took more than {seconds} s") from None
    except OSError as error:
        raise Failure(f"{words[0]}: {error.strerror}") from None
    return done.stdout


def say(text):
    """Progress, with the time of day."""
    print(f"{time.strftime('%H:%M:%S')}  {text}", flush=True)


def fingerprint(*parts):
    """A digest of files and texts: what was made from the same ones need not be made again."""
    digest = hashlib.sha256()
    for part in parts:
        digest.update(part.read_bytes() if isinstance(part, pathlib.Path) else str(part).encode())
        digest.update(b"\0")
    return digest.hexdigest()


def once(stamp, wanted, make):
    """Runs make() unless its stamp says that it was done for the same input."""
    if stamp.exists() and stamp.read_text(encoding="utf-8") == wanted:
        return
    make()
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(wanted, encoding="utf-8")


def install():
    """The environment of the peers; its Python."""
    home = STATE / "bench-venv"
    requirements = PEERS / "requirements.txt"

    def make():
        say("installing what the peers need · 安装对照引擎")
        shutil.rmtree(home, ignore_errors=True)
        execute([sys.executable, "-m", "venv", home], INSTALL_SECONDS)
        execute(
            [home / "bin" / "python", "-m", "pip", "install", "--quiet", "--no-input", "--no-deps",
             "--disable-pip-version-check", "--requirement", requirements],
            INSTALL_SECONDS,
        )  # fmt: skip

    once(home / "installed", fingerprint(sys.version, requirements), make)
    return home / "bin" / "python"


def generate(python, directory, *arguments):
    """The data, when the generator or the arguments changed."""
    sources = [PEERS / name for name in ("gen.py", "needs.py", "products.py", "workload.py")]

    def make():
        say("generating needs and products · 生成数据")
        execute([python, PEERS / "gen.py", "--out", directory, *arguments], STEP_SECONDS)

    once(directory / "generated", fingerprint(*sources, *arguments), make)


def build_limit(name, flags):
    """limit.c as a program; without the flags where the compiler does not know them."""
    program = WORK / name
    source = PEERS / "limit.c"
    headers = [PEERS / "limit_index.h", PEERS / "vector.h"]

    def make():
        command = ["cc", "-O3", *flags, "-o", program, source, "-lpthread"]
        try:
            execute(command, BUILD_SECONDS, stderr=subprocess.DEVNULL)
        except Failure:
            execute([word for word in command if word not in flags], BUILD_SECONDS)

    once(WORK / f"{name}.built", fingerprint(source, *headers, *flags), make)
    return program


def build_kernel():
    """The Swift program, in release mode for the portable instruction set."""
    flags = [word for flag in PORTABLE for word in ("-Xcc", flag)]
    say("building kernel-bench · 编译")
    execute(
        ["swift", "build", "-c", "release", "--product", "kernel-bench",
         "--scratch-path", SCRATCH, *flags],
        BUILD_SECONDS, cwd=ROOT,
    )  # fmt: skip
    return SCRATCH / "release" / "kernel-bench"


def prepare(quick, program):
    """Makes everything that is missing."""
    WORK.mkdir(parents=True, exist_ok=True)
    # Two runs at once would measure each other, and write the same files.
    lock = open(WORK / "lock", "w", encoding="utf-8")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        raise Failure("another benchmark is running in this checkout") from None
    python = install()
    data = WORK / ("quick" if quick else "data")
    if quick:
        generate(python, data, "--needs=10000", "--products=100", "--jitter", "--unknown=0.2")
    else:
        generate(
            python, data, "--needs=10000,100000,570000", "--products=100,1000,10000", "--jitter",
            "--unknown=0.2",
        )  # fmt: skip
    results = WORK / "results"
    shutil.rmtree(results, ignore_errors=True)
    results.mkdir()
    return Tools(
        python=python, kernel=program or build_kernel(), limit=build_limit("limit", NATIVE),
        limit_portable=build_limit("limit-portable", PORTABLE), data=data, results=results,
        lock=lock,
    )  # fmt: skip


def machine():
    """What the figures were measured on."""
    model = platform.processor() or platform.machine()
    try:
        for line in pathlib.Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                model = line.partition(":")[2].strip()
                break
    except OSError:
        pass
    return {"cpu": model, "architecture": platform.machine(), "cores": cores()}


def cores():
    """How many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def versions():
    """First lines of what the compilers say of themselves."""
    return {
        name: execute([name, "--version"], 60, stderr=subprocess.DEVNULL).splitlines()[0]
        for name in ("swift", "cc")
    }
