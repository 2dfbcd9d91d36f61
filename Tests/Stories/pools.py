"""On the way to a board: pools by facts, the ladder, advisers who are loaded evenly, and trainings."""

import datetime
import functools

from tale import Tale, check, service

NOW = datetime.datetime.now(datetime.timezone(datetime.timedelta(hours=8)))
FIRMS = ["story-firm-1", "story-firm-2", "story-firm-3"]
# What must hold whatever happened: loads are what is live and never above a capacity; seats are those of
# guests; nobody is in a pool twice, and no member has two advisers of a kind.
WRONG = """
  SELECT 'adviser ' || v.institution FROM adviser v
  WHERE v.live_count > v.capacity OR v.live_count <> (
    SELECT count(*) FROM adviser_assignment a WHERE a.institution = v.institution
      AND a.kind = v.kind AND a.state IN ('proposed', 'accepted'))
  UNION ALL
  SELECT 'activity ' || a.id FROM activity a
  WHERE a.seats_taken > a.capacity OR a.seats_taken <> (
    SELECT count(*) FROM activity_guest g WHERE g.activity_id = a.id
      AND g.state IN ('registered', 'attended', 'absent'))
  UNION ALL
  SELECT 'member ' || min(m.id::text) FROM pool_member m WHERE m.state = 'member'
  GROUP BY m.pool, m.enterprise_id, m.institution HAVING count(*) > 1
  UNION ALL
  SELECT 'step ' || m.id FROM pool_member m WHERE m.version <> (
    SELECT count(*) FROM pool_step s WHERE s.member_id = m.id)
"""


def later(hours):
    return (NOW + datetime.timedelta(hours=hours)).isoformat()


class Pools:
    """Enterprises of the sample on their way, with short words for what is done again and again."""

    def __init__(self, tale):
        self.tale = tale
        self.call = tale.call

    @functools.cached_property
    def enterprises(self):
        query = {"limit": 100}
        found = self.call("GET", "/v1/enterprises", 200, query=query).json["data"]
        # Industry first: what is above scale there is above it by revenue alone.
        return sorted(found, key=lambda each: not 13 <= int(each["industry"][:2]) <= 43)

    def report(self, enterprise, **facts):
        rows = [
            {"path": path.replace("__", "."), "value": value, "source": "tax_bureau", "as_of": "2025-12-31"}
            for path, value in facts.items()
        ]
        path = "/v1/enterprises/{id}/facts"
        self.call("PATCH", path, 200, values={"id": enterprise}, body={"facts": rows})

    def fit(self, enterprise, **more):
        """Facts that let an enterprise into a pool."""
        known = {
            "legal__dishonest_listed": False, "enterprise__legal_form": "company",
            "enterprise__equity_clear": True, "finance__revenue_last_year_fen": 5_000_000_000,
        } | more  # fmt: skip
        self.report(enterprise, **known)

    def enter(self, enterprise, pool="reserve", status=201, code=None):
        path = "/v1/pools/{pool}/members"
        body = {"enterprise_id": enterprise}
        return self.call("POST", path, status, code, values={"pool": pool}, body=body).json

    def member(self, name):
        return self.call("GET", "/v1/pool-members/{id}", 200, values={"id": name}).json

    def proposals(self, enterprise):
        query = {"state": "open", "limit": 100}
        found = self.call("GET", "/v1/pool-proposals", 200, query=query).json["data"]
        return {each["target"]: each["id"] for each in found if each["enterprise_id"] == enterprise}

    def decide(self, proposal, **body):
        path = "/v1/pool-proposals/{id}/decision"
        return self.call("POST", path, 200, values={"id": proposal}, body=body).json

    @functools.cache
    def liaison(self, firm):
        return self.tale.service.issue_token("liaison", org=firm, subject=f"{firm}-liaison")

    def firms(self, capacity):
        for firm in FIRMS:
            body = {
                "code": firm, "kind": "law_firm", "name": {"zh": "示例律师事务所"}, "regions": [],
                "services": ["legal"], "source": {"document": "示例名单", "tag": "S"},
            }  # fmt: skip
            self.call("POST", "/v1/directory", 201, body=body)
            values = {"kind": "law_firm", "code": firm}
            body = {"capacity": capacity}
            self.call("PUT", "/v1/advisers/{kind}/{code}", 200, values=values, body=body)

    def loads(self):
        query = {"kind": "law_firm"}
        found = self.call("GET", "/v1/advisers", 200, query=query).json["data"]
        return [each["live"] for each in found if each["institution"] in FIRMS]

    def wrong(self):
        return self.tale.service.sql(WRONG).strip()


