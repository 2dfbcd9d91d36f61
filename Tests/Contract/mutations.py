"""Small, seeded changes of a JSON document, most of them for the worse."""

import copy
import re

# Longer than any text the documents admit.
LONG = "長" * 2_001
HUGE = 10**13 + 1

DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def places(node, path=()):
    """The path of every value of a document, the document itself first."""
    yield path
    items = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for key, value in items:
        yield from places(value, (*path, key))


def at(document, path):
    for key in path:
        document = document[key]
    return document


def mutate(document, random):
    """A changed copy of a document, what was done, and the place."""
    document = copy.deepcopy(document)
    path = random.choice([place for place in places(document) if place])
    holder, key = at(document, path[:-1]), path[-1]
    value = holder[key]
    name = random.choice(sorted(actions(holder, key, value)))
    actions(holder, key, value)[name]()
    return document, name, "/" + "/".join(map(str, path))


def actions(holder, key, value):
    """What can be done to the value at `holder[key]`, by name."""

    def put(new):
        return lambda: holder.__setitem__(key, new)

    able = {
        "drop": lambda: holder.pop(key),
        "null": put(None),
        "object instead": put({"zh": "一"}),
        "array instead": put([1]),
        "true instead": put(True),
        "text instead": put("一"),
        "number instead": put(7),
        "float": put(0.5),
    }
    if isinstance(holder, dict):
        able["unknown member"] = lambda: holder.__setitem__("surprise", 1)
    if isinstance(value, dict):
        able["unknown member inside"] = lambda: value.__setitem__("surprise", "x")
        able["empty object"] = put({})
    if isinstance(value, list):
        able["empty array"] = put([])
        able["element twice"] = put(value + value[:1])
    if isinstance(value, str):
        able["empty text"] = put("")
        able["long text"] = put(LONG)
        able["bad code"] = put("Bad Code!")
        able["unknown word"] = put("like")
        able["another name"] = put(value + "z")
        able["underscored"] = put(f"_{value}")
        if DAY.fullmatch(value):
            able |= {
                f"bad day {text}": put(text)
                for text in ["2026-02-30", "2026-2-3", "20260203", "2026-W06-1", "2026-13-01"]
            }
            able["another day"] = put("2026-02-28")
    if isinstance(value, int) and not isinstance(value, bool):
        able |= {"negative": put(-1), "huge": put(HUGE), "zero": put(0), "one more": put(value + 1)}
    return able
