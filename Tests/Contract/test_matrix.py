"""Who reaches what: every route, for everybody who is not meant by it and for those who are."""

import base64
import collections
import copy
import json
import random
import re
import unittest

import api
import awards
import claims
import monitoring
import nurture
import service
import uscc
from api import STRANGER, example
from days import NOW, day
from whose import (
    ENTERPRISE,
    FIGURES,
    INSTITUTION,
    LIST,
    OFFER,
    OPEN,
    ROUTES,
    ROWS,
    TELLING,
    TELLING_NOTHING,
    TELLING_TOO,
    UNREACHED,
)

TABLES = {
    "enterprise": "id", "facts_version": "enterprise_id", "need": "enterprise_id",
    "match_run": "enterprise_id", "review": "enterprise_id", "referral": "enterprise_id",
    "offer": "enterprise_id", "consent": "enterprise_id", "access_entry": "enterprise_id",
    "enterprise_read": "enterprise_id",
    "receivable": "enterprise_id", "receivable_financing": "enterprise_id",
    "core_enterprise": "enterprise_id", "supplier_invitation": "debtor_id",
    "enterprise_group": "enterprise_id", "guarantee": "enterprise_id",
    "listing_case": "enterprise_id", "listing_layer": "enterprise_id", "award_event": "enterprise_id",
    "claim": "enterprise_id", "entitlement_notice": "enterprise_id",
    "pool_member": "enterprise_id", "pool_proposal": "enterprise_id",
    "adviser_assignment": "enterprise_id", "activity_guest": "enterprise_id",
    "ladder_line": "enterprise_id", "ladder_member": "enterprise_id",
    "report": "enterprise_id", "report_enrolment": "enterprise_id", "report_use": "enterprise_id",
    "source_authorisation": "enterprise_id", "warning": "enterprise_id",
}  # fmt: skip


# An identifier with its prefix, and one that nothing has.
IDENTIFIER = re.compile(r"\b([a-z]{2,6}_)[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b")
UNUSED = "01932a7e-5b6c-7d8e-9f10-1a2b3c4d5e70"


def unused(value):
    """The same with an identifier of the same kind that nothing has in place of each."""
    return json.loads(IDENTIFIER.sub(rf"\g<1>{UNUSED}", json.dumps(value)))


# What everybody may make for themselves.
OWN = {"createEnterprise", "createWebhook"}


