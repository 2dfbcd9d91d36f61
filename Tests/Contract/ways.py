"""What the tour asks of listing cases: the way of an enterprise to a board."""

import functools

from api import STRANGER
from days import day

DIGEST = "0" * 64
BROKERS = ["contract-broker-1", "contract-broker-2"]
TO_THE_LOCAL_BOARD = [
    "apply", "receive", "forward", "recommend", "confirm", "deposit", "submit", "consent",
    "prepare_listing", "list",
]  # fmt: skip


def papers(*kinds):
    """Documents of some kinds, issued today."""
    return [
        {"kind": kind, "document": "皖挂2026-1", "sha256": DIGEST, "issued_on": day(), "issuer": "甲"}
        for kind in kinds
    ]


class Ways:
    """Tests of listing cases; the tour is one of them."""

    CASES = "/v1/listing-cases"

    def open_case(self, enterprise, board="neeq", **more):
        body = {"enterprise_id": enterprise, "board": board} | more
        return self.call("POST", self.CASES, 201, body=body).json

    def brokers(self):
        """Two institutions that the directory lists as sponsors of listings."""
        for broker in BROKERS:
            entry = {
                "code": broker, "kind": "broker", "name": {"zh": "契约检验证券公司"}, "regions": [],
                "services": ["listing_sponsorship"], "source": {"document": "契约检验名单", "tag": "S"},
            }  # fmt: skip
            answer, _ = self.client.call("POST", "/v1/directory", body=entry)
            self.assertIn(answer.status, (201, 409), answer.body)

    @functools.cached_property
    def way(self):
        """A case at its beginning, with a target."""
        made = self.open_case(self.new_enterprise())
        values = {"id": made["id"]}
        body = {"target_on": day(1_200)}
        self.call("PUT", f"{self.CASES}/{{id}}/target", 200, values=values, body=body)
        return made["id"]

    def step(
        self, case, verb, role, *kinds, status=200, code=None, headers=None, token=None, **more
    ):
        body = {"verb": verb, "role": role, "evidence": papers(*kinds)} | more
        path = f"{self.CASES}/{{id}}/steps"
        rest = {"headers": headers} if headers else {}
        if token:
            rest["token"] = token
        return self.call("POST", path, status, code, values={"id": case}, body=body, **rest)

    def test_listing_cases(self):
        """a case goes along the edges of its board with the documents of each gate, and nowhere else"""
        enterprise = self.new_enterprise()
        self.brokers()
        bank = {"enterprise_id": enterprise, "board": "neeq", "sponsor": "huishang"}
        self.call("POST", self.CASES, 422, "validation_failed", body=bank)
        made = self.open_case(enterprise, sponsor=BROKERS[0])
        case = made["id"]
        self.assertEqual((made["stage"], made["seq"], made["live"]), ("reserve", 0, True))
        again = {"enterprise_id": enterprise, "board": "neeq"}
        self.call("POST", self.CASES, 409, "listing_case_exists", body=again)
        self.call("POST", self.CASES, 422, body=again | {"board": "moon"})
        stranger = {"enterprise_id": f"ent_{STRANGER}", "board": "neeq"}
        self.call("POST", self.CASES, 404, "not_found", body=stranger)
        self.step(case, "engage", "enterprise", status=422)
        self.step(case, "engage", "enterprise", "pool_entry", "legal_opinion", status=422)
        self.step(case, "investigate", "broker", status=409, code="listing_stage")
        self.step(case, "engage", "exchange", "pool_entry", status=403, code="forbidden")
        stale = {"If-Match": '"7"'}
        self.step(case, "engage", "enterprise", "pool_entry", status=412, code="stale_version", headers=stale)
        self.step(case, "engage", "enterprise", "pool_entry", headers={"If-Match": '"1"'})
        liaison = self.liaison(BROKERS[0])
        seen = self.call("GET", f"{self.CASES}/{{id}}", 200, values={"id": case}, token=liaison).json
        self.assertNotIn("enterprise_id", seen)
        self.assertEqual([each["verb"] for each in seen["steps"]], ["engage"])
        other = self.liaison("cdb")
        self.call("GET", f"{self.CASES}/{{id}}", 404, "not_found", values={"id": case}, token=other)
        listed = self.call("GET", self.CASES, 200, query={"board": "neeq", "state": "live"}).json
        self.assertIn(case, [each["id"] for each in listed["data"]])
        ended = self.step(case, "withdraw", "enterprise", "withdrawal_request", reason="cost").json
        self.assertEqual((ended["stage"], ended["live"]), ("withdrawn", False))
        target = f"{self.CASES}/{{id}}/target"
        body = {"target_on": day(900)}
        self.call("PUT", target, 409, "listing_stage", values={"id": case}, body=body)
        plan = f"{self.CASES}/{{id}}/plan"
        query = {"target": day(900)}
        self.call("GET", plan, 409, "listing_plan", values={"id": case}, query=query)

    def test_listing_sponsors(self):
        """an enterprise names its sponsor, another one or none; who is named no more finds no case"""
        self.brokers()
        enterprise = self.new_enterprise()
        owner = self.service.issue_token("enterprise", org=enterprise, subject="owner-1")
        case = self.open_case(enterprise)["id"]
        path, read = f"{self.CASES}/{{id}}/sponsor", f"{self.CASES}/{{id}}"
        values = {"id": case}
        first, second = map(self.liaison, BROKERS)

        def name(sponsor, status=200, code=None, token=owner, **rest):
            body = {"sponsor": sponsor}
            return self.call("PUT", path, status, code, values=values, body=body, token=token, **rest)

        self.assertEqual(name(BROKERS[0]).json["sponsor"], BROKERS[0])
        # The sponsor acts in its own role, the enterprise in its own.
        self.step(case, "engage", "enterprise", "pool_entry", token=owner)
        self.step(case, "investigate", "broker", "sponsor_agreement", "service_contracts", token=first)
        self.step(case, "remedy", "broker", "due_diligence_report", status=403, token=owner)
        name("huishang", 422, "validation_failed")
        name(BROKERS[1], 403, "forbidden", token=first)
        name(BROKERS[1], 412, "stale_version", headers={"If-Match": '"1"'})
        name(BROKERS[1])
        self.call("GET", read, 404, "not_found", values=values, token=first)
        self.call("GET", read, 200, values=values, token=second)
        self.step(case, "withdraw", "enterprise", "withdrawal_request", reason="cost", token=owner)
        name(BROKERS[0], 409, "listing_stage")
        self.assertIsNone(name(None).json["sponsor"])
        self.call("GET", read, 404, "not_found", values=values, token=second)

    def test_listing_plans(self):
        """a plan counts back from its target, or names the gate that binds"""
        values = {"id": self.way}
        plan = f"{self.CASES}/{{id}}/plan"
        found = self.call("GET", plan, 200, values=values).json
        self.assertTrue(found["feasible"])
        self.assertLessEqual(day(), found["plan"]["latest_start"])
        query = {"target": day(30)}
        late = self.call("GET", plan, 200, values=values, query=query).json
        self.assertFalse(late["feasible"])
        self.assertTrue(late["binding"]["gate"])
        self.call("GET", plan, 400, values=values, query={"target": day(-1)})
        target = f"{self.CASES}/{{id}}/target"
        body = {"target_on": day(1_200)}
        stale = {"If-Match": '"9"'}
        self.call("PUT", target, 412, "stale_version", values=values, body=body, headers=stale)
        self.call("PUT", target, 422, values=values, body=body | {"options": ["moon"]})
        # What comes too late is told of; the records are looked at with all others.
        hurried = {"id": self.open_case(self.new_enterprise())["id"]}
        self.call("PUT", target, 200, values=hurried, body={"target_on": day(7)})

    def test_layers(self):
        """facts of an enterprise on its way to a board are taken, and its layer follows them"""
        enterprise = self.new_enterprise()
        case = self.open_case(enterprise, "ah-srdi")["id"]
        for verb in TO_THE_LOCAL_BOARD:
            found = self.call("GET", f"{self.CASES}/{{id}}", 200, values={"id": case}).json
            offered = next(each for each in found["verbs"] if each["verb"] == verb)
            self.step(case, verb, offered["role"], *offered["evidence"])
        known = {"enterprise.titles": ["high_tech"], "enterprise.had_b_round": False,
                 "enterprise.listing_reserve": False}  # fmt: skip
        facts = [
            {"path": path, "value": value, "source": "industry_bureau", "as_of": day()}
            for path, value in known.items()
        ]
        path = "/v1/enterprises/{id}/facts"
        self.call("PATCH", path, 200, values={"id": enterprise}, body={"facts": facts})

    def test_readiness(self):
        """what is known of an enterprise says how far it is from a board, and in which classes it is"""
        values = {"id": self.new_enterprise()}
        path = "/v1/enterprises/{id}/readiness"
        found = self.call("GET", path, 200, values=values, query={"board": "ah-srdi"}).json
        self.assertEqual(found["result"], "unknown")
        self.assertTrue(found["missing"])
        self.call("GET", path, 400, values=values, query={"board": "moon"})
        classes = self.call("GET", "/v1/enterprises/{id}/classification", 200, values=values).json
        self.assertIn("neeq", classes["layers"])

    def test_boards(self):
        """boards are read in all their versions"""
        listed = self.call("GET", "/v1/boards", 200).json["data"]
        self.assertIn(("neeq", "2023"), [(each["board"], each["version"]) for each in listed])
        board = "/v1/boards/{board}"
        self.call("GET", board, 200, values={"board": "neeq"})
        old = {"as_of": "2020-01-01T00:00:00+08:00"}
        found = self.call("GET", board, 200, values={"board": "neeq"}, query=old).json
        self.assertEqual(found["version"], "2013")
        for name in ("moon", "Nothing!"):
            self.call("GET", board, 404, "not_found", values={"board": name})
