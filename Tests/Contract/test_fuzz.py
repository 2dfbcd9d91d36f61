"""Every route of the running service, asked what schemathesis makes of openapi.yaml."""

import http.client
import itertools
import json
import os
import random
import re
import time
import unittest
import warnings
import zlib

import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode

import api
import service
import uscc
from documents import faults, read_yaml

SEED = int(os.environ.get("CONTRACT_SEED", "20260101"))
# Seconds for all routes together; each may use its equal share and no more.
SECONDS = float(os.environ.get("CONTRACT_FUZZ_SECONDS", "45"))
# Requests to one route, of those that fit the document and of those that do not.
EXAMPLES = int(os.environ.get("CONTRACT_FUZZ_EXAMPLES", "20"))
ANSWER_SECONDS = 60

# `ent_` and a UUID, as ids look.
KINDS = (
    "ent need run prod rev swp dl evt hook whd off con cli sec alc aln rcv rfn inv gua rcy fde brg lst "
    "awe clm pml ppr adv act gst lrn rpt sau wrn rel lnr lnw"
).split()
ID = re.compile(rf"({'|'.join(KINDS)})_[0-9a-f]{{8}}(-[0-9a-f]{{4}}){{3}}-[0-9a-f]{{12}}")
NUMBERS = itertools.count(1)
FRAMING = {"content-length", "transfer-encoding", "connection", "host", "expect", "upgrade"}
# How often something made up gives way to what the service would take, so that a request gets past
# the first check.
OFTEN = 0.8


class Known:
    """Things that the service holds, by the places of the document where they are named."""

    def __init__(self, client):
        self.client = client
        self.ids = {}
        self.values = {}
        for kind, path in [
            ("ent", "/v1/enterprises"), ("need", "/v1/needs"), ("rev", "/v1/reviews"),
            ("swp", "/v1/sweeps"), ("dl", "/v1/dead-letters"), ("hook", "/v1/webhooks"),
            ("off", "/v1/offers"), ("cli", "/v1/clients"), ("alc", "/v1/allocation-runs"),
            ("rcv", "/v1/receivables"), ("rfn", "/v1/receivable-financings"),
            ("gua", "/v1/guarantees"), ("brg", "/v1/bridge-loans"), ("lst", "/v1/listing-cases"),
            ("clm", "/v1/claims"),
            ("pml", "/v1/pool-members"), ("ppr", "/v1/pool-proposals"),
            ("adv", "/v1/adviser-assignments"), ("act", "/v1/activities"),
            ("rpt", "/v1/reports"), ("wrn", "/v1/warnings"),
            ("rel", "/v1/statistics/releases"),
        ]:  # fmt: skip
            self.ids[kind] = [each["id"] for each in self.list(path)]
        lines = self.list("/v1/statistics/lending")
        self.ids["lnr"] = sorted({each["report_id"] for each in lines})
        self.ids["awe"] = sorted({each["award_event_id"] for each in self.list("/v1/claims")})
        self.ids["sau"] = [
            each["id"] for enterprise in self.ids["ent"][:20]
            for each in self.list("/v1/enterprises/{id}/source-authorisations", {"id": enterprise})
        ]  # fmt: skip
        self.ids["gst"] = [
            each["id"] for activity in self.ids["act"]
            for each in self.list("/v1/activities/{id}/guests", {"id": activity})
        ]  # fmt: skip
        needs = self.list("/v1/needs")
        self.ids["run"] = [
            need["match"]["run_id"] for need in needs if need["match"].get("run_id")
        ]
        products = [each["code"] for each in self.list("/v1/products")]
        messages = read_yaml("events/asyncapi.yaml")["components"]["messages"].values()
        self.values = {
            ("/v1/products/", "id"): products,
            ("/v1/runs/", "product"): products,
            ("/v1/directory/", "code"): [each["code"] for each in self.list("/v1/directory")],
            ("/v1/core-enterprises/", "institution"): ["huishang", "bocom"],
            ("/v1/guarantors/", "code"): [each["code"] for each in self.list("/v1/guarantors")],
            ("/v1/guarantee-banks/", "code"): ["huishang", "bocom"],
            ("/v1/funds/", "code"): [each["code"] for each in self.list("/v1/funds")],
            ("/v1/boards/", "board"): ["neeq", "ah-srdi", "ah-star"],
            ("/v1/award-budgets/", "level"): ["province", "city"],
            ("/v1/award-budgets/", "region"): ["340000", "340100"],
            ("/v1/award-budgets/", "year"): ["2026", "2027"],
            ("/v1/ladders/", "ladder"): ["sn-ladder"],
            ("/v1/ladder-runs/", "id"): [
                each["id"]
                for each in self.list("/v1/ladders/{ladder}/runs", {"ladder": "sn-ladder"})
            ],
            ("/v1/pools/", "pool"): ["reserve", "key_reserve", "expert_group"],
            ("/v1/advisers/", "kind"): ["law_firm", "broker"],
            ("/v1/advisers/", "code"): ["contract-firm-1", "contract-firm-2", "huishang"],
            ("/v1/listing-targets/", "board"): ["ah-srdi", "neeq"],
            ("/v1/policy-tasks/", "plan"): ["ah-srdi-2018"],
            ("/v1/policy-tasks/", "task"): ["nurture", "board_listings"],
            ("/v1/enterprises/", "duty"): ["monthly", "quarterly"],
            ("/v1/statistics/releases/", "table"): ["total", "place", "industry"],
            ("/v1/pauses/", "kind"): ["product", "institution"],
            ("/v1/pauses/", "target"): products,
            ("/schemas/events/", "type"): [message["name"] for message in messages],
            ("/problems/", "code"): ["conflict", "not_found", "forbidden"],
            ("/v1/lineage/", "id"): [each for kind in self.ids.values() for each in kind],
        }
        for path, kind in [
            ("/v1/enterprises/", "ent"), ("/v1/needs/", "need"), ("/v1/runs/", "run"),
            ("/v1/reviews/", "rev"), ("/v1/sweeps/", "swp"), ("/v1/dead-letters/", "dl"),
            ("/v1/webhooks/", "hook"), ("/v1/offers/", "off"), ("/v1/clients/", "cli"),
            ("/v1/allocation-runs/", "alc"), ("/v1/receivables/", "rcv"),
            ("/v1/receivable-financings/", "rfn"), ("/v1/core-enterprises/", "ent"), ("/v1/guarantees/", "gua"),
            ("/v1/bridge-loans/", "brg"), ("/v1/listing-cases/", "lst"), ("/v1/claims/", "clm"),
            ("/v1/award-events/", "awe"), ("/v1/pool-members/", "pml"),
            ("/v1/pool-proposals/", "ppr"), ("/v1/adviser-assignments/", "adv"),
            ("/v1/activities/", "act"), ("/v1/activity-guests/", "gst"),
            ("/v1/reports/", "rpt"), ("/v1/warnings/", "wrn"),
            ("/v1/source-authorisations/", "sau"),
            ("/v1/statistics/releases/", "rel"), ("/v1/loan-reports/", "lnr"),
        ]:  # fmt: skip
            self.values[path, "id"] = self.ids[kind]

    def list(self, path, values=None):
        query = {"limit": 50} if "parameters/Limit" in str(api.operations()["GET", path]) else None
        answer, _ = self.client.call("GET", path, values=values, query=query)
        if answer.status != 200:
            raise AssertionError(f"{path}: {answer.status} {answer.body[:300]}")
        return answer.json["data"]

    def value(self, path, name, chance):
        """One that exists, for a parameter of a path; None when there is none."""
        found = [
            values
            for (prefix, parameter), values in self.values.items()
            if path.startswith(prefix) and parameter == name
        ]
        return chance.choice(found[0]) if found and found[0] else None

    def known(self, node, chance):
        """A copy of a document in which most ids are of things that exist."""
        if isinstance(node, dict):
            return {name: self.known(value, chance) for name, value in node.items()}
        if isinstance(node, list):
            return [self.known(value, chance) for value in node]
        if isinstance(node, str) and ID.fullmatch(node) and chance.random() < OFTEN:
            candidates = self.ids.get(node.partition("_")[0])
            return chance.choice(candidates) if candidates else node
        return node


