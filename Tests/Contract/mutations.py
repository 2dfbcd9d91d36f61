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
    items = (
        node.items()
        if isinstance(node, dict)
        else enumerate(node) if isinstance(node, list) else ()
    )
    for key, value in items:
        yield from places(value, (*path, key))


def at(document, path):
    for key in path:
        document = document[key]
    return document


def mutate(document, path, action):
    """A copy of a document on which an action was done at a path."""
    document = copy.deepcopy(document)
    holder, key = at(document, path[:-1]), path[-1]
    actions(holder, key, holder[key])[action]()
    return document


def mutants(documents, random, count):
    """Changed copies of some documents, each with a sentence on what was done to which one.

    Every kind of change at every kind of place comes once before any comes twice, as far as `count`
    goes; a kind of place is a path with its indexes left out.
    """
    kinds = {}
    for number, document in enumerate(documents):
        for path in places(document):
            if not path:
                continue
            kind = tuple(key for key in path if isinstance(key, str))
            holder, key = at(document, path[:-1]), path[-1]
            for action in actions(holder, key, holder[key]):
                kinds.setdefault((kind, action), []).append((number, path))
    order = sorted(kinds)
    random.shuffle(order)
    for index in range(count):
        kind = order[index % len(order)]
        number, path = random.choice(kinds[kind])
        what = f"{kind[1]} /{'/'.join(map(str, path))} of document {number}"
        yield number, mutate(documents[number], path, kind[1]), what


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
