"""What contract tests say of pools, advisers, activities, targets and tasks, and their part of the tour."""

import datetime

from days import NOW, TODAY

YEAR = str(NOW.year)

# Their only conflict is a request with the same key that still runs.
ONLY_IN_FLIGHT = {
    "screenForPool", "dealAdvisers", "createActivity", "setYearlyTarget", "reportListings", "reportTask",
}  # fmt: skip

FIRMS = ["contract-firm-1", "contract-firm-2"]


def later(hours):
    return (NOW + datetime.timedelta(hours=hours)).isoformat()


def activity(**changes):
    """What an activity is to be."""
    return {
        "kind": "matching", "title": "合肥契约检验银企对接会", "region": "340100", "place": "市民中心",
        "starts_at": later(24), "ends_at": later(27), "capacity": 1,
    } | changes  # fmt: skip


class Nurture:
    """Enterprises on the way to a board, as the tour meets them."""

    def candidate(self, **facts):
        """An enterprise that may enter a pool."""
        enterprise = self.new_enterprise()
        known = {
            "legal.dishonest_listed": False, "enterprise.legal_form": "company",
            "finance.revenue_last_year_fen": 5_000_000_000, "enterprise.above_scale_in_2y": True,
        } | facts  # fmt: skip
        rows = [
            {"path": path, "value": value, "source": "tax_bureau", "as_of": "2025-12-31"}
            for path, value in known.items()
        ]
        path = "/v1/enterprises/{id}/facts"
        self.call("PATCH", path, 200, values={"id": enterprise}, body={"facts": rows})
        return enterprise

    def enter_pool(self, enterprise, status=201, code=None, pool="reserve", **rest):
        body = {"enterprise_id": enterprise} | rest
        path = "/v1/pools/{pool}/members"
        return self.call("POST", path, status, code, values={"pool": pool}, body=body).json

    def member_step(self, member, status=200, code=None, **body):
        path = "/v1/pool-members/{id}/steps"
        return self.call("POST", path, status, code, values={"id": member}, body=body).json

    def proposal(self, enterprise, target):
        """An open proposal of an enterprise."""
        query = {"state": "open", "limit": 100}
        found = self.call("GET", "/v1/pool-proposals", 200, query=query).json["data"]
        return next(
            each["id"] for each in found
            if each["enterprise_id"] == enterprise and each["target"] == target
        )  # fmt: skip

    def decide_proposal(self, proposal, status=200, code=None, **body):
        path = "/v1/pool-proposals/{id}/decision"
        return self.call("POST", path, status, code, values={"id": proposal}, body=body).json

    def firms(self):
        """Two law firms that advise wherever they are asked."""
        for firm in FIRMS:
            entry = {
                "code": firm, "kind": "law_firm", "name": {"zh": "契约检验律师事务所"}, "regions": [],
                "services": ["legal"], "source": {"document": "契约检验名单", "tag": "S"},
            }  # fmt: skip
            answer, _ = self.client.call("POST", "/v1/directory", body=entry)
            self.assertIn(answer.status, (201, 409), answer.body)

    def adviser(self, member, firm, status=201, code=None):
        path = "/v1/pool-members/{id}/advisers"
        body = {"kind": "law_firm", "institution": firm}
        return self.call("POST", path, status, code, values={"id": member}, body=body).json

    def assignment_step(self, assignment, status=200, code=None, token="", **body):
        path = "/v1/adviser-assignments/{id}/steps"
        values = {"id": assignment}
        return self.call("POST", path, status, code, values=values, body=body, token=token).json

    def guest(self, activity_, enterprise):
        """An enterprise invited to an activity."""
        values = {"id": activity_}
        path = "/v1/activities/{id}/guests"
        self.call("POST", path, 200, values=values, body={"enterprises": [enterprise]})
        found = self.call("GET", path, 200, values=values, query={"limit": 100}).json["data"]
        return next(each["id"] for each in found if each["enterprise_id"] == enterprise)

    def guest_step(self, guest, verb, status=200, code=None, token="", **body):
        path = "/v1/activity-guests/{id}/steps"
        body = {"verb": verb} | body
        return self.call("POST", path, status, code, values={"id": guest}, body=body, token=token).json

    def nurtured(self):
        """Things that stay as they are for the refusals, by the folders of their addresses."""
        return {
            "/v1/pools/": {"pool": "reserve"},
            "/v1/pool-members/": {"id": self.kept_member},
            "/v1/pool-proposals/": {"id": self.kept_proposal},
            "/v1/advisers/": {"kind": "law_firm", "code": FIRMS[0]},
            "/v1/adviser-assignments/": {"id": self.kept_assignment},
            "/v1/activities/": {"id": self.kept_activity},
            "/v1/activity-guests/": {"id": self.kept_guest},
            "/v1/listing-targets/": {"board": "ah-srdi", "year": YEAR, "region": "340100"},
            "/v1/policy-tasks/": {"plan": "ah-srdi-2018", "task": "nurture"},
            "/v1/ladders/": {"ladder": "sn-ladder"},
            "/v1/ladder-runs/": {"id": self.kept_run},
        }

    def erased_nurture(self, enterprise):
        """Everything of these kinds that an enterprise can have, before it is erased."""
        rows = [
            {"path": path, "value": value, "source": "tax_bureau", "as_of": "2025-12-31"}
            for path, value in [
                ("legal.dishonest_listed", False), ("enterprise.legal_form", "company"),
                ("finance.revenue_last_year_fen", 5_000_000_000),
            ]
        ]  # fmt: skip
        path = "/v1/enterprises/{id}/facts"
        self.call("PATCH", path, 200, values={"id": enterprise}, body={"facts": rows})
        member = self.enter_pool(enterprise)["id"]
        self.firms()
        made = self.call("POST", "/v1/activities", 201, body=activity(capacity=9)).json["id"]
        return {
            "/v1/pools/": {"pool": "reserve"},
            "/v1/pool-members/": {"id": member},
            "/v1/pool-proposals/": {"id": self.proposal(enterprise, "key_reserve")},
            "/v1/adviser-assignments/": {"id": self.adviser(member, FIRMS[1])["id"]},
            "/v1/activity-guests/": {"id": self.guest(made, enterprise)},
        }

    # The tour

    def test_pools(self):
        """who meets a gate enters a pool once, is proposed what its facts open, and leaves with a reason"""
        enterprise = self.candidate()
        self.enter_pool(self.new_enterprise(), 409, "pool_gate")
        self.enter_pool(enterprise, 409, "pool_gate", pool="key_reserve")
        self.enter_pool(enterprise, 404, "not_found", pool="no_such")
        made = self.enter_pool(enterprise, note="重点跟踪")
        self.assertEqual((made["state"], made["origin"]), ("member", "operator"))
        self.enter_pool(enterprise, 409, "pool_member_exists")
        proposal = self.proposal(enterprise, "key_reserve")
        decided = self.decide_proposal(proposal, accept=True)
        self.assertEqual(decided["state"], "accepted")
        self.decide_proposal(proposal, 409, "pool_state", accept=True)
        aimed = self.member_step(made["id"], verb="aim", rung="share_reform")
        self.assertEqual(aimed["aim"], "share_reform")
        self.member_step(made["id"], verb="leave", reason="own_wish")
        self.member_step(made["id"], 409, "pool_state", verb="aim", rung="listing")
        query = {"pool": "key_reserve", "state": "member", "region": "3401"}
        listed = self.call("GET", "/v1/pool-members", 200, query=query).json["data"]
        self.assertIn(enterprise, [each["enterprise_id"] for each in listed])
        file = self.call("GET", "/v1/pool-members.csv", 200, query={"pool": "key_reserve"})
        self.assertTrue(file.body.startswith(b"\xef\xbb\xbf"))
        pools = self.call("GET", "/v1/pools", 200).json["data"]
        self.assertEqual([each["code"] for each in pools], ["reserve", "key_reserve", "expert_group"])
        # What others look at.
        kept = self.candidate()
        type(self).kept_member = self.enter_pool(kept)["id"]
        type(self).kept_proposal = self.proposal(kept, "key_reserve")
        type(self).nurtured_enterprise = kept

    def test_screening(self):
        """a screening proposes whose facts let it in, and a dry one nobody"""
        self.candidate()
        path = "/v1/pools/{pool}/screening"
        values = {"pool": "reserve"}
        dry = self.call("POST", path, 200, values=values, body={"dry_run": True}).json
        self.assertGreaterEqual(dry["fitting"], 1)
        self.assertEqual(dry["proposed"], 0)
        found = self.call("POST", path, 200, values=values, body={"region": "34"}).json
        self.assertEqual(found["proposed"], dry["fitting"])
        values = {"pool": "no_such"}
        self.call("POST", path, 404, "not_found", values=values, body={"dry_run": True})

    def test_advisers(self):
        """advisers are loaded evenly, never above capacity, and answer for themselves"""
        self.firms()
        path = "/v1/advisers/{kind}/{code}"
        for firm in FIRMS:
            values = {"kind": "law_firm", "code": firm}
            self.call("PUT", path, 200, values=values, body={"capacity": 50})
        members = [self.enter_pool(self.candidate())["id"] for _ in range(2)]
        first = self.adviser(members[0], FIRMS[0])
        self.adviser(members[0], FIRMS[1], 409, "adviser_exists")
        stale = {"If-Match": '"9"'}
        values = {"kind": "law_firm", "code": FIRMS[0]}
        self.call("PUT", path, 412, "stale_version", values=values, body={"capacity": 9}, headers=stale)
        self.call("PUT", path, 409, "adviser_full", values=values, body={"capacity": 0})
        liaison = self.liaison(FIRMS[0])
        self.assignment_step(first["id"], token=liaison, verb="accept")
        self.assignment_step(first["id"], 409, "adviser_state", verb="decline", reason="人手不足")
        self.assignment_step(first["id"], 422, verb="end")
        order = {"kind": "law_firm", "pool": "reserve", "seed": 7}
        dry = self.call("POST", "/v1/adviser-runs", 200, body=order | {"dry_run": True}).json
        made = self.call("POST", "/v1/adviser-runs", 200, body=order).json
        self.assertEqual(dry["data"], made["data"])
        self.assertIn(members[1], [each["member_id"] for each in made["data"]])
        query = {"kind": "law_firm"}
        live = {
            each["institution"]: each["live"]
            for each in self.call("GET", "/v1/advisers", 200, query=query).json["data"]
        }
        self.assertLessEqual(abs(live[FIRMS[0]] - live[FIRMS[1]]), 1)
        query["after"] = f"law_firm/{FIRMS[0]}"
        more = self.call("GET", "/v1/advisers", 200, query=query).json
        self.assertNotIn(FIRMS[0], [each["institution"] for each in more["data"]])
        query["after"] = FIRMS[0]
        self.call("GET", "/v1/advisers", 400, "invalid_parameter", query=query)
        ended = self.assignment_step(first["id"], verb="end", reason="更换机构")
        self.assertEqual(ended["state"], "ended")
        other = self.adviser(members[0], FIRMS[1])
        self.assignment_step(other["id"], verb="decline", reason="人手不足")
        listed = self.call("GET", "/v1/adviser-assignments", 200, query={"state": "proposed"}).json
        own = [each for each in listed["data"] if each["member_id"] == self.kept_member]
        type(self).kept_assignment = own[0]["id"]

    def test_activities(self):
        """guests register until the seats are taken, and what came of it is kept as they agreed"""
        made = self.call("POST", "/v1/activities", 201, body=activity()).json
        first, second = self.nurtured_enterprise, self.new_enterprise()
        guests = [self.guest(made["id"], each) for each in (first, second)]
        owner = self.service.issue_token("enterprise", org=first, subject="owner-of-activity")
        self.guest_step(guests[0], "register", token=owner, agrees_to_figures=True)
        self.guest_step(guests[1], "register", 409, "activity_full")
        self.guest_step(guests[0], "attend", 409, "activity_state")
        values = {"id": made["id"]}
        path = "/v1/activities/{id}"
        match = {"If-Match": '"1"'}
        changed = self.call("PATCH", path, 200, values=values, body={"capacity": 2}, headers=match)
        self.assertEqual(changed.json["seats_taken"], 1)
        self.call("PATCH", path, 412, "stale_version", values=values, body={}, headers=match)
        self.guest_step(guests[1], "register")
        outcomes = "/v1/activity-guests/{id}/outcomes"
        values = {"id": guests[0]}
        body = {"kind": "credit", "institution": "huishang", "amount_fen": 5_000_000}
        self.call("POST", outcomes, 409, "activity_state", values=values, body=body)
        name = made["id"].removeprefix("act_")
        self.service.sql(
            f"UPDATE activity SET starts_at = now() - interval '1 h' WHERE id = '{name}'"
        )
        for guest in guests:
            self.guest_step(guest, "attend")
        told = self.call("POST", outcomes, 201, values=values, body=body).json
        self.assertEqual(told["outcomes"][0]["amount"]["fen"], 5_000_000)
        values = {"id": guests[1]}
        self.call("POST", outcomes, 409, "figures_not_agreed", values=values, body=body)
        figures = self.call("GET", "/v1/activity-figures", 200, query={"region": "3401"}).json
        self.assertEqual(figures["data"][0]["attended"], 2)
        other = self.call("POST", "/v1/activities", 201, body=activity()).json
        self.guest(other["id"], second)
        values = {"id": other["id"]}
        cancel = f"{path}/cancel"
        self.call("POST", cancel, 200, values=values, body={"reason": "改期"})
        self.call("POST", cancel, 409, "activity_state", values=values, body={"reason": "改期"})
        invited = {"institutions": ["huishang"]}
        self.call("POST", f"{path}/guests", 409, "activity_state", values=values, body=invited)
        headers = {"If-Match": '"2"'}
        self.call("PATCH", path, 409, "activity_state", values=values, body={}, headers=headers)
        self.call("GET", "/v1/activities", 200, query={"kind": "matching", "state": "cancelled"})
        kept = self.call("POST", "/v1/activities", 201, body=activity(capacity=9)).json
        type(self).kept_activity = kept["id"]
        type(self).kept_guest = self.guest(kept["id"], first)

    def test_targets(self):
        """a target has its progress and a forecast; a correction takes back what was told"""
        path = "/v1/listing-targets/{board}/{year}/{region}"
        values = {"board": "ah-srdi", "year": YEAR, "region": "340200"}
        body = {"count": 30, "source": "征集通知"}
        self.call("PUT", path, 200, values=values, body=body)
        stale = {"If-Match": '"9"'}
        self.call("PUT", path, 412, "stale_version", values=values, body=body, headers=stale)
        self.call("PUT", path, 404, "not_found", values=values | {"board": "moon"}, body=body)
        self.call("PUT", path, 404, "not_found", values=values | {"year": "1999"}, body=body)
        told = {"board": "ah-srdi", "region": "340202", "listed_on": TODAY, "source": "挂牌通知"}
        for count in (4, -1):
            self.call("POST", "/v1/listing-counts", 201, body=told | {"count": count})
        query = {"board": "ah-srdi", "year": YEAR}
        rows = self.call("GET", "/v1/listing-targets", 200, query=query).json["data"]
        self.assertEqual([each["listed"] for each in rows], [3])
        more = query | {"after": "ah-srdi/340200"}
        self.assertEqual(self.call("GET", "/v1/listing-targets", 200, query=more).json["data"], [])

    def test_policy_tasks(self):
        """eight tasks of the annex: what is counted, what was told, and what nobody said"""
        path = "/v1/policy-tasks/{plan}/{task}/reports"
        values = {"plan": "ah-srdi-2018", "task": "nurture"}
        body = {"words": "已认定520户", "reported_on": TODAY, "target": "recognised", "reached": 520}
        self.call("POST", path, 201, values=values, body=body)
        for wrong in ({"plan": "moon"}, {"task": "moon"}):
            self.call("POST", path, 404, "not_found", values=values | wrong, body=body)
            self.call("GET", path, 404, "not_found", values=values | wrong)
        listed = self.call("GET", path, 200, values=values).json["data"]
        self.assertEqual([each["reached"] for each in listed], [520])
        plan = self.call("GET", "/v1/policy-tasks", 200, query={"on": TODAY}).json["data"][0]
        self.assertEqual([each["number"] for each in plan["tasks"]], list(range(1, 9)))
        tasks = {each["code"]: each["periods"][-1]["targets"] for each in plan["tasks"]}
        self.assertEqual({each["how"] for each in tasks["nurture"]}, {"reported", "not_computed"})
        self.assertEqual({each["how"] for each in tasks["board_listings"]}, {"counted"})
        self.call("GET", "/v1/policy-tasks", 400, "invalid_parameter", query={"on": "today"})

    def test_ladder(self):
        """a ladder is of its jurisdiction alone, has one run a year, and a run comes out the same again"""
        path = "/v1/ladders/{ladder}/runs"
        values = {"ladder": "sn-ladder"}
        body = {"candidates": [self.candidate()]}
        dry = self.call("POST", path, 200, values=values, body=body | {"dry_run": True}).json
        self.assertEqual([each["outcome"] for each in dry["lines"]], ["conditions"])
        made = self.call("POST", path, 201, values=values, body=body).json
        self.assertEqual(made["digest"], dry["digest"])
        self.assertEqual((made["quota"]["members"], made["quota"]["least_ppm"]), (0, 500_000))
        self.call("POST", path, 409, "ladder_run_exists", values=values, body=body)
        self.call("POST", path, 422, values=values, body={"candidates": ["ent_1"]})
        moon = {"ladder": "moon"}
        self.call("POST", path, 404, "not_found", values=moon, body=body)
        self.call("GET", path, 404, "not_found", values=moon)
        members = "/v1/ladders/{ladder}/members"
        self.call("GET", members, 404, "not_found", values=moon)
        self.assertEqual(self.call("GET", members, 200, values=values).json["data"], [])
        listed = self.call("GET", path, 200, values=values).json["data"]
        self.assertEqual([each["id"] for each in listed], [made["id"]])
        values = {"id": made["id"]}
        shown = self.call("GET", "/v1/ladder-runs/{id}", 200, values=values).json
        self.assertEqual(shown["lines"], made["lines"])
        again = self.call("POST", "/v1/ladder-runs/{id}/replay", 200, values=values).json
        self.assertEqual((again["erased"], again["equal"]), (False, True))
        type(self).kept_run = made["id"]
