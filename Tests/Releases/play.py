"""A server of one's own, and connections that say what stands on a tape."""

import contextlib
import os
import pathlib
import shutil
import socket
import struct
import subprocess
import tempfile
import time

READY_SECONDS = 60


def binaries():
    """The folder with the server's programs, `RONGQIAO_POSTGRES_BINARIES` first."""
    found = sorted(map(str, pathlib.Path("/usr/lib/postgresql").glob("*/bin")), reverse=True)
    for place in [os.environ.get("RONGQIAO_POSTGRES_BINARIES"), *found]:
        if place and (pathlib.Path(place) / "initdb").exists():
            return pathlib.Path(place)
    raise SystemExit("initdb is missing: apt-get install postgresql")


@contextlib.contextmanager
def server():
    """A private server that trusts everybody on this machine; its port."""
    place = binaries()
    folder = pathlib.Path(tempfile.mkdtemp(prefix="rongqiao-tape-"))
    user = ["setpriv", "--pdeathsig", "INT"]
    if os.getuid() == 0:
        shutil.chown(folder, "postgres", "postgres")
        user += ["--reuid=postgres", "--regid=postgres", "--init-groups"]
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    run = {"cwd": folder, "env": {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"}}
    make = [place / "initdb", "-D", folder / "data", "-U", "postgres", "-A", "trust", "-E", "UTF8"]
    settings = [
        f"port={port}", "listen_addresses=127.0.0.1", "unix_socket_directories=", "fsync=off",
        "synchronous_commit=off", "full_page_writes=off", "max_connections=800",
        "shared_buffers=64MB", "lc_messages=C", "log_min_messages=panic",
    ]  # fmt: skip
    words = [part for setting in settings for part in ("-c", setting)]
    try:
        subprocess.run(
            [*user, "--", *make, "--locale=C.UTF-8", "--no-sync"],
            **run, check=True, stdout=subprocess.DEVNULL,
        )  # fmt: skip
        process = subprocess.Popen(
            [*user, "--", place / "postgres", "-D", folder / "data", *words],
            **run, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        try:
            deadline = time.monotonic() + READY_SECONDS
            while True:
                try:
                    Session(port, "postgres").close()
                    break
                except (OSError, Refused):
                    if process.poll() is not None or time.monotonic() > deadline:
                        raise
                    time.sleep(0.1)
            yield port
        finally:
            process.send_signal(2)
            process.wait(READY_SECONDS)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


class Refused(Exception):
    """The server refused a statement; `state` is the SQL state."""

    def __init__(self, state, text):
        super().__init__(f"{state} {text}")
        self.state = state


class Session:
    """One connection that says statements as text (protocol of the manual's chapter 55)."""

    def __init__(self, port, database, path="public"):
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.stream = self.socket.makefile("rb")
        facts = f"user\0postgres\0database\0{database}\0options\0-c search_path={path}\0\0".encode()
        self.socket.sendall(struct.pack("!ii", len(facts) + 8, 196608) + facts)
        self._answer()

    def close(self):
        self.stream.close()
        self.socket.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def say(self, sql):
        """Says it; `rows` or `changes`, how many, and the rows as texts. Raises Refused."""
        body = sql.encode() + b"\0"
        self.socket.sendall(b"Q" + struct.pack("!i", len(body) + 4) + body)
        return self._answer()

    def _answer(self):
        kind, count, rows, refused = "changes", 0, [], None
        while True:
            mark, size = struct.unpack("!ci", self.stream.read(5))
            body = self.stream.read(size - 4)
            if mark == b"T":
                kind = "rows"
            elif mark == b"D":
                rows.append(self._row(body))
            elif mark == b"C":
                number = body.rstrip(b"\0").rpartition(b" ")[2]
                count = int(number) if number.isdigit() else 0
            elif mark == b"E":
                fields = {part[:1]: part[1:].decode() for part in body.split(b"\0") if part}
                refused = Refused(fields[b"C"], fields[b"M"])
            elif mark == b"Z":
                break
        if refused:
            raise refused
        return kind, count, rows

    @staticmethod
    def _row(body):
        at, row = 2, []
        for _ in range(struct.unpack_from("!h", body)[0]):
            size = struct.unpack_from("!i", body, at)[0]
            at += 4
            row.append(None if size < 0 else body[at : at + size].decode())
            at += max(size, 0)
        return row
