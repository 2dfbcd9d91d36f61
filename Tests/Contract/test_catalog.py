"""The catalog and its JSON Schemas: what the one refuses, so does the other."""

import collections
import copy
import json
import os
import pathlib
import random
import re
import tempfile
import unittest

import service
from documents import SCHEMAS, faults, read_yaml, validator
from mutations import mutants

# A pack that shows what no seed pack says.
RICH_PACK = json.loads((pathlib.Path(__file__).parent / "rich-pack.json").read_text("utf-8"))
# Products that show what no seed product publishes, so that it is mutated too.
RICH = json.loads((pathlib.Path(__file__).parent / "rich-products.json").read_text("utf-8"))
PRODUCTS = sorted((SCHEMAS / "catalog/products").glob("*.yaml"))
SEED = int(os.environ.get("CONTRACT_SEED", "20260101"))

# What the program alone sees: it knows the other documents and the meaning of ranges.
SEMANTIC = {
    "cycle",
    "duplicate_id",
    "empty_range",
    "file_name",
    "gap",
    "lpr_tenor",
    "missing_fact",
    "not_nearest",
    "order",
    "outside_jurisdiction",
    "overlap",
    "type_mismatch",
    "unknown_department",
    "unknown_fact",
    "unknown_family",
    "unknown_institution",
    "unknown_pack",
}
# Values and codes are checked against the fact they are for, which a schema does not know.
OF_FACTS = re.compile(r"/(criteria/.*/value(/\d+)?|milli/[^/]+|by_grade/[^/]+|value_labels/[^/]+|attainable/\d+)$")


def load(path):
    return read_yaml(str(path.relative_to(SCHEMAS)))


CODES = {load(path)["code"] for path in PRODUCTS} | {product["code"] for product in RICH}


class Seed(unittest.TestCase):
    def test_seed(self):
        """every seed document is valid by its JSON Schema"""
        documents = {path: "catalog/product.schema.json" for path in PRODUCTS}
        for name in ["facts", "families", "institutions"]:
            documents[SCHEMAS / f"catalog/{name}.yaml"] = f"catalog/{name}.schema.json"
        packs = sorted((SCHEMAS / "policy").glob("*.yaml"))
        documents |= {path: "policy/pack.schema.json" for path in packs}
        self.assertGreaterEqual(len(PRODUCTS), 30)
        self.assertTrue(packs)
        for path, schema in documents.items():
            with self.subTest(file=path.name):
                self.assertEqual(faults(validator(schema), load(path)), [])