def pool_entry(tale, given):
    """Pool entry and the ladder; the enterprises that are in the reserve afterwards."""
    chosen = [each["id"] for each in given.enterprises[: 30 if tale.full else 9]]
    with tale.promise("a gate lets in whom facts let in, names what fails, and lets nobody in twice"):
        first = chosen[0]
        given.report(first, legal__dishonest_listed=True)
        given.enter(first, status=409, code="pool_gate")
        for each in chosen:
            given.fit(each)
        count = 32 if tale.full else 8

        def enter(_):
            values = {"pool": "reserve"}
            body = {"enterprise_id": first}
            path = "/v1/pools/{pool}/members"
            answer, wrong = tale.patiently("POST", path, values=values, body=body)
            check(answer.status in (201, 409) and not wrong, f"{answer.status} {answer.body[:300]}")
            return answer.status == 201

        check(sum(tale.together(count, enter)) == 1, "it entered twice, or not at all")
        for each in chosen[1:]:
            given.enter(each)
        check(not given.wrong(), given.wrong())
    with tale.promise("facts propose the key reserve and the next rung, and a person decides"):
        member = given.call(
            "GET", "/v1/pool-members", 200, query={"state": "member", "limit": 100}
        ).json["data"]
        member = next(each["id"] for each in member if each["enterprise_id"] == first)
        open_ = given.proposals(first)
        check("key_reserve" in open_, f"{open_}")
        given.decide(open_["key_reserve"], accept=True)
        given.report(first, enterprise__joint_stock_since="2025-03-01")

        def placed():
            return given.member(member)["rung"] in ("share_reform", "listing")

        service.wait_for("the sweeper to place a member by its new facts", placed, 60)
    tale.count(members=len(chosen))
    return chosen


def advisers(tale, given):
    """Advisers for everybody in the reserve."""
    with tale.promise("advisers are loaded evenly, and never above their capacity"):
        given.firms(capacity=100)
        order = {"kind": "law_firm", "pool": "reserve", "seed": 7}
        dry = given.call("POST", "/v1/adviser-runs", 200, body=order | {"dry_run": True}).json
        made = given.call("POST", "/v1/adviser-runs", 200, body=order).json
        check(made["data"] == dry["data"], "a dry run says something else")
        loads = given.loads()
        check(max(loads) - min(loads) <= 1 and sum(loads) == made["assigned"], f"{loads}")
        check(not given.wrong(), given.wrong())
        tale.count(assignments=made["assigned"])
    with tale.promise("an adviser answers for itself; one that is ended makes room for another"):
        query = {"state": "proposed", "limit": 1}
        path = "/v1/adviser-assignments"
        assigned = given.call("GET", path, 200, query=query).json["data"][0]
        steps = f"{path}/{{id}}/steps"
        values = {"id": assigned["id"]}
        other = next(each for each in FIRMS if each != assigned["institution"])
        given.call(
            "POST", steps, 404, values=values, body={"verb": "accept"}, token=given.liaison(other)
        )
        own = given.liaison(assigned["institution"])
        given.call("POST", steps, 200, values=values, body={"verb": "accept"}, token=own)
        body = {"verb": "end", "reason": "更换机构"}
        given.call("POST", steps, 200, values=values, body=body)
        values = {"id": assigned["member_id"]}
        body = {"kind": "law_firm", "institution": other}
        given.call("POST", "/v1/pool-members/{id}/advisers", 201, values=values, body=body)
        check(not given.wrong(), given.wrong())


def training(tale, given, chosen):
    """A training with fewer seats than guests."""
    with tale.promise("no seat of a training is given twice, and who came is counted"):
        seats = max(1, len(chosen) // 3)
        body = {
            "kind": "training", "title": "挂牌上市金融培训", "region": "340100", "starts_at": later(24),
            "ends_at": later(27), "capacity": seats,
        }  # fmt: skip
        made = given.call("POST", "/v1/activities", 201, body=body).json
        values = {"id": made["id"]}
        path = "/v1/activities/{id}/guests"
        given.call("POST", path, 200, values=values, body={"enterprises": chosen})
        found = given.call("GET", path, 200, values=values, query={"limit": 100}).json["data"]
        steps = "/v1/activity-guests/{id}/steps"

        def register(number):
            guest = {"id": found[number]["id"]}
            answer, wrong = tale.patiently("POST", steps, values=guest, body={"verb": "register"})
            check(answer.status in (200, 409) and not wrong, f"{answer.status} {answer.body[:300]}")
            return answer.status == 200

        taken = sum(tale.together(len(found), register))
        check(taken == seats, f"{taken} of {seats}")
        check(not given.wrong(), given.wrong())
        name = made["id"].removeprefix("act_")
        tale.service.sql(
            f"UPDATE activity SET starts_at = now() - interval '1 h' WHERE id = '{name}'"
        )
        found = given.call("GET", path, 200, values=values, query={"limit": 100}).json["data"]
        for guest in [each for each in found if each["state"] == "registered"]:
            given.call("POST", steps, 200, values={"id": guest["id"]}, body={"verb": "attend"})
        figures = given.call("GET", "/v1/activity-figures", 200).json["data"]
        attended = [each["attended"] for each in figures if each["kind"] == "training"]
        check(attended == [seats], f"{attended}")


def story(tale):
    given = Pools(tale)
    chosen = pool_entry(tale, given)
    advisers(tale, given)
    training(tale, given, chosen)


if __name__ == "__main__":
    Tale("pools").run(story)