class Matrix(unittest.TestCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        cls.service = service.shared()
        cls.client = api.Client(cls.service)
        issue = cls.service.issue_token
        cls.system = issue("service", subject="matrix")
        cls.offer = cls.find_offer()
        cls.enterprise = cls.offer["enterprise_id"]
        cls.region = cls.get("/v1/enterprises/{id}", cls.enterprise)["region"]
        cls.need = cls.offer["need_id"]
        cls.run_id = cls.get("/v1/needs/{id}", cls.need)["match"]["run_id"]
        code = cls.offer["institution"]["code"]
        run = cls.get("/v1/runs/{id}", cls.run_id)
        cls.product = (run["top"] + run["near_misses"])[0]["product"]
        body = {"reason": "请人工复核"}
        values = {"id": cls.run_id, "product": cls.product}
        path = "/v1/runs/{id}/decisions/{product}/reviews"
        cls.review = cls.post(path, values, body)["id"]
        cls.consent = cls.post("/v1/consents", {}, cls.consent_body())["id"]
        stranger = cls.other_enterprise()
        found = cls.ask("GET", "/v1/bridge-loans", {}, None, cls.system).json["data"]
        cls.bridge = next(each["id"] for each in found if each["enterprise_id"] != stranger)
        # Of an enterprise that is none of the strangers, for institutions that they are none of.
        found = cls.ask("GET", "/v1/guarantees", {}, None, cls.system).json["data"]
        cls.guarantee = next(each["id"] for each in found if each["enterprise_id"] != stranger)
        cls.let_sponsor(code)
        body = {"enterprise_id": cls.enterprise, "board": "neeq", "sponsor": code}
        cls.listing = cls.post("/v1/listing-cases", {}, body)["id"]
        cls.award = cls.post(awards.EVENTS, {"id": cls.enterprise}, awards.TITLE)["id"]
        cls.award_claim = cls.post(awards.CLAIMS, {}, awards.order(cls.award))["id"]
        cls.nurtured = cls.find_nurtured(stranger)
        cls.permission = cls.post(
            monitoring.PERMISSIONS, {"id": cls.enterprise},
            {"source": "bank", "expires_on": day(90)},
        )["id"]  # fmt: skip
        told = monitoring.report(monitoring.month(1), "bank", overdue_days=100)
        cls.report = cls.post(monitoring.REPORTS, {"id": cls.enterprise}, told)["id"]
        cls.warning = cls.find_warning()
        cls.loans = cls.post("/v1/loan-reports", {}, example("POST", "/v1/loan-reports"))["id"]
        owner = issue("enterprise", org=cls.enterprise, subject="owner-1")
        body = example("POST", "/v1/webhooks")
        cls.webhook = cls.ask("POST", "/v1/webhooks", {}, body, owner).json["id"]
        body = {"name": "matrix", "role": "liaison", "institution": code}
        cls.system_client = cls.post("/v1/clients", {}, body)["id"]
        values = {"id": cls.system_client}
        cls.secret = cls.post("/v1/clients/{id}/secrets", values, {})["id"]
        cls.receivable, cls.financing = cls.make_receivable(code)
        runs = cls.ask("GET", "/v1/allocation-runs", {}, None, cls.system).json["data"]
        # The oldest one that asked somebody.
        cls.allocation = ([each for each in runs if each["counts"]["made"]] or runs)[-1]["id"]
        # Somebody else of each kind, and everybody it is about.
        away = "320000" if not cls.region.startswith("32") else "330000"
        cls.strangers = {
            "another enterprise": issue("enterprise", org=stranger, subject="owner-2"),
            "a liaison of another institution": issue("liaison", org="cdb", subject="l-2"),
            "a manager of another institution": issue("liaison_manager", org="cdb", subject="m-2"),
            "an operator of another region": issue("operator", region=away, subject="o-2"),
            "an enterprise nobody registered": issue("enterprise", org=f"ent_{STRANGER}", subject="x"),
        }
        cls.insiders = {
            "the enterprise": issue("enterprise", org=cls.enterprise, subject="owner-1"),
            "an operator of its city": issue("operator", region=f"{cls.region[:4]}00", subject="o-1"),
            "an operator of its county": issue("operator", region=cls.region, subject="o-3"),
            "the auditor": issue("auditor", subject="a-1"),
            "the service": cls.system,
        }
        cls.institution = {
            "its liaison": issue("liaison", org=code, subject=cls.offer["assignee"] or "l-1"),
            "its manager": issue("liaison_manager", org=code, subject="m-1"),
        }

    @classmethod
    def ask(cls, method, path, values, body, token):
        headers = {}
        operation = api.operations()[method, path]
        if "If-Match" in api.parameters(operation, "header"):
            headers["If-Match"] = '"1"'
        answer, wrong = cls.client.call(
            method, path, values=values, body=body, token=token, headers=headers
        )
        assert not wrong, wrong
        return answer

    @classmethod
    def get(cls, path, name):
        answer = cls.ask("GET", path, {"id": name}, None, cls.system)
        assert answer.status == 200, answer.body
        return answer.json

    @classmethod
    def post(cls, path, values, body):
        answer = cls.ask("POST", path, values, body, cls.system)
        assert answer.status == 201, answer.body
        return answer.json

    @classmethod
    def let_sponsor(cls, code):
        """The directory says that an institution sponsors listings, too."""
        path, values = "/v1/directory/{code}", {"code": code}
        found, _ = cls.client.call("GET", path, values=values, token=cls.system)
        body = {"services": sorted({*found.json["services"], "listing_sponsorship"})}
        match = {"If-Match": found.headers["ETag"]}
        answer, _ = cls.client.call(
            "PATCH", path, values=values, body=body, token=cls.system, headers=match
        )
        assert answer.status == 200, answer.body

    @classmethod
    def make_receivable(cls, institution):
        """A receivable of our enterprise on a third one, and money on it."""
        debtor = cls.post("/v1/enterprises", {}, example("POST", "/v1/enterprises") | {
            "uscc": uscc.make(random.Random("matrix debtor")), "name": "矩阵检验付款方",
        })  # fmt: skip
        core = {"payer_kind": "enterprise", "strong": False}
        cls.ask("PUT", "/v1/core-enterprises/{id}", {"id": cls.enterprise}, core, cls.system)
        terms = claims.terms("matrix-1") | {
            "enterprise_id": cls.enterprise, "debtor_uscc": debtor["uscc"],
        }
        made = cls.post("/v1/receivables", {}, terms)
        payer = cls.service.issue_token("enterprise", org=debtor["id"], subject="payer-1")
        values = {"id": made["id"]}
        body = {"version_digest": made["version_digest"], "confirmed_fen": terms["gross_fen"]}
        cls.ask("POST", "/v1/receivables/{id}/confirm", values, body, payer)
        order = {"institution": institution, "way": "factoring", "recourse": True, "amount_fen": 100}
        money = cls.post("/v1/receivables/{id}/financings", values, order)
        return made["id"], money["id"]

    @classmethod
    def find_nurtured(cls, stranger):
        """A member of a pool and what hangs on it, of none of the strangers."""

        def first(path, values=None):
            found = cls.ask("GET", path, values or {}, None, cls.system).json["data"]
            return next(each["id"] for each in found if each.get("enterprise_id") not in (stranger, None))

        activities = cls.ask("GET", "/v1/activities", {}, None, cls.system).json["data"]
        activity = next(each["id"] for each in activities if each["state"] == "announced")
        values = {"ladder": "sn-ladder"}
        runs = cls.ask("GET", "/v1/ladders/{ladder}/runs", values, None, cls.system).json["data"]
        first_run = runs[0]["id"]
        return {
            "/v1/pools/": {"pool": "reserve"},
            "/v1/pool-members/": {"id": first("/v1/pool-members")},
            "/v1/pool-proposals/": {"id": first("/v1/pool-proposals")},
            "/v1/advisers/": {"kind": "law_firm", "code": nurture.FIRMS[0]},
            "/v1/adviser-assignments/": {"id": first("/v1/adviser-assignments")},
            "/v1/activities/": {"id": activity},
            "/v1/activity-guests/": {"id": first("/v1/activities/{id}/guests", {"id": activity})},
            "/v1/listing-targets/": {"board": "ah-srdi", "year": nurture.YEAR, "region": "340100"},
            "/v1/policy-tasks/": {"plan": "ah-srdi-2018", "task": "nurture"},
            "/v1/ladders/": {"ladder": "sn-ladder"},
            "/v1/ladder-runs/": {"id": first_run},
        }

    @classmethod
    def find_warning(cls):
        """The warning that the worker opens by what was reported."""
        found = []

        def is_open():
            query = {"enterprise_id": cls.enterprise}
            answer, _ = cls.client.call("GET", "/v1/warnings", query=query, token=cls.system)
            found[:] = answer.json["data"]
            return bool(found)

        service.wait_for("a warning", is_open)
        # What was reported is a fact now, and the needs are matched by it.
        left = "SELECT 'left ' || count(*) FROM need WHERE match_due_since IS NOT NULL"
        service.wait_for("needs to be matched", lambda: "left 0" in cls.service.sql(left))
        return found[0]["id"]

    @classmethod
    def find_offer(cls):
        query = {"limit": 100}
        answer, _ = cls.client.call("GET", "/v1/offers", query=query, token=cls.system)
        live = [each for each in answer.json["data"] if each["state"] in ("offered", "claimed")]
        assert live, "no offer is open"
        return live[0]

    @classmethod
    def other_enterprise(cls):
        query = {"limit": 100}
        answer, _ = cls.client.call("GET", "/v1/enterprises", query=query, token=cls.system)
        return next(each["id"] for each in answer.json["data"] if each["id"] != cls.enterprise)

    @classmethod
    def consent_body(cls):
        return example("POST", "/v1/consents") | {
            "need_id": cls.need,
            "institution": cls.offer["institution"]["code"],
            "expires_at": NOW.replace(year=NOW.year + 1, day=1).isoformat(),
        }

    def target(self, path, operation):
        """Path values and a body that are about our enterprise and our institution."""
        names = {
            "/v1/enterprises/": {"id": self.enterprise, "duty": "monthly"},
            "/v1/needs/": {"id": self.need},
            "/v1/runs/": {"id": self.run_id, "product": self.product},
            "/v1/lineage/": {"id": self.need},
            "/v1/reviews/": {"id": self.review},
            "/v1/offers/": {"id": self.offer["id"]},
            "/v1/allocation-runs/": {"id": self.allocation},
            "/v1/receivables/batch": {},
            "/v1/receivables/": {"id": self.receivable},
            "/v1/receivable-financings/": {"id": self.financing},
            "/v1/core-enterprises/": {
                "id": self.enterprise, "institution": self.offer["institution"]["code"],
            },
            "/v1/guarantees/": {"id": self.guarantee},
            "/v1/bridge-loans/": {"id": self.bridge},
            "/v1/listing-cases/": {"id": self.listing},
            "/v1/boards/": {"board": "neeq"},
            "/v1/award-events/": {"id": self.award},
            "/v1/claims/": {"id": self.award_claim},
            "/v1/award-budgets/": awards.PROVINCE,
            **self.nurtured,
            "/v1/reports/": {"id": self.report},
            "/v1/warnings/": {"id": self.warning},
            "/v1/source-authorisations/": {"id": self.permission},
            "/v1/loan-reports/": {"id": self.loans},
            "/v1/guarantors/": {"code": "hefei-demo"},
            "/v1/guarantee-banks/": {"code": "huishang"},
            "/v1/funds/": {"code": "hefei-fund"},
            "/v1/consents/": {"id": self.consent},
            "/v1/webhooks/": {"id": self.webhook},
            "/v1/clients/": {"id": self.system_client, "secret": self.secret},
            "/v1/capacities/": {"kind": "institution", "code": self.offer["institution"]["code"]},
            "/v1/pauses/": {"kind": "worker", "target": "sweep"},
            "/v1/directory/": {"code": self.offer["institution"]["code"]},
            "/v1/sweeps/": {"id": f"swp_{STRANGER}"},
            "/v1/dead-letters/": {"id": f"dl_{STRANGER}"},
            "/v1/products/": {"id": self.offer["product"]},
        }
        values = next((names[each] for each in names if path.startswith(each)), {})
        body = None
        if "requestBody" in operation:
            content = operation["requestBody"]["content"]["application/json"]
            body = copy.deepcopy(content.get("example", {}))
            if path.endswith("/facts"):
                # What one may say of an enterprise differs by role; that nothing is said does not.
                body = {"facts": []}
            if "award_event_id" in body:
                body["award_event_id"] = self.award
            if "need_id" in body:
                body = self.consent_body()
            if "enterprise_id" in body:
                body["enterprise_id"] = self.enterprise
            if path == "/v1/clients":
                body["institution"] = self.offer["institution"]["code"]
        return values, body

    def state(self):
        """Everything that is stored of our enterprise, digested; who limits our institution, and what is published."""
        rows = " UNION ALL ".join(
            f"SELECT '{table}', md5(coalesce(string_agg(t::text, ',' ORDER BY t::text), '')) "
            f"FROM {table} t WHERE t.{column} = '{self.enterprise.removeprefix('ent_')}'"
            for table, column in TABLES.items()
        )
        limits = "SELECT 'ledger', md5(coalesce(string_agg(l::text, ','), '')) FROM ledger_account l"
        clients = " UNION ALL ".join(
            f"SELECT '{table}', md5(coalesce(string_agg(t::text, ',' ORDER BY t::text), '')) FROM {table} t"
            for table in ("api_client", "api_client_secret", "catalog_version")
        )
        return self.service.sql(f"{rows} UNION ALL {limits} UNION ALL {clients}")

    def secrets(self):
        """What an answer to a stranger never holds."""
        return [
            self.enterprise, self.need, self.run_id, self.review, self.offer["id"], self.consent,
            self.webhook, self.system_client, self.secret, self.receivable, self.financing,
            self.guarantee, self.listing, self.award, self.award_claim, self.report, self.warning,
            self.permission,
        ]  # fmt: skip

    def test_every_route_is_judged(self):
        """every route under /v1 says whose the thing behind it is"""
        known = {
            operation["operationId"]
            for (_, path), operation in api.operations().items()
            if path.startswith("/v1/")
        }
        self.assertEqual(known, set(ROUTES))

    def test_strangers(self):
        """nobody reads or changes what is another's, on any route"""
        before = self.state()
        tried = 0
        for who, token in self.strangers.items():
            for (method, path), operation in api.operations().items():
                if not path.startswith("/v1/"):
                    continue
                kind = ROUTES[operation["operationId"]]
                if kind in (FIGURES, OPEN, ROWS) or operation["operationId"] in OWN:
                    continue
                values, body = self.target(path, operation)
                answer = self.ask(method, path, values, body, token)
                tried += 1
                with self.subTest(who=who, route=f"{method} {path}"):
                    reads_own = kind in (LIST, INSTITUTION) and method == "GET"
                    self.assertIn(answer.status, (200, 403, 404) if reads_own else (403, 404))
                    # What is another's is as unknown as what is not. Of what belongs to no tenant, who
                    # may see that it is there is no secret.
                    nothing = unused(values), unused(body)
                    own = answer.status == 200
                    if kind in (ENTERPRISE, OFFER, INSTITUTION) and nothing != (values, body) and not own:
                        unknown = self.ask(method, path, *nothing, token)
                        self.assertEqual((answer.status, answer.code), (unknown.status, unknown.code))
                    text = answer.body.decode()
                    for secret in self.secrets():
                        # A problem repeats the address that was asked for.
                        if answer.status == 200:
                            self.assertNotIn(secret, text)
        self.assertEqual(self.state(), before, "something was changed")
        self.assertEqual(self.get("/v1/webhooks/{id}", self.webhook)["version"], 1)
        self.assertGreater(tried, 250)

    def test_reads_are_kept(self):
        """what tells somebody else of an enterprise leaves one entry with it, what it reads itself none"""
        reached = set()
        for who, token in self.insiders.items():
            subject = json.loads(base64.urlsafe_b64decode(token.split(".")[1] + "=="))["sub"]
            before = self.kept(subject)
            for (method, path), operation in api.operations().items():
                name = operation["operationId"]
                if method != "GET" or not self.tells(name):
                    continue
                values, _ = self.target(path, operation)
                answer = self.ask(method, path, values, None, token)
                after = self.kept(subject)
                entries = after - before
                before = after
                with self.subTest(who=who, route=f"{method} {path}"):
                    if answer.status != 200:
                        self.assertEqual(entries.total(), 0, "nothing was read")
                        continue
                    reached.add(name)
                    self.assertLessEqual(set(entries.values()), {1}, "an answer is one entry of each")
                    if who == "the enterprise":
                        self.assertNotIn(self.enterprise, entries)
                    elif ROUTES[name] == OFFER:
                        # Of whom, the answer need not say.
                        self.assertGreaterEqual(entries.total(), 1)
                    elif ROUTES[name] == ENTERPRISE or self.enterprise in answer.body.decode():
                        self.assertEqual(entries[self.enterprise], 1)
        known = {
            operation["operationId"]
            for (method, path), operation in api.operations().items()
            if method == "GET" and path.startswith("/v1/")
        }
        self.assertEqual(reached, {name for name in known if self.tells(name)} - set(UNREACHED))

    @staticmethod
    def tells(name):
        """A route that stands nowhere in `ROUTES` fails the test of that."""
        return name in TELLING_TOO or (ROUTES.get(name) in TELLING and name not in TELLING_NOTHING)

    def kept(self, reader):
        """By enterprise, how often a reader was told of it."""
        rows = self.service.sql(
            "SELECT 'ent_' || enterprise_id, count(*) FROM enterprise_read "
            f"WHERE reader = '{reader}' GROUP BY 1"
        )
        return collections.Counter(
            {name: int(count) for name, count in (row.split("|") for row in rows.split())}
        )

    def test_insiders(self):
        """those it is about reach it, so that what strangers miss is there"""
        reached = 0
        for who, token in self.insiders.items():
            for (method, path), operation in api.operations().items():
                kind = ROUTES.get(operation["operationId"])
                if method != "GET" or kind != ENTERPRISE or path.startswith("/v1/webhooks"):
                    continue
                # There is none, for all else would be gone with it: test_erasure.
                if path.endswith("/erasure"):
                    continue
                values, _ = self.target(path, operation)
                answer = self.ask(method, path, values, None, token)
                with self.subTest(who=who, route=f"{method} {path}"):
                    self.assertEqual(answer.status, 200, answer.body[:300])
                    reached += 1
        self.assertGreater(reached, 50)
        for who, token in (self.institution | self.insiders).items():
            for path, name in [
                ("/v1/offers/{id}", self.offer["id"]), ("/v1/consents/{id}", self.consent),
                ("/v1/listing-cases/{id}", self.listing),
            ]:  # fmt: skip
                answer = self.ask("GET", path, {"id": name}, None, token)
                with self.subTest(who=who, route=f"GET {path}"):
                    self.assertEqual(answer.status, 200, answer.body[:300])

    def test_lists(self):
        """in a list an enterprise finds its own, an institution its own, an operator its region"""
        lists = {"/v1/enterprises": "id", "/v1/needs": "enterprise_id", "/v1/offers": "enterprise_id"}
        for path, member in lists.items():
            own = self.ask("GET", path, {}, None, self.insiders["the enterprise"]).json["data"]
            with self.subTest(path=path):
                self.assertEqual({each[member] for each in own}, {self.enterprise})
        ours = self.ask("GET", "/v1/offers", {}, None, self.institution["its liaison"]).json["data"]
        code = self.offer["institution"]["code"]
        self.assertEqual({each["institution"]["code"] for each in ours}, {code})
        self.assertNotIn(self.enterprise, json.dumps(ours))
