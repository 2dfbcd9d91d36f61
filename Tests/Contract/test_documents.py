"""What needs no running service: the READMEs and the documents among themselves."""

import pathlib
import re
import unittest

import openapi_spec_validator
import yaml
from jsonschema import Draft202012Validator

import service
from documents import ROOT, SCHEMAS, faults, formats, read_json, read_yaml, validator

READMES = ["README.md", "README.zh-CN.md"]
# Pages that link, beside the READMEs.
PAGES = [*READMES, "Schemas/catalog/README.md"]


def page(name):
    return (ROOT / name).read_text(encoding="utf-8")


def code(text):
    """Lines of code blocks, and code inside sentences."""
    blocks = re.findall(r"^```\w*\n(.*?)^```", text, re.M | re.S)
    inline = re.findall(r"`([^`\n]+)`", re.sub(r"^```.*?^```", "", text, flags=re.M | re.S))
    return [line.strip() for block in blocks for line in block.splitlines()] + inline


class Readme(unittest.TestCase):
    def test_links(self):
        """every relative link of the READMEs leads to a file"""
        for name in PAGES:
            for target in re.findall(r"\]\(([^)#\s]+)", page(name)):
                if re.match(r"[a-z]+:", target):
                    continue
                with self.subTest(page=name, link=target):
                    self.assertTrue((ROOT / name).parent.joinpath(target).exists())

    def test_paths(self):
        """every file and folder the READMEs name exists"""
        found = 0
        for name in READMES:
            for text in code(page(name)):
                for path in re.findall(
                    r"(?<![\w/])(?:Sources|Workers|Tests|Schemas)/[\w/.+-]*\w", text
                ):
                    found += 1
                    with self.subTest(page=name, path=path):
                        self.assertTrue((ROOT / path).exists())
        self.assertGreater(found, 10)

    def test_make(self):
        """every make target the READMEs name is one"""
        targets = set(re.findall(r"^([a-z][a-z-]*):(?!=)", page("Makefile"), re.M))
        for name in READMES:
            named = {
                word for text in code(page(name)) for word in re.findall(r"\bmake ([a-z][a-z-]*)", text)
            }
            self.assertLessEqual({"run", "test", "demo", "help"}, named)
            self.assertEqual(named - targets, set(), name)

    def test_commands(self):
        """every rongqiao command and option the READMEs name is one"""
        commands = set(re.findall(r"^  ([a-z][a-z-]*)  ", service.command("--help"), re.M))
        self.assertIn("up", commands)
        for name in READMES:
            named = set()
            for text in code(page(name)):
                found = re.match(r"(?:\S*/)?rongqiao ([a-z][a-z-]*)(.*)", text)
                if not found:
                    continue
                named.add(found[1])
                with self.subTest(page=name, line=text):
                    self.assertIn(found[1], commands)
                    self.options(found[1], found[2])
            self.assertLessEqual({"up", "serve", "import", "replay", "token", "settings"}, named)

    def options(self, command, rest):
        help_text = service.command(command, "--help")
        # `import catalog` has a page of its own; alternatives are told apart by `|`.
        for part in re.match(r"((?: [a-z]+(?:\|[a-z]+)*)?)", rest)[1].strip().split("|"):
            if part and re.search(rf"^  {part}  ", help_text, re.M):
                help_text += service.command(command, part, "--help")
        for option in re.findall(r"(?<![\w-])--[a-z][a-z-]*", rest):
            self.assertRegex(help_text, rf"(?<![\w-]){option}(?![\w-])")

    def test_settings(self):
        """the READMEs hold the table of settings the program prints"""
        table = service.command("settings", "--markdown").strip()
        self.assertGreater(table.count("\n"), 10)
        for name in READMES:
            missing = [line for line in table.splitlines() if line not in page(name).splitlines()]
            with self.subTest(page=name):
                self.assertEqual(missing, [])
                self.assertTrue(table in page(name), "the lines are there, but not as one table")

    def test_variables(self):
        """every variable the READMEs name is a setting"""
        known = set(re.findall(r"RONGQIAO_[A-Z_]+", service.command("settings", "--json")))
        for name in READMES:
            named = set(re.findall(r"RONGQIAO_[A-Z_]+", page(name)))
            # Those are read before any setting is, and by tests.
            named -= {"RONGQIAO_CONFIG", "RONGQIAO_TEST_SEED"}
            with self.subTest(page=name):
                # Any setting of the Kafka client may be named by its own variable.
                unknown = {v for v in named - known if not v.startswith("RONGQIAO_KAFKA_")}
                self.assertEqual(unknown, set())

    def test_finished(self):
        """no placeholder is left in the READMEs"""
        for name in READMES:
            self.assertEqual(re.findall(r"@[A-Z_]+@", page(name)), [], name)

    def test_routes(self):
        """every route the READMEs name is in the OpenAPI document"""
        paths = {re.sub(r"\{\w+\}", "{}", path) for path in read_yaml("api/openapi.yaml")["paths"]}
        for name in READMES:
            for text in code(page(name)):
                for route in re.findall(r"(?:GET|POST|PUT|PATCH) (/[\w/{}.-]+)", text):
                    with self.subTest(page=name, route=route):
                        self.assertIn(re.sub(r"\{\w+\}", "{}", route), paths)


