"""What was heard, made into a tape: each statement once, courses of work, and samples."""

import collections
import functools
import pathlib
import re

from play import Refused, Session
from values import literal, type_name

ROOT = pathlib.Path(__file__).resolve().parents[2]
PREPARED = ("SELECT ", "INSERT ", "UPDATE ", "DELETE ", "WITH ", "VALUES ", "SELECT\n")
# A transaction with one of these builds the schema or is a test's own.
SCHEMA = ("CREATE ", "ALTER ", "DROP ", "GRANT ", "REVOKE ", "--")
# Before what the server has come what tells another time, see `schema_at`.
SEARCH_PATH = "public,shift,pg_catalog"
# The longest parameters of a sample, and how many uses of a statement are tried.
SAMPLE_BYTES, SAMPLE_TRIALS = 3_000, 4
# So much of a statement's words stands in the program. Where its parts join, they do not.
PROGRAM_PART = 0.8
# Tables that nearly every course changes tell nothing of it.
COMMON = {"outbox", "inbox", "audit_entry", "enterprise", "facts_version", "idempotency"}


def one_line(sql):
    return " ".join(sql.split()).rstrip(";").rstrip()


def words(sql):
    """A statement's words, signs and places of values, three at a time."""
    found = re.findall(r"\w+|[^\w\s]", re.sub(r"\$\d+", "?", sql))
    return [tuple(found[at : at + 3]) for at in range(len(found) - 2)]


def without_values(text):
    """Swift with a place in place of each interpolation, and lines joined as in its literals."""
    found, at = [], 0
    text = re.sub(r"\\\n\s*", "", text)
    while at < len(text):
        if not text.startswith("\\(", at):
            found.append(text[at])
            at += 1
            continue
        depth, at = 1, at + 2
        while at < len(text) and depth:
            depth += (text[at] == "(") - (text[at] == ")")
            at += 1
        found.append(" ? ")
    return "".join(found)


@functools.cache
def words_of_program():
    """What stands in the store, where all statements of the program are."""
    found = set()
    for path in (ROOT / "Sources/Store").rglob("*.swift"):
        found.update(words(without_values(path.read_text(encoding="utf-8"))))
    return found


@functools.cache
def is_of_program(sql):
    """Tests ask and change on their own, too; what the program says is made of its words."""
    mine = words(sql)
    return sum(each in words_of_program() for each in mine) >= PROGRAM_PART * len(mine)


class Book:
    """The statements of a tape by text and types, in the order in which they were first said."""

    def __init__(self, session):
        self.session = session
        self.tables = {row[0] for row in session.say("SELECT tablename FROM pg_tables")[2]}
        self.columns = {}
        self.numbers = {}
        self.refused = set()

    def key(self, said):
        return one_line(said.sql), said.oids

    def number(self, key):
        """Its number; None when it cannot be prepared."""
        if key in self.refused:
            return None
        if key not in self.numbers:
            number = len(self.numbers) + 1
            try:
                self.session.say(self.prepare(key, number))
            except Refused:
                self.refused.add(key)
                return None
            self.numbers[key] = number
        return self.numbers[key]

    @staticmethod
    def prepare(key, number):
        sql, oids = key
        types = f" ({', '.join(map(type_name, oids))})" if oids else ""
        return f"PREPARE s{number}{types} AS\n{sql};"

    def copied(self, said):
        """Rows that came by COPY, as the insertions that they are."""
        table, columns = re.fullmatch(
            r"COPY (\w+) \((.*?)\) FROM STDIN \(FORMAT binary\)", one_line(said.sql)
        ).groups()
        columns = columns.split(", ")
        if table not in self.columns:
            found = self.session.say(
                f"SELECT attname, atttypid FROM pg_attribute WHERE attrelid = '{table}'::regclass"
            )[2]
            self.columns[table] = {name: int(oid) for name, oid in found}
        oids = tuple(self.columns[table][column] for column in columns)
        places = ", ".join(f"${index}" for index in range(1, len(columns) + 1))
        sql = f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({places})"
        return [type(said)(sql, oids, row, count=1) for row in said.values]

    def execute(self, said, whole=False):
        words = [literal(oid, value, whole) for oid, value in zip(said.oids, said.values)]
        arguments = f" ({', '.join(words)})" if words else ""
        return f"EXECUTE s{self.number(self.key(said))}{arguments};"


