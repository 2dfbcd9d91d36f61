"""Values as programs send them to PostgreSQL, as texts that stand in a statement."""

import datetime
import struct
import uuid

# Built-in types by their number in `pg_type`, and what an array holds.
NAMES = {
    0: "unknown", 16: "boolean", 17: "bytea", 18: '"char"', 19: "name", 20: "bigint",
    21: "smallint", 23: "integer", 25: "text", 26: "oid", 114: "json", 700: "real",
    701: "double precision", 705: "unknown", 1042: "bpchar", 1043: "varchar", 1082: "date",
    1114: "timestamp", 1184: "timestamptz", 1700: "numeric", 2950: "uuid", 3802: "jsonb",
}  # fmt: skip
ELEMENTS = {
    1000: 16, 1001: 17, 1005: 21, 1007: 23, 1009: 25, 1016: 20, 1022: 701, 1185: 1184, 1182: 1082,
    1231: 1700, 2951: 2950, 3807: 3802,
}  # fmt: skip
INTEGERS = {20: "!q", 21: "!h", 23: "!i", 26: "!I"}
FLOATS = {700: "!f", 701: "!d"}
EPOCH = datetime.datetime(2000, 1, 1)
# Bytes longer than this are cut where nobody reads them.
CUT_ABOVE, CUT_TO = 200, 40


def type_name(oid):
    return NAMES[ELEMENTS[oid]] + "[]" if oid in ELEMENTS else NAMES[oid]


def text(oid, value, whole=False):
    """The text form of a value of a type; None is NULL.

    A value is its format (0 text, 1 binary) and its bytes."""
    if value is None:
        return None
    form, data = value
    if form == 0 or oid in (0, 18, 19, 25, 114, 705, 1042, 1043):
        return data.decode()
    if oid in ELEMENTS:
        return _array(ELEMENTS[oid], data, whole)
    if oid in INTEGERS:
        return str(struct.unpack(INTEGERS[oid], data)[0])
    if oid in FLOATS:
        return repr(struct.unpack(FLOATS[oid], data)[0])
    return READERS[oid](data, whole)


def literal(oid, value, whole=False):
    """The same as it stands in a statement, on one line."""
    found = text(oid, value, whole)
    if found is None:
        return "NULL"
    quoted = found.replace("'", "''")
    if "\n" not in quoted and "\r" not in quoted:
        return f"'{quoted}'"
    escaped = quoted.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r")
    return f"E'{escaped}'"


def rows_of_copy(data):
    """The rows of what was copied in binary (manual of COPY, "Binary Format")."""
    at = 19 + struct.unpack_from("!i", data, 15)[0]
    while (count := struct.unpack_from("!h", data, at)[0]) >= 0:
        at += 2
        row = []
        for _ in range(count):
            size = struct.unpack_from("!i", data, at)[0]
            at += 4
            row.append(None if size < 0 else (1, data[at : at + size]))
            at += max(size, 0)
        yield tuple(row)


def _array(element, data, whole):
    sides = struct.unpack_from("!i", data)[0]
    if sides == 0:
        return "{}"
    counts = [struct.unpack_from("!i", data, 12 + 8 * side)[0] for side in range(sides)]
    at, items = 12 + 8 * sides, []
    while at < len(data):
        size = struct.unpack_from("!i", data, at)[0]
        at += 4
        items.append(None if size < 0 else text(element, (1, data[at : at + size]), whole))
        at += max(size, 0)
    words = [_quoted(item) for item in items]
    for count in reversed(counts):
        words = ["{" + ",".join(words[at : at + count]) + "}" for at in range(0, len(words), count)]
    return words[0]


def _quoted(item):
    if item is None:
        return "NULL"
    if item and item.upper() != "NULL" and not set(item) & set('{}",\\ \t\r\n\v\f'):
        return item
    return '"' + item.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _bytes(data, whole):
    cut = data[:CUT_TO] if len(data) > CUT_ABOVE and not whole else data
    return "\\x" + cut.hex()


def _instant(data, _):
    micros = struct.unpack("!q", data)[0]
    if abs(micros) >= (1 << 63) - 1:
        return "infinity" if micros > 0 else "-infinity"
    found = EPOCH + datetime.timedelta(microseconds=micros)
    return found.isoformat(" ") + "+00"


def _day(data, _):
    days = struct.unpack("!i", data)[0]
    if abs(days) >= (1 << 31) - 1:
        return "infinity" if days > 0 else "-infinity"
    return (EPOCH + datetime.timedelta(days=days)).date().isoformat()


def _numeric(data, _):
    count, weight, sign, scale = struct.unpack_from("!hhHH", data)
    if sign & 0xC000 == 0xC000:
        return {0xD000: "Infinity", 0xF000: "-Infinity"}.get(sign, "NaN")
    digits = struct.unpack_from(f"!{count}h", data, 8)
    number = sum(digit * 10000 ** (count - index) for index, digit in enumerate(digits, 1))
    shift = 4 * (weight + 1 - count)
    power = shift + scale
    # What is beyond the scale is zeros.
    scaled = number * 10**power if power >= 0 else number // 10**-power
    padded = str(scaled).rjust(scale + 1, "0")
    found = padded[: len(padded) - scale] + ("." + padded[-scale:] if scale else "")
    return "-" + found if sign else found


READERS = {
    16: lambda data, _: "t" if data[0] else "f",
    17: _bytes,
    1082: _day,
    1114: lambda data, _: _instant(data, _).removesuffix("+00"),
    1184: _instant,
    1700: _numeric,
    2950: lambda data, _: str(uuid.UUID(bytes=data)),
    3802: lambda data, _: data[1:].decode(),
}