class Fuzz(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.service = service.shared()
        cls.client = api.Client(cls.service)
        cls.known = Known(cls.client)
        cls.session = requests.Session()
        # A proxy of the environment is not between us and the service.
        cls.session.trust_env = False

    @classmethod
    def tearDownClass(cls):
        cls.session.close()

    def resume_all(self):
        """Ends what was paused, so that the service works on."""
        for pause in self.known.list("/v1/pauses"):
            values = {"kind": pause["kind"], "target": pause["target"]}
            self.client.call("DELETE", "/v1/pauses/{kind}/{target}", values=values)

    def ask(self, case, chance):
        """Sends a request; None when the HTTP client would not send it."""
        for name in case.path_parameters or {}:
            known = self.known.value(case.path, name, chance)
            if known is not None and chance.random() < OFTEN:
                case.path_parameters[name] = known
        headers = case.headers
        # What frames a request is written by the client: a wrong one reaches no route.
        for name in [each for each in headers if each.lower() in FRAMING]:
            del headers[name]
        if "Idempotency-Key" in headers and chance.random() < OFTEN:
            headers["Idempotency-Key"] = f"fuzz-{next(NUMBERS)}"
        if "If-Match" in headers and chance.random() < OFTEN:
            headers["If-Match"] = f'"{chance.randint(1, 3)}"'
        if "Authorization" in headers and chance.random() < 0.95:
            headers["Authorization"] = f"Bearer {self.service.token}"
        if isinstance(case.body, (dict, list)):
            case.body = self.known.known(case.body, chance)
            if isinstance(case.body, dict) and case.path.endswith("/erasure"):
                # What is asked for after it is to be there still.
                case.body["dry_run"] = True
            if isinstance(case.body, dict) and isinstance(case.body.get("uscc"), str):
                case.body["uscc"] = uscc.make(chance)
        try:
            wanted = case.as_transport_kwargs(base_url=self.service.base)
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                answer = self.session.request(
                    **wanted, timeout=ANSWER_SECONDS, allow_redirects=False
                )
        except (requests.exceptions.InvalidHeader, requests.exceptions.InvalidURL, UnicodeError):
            return None
        except requests.exceptions.ConnectionError as error:
            # Headers that cannot be written on the wire, such as line ends.
            if isinstance(error.__context__, (ValueError, http.client.HTTPException)):
                return None
            raise
        return api.Answer(answer.status_code, answer.headers, answer.content)

    def judge(self, case, answer):
        """What is wrong with an answer, as sentences."""
        method, path = case.method.upper(), case.path
        wrong = self.client.check(method, path, answer)
        # Whether it is ready it says by 503, which on a busy machine it may be not for a moment.
        if answer.status >= 500 and (path, answer.status) != ("/readyz", 503):
            wrong.append(f"{method} {path} {answer.status}: a fault of the service")
        check = api.request_validator(method, path)
        if answer.status < 300 and check and isinstance(case.body, (dict, list)):
            wrong += [
                f"{method} {path} {answer.status}: took what is not documented: {fault}"
                for fault in faults(check, case.body)
            ]
        return wrong

    def fuzz(self, operation, mode, until, found, counts):
        """Asks one route until its examples or its time are used up."""
        label = f"{operation.method.upper()} {operation.path}"
        chance = random.Random(f"{SEED} {label} {mode.value}")

        @seed(SEED + zlib.crc32(label.encode()))
        @settings(
            max_examples=EXAMPLES,
            database=None,
            deadline=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy(generation_mode=mode))
        def each(case):
            # Each route is asked something, however slow the machine is.
            if time.monotonic() > until and label in counts:
                return
            answer = self.ask(case, chance)
            if answer is None:
                return
            counts[label] = counts.get(label, 0) + 1
            for sentence in self.judge(case, answer):
                # The answer itself is no part of what makes two findings the same.
                kind = re.sub(r"/\d+(?=[/:])", "/N", sentence.partition(": b")[0])
                found.setdefault(kind, describe(case, answer))

        each()

    def test_every_route(self):
        """no route answers what is asked of it by 5xx or in a way the document does not say"""
        print(f"schemathesis {schemathesis.__version__}, CONTRACT_SEED={SEED}, {SECONDS:.0f} s")
        document = schemathesis.openapi.from_dict(json.loads(json.dumps(api.document())))
        operations = [each.ok() for each in document.get_all_operations()]
        self.assertEqual(
            {(each.method.upper(), each.path) for each in operations}, set(api.operations())
        )
        began, found, counts = time.monotonic(), {}, {}
        self.addCleanup(self.resume_all)
        for number, operation in enumerate(operations):
            left = began + SECONDS - time.monotonic()
            share = max(0.2, left / (len(operations) - number)) / 2
            for mode in GenerationMode:
                try:
                    self.fuzz(operation, mode, time.monotonic() + share, found, counts)
                except Unsatisfiable:
                    # Without parameters and body there is nothing to break.
                    continue
        print(f"{sum(counts.values())} requests to {len(counts)} routes")
        for sentence, request in found.items():
            with self.subTest(request):
                self.fail(sentence)
        self.assertEqual(
            {f"{method} {path}" for method, path in api.operations()} - set(counts), set()
        )

    def test_still_works(self):
        """after all that a need is accepted and decided as before"""
        self.resume_all()
        service.wait_for("readiness", lambda: self.client.send("GET", "/readyz").status == 200)
        body = {
            "uscc": uscc.make(random.Random(f"fuzz {SEED} after")),
            "name": "合肥随机检验有限公司", "region": "340104", "industry": "34",
            "registered_on": "2019-05-20",
        }  # fmt: skip
        enterprise, wrong = self.client.call("POST", "/v1/enterprises", body=body)
        self.assertEqual((enterprise.status, wrong), (201, []), enterprise.body)
        body = {
            "enterprise_id": enterprise.json["id"], "amount": {"fen": 100_000_000},
            "tenor_months": 12, "purpose": "equipment",
        }  # fmt: skip
        need, wrong = self.client.call("POST", "/v1/needs", body=body)
        self.assertEqual((need.status, wrong), (201, []), need.body)
        values = {"id": need.json["id"]}

        def decided():
            answer, _ = self.client.call("GET", "/v1/needs/{id}", values=values)
            return answer.json["match"]["state"] == "decided"

        service.wait_for("the run of a need after the fuzzing", decided)


def describe(case, answer):
    """A request without its token, and the answer to it."""
    headers = {name: value for name, value in case.headers.items() if name != "Authorization"}
    return (
        f"{case.method.upper()} {case.path} {dict(case.path_parameters or {})} "
        f"{dict(case.query or {})} {headers} {case.body!r:.800}\n"
        f"→ {answer.status} {answer.body.decode(errors='replace')[:800]}"
    )