def schema_at(port, name, number, days):
    """A template with the migrations up to a release, so many days from today."""
    with Session(port, "postgres") as session:
        session.say(f"CREATE DATABASE {name} TEMPLATE template0")
    with Session(port, name, SEARCH_PATH) as session:
        session.say("CREATE SCHEMA shift; GRANT USAGE ON SCHEMA shift TO PUBLIC")
        for clock in ("now", "clock_timestamp"):
            session.say(
                f"CREATE FUNCTION shift.{clock}() RETURNS timestamptz LANGUAGE sql"
                f" AS $$SELECT pg_catalog.{clock}() + interval '{days} days'$$"
            )
        for path in sorted((ROOT / "Schemas/sql").glob("*.sql"))[:number]:
            session.say(path.read_text(encoding="utf-8"))


def is_prepared(said):
    return said.sql.lstrip().startswith(PREPARED)


def spread(book, transactions):
    """Transactions without what builds the schema, and with rows in place of COPY."""
    for transaction in transactions:
        if any(said.sql.startswith(SCHEMA) or said.is_script for said in transaction):
            continue
        items = []
        for said in transaction:
            if said.sql.startswith("COPY "):
                items += book.copied(said) if said.oids is None else []
            elif not is_prepared(said) or is_of_program(one_line(said.sql)) or changes(said):
                items.append(said)
        if any(map(is_prepared, items)):
            yield items


def size_of(said):
    return sum(len(value[1]) for value in said.values if value)


def changes(said):
    return re.search(r"\b(INSERT INTO|UPDATE|DELETE FROM)\s", said.sql) is not None


class Player:
    """Plays transactions in databases of its own; what they come to is what a tape promises."""

    def __init__(self, port, template, book):
        self.port, self.template, self.book = port, template, book
        self.number = 0

    def session(self, name):
        return Session(self.port, name, SEARCH_PATH)

    def database(self):
        self.number += 1
        name = f"{self.template}_{self.number}"
        with Session(self.port, "postgres") as session:
            session.say(f"CREATE DATABASE {name} TEMPLATE {self.template}")
        return name

    def drop(self, name):
        with Session(self.port, "postgres") as session:
            session.say(f"DROP DATABASE {name} WITH (FORCE)")

    def after(self, transactions, template):
        """Who plays on what these leave."""
        with Session(self.port, "postgres") as session:
            session.say(f"CREATE DATABASE {template} TEMPLATE {self.template}")
        self.play(transactions, template)
        return Player(self.port, template, self.book)

    def play(self, transactions, name=None):
        """For each transaction its items as (mark, text), None for one that is refused."""
        database = name or self.database()
        with self.session(database) as session:
            known = set()
            played = [self._transaction(session, each, known) for each in transactions]
        if name is None:
            self.drop(database)
        return played

    def _transaction(self, session, transaction, known):
        for whole in (False, True):
            try:
                return [self._item(session, said, known, whole) for said in transaction]
            except Refused:
                session.say("ROLLBACK")
                # What was prepared in it stays prepared.
        return None

    def _item(self, session, said, known, whole):
        if not is_prepared(said):
            session.say(one_line(said.sql))
            return "says", one_line(said.sql) + ";"
        number = self.book.number(self.book.key(said))
        if number is None:
            raise Refused("42000", "cannot be prepared")
        if number not in known:
            session.say(self.book.prepare(self.book.key(said), number))
            known.add(number)
        text = self.book.execute(said, whole)
        kind, count, _ = session.say(text)
        return f"{kind} {count}", text


class Scenario:
    """What of a course plays, with what came of it."""

    def __init__(self, book, transactions, played):
        self.transactions = transactions
        self.said, self.keys = keys_of(book, transactions), program_keys(book, transactions)
        self.items = [(mark, text) for items in played for mark, text in items]
        self.size = sum(len(text.encode()) + len(mark) + 5 for mark, text in self.items)
        said = [said for transaction in transactions for said in transaction]
        # How often it came to something else than when it was heard.
        self.astray = sum(
            mark != "says" and int(mark.split()[1]) != each.count
            for (mark, _), each in zip(self.items, said)
        )