class Agreement(unittest.TestCase):
    """Each test mutates one kind of document many times and lets both judge.

    A seed that fails is repeated by CONTRACT_SEED.
    """

    maxDiff = None
    tally = collections.Counter()

    @classmethod
    def setUpClass(cls):
        cls.service = service.shared()

    def setUp(self):
        self.random = random.Random(f"{SEED} {self._testMethodName}")
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def write(self, name, document):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        # JSON is YAML.
        path.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")

    def write_seed(self, *names):
        for name in names:
            self.write(f"{name}.yaml", read_yaml(f"catalog/{name}.yaml"))

    def judge(self, changes, by_schema, by_program):
        """Compares the verdicts on mutants: name → what was changed."""
        for name, what in changes.items():
            schema, program = by_schema.get(name, []), by_program.get(name, [])
            alone = [
                f
                for f in program
                if f["code"] not in SEMANTIC and not OF_FACTS.search(f["pointer"])
            ]
            with self.subTest(seed=SEED, mutant=name, what=what):
                if schema:
                    self.tally["refused by both"] += 1
                    self.assertTrue(program, f"only the schema refuses it: {schema}")
                elif program:
                    self.tally["refused by the program alone, for its meaning"] += 1
                    self.assertEqual(alone, [], "only the program refuses it")
                else:
                    self.tally["accepted by both"] += 1

    def by(self, found, key):
        grouped = collections.defaultdict(list)
        for fault in found:
            name = key(fault)
            if name is not None:
                grouped[name].append(fault)
        return grouped

    def test_products(self):
        """code and schema refuse the same mutated products"""
        self.write_seed("facts", "families", "institutions")
        bases = [*map(load, PRODUCTS), *RICH]
        changes, by_schema = {}, {}
        for number, (_, document, what) in enumerate(mutants(bases, self.random, 700)):
            name = f"products/mutant-{number}.yaml"
            if isinstance(document.get("code"), str) and document["code"] in CODES:
                document["code"] = f"mutant-{number}"
            changes[name] = what
            by_schema[name] = faults(validator("catalog/product.schema.json"), document)
            self.write(name, document)
        found = self.service.import_catalog(self.folder)
        self.judge(changes, by_schema, self.by(found, lambda fault: fault["file"]))

    def test_rich(self):
        """products with members that no seed product has are accepted by both"""
        self.write_seed("facts", "families", "institutions")
        for product in RICH:
            self.assertEqual(faults(validator("catalog/product.schema.json"), product), [])
            self.write(f"products/{product['code']}.yaml", product)
        self.assertEqual(self.service.import_catalog(self.folder), [])

    def lists(self, file, members, count):
        """Mutants as further elements of the lists of one document, `members` of their pointers."""
        schema = f"catalog/{file.removesuffix('.yaml')}.schema.json"
        seed = read_yaml(f"catalog/{file}")
        document = copy.deepcopy(seed)
        changes = {}
        for member in members:
            target = document[member] if member else document
            bases = copy.deepcopy(seed[member] if member else seed)
            identity, prefix = ("path", f"/{member}") if member else ("code", "")
            taken = {base[identity] for base in bases}
            for number, mutant, what in mutants(bases, self.random, count):
                # Of its own name, unless the name was what was changed.
                if mutant.get(identity) == bases[number][identity] and mutant[identity] in taken:
                    mutant[identity] = (
                        f"mutant.m{len(target)}" if member else f"mutant-{len(target)}"
                    )
                changes[f"{prefix}/{len(target)}"] = what
                target.append(mutant)
        depth = 2 if members[0] else 1
        by_schema = collections.defaultdict(list)
        for error in validator(schema).iter_errors(document):
            place = "/" + "/".join(map(str, list(error.absolute_path)[:depth]))
            by_schema[place].append(error.message[:200])
        self.write(file, document)
        found = self.service.import_catalog(self.folder)
        program = self.by(
            [fault for fault in found if fault["file"] == file],
            lambda fault: "/".join(fault["pointer"].split("/")[: depth + 1]),
        )
        self.judge(changes, by_schema, program)

    def test_facts(self):
        """code and schema refuse the same mutated facts, base and derived"""
        self.write_seed("families", "institutions")
        self.lists("facts.yaml", ["facts", "derived"], 500)

    def test_institutions(self):
        """code and schema refuse the same mutated institutions"""
        self.write_seed("facts", "families")
        self.lists("institutions.yaml", [None], 160)

    def test_families(self):
        """code and schema refuse the same mutated families"""
        self.write_seed("facts", "institutions")
        self.lists("families.yaml", [None], 80)

    def test_packs(self):
        """code and schema refuse the same mutated policy packs"""
        national = copy.deepcopy(read_yaml("policy/cn.yaml"))
        # A mutation of a long list would be nearly all there is.
        national["parameters"] = national["parameters"][:4]
        for parameter in national["parameters"]:
            if "series" in parameter:
                parameter["series"] = parameter["series"][:2]
        self.write("cn.yaml", national)
        bases = [national, RICH_PACK]
        changes, by_schema = {}, {}
        for number, (base, document, what) in enumerate(mutants(bases, self.random, 600)):
            name = f"mutant-{number}.yaml"
            if document.get("code") == bases[base]["code"]:
                document["code"] = f"mutant-{number}"
            region, own = document.get("jurisdiction"), bases[base]["jurisdiction"]["code"]
            if isinstance(region, dict) and region.get("code") == own:
                region["code"] = str(110_000 + number)
            changes[name] = what
            by_schema[name] = faults(validator("policy/pack.schema.json"), document)
            self.write(name, document)
        found = self.service.import_catalog("--policy", self.folder)
        self.judge(changes, by_schema, self.by(found, lambda fault: fault["file"]))

    def test_rich_pack(self):
        """a pack with members that no seed pack has is accepted by both"""
        self.assertEqual(faults(validator("policy/pack.schema.json"), RICH_PACK), [])
        # Seed products refer to seed packs.
        for path in (SCHEMAS / "policy").glob("*.yaml"):
            self.write(path.name, load(path))
        self.write(f"{RICH_PACK['code']}.yaml", RICH_PACK)
        self.assertEqual(self.service.import_catalog("--policy", self.folder), [])

    def test_whole(self):
        """code and schema refuse the same documents of a wrong outer shape"""
        wrong = {
            "facts": [[], {}, None, {"version": 2, "facts": []}, {"version": 1, "facts": {}}],
            "families": [{}, None, "x", [1]],
            "institutions": [{}, 7, [[]]],
        }
        for file, documents in wrong.items():
            for document in documents:
                self.write_seed("facts", "families", "institutions")
                self.write(f"{file}.yaml", document)
                with self.subTest(file=file, document=document):
                    self.assertNotEqual(
                        faults(validator(f"catalog/{file}.schema.json"), document), []
                    )
                    files = {fault["file"] for fault in self.service.import_catalog(self.folder)}
                    self.assertIn(f"{file}.yaml", files)

    def test_seed_is_accepted(self):
        """the seed catalog and packs are accepted as they are"""
        self.assertEqual(
            self.service.import_catalog(SCHEMAS / "catalog", "--policy", SCHEMAS / "policy"), []
        )

    def test_tally(self):
        """the mutations were of all kinds: refused by both, by meaning alone, and accepted"""
        if not self.tally:
            self.skipTest("the tests before were left out")
        print(f"        seed {SEED}: {dict(self.tally)}")
        self.assertGreaterEqual(self.tally["refused by both"], 1_000)
        self.assertGreaterEqual(self.tally["refused by the program alone, for its meaning"], 20)
        self.assertGreaterEqual(self.tally["accepted by both"], 50)
