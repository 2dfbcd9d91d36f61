"""What programs say to PostgreSQL, heard on the way: the protocol of its manual's chapter 55."""

import asyncio
import collections
import contextlib
import dataclasses
import struct

from values import rows_of_copy

CANCEL, TLS, ENCRYPTION = 80877102, 80877103, 80877104


@dataclasses.dataclass
class Said:
    """One thing said: its text, the types of its parameters, and each value's bytes and format.

    What was said by COPY has the rows in place of values, and types None."""

    sql: str
    oids: tuple | None = ()
    values: tuple = ()
    is_script: bool = False
    # How many rows it gave or changed.
    count: int = 0


@dataclasses.dataclass
class Course:
    """What was said in one database: its transactions in the order in which they ended."""

    transactions: list = dataclasses.field(default_factory=list)


class Tap:
    """Listens between programs and a server; knows what was said in each database."""

    def __init__(self, port):
        self.server = port
        self.courses = collections.defaultdict(Course)
        self.broken = []

    async def start(self):
        listener = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        return listener, listener.sockets[0].getsockname()[1]

    async def _serve(self, reader, writer):
        with contextlib.suppress(OSError, asyncio.IncompleteReadError):
            try:
                await self._converse(reader, writer)
            finally:
                writer.close()

    async def _converse(self, reader, writer):
        while True:
            head = await reader.readexactly(4)
            body = await reader.readexactly(struct.unpack("!i", head)[0] - 4)
            code = struct.unpack("!i", body[:4])[0]
            if code not in (TLS, ENCRYPTION):
                break
            writer.write(b"N")
        back, forth = await asyncio.open_connection("127.0.0.1", self.server)
        forth.write(head + body)
        try:
            if code == CANCEL:
                return
            words = body[4:].split(b"\0")
            facts = dict(zip(words[::2], words[1::2]))
            ear = Ear(self, facts[b"database"].decode())
            ways = [
                asyncio.create_task(self._pass(reader, forth, ear.asks)),
                asyncio.create_task(self._pass(back, writer, ear.answers)),
            ]
            await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
            for way in ways:
                way.cancel()
            await asyncio.gather(*ways, return_exceptions=True)
        finally:
            forth.close()

    @staticmethod
    async def _pass(source, drain, hear):
        """Passes on what comes, and shows each whole message before its last byte goes on: what a
        program does after an answer is heard after that answer."""
        rest = bytearray()
        while data := await source.read(1 << 16):
            rest += data
            start = 0
            while len(rest) - start >= 5:
                end = start + 1 + struct.unpack_from("!i", rest, start + 1)[0]
                if len(rest) < end:
                    break
                hear(rest[start : start + 1], bytes(rest[start + 5 : end]))
                start = end
            del rest[:start]
            drain.write(data)
            await drain.drain()
        with contextlib.suppress(OSError, NotImplementedError):
            drain.write_eof()


class Ear:
    """One connection: pairs what is asked with what is answered."""

    def __init__(self, tap, database):
        self.tap = tap
        self.course = tap.courses[database]
        self.parsed, self.bound = {}, {}
        # What waits for its answer; None is the end of a pipeline.
        self.waiting = collections.deque()
        self.transaction, self.has_failed = [], False
        self.tag, self.copied = b"", bytearray()

    def asks(self, kind, body):
        if kind == b"P":
            name, sql, rest = body.split(b"\0", 2)
            oids = struct.unpack_from(f"!{struct.unpack_from('!H', rest)[0]}I", rest, 2)
            self.parsed[name] = (sql.decode(), oids)
        elif kind == b"B":
            portal, name, rest = body.split(b"\0", 2)
            self.bound[portal] = Said(*self.parsed[name], self._values(rest))
        elif kind == b"E":
            self.waiting.append(self.bound[body.split(b"\0", 1)[0]])
        elif kind == b"Q":
            self.waiting += [Said(body[:-1].decode(), is_script=True), None]
        elif kind == b"S":
            self.waiting.append(None)
        elif kind == b"d":
            self.copied += body

    @staticmethod
    def _values(rest):
        count = struct.unpack_from("!H", rest)[0]
        formats = struct.unpack_from(f"!{count}h", rest, 2)
        at = 2 + 2 * count
        number = struct.unpack_from("!H", rest, at)[0]
        at += 2
        values = []
        for index in range(number):
            size = struct.unpack_from("!i", rest, at)[0]
            at += 4
            form = formats[index] if count > 1 else (formats or (0,))[0]
            values.append(None if size < 0 else (form, rest[at : at + size]))
            at += max(size, 0)
        return tuple(values)

    def answers(self, kind, body):
        if kind in (b"C", b"I"):
            self._done(body)
        elif kind == b"E":
            self.has_failed = True
        elif kind == b"Z":
            # After a failure the server passes over the rest of the pipeline.
            while self.waiting and self.waiting.popleft() is not None:
                pass
            if body == b"I":
                self._end()

    def _done(self, tag):
        said = self.waiting[0] if self.waiting else None
        if said is None:
            return
        self.tag = tag
        if not said.is_script:
            self.waiting.popleft()
        elif self.transaction and self.transaction[-1] is said:
            # A script has an answer for each of its statements and is one thing said.
            return
        if said.sql.startswith("COPY ") and "STDIN" in said.sql:
            rows, self.copied = tuple(rows_of_copy(bytes(self.copied))), bytearray()
            said = Said(said.sql, None, rows)
        number = tag.rstrip(b"\0").rpartition(b" ")[2]
        said.count = int(number) if number.isdigit() else 0
        self.transaction.append(said)

    def _end(self):
        """A transaction is over; one that failed says nothing of what comes of its statements."""
        stands = not self.has_failed or self.tag == b"COMMIT\0"
        if self.transaction:
            kept = self.course.transactions if stands else self.tap.broken
            kept.append(self.transaction)
        self.transaction, self.has_failed, self.tag = [], False, b""