class Candidate:
    """The course of one database, not yet played."""

    def __init__(self, transactions, book):
        self.transactions = transactions
        self.keys = program_keys(book, transactions)
        self.size = sum(size_of(said) for each in transactions for said in each)

    def gain(self, covered):
        """Statements that it brings for each of its bytes, with some for its own being there."""
        return len(self.keys - covered) / (10_000 + self.size)

    def learn(self, scenario):
        """It was played, and this is what it brings."""
        self.keys, self.size = scenario.keys, scenario.size


def keys_of(book, transactions):
    """The statements that they say."""
    return {book.key(said) for each in transactions for said in filter(is_prepared, each)}


def program_keys(book, transactions):
    """Those of them that the program says."""
    return {key for key in keys_of(book, transactions) if is_of_program(key[0])}


def settle(players, transactions, covered):
    """What of a course plays the same with both players, who live in different years, without
    transactions that only read and bring nothing that was not said."""
    book, kept, known = players[0].book, [], set(covered)
    for transaction in transactions:
        keys = keys_of(book, [transaction])
        if any(map(changes, transaction)) or not keys <= known:
            kept.append(transaction)
            known |= keys
    while True:
        first, second = (player.play(kept) for player in players)
        stable = [
            transaction
            for transaction, one, other in zip(kept, first, second)
            if one is not None and one == other
        ]
        if len(stable) == len(kept):
            return Scenario(book, kept, first)
        kept = stable


def named(book, scenarios):
    """Courses by the room that they are about: the first word of tables that one speaks of much and
    others little. Those of the same room are numbered."""
    spoken = [rooms_of(book, scenario) for scenario in scenarios]
    total = sum(spoken, collections.Counter())
    names, found = collections.Counter(), {}
    for scenario, counter in zip(scenarios, spoken):
        weights = {room: count**2 / total[room] for room, count in sorted(counter.items())}
        room = max(weights, key=weights.get, default="rest")
        names[room] += 1
        found[room if names[room] == 1 else f"{room}-{names[room]}"] = scenario
    return found


def rooms_of(book, scenario):
    """How many statements of a course change a room's tables; reading counts a tenth."""
    found = collections.Counter()
    for sql, _ in scenario.keys:
        for verb, table in re.findall(r"(INSERT INTO|UPDATE|DELETE FROM|FROM|JOIN) (\w+)", sql):
            if table in book.tables - COMMON:
                found[table.split("_")[0]] += 0.1 if verb in ("FROM", "JOIN") else 1
    return found


def samples(player, said, covered):
    """One use of each statement that no course says: the shortest of those that come to most."""
    book, uses = player.book, collections.defaultdict(dict)
    for each in filter(is_prepared, said):
        key = book.key(each)
        if each.oids is None or key in covered or key not in book.numbers:
            continue
        if size_of(each) < SAMPLE_BYTES:
            uses[key].setdefault((each.count == 0, size_of(each)), each)
    found = {}
    database = player.database()
    with player.session(database) as session:
        for key, number in book.numbers.items():
            if key in uses:
                session.say(book.prepare(key, number))
        for key, those in uses.items():
            best = None
            for _, each in sorted(those.items(), key=lambda pair: pair[0])[:SAMPLE_TRIALS]:
                text = book.execute(each)
                worth = outcome(session, text)
                if worth is not None and (best is None or worth > best[0]):
                    best = worth, text
            if best:
                found[key] = best[1]
    player.drop(database)
    return found


def outcome(session, text):
    """What a sample is worth: rows, none, a refusal; None when it says nothing at all."""
    session.say("BEGIN")
    try:
        _, count, _ = session.say(text)
        session.say("SET CONSTRAINTS ALL IMMEDIATE")
        worth = 2 if count else 1
    except Refused as refused:
        worth = None if refused.state.startswith("42") else 0
    session.say("ROLLBACK")
    return worth