class Documents(unittest.TestCase):
    def test_openapi(self):
        """openapi.yaml is a valid OpenAPI 3.1 document"""
        document = read_yaml("api/openapi.yaml")
        self.assertEqual(document["openapi"], "3.1.0")
        openapi_spec_validator.validate(document)

    def test_examples(self):
        """every example of openapi.yaml is valid by its own schema"""
        document = read_yaml("api/openapi.yaml")
        count = 0

        def walk(node, place):
            nonlocal count
            if isinstance(node, list):
                for index, element in enumerate(node):
                    walk(element, f"{place}/{index}")
            elif isinstance(node, dict):
                schema = node.get("schema", node)
                # `example` may also be the name of a member.
                if "example" in node and not place.endswith("/properties"):
                    count += 1
                    check = Draft202012Validator(
                        {**schema, "components": document["components"]}, format_checker=formats
                    )
                    with self.subTest(place=place):
                        self.assertEqual(faults(check, node["example"]), [])
                for name, value in node.items():
                    if name != "example":
                        walk(value, f"{place}/{name}")

        walk(document, "")
        self.assertGreater(count, 30)

    def test_asyncapi(self):
        """asyncapi.yaml lists exactly the event schemas, each once, on a channel"""
        document = read_yaml("events/asyncapi.yaml")
        files = {path.name for path in (SCHEMAS / "events").glob("*.json")}
        messages = document["components"]["messages"]
        listed = [message["payload"]["$ref"].removeprefix("./") for message in messages.values()]
        self.assertEqual(sorted(listed), sorted(files))
        for name, message in messages.items():
            self.assertEqual(message["payload"]["$ref"], f"./{message['name']}.json", name)
            schema = read_json(f"events/{message['name']}.json")
            self.assertEqual(schema["title"], message["name"])
            self.assertEqual(schema["$id"], f"/schemas/events/{message['name']}.json")
        on_channels = [
            reference["$ref"].rpartition("/")[2]
            for channel in document["channels"].values()
            for reference in channel["messages"].values()
        ]
        self.assertEqual(sorted(on_channels), sorted(messages))
        for operation in document["operations"].values():
            self.assertIn(operation["channel"]["$ref"].rpartition("/")[2], document["channels"])

    def test_event_schemas(self):
        """every event schema is a JSON Schema and admits no member it does not name"""
        for path in sorted((SCHEMAS / "events").glob("*.json")):
            with self.subTest(file=path.name):
                check = validator(f"events/{path.name}")
                self.assertFalse(check.schema["additionalProperties"])
                self.assertNotEqual(faults(check, {}), [])

    def test_yaml(self):
        """every YAML document means the same to YAML 1.1 readers as to the program"""
        # The words that YAML 1.1 takes for booleans or numbers would be read otherwise elsewhere.
        for path in sorted(pathlib.Path(SCHEMAS).rglob("*.yaml")):
            text = path.read_text(encoding="utf-8")
            ours = read_yaml(str(path.relative_to(SCHEMAS)))
            theirs = yaml.safe_load(text)
            with self.subTest(file=path.name):
                self.assertEqual(difference(ours, theirs), None)


def difference(ours, theirs, place=""):
    """Where two readings of a document part, days aside; None when they do not."""
    if isinstance(ours, dict) and isinstance(theirs, dict) and set(ours) == set(theirs):
        parts = [difference(ours[name], theirs[name], f"{place}/{name}") for name in ours]
    elif isinstance(ours, list) and isinstance(theirs, list) and len(ours) == len(theirs):
        parts = [difference(*pair, f"{place}/{i}") for i, pair in enumerate(zip(ours, theirs))]
    else:
        same = ours == theirs or ours == getattr(theirs, "isoformat", str)()
        return None if same else f"{place}: {ours!r} {theirs!r}"
    return next((part for part in parts if part), None)
