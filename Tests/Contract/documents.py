"""The documents of the repository, read the way the program reads them, and their validators."""

import datetime
import functools
import json
import pathlib
import re

import yaml
from jsonschema import Draft202012Validator, FormatChecker

ROOT = pathlib.Path(__file__).resolve().parents[2]
SCHEMAS = ROOT / "Schemas"

formats = FormatChecker(["date", "date-time"])


@formats.checks("date")
def is_day(value):
    """`YYYY-MM-DD`: Python's own check also takes week dates."""
    if not isinstance(value, str):
        return True
    try:
        return bool(datetime.date.fromisoformat(value)) and bool(
            re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value)
        )
    except ValueError:
        return False


class JSONLoader(yaml.SafeLoader):
    """YAML with the scalars of JSON only (YAML 1.2, section 10.2): a day stays text."""

    yaml_implicit_resolvers = {}


for tag, pattern, first in [
    ("null", r"^(null|~|)$", "n~"),
    ("bool", r"^(true|false)$", "tf"),
    ("int", r"^[-+]?[0-9]+$", "-+0123456789"),
    ("float", r"^[-+]?[0-9]+\.[0-9]+$", "-+0123456789"),
]:
    JSONLoader.add_implicit_resolver(
        f"tag:yaml.org,2002:{tag}",
        re.compile(pattern),
        list(first) + ([""] if tag == "null" else []),
    )


@functools.cache
def read_yaml(path):
    """The document at a path inside Schemas."""
    return yaml.load((SCHEMAS / path).read_text(encoding="utf-8"), Loader=JSONLoader)


@functools.cache
def read_json(path):
    """The JSON document at a path inside Schemas."""
    return json.loads((SCHEMAS / path).read_text(encoding="utf-8"))


@functools.cache
def validator(path):
    """The validator of a JSON Schema inside Schemas; a schema that is none is an error."""
    schema = read_json(path)
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema, format_checker=formats)


def faults(check, value):
    """What a validator finds, as sentences with RFC 6901 pointers, the first few."""
    found = [
        f"/{'/'.join(map(str, error.absolute_path))}: {error.message[:200]}"
        for error in check.iter_errors(value)
    ]
    return sorted(found)[:5]
